//! The program itself: what it says, where it listens, how it ends.

// clippy.toml allows these in test functions; what they share is a test as well.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

const ANYWHERE: &str = "127.0.0.1:0";

#[test]
fn it_prints_its_address_and_answers_there() {
    let mut server = Running::start(&["--dev", "--database", "sqlite::memory:", "--listen", ANYWHERE]);
    let answer = server.get("/.well-known/openid-configuration");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains(&format!("http://{}/", server.address)), "{answer}");
    assert!(server.get("/dev/outbox").ends_with("[]"));
}

#[test]
fn without_dev_it_serves_the_client_that_it_is_given() {
    let mut server = Running::start(&[
        "--database",
        "sqlite::memory:",
        "--listen",
        ANYWHERE,
        "--client-id",
        "shop",
        "--allowed-origin",
        "https://shop.example",
        "--logout-url",
        "https://shop.example/bye",
        "--issuer",
        "https://login.example",
    ]);
    assert!(server.get("/.well-known/openid-configuration").contains(r#""issuer":"https://login.example/""#));
    assert!(server.get("/v2/logout?client_id=shop").contains("location: https://shop.example/bye"));
    assert!(server.get("/dev/outbox").starts_with("HTTP/1.1 404"));
}

#[test]
fn a_busy_port_is_one_clear_line() {
    let holder = TcpListener::bind(ANYWHERE).unwrap();
    let address = holder.local_addr().unwrap().to_string();
    let output = run(&["--dev", "--database", "sqlite::memory:", "--listen", &address]);
    check_refusal(&output, 1, &format!("{address} is in use"));
    assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1);
}

#[test]
fn a_database_that_cannot_be_opened_is_one_clear_line() {
    let output = run(&["--dev", "--listen", ANYWHERE, "--database", "sqlite:///no/such/folder/x.db"]);
    check_refusal(&output, 1, "cannot be opened");
    let output = run(&["--dev", "--listen", ANYWHERE, "--database", "postgres://localhost/x"]);
    check_refusal(&output, 1, "sqlite://");
}

#[test]
fn wrong_settings_are_refused_by_name() {
    let production = ["--client-id", "shop", "--issuer"];
    check_refusal(&run(&[]), 2, "--client-id");
    check_refusal(&run(&[&production[..], &["http://login.example"]].concat()), 2, "https");
    check_refusal(
        &run(&[&production[..], &["https://login.example/path"]].concat()),
        2,
        "did you mean https://login.example",
    );
    check_refusal(
        &run(&["--dev", "--allowed-origin", "https://shop.example/page"]),
        2,
        "did you mean https://shop.example",
    );
    check_refusal(&run(&["--dev", "--allowed-origin", "*"]), 2, "--allowed-origin");
    check_refusal(&run(&["--dev", "--number-limit", "5"]), 2, "5/600");
    check_refusal(&run(&["--dev", "--template", "hello"]), 2, "@@password@@");
    check_refusal(&run(&["--dev", "--static", "/no/such/folder"]), 2, "no such folder");
}

#[cfg(unix)]
#[test]
fn it_stops_when_it_is_told_to() {
    let mut server = Running::start(&["--dev", "--database", "sqlite::memory:", "--listen", ANYWHERE]);
    let mut listener = TcpStream::connect(&server.address).unwrap();
    write!(listener, "GET /dev/outbox/events HTTP/1.1\r\nhost: {}\r\n\r\n", server.address).unwrap();
    listener.read_exact(&mut [0; 12]).unwrap();
    let id = server.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert!(server.child.wait().unwrap().success(), "even while a page listens to the outbox");
}

/// A server that ends with the test.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().to_owned();
        Self { child, address }
    }

    fn get(&mut self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address).unwrap();
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
fn check_refusal(output: &Output, status: i32, part: &str) {
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{text}");
    assert!(text.contains(part), "{text}");
    assert!(!text.contains("panicked"), "{text}");
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passlock-server"));
    command.args(arguments).env_remove("PASSLOCK_CODE_KEY").env_remove("RUST_LOG");
    command
}
