//! The server as it would run for a company: another process, with every limit in place and wide.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

/// A server that ends with the value.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: String,
    _folder: tempfile::TempDir,
}

impl Running {
    pub(crate) async fn start(database: &str, gateway: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("passlock.toml");
        std::fs::write(&file, configuration(gateway))?;
        let mut command = server();
        // By the environment, because an address may hold a password, and the server reads none that everybody can.
        command.args(["serve", "--config"]).arg(&file).env("PASSLOCK_DATABASE_URL", database).stdout(Stdio::piped());
        tokio::task::spawn_blocking(move || {
            let mut child = command.spawn()?;
            let mut line = String::new();
            BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
            let address = line.trim().rsplit("://").next().unwrap_or_default().to_owned();
            ensure!(!address.is_empty(), "the server does not start");
            Ok(Self { child, address, _folder: folder })
        })
        .await?
    }

    /// What of its memory is in the machine's, in bytes, where the system says so.
    pub(crate) fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
    }

    /// How long the processors have worked for it so far, where the system says so.
    pub(crate) fn effort(&self) -> Option<Duration> {
        let status = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // The name of the program, in parentheses, may have spaces; user and system time are the 14th and 15th field.
        let ticks = status.rsplit(')').next()?.split_whitespace().skip(11).take(2);
        let ticks = ticks.map(|text| text.parse::<u64>().ok()).sum::<Option<u64>>()?;
        Some(Duration::from_millis(ticks * TICK))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Makes the tables.
pub(crate) async fn migrate(database: &str) -> Result<()> {
    let mut command = server();
    command.args(["migrate", "--database", database]).stdout(Stdio::null());
    let status = tokio::task::spawn_blocking(move || command.status()).await??;
    ensure!(status.success(), "the tables could not be made");
    Ok(())
}

fn server() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passlock-server"));
    command.env("RUST_LOG", "error");
    command
}

/// Limits are asked for as ever and refuse nobody.
fn configuration(gateway: &str) -> String {
    format!(
        r#"[server]
listen = "127.0.0.1:0"
issuer = "http://localhost"
[messages]
template = "@@password@@"
[delivery]
kind = "gateway"
[delivery.gateway]
url = "{gateway}"
sender = "passlock"
[limits]
number = "{WIDE}"
address = "{WIDE}"
network = "{WIDE}"
client = "{WIDE}"
country = "{WIDE}"
global = "{WIDE}"
[[clients]]
id = "shop"
name = "The shop"
"#
    )
}

/// In milliseconds: what the kernel tells times in (`USER_HZ`).
const TICK: u64 = 10;
const WIDE: &str = "100000000/1m";
