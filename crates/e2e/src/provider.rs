//! An OpenID Connect provider that other people made (`oidc-provider` from npm), as the backend that a page names.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// A running one; it ends when this is dropped.
pub struct Provider {
    process: Child,
    port: u16,
}

impl Provider {
    /// Starts `provider.mjs` of the folder where the clients are installed; people are sent back to `callback` alone.
    pub fn start(folder: &Path, callback: &str) -> Result<Self> {
        let mut process = Command::new("node")
            .args(["provider.mjs", callback])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("could not start node")?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("no output")?).read_line(&mut line)?;
        let port = line.trim().parse().context("the provider did not start")?;
        Ok(Self { process, port })
    }

    /// Host and port, as a page names its backend.
    #[must_use]
    pub fn domain(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        // At a failure here the process is gone already, which is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
