//! Scripts of other people that tests run in their pages, from npm.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use crate::built;

/// One file of a package (`axe-core@4.14.1`), fetched once; `None` where npm or its registry is out of reach.
pub fn file(package: &str, path: &str) -> Result<Option<PathBuf>> {
    /// A file that another test is still fetching is not whole.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = built::target().join("tools").join(package);
    let name = package.rsplit_once('@').map_or(package, |(name, _)| name);
    let file = folder.join("node_modules").join(name).join(path);
    if !file.is_file() {
        std::fs::create_dir_all(&folder)?;
        let status = Command::new("npm")
            .args(["install", "--silent", "--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts"])
            .arg("--prefix")
            .arg(&folder)
            .arg(package)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status();
        if !status.is_ok_and(|status| status.success()) {
            return Ok(None);
        }
    }
    Ok(file.is_file().then_some(file))
}
