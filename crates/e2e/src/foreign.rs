//! Programs of other people that talk to the backend: installed by npm in exact versions, run by Node.js.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};

use crate::built;

/// The folder of `crates/e2e/clients` with all that its `package.json` names installed. `None`, with a word about it,
/// where Node.js, npm or its registry is out of reach.
pub fn installed() -> Result<Option<&'static Path>> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let outcome = install();
        let reason = match &outcome {
            Ok(Some(_)) => return outcome.ok().flatten(),
            Ok(None) => "npm could not fetch them".to_owned(),
            Err(error) => format!("{error:#}"),
        };
        println!("skipped: the tests with other people's clients, because {reason}");
        None
    });
    Ok(folder.as_deref())
}

/// One file of a package that is installed there.
#[must_use]
pub fn file(folder: &Path, path: &str) -> PathBuf {
    folder.join("node_modules").join(path)
}

/// Runs the tests of a script there; fails with what they print.
pub fn test(folder: &Path, script: &str, environment: &[(&str, &str)]) -> Result<()> {
    run(Command::new("node").args(["--test", script]).envs(environment.iter().copied()).current_dir(folder))
}

/// Makes one script of an entry and all that it imports.
pub fn bundle(folder: &Path, entry: &str, script: &Path) -> Result<()> {
    let mut esbuild = Command::new(file(folder, ".bin/esbuild"));
    esbuild.args([entry, "--bundle", "--log-level=error", r#"--define:process.env.NODE_ENV="production""#]);
    // Modules, where a package has both: auth0-js says of its other script that it is one, which it is not.
    esbuild.args(["--main-fields=browser,module,main", "--conditions=import"]);
    run(esbuild.arg(format!("--outfile={}", script.display())).current_dir(folder))
}

fn install() -> Result<Option<PathBuf>> {
    let (sources, folder) = (built::root().join("crates/e2e/clients"), built::target().join("tools/clients"));
    std::fs::create_dir_all(&folder)?;
    for entry in std::fs::read_dir(&sources)? {
        let entry = entry?;
        std::fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    ensure!(Command::new("node").arg("--version").stdout(Stdio::null()).status().is_ok(), "there is no Node.js");
    let (wanted, stamp) = (std::fs::read_to_string(folder.join("package.json"))?, folder.join("node_modules/.wanted"));
    if std::fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(Some(folder));
    }
    let words = ["install", "--silent", "--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts"];
    let mut npm = Command::new("npm");
    npm.args(words).arg("--no-package-lock").current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::null());
    if !npm.status().context("there is no npm")?.success() {
        return Ok(None);
    }
    std::fs::write(stamp, wanted)?;
    Ok(Some(folder))
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("could not start {command:?}"))?;
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    ensure!(output.status.success(), "{said}");
    Ok(())
}
