//! `cargo xtask demo`, the command itself, as a process.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::{backend, built};

/// A running demo; page and backend end when this is dropped.
pub struct Demo {
    address: SocketAddr,
    process: Child,
    _database: TempDir,
}

impl Demo {
    /// Starts one with an empty database and waits for its one line.
    pub fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let database = format!("sqlite://{}", folder.path().join("passlock.db").display());
        let mut process = Command::new(built::program("passlock-xtask")?)
            .args(["demo", "--port", "4400", "--database", &database])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("could not start the demo")?;
        let mut line = String::new();
        let output = process.stdout.take().context("the demo has no output")?;
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim().strip_prefix("passlock demo: http://").and_then(|rest| rest.strip_suffix('/'));
        let address = address.with_context(|| format!("the demo prints '{line}' where its address was expected"))?;
        Ok(Self { address: address.parse()?, process, _database: folder })
    }

    /// The address that a person opens.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The newest code that was sent to this number in E.164.
    pub async fn code_for(&self, number: &str) -> Result<String> {
        backend::code_for(self.address, number, 1).await
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // A polite end, so that the demo takes its backend down; `kill` would leave that running.
        let asked = Command::new("kill").arg(self.process.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}
