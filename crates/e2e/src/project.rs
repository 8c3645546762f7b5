//! Projects that take the package as other people's do: packed, installed and built by npm.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::built;

/// A copy of a project, with all that it depends on installed.
pub struct Project {
    folder: PathBuf,
}

impl Project {
    /// Copies a project to `name` among the tools and installs what it depends on, this package out of a tarball.
    /// `None`, with a word about it, where npm or its registry is out of reach.
    pub fn install(name: &str, sources: &Path) -> Result<Option<Self>> {
        let folder = built::target().join("tools/npm").join(name);
        copy(sources, &folder)?;
        let project = Self { folder };
        if Command::new("npm").arg("--version").stdout(Stdio::null()).status().is_err() {
            println!("skipped: npm, which would build this project, is not installed");
            return Ok(None);
        }
        let tarball = project.pack()?;
        // npm takes a package of the same version for the same package.
        for stale in ["node_modules/passlock", "node_modules/.package-lock.json"] {
            let stale = project.folder.join(stale);
            let _ = if stale.is_dir() { std::fs::remove_dir_all(stale) } else { std::fs::remove_file(stale) };
        }
        let words =
            ["install", "--silent", "--no-audit", "--no-fund", "--no-package-lock", "--no-save", "--ignore-scripts"];
        let status = project.npm(&words).arg(&tarball).stdout(Stdio::null()).status()?;
        if !status.success() {
            println!("skipped: npm could not fetch what this project is built with");
            return Ok(None);
        }
        Ok(Some(project))
    }

    /// The folder of the project, or something in it.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Runs a program that the project brings along.
    pub fn run(&self, program: &str, words: &[&str]) -> Result<()> {
        let mut command = Command::new(self.path("node_modules/.bin").join(program));
        let output = command.args(words).current_dir(&self.folder).stdin(Stdio::null()).output()?;
        let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
        ensure!(output.status.success(), "{program} failed: {said}");
        Ok(())
    }

    /// What a module prints when Node.js runs it in the project.
    pub fn node(&self, module: &str) -> Result<String> {
        let words = ["--input-type=module", "--eval", module];
        let output = Command::new("node").args(words).current_dir(&self.folder).stdin(Stdio::null()).output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn pack(&self) -> Result<PathBuf> {
        let package = built::dist()?.join("npm");
        let output = self.npm(&["pack", "--json"]).arg(package).output()?;
        ensure!(output.status.success(), "npm pack failed: {}", String::from_utf8_lossy(&output.stderr));
        let packed: Value = serde_json::from_slice(&output.stdout).context("npm pack did not answer with JSON")?;
        // npm 11 answers with a list, npm 12 with an object by the package's name.
        let packed = packed.get(0).or_else(|| packed.get("passlock")).unwrap_or(&Value::Null);
        let Some(name) = packed["filename"].as_str() else { bail!("npm pack names no file") };
        Ok(self.path(name))
    }

    fn npm(&self, words: &[&str]) -> Command {
        let mut command = Command::new("npm");
        command.args(words).current_dir(&self.folder).stdin(Stdio::null());
        command
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        std::fs::copy(from, to).with_context(|| format!("could not copy {}", from.display()))?;
        return Ok(());
    }
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let name = entry?.file_name();
        copy(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}
