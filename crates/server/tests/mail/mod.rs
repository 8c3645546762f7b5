//! A mail server that somebody else wrote: aiosmtpd, where Python has it.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// A server, until the test ends.
pub(crate) struct MailServer {
    pub(crate) port: u16,
    child: Child,
    output: BufReader<ChildStdout>,
    /// It ends when this does.
    _input: ChildStdin,
}

/// An email that it has taken.
pub(crate) struct Email {
    pub(crate) envelope: Value,
    /// As it came, with its line ends.
    pub(crate) content: String,
}

impl MailServer {
    /// `None`, and a sentence that says so, where there is no Python with aiosmtpd.
    pub(crate) fn start(arguments: &[&str]) -> Option<Self> {
        let Some(python) = python() else {
            eprintln!("skipped: there is no Python with aiosmtpd; `cargo xtask test --ring 2` gets it");
            return None;
        };
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail/server.py");
        let mut command = Command::new(python);
        command.arg(script).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let port = line(&mut output)["port"].as_u64().unwrap().try_into().unwrap();
        Some(Self { port, child, output, _input: input })
    }

    /// The next email that it has taken; waits for one.
    pub(crate) fn email(&mut self) -> Email {
        let envelope = line(&mut self.output);
        let content = STANDARD.decode(envelope["content"].as_str().unwrap()).unwrap();
        Email { content: String::from_utf8(content).expect("only ASCII is sure to arrive"), envelope }
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn line(output: &mut BufReader<ChildStdout>) -> Value {
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap_or_else(|_| panic!("the mail server said {line:?}"))
}

/// The one that was installed for these tests, or the system's.
fn python() -> Option<PathBuf> {
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).parent()?.to_owned();
    [target.join("tools/mail/bin/python"), PathBuf::from("python3")].into_iter().find(|python| {
        let asked = Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    })
}
