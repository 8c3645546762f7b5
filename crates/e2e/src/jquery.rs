//! The script library that pages of the time were written with, fetched once.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::built;

/// The folder with `jquery-2.1.1.min.js`; `None` where npm, which would fetch it, is not there.
pub fn fetched() -> Result<Option<PathBuf>> {
    let folder = built::target().join("tools/jquery");
    let script = folder.join("jquery-2.1.1.min.js");
    if script.is_file() {
        return Ok(Some(folder));
    }
    std::fs::create_dir_all(&folder)?;
    let npm = Command::new("npm")
        .args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "jquery@2.1.1", "--prefix"])
        .arg(&folder)
        .stdin(Stdio::null())
        .status();
    if !npm.is_ok_and(|status| status.success()) {
        return Ok(None);
    }
    std::fs::copy(folder.join("node_modules/jquery/dist/jquery.min.js"), &script)
        .context("npm fetched jQuery 2.1.1, but its script is not where it was")?;
    Ok(Some(folder))
}
