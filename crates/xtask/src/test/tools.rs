//! What the browser rings need besides Rust, installed when it is missing and that is allowed.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    Rustfmt,
    Clippy,
    WasmTarget,
    WasmPack,
    WasmBindgen,
    Chrome,
    Firefox,
    WebKit,
    Postgres,
    MailServer,
}

impl Tool {
    /// Installs the tool unless it is there, or says in a sentence what to type.
    pub(crate) fn ensure(self) -> Result<()> {
        match self {
            Self::Rustfmt => ensure_component("rustfmt", "fmt"),
            Self::Clippy => ensure_component("clippy", "clippy"),
            Self::WasmTarget => workspace::ensure_wasm_target(),
            Self::WasmPack => {
                if has("wasm-pack") {
                    return Ok(());
                }
                cargo_install(&["--locked", "wasm-pack"])
            }
            Self::WasmBindgen => ensure_wasm_bindgen(),
            Self::Chrome => {
                ensure_package(CHROMIUM, "chromium")?;
                ensure_fonts();
                ensure_package(&["chromedriver"], "chromium-driver")
            }
            Self::Firefox => {
                ensure_package(&["firefox", "firefox-esr"], "firefox-esr")?;
                if has("geckodriver") {
                    return Ok(());
                }
                cargo_install(&["--locked", "geckodriver"])
            }
            Self::WebKit => {
                ensure_package(&["WebKitWebDriver"], "webkit2gtk-driver")?;
                ensure_package(&["Xvfb"], "xvfb")
            }
            Self::Postgres => super::postgres::ensure(),
            Self::MailServer => {
                // Without it the tests that need it say that they are skipped.
                let _ = python_with("mail", MAIL_SERVER, "the tests with a mail server");
                Ok(())
            }
        }
    }
}

/// Parts of the toolchain that its smallest installation leaves out.
fn ensure_component(component: &str, command: &str) -> Result<()> {
    if workspace::output(workspace::cargo().args([command, "--version"])).is_some() {
        return Ok(());
    }
    workspace::run(Command::new("rustup").args(["component", "add", component]).current_dir(workspace::root()))
        .with_context(|| format!("`cargo {command}` is missing; add it with `rustup component add {component}`"))
}

/// wasm-pack takes the test runner from `PATH` if it has the version of the lock file, and would otherwise go
/// and look for one. Another version that somebody installed for another project stays where it is.
fn ensure_wasm_bindgen() -> Result<()> {
    let wanted = workspace::locked_version("wasm-bindgen")?;
    let is_wanted = |program: &str| {
        let program = workspace::find_program(&[program])?;
        let answer = workspace::output(Command::new(program).arg("--version"))?;
        Some(answer.split(' ').nth(1) == Some(wanted.as_str()))
    };
    if is_wanted("wasm-bindgen") == Some(true) && is_wanted("wasm-bindgen-test-runner") == Some(true) {
        return Ok(());
    }
    // Without `--locked`: the lock file that this version was published with does not resolve.
    let mut words = vec!["wasm-bindgen-cli", "--version", &wanted, "--force"];
    let ours = workspace::target().join("tools").display().to_string();
    if has("wasm-bindgen") {
        words.extend(["--root", &ours]);
    }
    cargo_install(&words)
}

/// Built quickly rather than to run quickly: each of these tools works for seconds.
fn cargo_install(words: &[&str]) -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.arg("install").args(words);
    cargo.env("CARGO_TARGET_DIR", workspace::target().join("tools/build"));
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    cargo.env("CARGO_PROFILE_RELEASE_LTO", "off");
    cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    workspace::run(&mut cargo)
}

fn ensure_package(programs: &[&str], package: &str) -> Result<()> {
    if programs.iter().any(|program| has(program)) {
        return Ok(());
    }
    let wanted = programs.join(" or ");
    install(package, &wanted)?;
    if !programs.iter().any(|program| has(program)) {
        bail!("{package} is installed but brought no {wanted}; put one on PATH and start again");
    }
    Ok(())
}

/// Installs a package of Debian's that brings `wanted`.
pub(super) fn install(package: &str, wanted: &str) -> Result<()> {
    let Some(mut install) = apt_get(&["install", "--yes", "--no-install-recommends", package]) else {
        bail!("{wanted} is missing; install it, on Debian with `sudo apt-get install {package}`, and start again");
    };
    if let Some(mut update) = apt_get(&["update", "--quiet"]) {
        workspace::run(&mut update).context("the list of packages could not be read")?;
    }
    workspace::run(&mut install).with_context(|| format!("{wanted} is missing and could not be installed"))
}

/// A Python of its own with this package in it; made once for each version. `None` when that is not to be had, after it
/// was said that `what` is not done.
pub(crate) fn python_with(name: &str, package: &str, what: &str) -> Option<PathBuf> {
    let folder = workspace::target().join("tools").join(name);
    let python = folder.join("bin/python");
    let version = package.split_once("==").map(|(_, version)| version.to_owned());
    let found = || {
        let (module, _) = package.split_once("==")?;
        let ask = format!("from importlib.metadata import version; print(version('{module}'))");
        workspace::output(Command::new(&python).args(["-c", &ask]))
    };
    if found() == version {
        return Some(python);
    }
    let Some(system) = workspace::find_program(&["python3"]) else {
        println!("not done: {what}, because there is no Python; everything else is");
        return None;
    };
    let made = workspace::run(Command::new(system).args(["-m", "venv"]).arg(&folder))
        .and_then(|()| workspace::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", package])));
    if let Err(error) = made {
        println!("not done: {what}, because it could not be installed: {error:#}");
        return None;
    }
    Some(python)
}

/// Flags and letters as people see them, for the pictures that are taken. Tests pass without, so nobody is asked.
fn ensure_fonts() {
    let listed = workspace::output(&mut Command::new("fc-list")).unwrap_or_default();
    let missing: Vec<_> =
        FONTS.iter().filter(|(family, _)| !listed.contains(family)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return;
    }
    if let Some(mut install) = apt_get(&["install", "--yes", "--no-install-recommends"])
        && let Err(error) = workspace::run(install.args(missing))
    {
        println!("pictures will have other letters: {error:#}");
    }
}

/// apt-get, if this person may use it without being asked for a password.
fn apt_get(words: &[&str]) -> Option<Command> {
    let apt_get = workspace::find_program(&["apt-get"])?;
    let is_root = workspace::output(Command::new("id").arg("-u")).as_deref() == Some("0");
    let mut command = if is_root {
        Command::new(apt_get)
    } else {
        workspace::output(Command::new("sudo").args(["-n", "true"]))?;
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive"]).arg(apt_get);
        sudo
    };
    command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    Some(command)
}

fn has(program: &str) -> bool {
    workspace::find_program(&[program]).is_some()
}

const MAIL_SERVER: &str = "aiosmtpd==1.4.6";
const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
/// Families of fonts, and the packages of Debian that bring them.
const FONTS: [(&str, &str); 2] = [("Inter", "fonts-inter"), ("Noto Color Emoji", "fonts-noto-color-emoji")];
