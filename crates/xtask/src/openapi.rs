//! `cargo xtask openapi`: asks a running server all that its description allows, and all that it does not, and compares
//! what it answers with the description. Schemathesis does the asking.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::test::python_with;
use crate::workspace;

/// Without Python or its registry nothing is asked.
pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    let seconds = parse(args)?;
    let Some(python) = python_with("schemathesis", SCHEMATHESIS, "the answers against their description") else {
        return Ok(ExitCode::SUCCESS);
    };
    let folder = workspace::target().join("openapi");
    fs::create_dir_all(&folder).with_context(|| format!("could not create {}", folder.display()))?;
    workspace::run(workspace::cargo().args(["build", "--package", "passlock-server"]))?;
    let mut server = Server::start(&folder)?;
    let status = Command::new(python.with_file_name("schemathesis"))
        .args(["run", &format!("http://127.0.0.1:{}/openapi.json", server.port), "--wait-for-schema", "20"])
        .args(["--max-time", &seconds.to_string()])
        .args(WORDS)
        .current_dir(&folder)
        .stdin(Stdio::null())
        .status()
        .context("could not start Schemathesis")?;
    // Whatever it was asked, it is there.
    let is_there = server.process.try_wait()?.is_none();
    println!("{} the server is there afterwards", if is_there { "ok" } else { "not ok" });
    let n_passed = usize::from(status.success()) + usize::from(is_there);
    println!("# pass {n_passed}\n# fail {}", 2 - n_passed);
    Ok(if n_passed == 2 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn parse(args: &[String]) -> Result<u32> {
    match args {
        [] => Ok(45),
        [name, seconds] if name == "--seconds" => {
            seconds.parse().ok().filter(|seconds| *seconds > 0).context("--seconds wants a number above 0 after it")
        }
        _ => bail!("openapi takes nothing, or --seconds N"),
    }
}

/// A server with limits that nobody comes up against; it ends when this is dropped.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    fn start(folder: &Path) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let program = workspace::target().join("debug/passlock-server").with_extension(std::env::consts::EXE_EXTENSION);
        let process = Command::new(program)
            .args(["--dev", "--listen", &format!("127.0.0.1:{port}"), "--database"])
            .arg(format!("sqlite://{}", new_database(folder).display()))
            .args(["--number-limit", MUCH, "--address-limit", MUCH, "--lockout-limit", MUCH])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .env("RUST_LOG", "error")
            .spawn()
            .context("could not start passlock-server")?;
        Ok(Self { process, port })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // At a failure here the process is gone already, which is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn new_database(folder: &Path) -> PathBuf {
    for end in ["db", "db-shm", "db-wal"] {
        // Most often there is none.
        let _ = fs::remove_file(folder.join("passlock").with_extension(end));
    }
    folder.join("passlock.db")
}

const SCHEMATHESIS: &str = "schemathesis==4.32.5";
const MUCH: &str = "1000000/60";
/// The stream of the outbox has no end. What is valid by the description may still be refused: it does not know the
/// deployment's clients and addresses. The seed makes a failure come again.
const WORDS: &[&str] = &[
    "--exclude-path",
    "/dev/outbox/events",
    "--exclude-checks",
    "positive_data_acceptance",
    "--warnings",
    "off",
    "--seed",
    "20",
    "--max-examples",
    "50",
    "--no-color",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_can_be_given() -> Result<()> {
        assert_eq!(parse(&[])?, 45);
        assert_eq!(parse(&["--seconds".into(), "600".into()])?, 600);
        assert!(parse(&["--seconds".into(), "0".into()]).is_err());
        Ok(())
    }
}
