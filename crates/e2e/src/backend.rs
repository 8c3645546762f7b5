//! The real backend, as a process with a database of its own.

use std::fs::File;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tempfile::TempDir;

use crate::{built, http, wait};

/// A running `passlock-server --dev`; it ends when this is dropped.
pub struct Backend {
    address: SocketAddr,
    process: Child,
    /// The database and the log.
    folder: TempDir,
}

impl Backend {
    /// Starts one on a free port and waits until it answers.
    pub async fn start() -> Result<Self> {
        Self::run(&[], "warn").await
    }

    /// The same with further arguments.
    pub async fn start_with(arguments: &[&str]) -> Result<Self> {
        Self::run(arguments, "warn").await
    }

    /// The same, telling its log so much.
    pub async fn start_with_log(level: &str) -> Result<Self> {
        Self::run(&[], level).await
    }

    async fn run(arguments: &[&str], level: &str) -> Result<Self> {
        let address = http::free_address()?;
        let folder = tempfile::tempdir()?;
        let database = format!("sqlite://{}", folder.path().join("passlock.db").display());
        let process = Command::new(built::program("passlock-server")?)
            .arg("--dev")
            .args(["--listen", &address.to_string(), "--database", &database])
            .args(arguments)
            .env("RUST_LOG", level)
            .stdin(Stdio::null())
            .stdout(File::create(folder.path().join(LOG))?)
            .stderr(File::create(folder.path().join(ERRORS))?)
            .spawn()
            .context("could not start passlock-server")?;
        let mut backend = Self { address, process, folder };
        wait::until("the backend to be healthy", async || {
            if let Some(status) = backend.process.try_wait()? {
                bail!("the backend ended while starting ({status})");
            }
            Ok(http::get(address, "/health").await.ok())
        })
        .await?;
        Ok(backend)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// All that it has said so far.
    pub fn log(&self) -> Result<String> {
        let read = |name| std::fs::read_to_string(self.folder.path().join(name));
        Ok(read(LOG)? + &read(ERRORS)?)
    }

    /// How many messages were sent to this number in E.164.
    pub async fn messages_to(&self, number: &str) -> Result<usize> {
        let outbox = http::get_json(self.address, "/dev/outbox").await?;
        let messages = outbox.as_array().context("the outbox is not an array")?;
        Ok(messages.iter().filter(|message| message["to"] == number).count())
    }

    /// Host and port, as a page names its backend.
    #[must_use]
    pub fn domain(&self) -> String {
        self.address.to_string()
    }

    /// The newest code that was sent to this number in E.164.
    pub async fn code_for(&self, number: &str) -> Result<String> {
        self.nth_code_for(number, 1).await
    }

    /// The same, once `nth` messages have come. Whoever asked for another code does not want the one before.
    pub async fn nth_code_for(&self, number: &str, nth: usize) -> Result<String> {
        code_for(self.address, number, nth).await
    }

    /// The keys that id_tokens are signed with.
    pub async fn jwks(&self) -> Result<Value> {
        http::get_json(self.address, "/.well-known/jwks.json").await
    }

    /// Ends it now, as a machine that breaks does.
    pub fn stop(&mut self) {
        // At a failure here the process is gone already, which is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Waits until `nth` messages to this number are in a backend's outbox, and reads the code in the newest.
pub async fn code_for(backend: SocketAddr, number: &str, nth: usize) -> Result<String> {
    wait::until(&format!("message {nth} to {number}"), async || {
        let outbox = http::get_json(backend, "/dev/outbox").await?;
        let all = outbox.as_array().context("the outbox is not an array")?;
        let messages: Vec<_> = all.iter().filter(|message| message["to"] == number).collect();
        // The newest comes first.
        let newest = messages.first().filter(|_| messages.len() >= nth);
        Ok(newest.and_then(|message| message["code"].as_str()).map(str::to_owned))
    })
    .await
}

/// A code of the same length that is certainly another one; a different one for each `nth`, 1 to 9.
#[must_use]
pub fn wrong_code(code: &str, nth: u32) -> String {
    let other = |digit: char| char::from_digit((digit.to_digit(10).unwrap_or_default() + nth) % 10, 10);
    code.chars().filter_map(other).collect()
}

const LOG: &str = "log.txt";
const ERRORS: &str = "errors.txt";
