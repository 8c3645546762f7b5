//! How the program is run: its log, its counters, its traces, and how it stops.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::{ANYWHERE, Running, command};

const START: &str = r#"{"client_id":"demo","connection":"sms","phone_number":"+447400123456","send":"code"}"#;

fn dev(more: &[(&str, &str)]) -> Running {
    let mut command = command(&["--dev", "--database", "sqlite::memory:", "--listen", ANYWHERE]);
    command.envs(more.iter().copied());
    Running::spawn(command)
}

/// A port that was free a moment ago.
fn free_address() -> String {
    TcpListener::bind(ANYWHERE).unwrap().local_addr().unwrap().to_string()
}

#[cfg(unix)]
fn tell(server: &Running, signal: &str) {
    assert!(Command::new("kill").args([signal, &server.child.id().to_string()]).status().unwrap().success());
}

/// Waits until something is so, which has to be soon.
#[track_caller]
fn eventually(mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(20), "it has not come to that");
        std::thread::sleep(Duration::from_millis(30));
    }
}

#[test]
fn counters_are_at_an_address_of_their_own() {
    let metrics = free_address();
    let mut server = dev(&[("PASSLOCK_SERVER__METRICS", &metrics)]);
    assert!(server.post("/passwordless/start", START).starts_with("HTTP/1.1 200"));
    assert!(server.get("/metrics").starts_with("HTTP/1.1 404"));
    server.address = metrics;
    let answer = server.get("/metrics");
    assert!(answer.contains("content-type: application/openmetrics-text; version=1.0.0"), "{answer}");
    let counted = r#"passlock_requests_total{route="/passwordless/start",method="POST",status="200"} 1"#;
    assert!(answer.contains(counted) && answer.ends_with("# EOF\n"), "{answer}");
}

#[test]
fn an_address_for_counters_that_is_in_use_is_one_clear_line() {
    let holder = TcpListener::bind(ANYWHERE).unwrap();
    let address = holder.local_addr().unwrap().to_string();
    let mut command = command(&["--dev", "--database", "sqlite::memory:", "--listen", ANYWHERE]);
    let output = command.env("PASSLOCK_SERVER__METRICS", &address).output().unwrap();
    crate::harness::check_refusal(&output, 1, &format!("{address} is in use by another program"));
}

#[test]
fn a_log_for_programs_has_an_object_in_each_line() {
    let mut server = dev(&[("PASSLOCK_SERVER__LOG", "json"), ("RUST_LOG", "debug")]);
    assert!(server.post("/passwordless/start", START).starts_with("HTTP/1.1 200"));
    let log = server.log();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let answered = lines.iter().find(|line| line["path"] == "/passwordless/start").unwrap();
    assert_eq!((&answered["method"], &answered["status"]), (&"POST".into(), &200.into()));
    assert!(answered["timestamp"].is_string() && answered["level"] == "DEBUG");
    assert!(!log.contains("+447400123456"));
}

#[cfg(unix)]
#[test]
fn while_it_is_about_to_stop_it_answers_and_says_that_it_is_not_ready() {
    let mut server = dev(&[("PASSLOCK_SERVER__STOP_DELAY", "2s")]);
    assert!(server.get("/health").starts_with("HTTP/1.1 200"));
    tell(&server, "-TERM");
    eventually(|| server.get("/health").starts_with("HTTP/1.1 503"));
    assert!(server.post("/passwordless/start", START).starts_with("HTTP/1.1 200"));
    assert!(server.child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn a_request_that_is_under_way_gets_its_answer() {
    let mut server = dev(&[]);
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let length = START.len();
    let head = format!("host: {}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n", server.address);
    write!(stream, "POST /passwordless/start HTTP/1.1\r\n{head}\r\n{}", &START[..20]).unwrap();
    // The server has the header when it has answered somebody who came later.
    assert!(server.get("/health").starts_with("HTTP/1.1 200"));
    tell(&server, "-TERM");
    eventually(|| TcpStream::connect(&server.address).is_err());
    write!(stream, "{}", &START[20..]).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(server.child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn who_says_it_twice_means_now() {
    let mut server = dev(&[("PASSLOCK_SERVER__STOP_DELAY", "5m")]);
    tell(&server, "-TERM");
    eventually(|| server.get("/health").starts_with("HTTP/1.1 503"));
    tell(&server, "-INT");
    assert!(server.child.wait().unwrap().success());
}

#[test]
fn traces_reach_a_collector_and_hold_nothing_personal() {
    let collector = TcpListener::bind(ANYWHERE).unwrap();
    let endpoint = format!("http://{}", collector.local_addr().unwrap());
    let mut server = dev(&[("PASSLOCK_TRACES__ENDPOINT", &endpoint)]);
    assert!(server.post("/passwordless/start?secret=1", START).starts_with("HTTP/1.1 200"));
    assert!(server.post("/oauth/token", "{}").starts_with("HTTP/1.1 400"));
    #[cfg(unix)]
    tell(&server, "-TERM");
    collector.set_nonblocking(true).unwrap();
    let mut caller = None;
    eventually(|| {
        caller = collector.accept().ok();
        caller.is_some()
    });
    let (mut stream, _) = caller.unwrap();
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut request = Vec::new();
    let mut part = [0; 4096];
    while !String::from_utf8_lossy(&request).contains("/oauth/token") {
        let count = stream.read(&mut part).unwrap();
        assert!(count > 0, "{}", String::from_utf8_lossy(&request));
        request.extend_from_slice(&part[..count]);
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
    let request = String::from_utf8_lossy(&request);
    assert!(request.starts_with("POST /v1/traces HTTP/1.1\r\n"), "{request}");
    for part in ["passlock-server", "POST /passwordless/start", "http.response.status_code", "invalid_request"] {
        assert!(request.contains(part), "no {part} in {request}");
    }
    for part in ["447400123456", "secret", "127.0.0.1:4000"] {
        assert!(!request.contains(part), "{part} in {request}");
    }
}

#[test]
fn without_a_collector_nobody_waits_for_one() {
    let mut server = dev(&[("PASSLOCK_TRACES__ENDPOINT", &format!("http://{}", free_address()))]);
    assert!(server.post("/passwordless/start", START).starts_with("HTTP/1.1 200"));
}

#[test]
fn what_strangers_send_in_the_place_of_a_passkey_does_not_fill_the_log() {
    let mut server = dev(&[]);
    let asked = server.post("/passkey/register", r#"{"client_id":"demo","user_profile":{"username":"ann"}}"#);
    let asked: Value = serde_json::from_str(asked.split_once("\r\n\r\n").unwrap().1).unwrap();
    // {"type":"webauthn.create","challenge":"AA","origin":"http://localhost"}, and data of a device that are none.
    let client_data = "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiQUEiLCJvcmlnaW4iOiJodHRwOi8vbG9jYWxob3N0In0";
    let object = "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVgrra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra1Bra2tra2tra2trQ";
    let body = serde_json::json!({
        "grant_type": "urn:okta:params:oauth:grant-type:webauthn", "client_id": "demo",
        "auth_session": asked["auth_session"],
        "authn_response": {
            "id": "AA", "rawId": "AA", "type": "public-key",
            "response": { "clientDataJSON": client_data, "attestationObject": object },
        },
    });
    let answer = server.post("/oauth/token", &body.to_string());
    assert!(answer.contains("passkey_refused"), "{answer}");
    let log = server.log();
    assert!(log.contains("refused a passkey") && !log.contains("173, 173"), "{log}");
}
