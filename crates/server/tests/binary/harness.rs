//! The program, started and asked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

pub(crate) const ANYWHERE: &str = "127.0.0.1:0";

/// A server that ends with the test.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) address: String,
    log: tempfile::NamedTempFile,
}

impl Running {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::spawn(command(arguments))
    }

    pub(crate) fn spawn(mut command: Command) -> Self {
        let log = tempfile::NamedTempFile::new().unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(log.reopen().unwrap()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("://").next().unwrap().to_owned();
        let server = Self { child, address, log };
        assert!(!server.address.is_empty(), "{}", server.log());
        server
    }

    /// What it has written to its log.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.log.path()).unwrap()
    }

    pub(crate) fn get(&mut self, path: &str) -> String {
        self.ask(&format!("GET {path}"), "")
    }

    /// Sends JSON.
    pub(crate) fn post(&mut self, path: &str, body: &str) -> String {
        self.ask(&format!("POST {path}"), body)
    }

    fn ask(&mut self, what: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        let (address, length) = (&self.address, body.len());
        write!(
            stream,
            "{what} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{kind}content-length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[track_caller]
pub(crate) fn check_refusal(output: &Output, status: i32, part: &str) {
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{text}");
    assert!(text.contains(part), "{text}");
    assert!(!text.contains("panicked"), "{text}");
}

/// What a task says that succeeds.
#[track_caller]
pub(crate) fn done(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// The program with these arguments, in an environment that says nothing to it.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passlock-server"));
    command.args(arguments).env_remove("RUST_LOG");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PASSLOCK_") {
            command.env_remove(name);
        }
    }
    command
}
