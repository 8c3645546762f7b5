//! What tests need of npm, in exact versions and in a folder of its own, if its registry can be reached.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::workspace;

/// Puts packages (`name@version`) into `folder` unless they are there; says whether they are.
pub(crate) fn install(folder: &Path, packages: &[&str]) -> bool {
    let are_there = || packages.iter().all(|package| is_there(folder, package));
    if are_there() {
        return true;
    }
    let Some(npm) = workspace::find_program(&["npm"]) else { return false };
    if fs::create_dir_all(folder).is_err() {
        return false;
    }
    let status = Command::new(npm)
        .args(["install", "--silent", "--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts"])
        .arg("--prefix")
        .arg(folder)
        .args(packages)
        .current_dir(folder)
        .env("PATH", workspace::path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success()) && are_there()
}

fn is_there(folder: &Path, package: &str) -> bool {
    let (name, version) = package.rsplit_once('@').unwrap_or((package, ""));
    let manifest = folder.join("node_modules").join(name).join("package.json");
    fs::read_to_string(&manifest).is_ok_and(|text| text.contains(&format!("\"version\": \"{version}\"")))
}
