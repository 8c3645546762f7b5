//! What comes over a socket and is no request, or too much of one: a short refusal, and a server that goes on.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use crate::harness::{ANYWHERE, Running};

/// The status line that bytes are answered with, after which nothing more comes if they `are_all`; empty when the
/// connection is ended without one.
fn status(server: &Running, bytes: &[u8], are_all: bool) -> String {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    // Whoever refuses may hang up before all has arrived.
    let _ = stream.write_all(bytes);
    if are_all {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
}

fn headers(count: usize, length: usize) -> String {
    format!("x-more: {}\r\n", "x".repeat(length)).repeat(count)
}

#[track_caller]
fn check(server: &Running, bytes: impl AsRef<[u8]>, expected: &str) {
    let line = status(server, bytes.as_ref(), false);
    assert!(line.starts_with(expected), "'{line}' and not '{expected}'");
}

#[test]
fn floods_and_garbage_are_refused_and_the_server_goes_on() {
    let mut server = Running::start(&["--dev", "--database", "sqlite::memory:", "--listen", ANYWHERE]);
    let get = |path: &str, more: &str| {
        format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{more}\r\n", server.address)
    };
    check(&server, get("/health", &headers(50, 20)), "HTTP/1.1 200");
    check(&server, get("/health", &headers(1_000, 20)), "HTTP/1.1 431");
    check(&server, get("/health", &headers(1, 1_000_000)), "HTTP/1.1 431");
    check(&server, get(&format!("/{}", "x".repeat(100_000)), ""), "HTTP/1.1 414");
    check(&server, get("/health", "x: a\0b\r\n"), "HTTP/1.1 400");
    check(&server, get("/health", "no colon\r\n"), "HTTP/1.1 400");
    check(&server, get("/health", "transfer-encoding: chunked\r\ncontent-length: 5\r\n"), "HTTP/1.1 200");
    for garbage in
        [&b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03"[..], b"GET\r\n\r\n", b"\0\0\0\0", b"GET / HTTP/9.9\r\n\r\n"]
    {
        check(&server, garbage, "HTTP/1.1 400");
    }
    assert_eq!(status(&server, b"", true), "");
    assert_eq!(status(&server, b"GET /health HT", true), "");
    assert!(server.get("/health").starts_with("HTTP/1.1 200"));
    assert!(!server.log().contains("panicked"), "{}", server.log());
}

#[test]
fn a_body_that_lies_about_its_length_is_refused() {
    let mut server = Running::start(&["--dev", "--database", "sqlite::memory:", "--listen", ANYWHERE]);
    let answer = |more: &str, body: &str| {
        let head = "POST /passwordless/start HTTP/1.1\r\nconnection: close\r\ncontent-type: application/json\r\n";
        let request = format!("{head}host: {}\r\n{more}\r\n{body}", server.address);
        status(&server, request.as_bytes(), true)
    };
    let chunk = format!("ffffff\r\n{}", "x".repeat(200_000));
    for (more, body, expected) in [
        ("content-length: 100\r\n", "{}", "400"),
        ("content-length: -1\r\n", "{}", "400"),
        ("content-length: 2\r\ncontent-length: 3\r\n", "{}", "400"),
        ("content-length: 99999999999999999999999\r\n", "{}", "400"),
        ("content-length: 4294967296\r\n", "{}", "400"),
        ("transfer-encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n", "400"),
        ("transfer-encoding: chunked\r\n", &chunk, "413"),
        ("transfer-encoding: chunked, identity\r\n", "{}", "400"),
    ] {
        let line = answer(more, body);
        assert!(line.starts_with(&format!("HTTP/1.1 {expected}")), "{more:?}: '{line}' and not {expected}");
    }
    assert!(server.get("/health").starts_with("HTTP/1.1 200"));
    assert!(!server.log().contains("panicked"), "{}", server.log());
}
