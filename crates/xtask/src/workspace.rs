//! Where things are in this workspace, and how other programs are started from it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The folder of the root `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Cargo's target directory, wherever the person has put it.
pub(crate) fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from))
}

/// Cargo, started in the root as if from a shell: what `cargo run` told this process about the task runner's
/// own package would make build scripts believe that something changed.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).stdin(Stdio::null()).env("PATH", path());
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let inherited = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "LD_LIBRARY_PATH"];
        if inherited.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs to the end; output that is no error goes to stderr, because stdout belongs to the task's own answer.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let name = display(command);
    let status = command
        .stdin(Stdio::null())
        .stdout(std::io::stderr())
        .status()
        .with_context(|| format!("could not start `{name}`"))?;
    if !status.success() {
        bail!("`{name}` failed ({status}); what it printed above says why");
    }
    Ok(())
}

/// What a program prints, or `None` when it cannot be started or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command as a person would type it.
pub(crate) fn display(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_else(|| OsStr::new("?"));
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// `PATH` with the folders in front where tools are installed by these tasks and by `cargo install`.
pub(crate) fn path() -> OsString {
    let variable = |name| env::var_os(name).map(PathBuf::from);
    let cargo_home = variable("CARGO_HOME").or_else(|| Some(env::home_dir()?.join(".cargo")));
    let known = env::var_os("PATH").unwrap_or_default();
    let folders = [Some(target().join("tools")), variable("CARGO_INSTALL_ROOT"), cargo_home];
    let ours = folders.into_iter().flatten().map(|folder| folder.join("bin"));
    env::join_paths(ours.chain(env::split_paths(&known))).unwrap_or(known)
}

/// The first of `names` that stands in a folder of `PATH`.
pub(crate) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&path()).collect();
    let candidates = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    candidates.flat_map(|file| [file.with_extension("exe"), file]).find(|file| file.is_file())
}

/// Adds the WebAssembly target to the toolchain in use unless it is there.
pub(crate) fn ensure_wasm_target() -> Result<()> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()))
        .context("rustc does not answer; install Rust with rustup first")?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(());
    }
    run(Command::new("rustup").args(["target", "add", WASM_TARGET]).current_dir(root())).with_context(|| {
        format!("the target {WASM_TARGET} is missing; add it with `rustup target add {WASM_TARGET}` and start again")
    })
}

/// The version of a dependency that `Cargo.lock` holds.
pub(crate) fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("could not read Cargo.lock")?;
    locked_version_in(&lock, package).with_context(|| format!("Cargo.lock does not name {package}"))
}

fn locked_version_in(lock: &str, package: &str) -> Option<String> {
    let (_, rest) = lock.split_once(&format!("\nname = \"{package}\"\nversion = \""))?;
    rest.split_once('"').map(|(version, _)| version.to_owned())
}

/// Writes a file, and its folders, unless it already says the same: what watches the file then sees no change.
pub(crate) fn write(path: &Path, contents: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == contents) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("could not create {}", folder.display()))?;
    }
    fs::write(path, contents).with_context(|| format!("could not write {}", path.display()))
}

/// Reads a file whose absence needs the path to be understood.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("could not read {}", path.display()))
}

/// Reads a text whose absence needs the path to be understood.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("could not read {}", path.display()))
}

/// Copies one file or everything under a folder.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        return write(to, &read(from)?);
    }
    for entry in fs::read_dir(from).with_context(|| format!("could not list {}", from.display()))? {
        let name = entry?.file_name();
        copy(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_version_is_that_of_the_package_with_exactly_this_name() {
        let lock =
            "[[package]]\nname = \"b-macro\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"b\"\nversion = \"2.0.0\"\n";
        assert_eq!(locked_version_in(lock, "b").as_deref(), Some("2.0.0"));
        assert_eq!(locked_version_in(lock, "c"), None);
    }

    #[test]
    fn a_command_is_shown_as_it_is_typed() {
        assert_eq!(display(Command::new("/usr/bin/cargo").args(["build", "--release"])), "cargo build --release");
    }
}
