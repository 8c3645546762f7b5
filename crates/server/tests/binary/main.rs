//! The program itself: what it says, where it listens, how it ends.

// clippy.toml allows these in test functions; what they share is a test as well.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod commands;
mod emails;
mod floods;
mod harness;
mod held;
#[path = "../mail/mod.rs"]
mod mail;
mod operation;
mod sending;
mod tls;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use harness::{ANYWHERE, Running, check_refusal, done, run};

const CONFIGURATION: &str = "/.well-known/openid-configuration";

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
    let output = run(&["--dev", "--listen", ANYWHERE, "--database", "mysql://localhost/x"]);
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

#[test]
fn flags_decide_who_may_stay_and_who_may_come() {
    let production = [
        "--database",
        "sqlite::memory:",
        "--listen",
        ANYWHERE,
        "--client-id",
        "shop",
        "--issuer",
        "https://login.example",
    ];
    let mut plain = Running::start(&production);
    assert!(!plain.get(CONFIGURATION).contains("refresh_token"));
    let mut staying = Running::start(
        &[&production[..], &["--refresh-tokens", "--sign-ups", "closed", "--trusted-proxy", "127.0.0.1"]].concat(),
    );
    assert!(staying.get(CONFIGURATION).contains(r#""refresh_token""#));

    check_refusal(&run(&["--dev", "--sign-ups", "perhaps"]), 2, "open or closed");
    check_refusal(&run(&["--dev", "--refresh-leeway", "61"]), 2, "0..=60");
    check_refusal(&run(&["--dev", "--refresh-idle", "0"]), 2, "--refresh-idle");
    check_refusal(&run(&["--dev", "--client-secret", "short"]), 2, "32 characters");
    check_refusal(&run(&["--dev", "--trusted-proxy", "proxy.example"]), 2, "10.0.0.0/8");
    check_refusal(&run(&["--dev", "keys", "list"]), 2, "cannot be used with");
}

#[test]
fn an_unfinished_header_is_not_waited_for() {
    let server =
        Running::start(&["--dev", "--database", "sqlite::memory:", "--listen", ANYWHERE, "--header-timeout", "1"]);
    let begin = Instant::now();
    let mut slow = TcpStream::connect(&server.address).unwrap();
    write!(slow, "GET /health HTTP/1.1\r\nhost: {}\r\nx-slow: ", server.address).unwrap();
    let mut silent = TcpStream::connect(&server.address).unwrap();
    for stream in [&mut slow, &mut silent] {
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert_eq!(answer, "", "the connection is closed");
    }
    assert!(begin.elapsed() >= Duration::from_millis(900), "{:?}", begin.elapsed());
}

#[test]
fn keys_rotate_beside_a_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}", folder.path().join("keys.db").display());
    check_refusal(&run(&["keys", "rotate", "--database", &database]), 1, "there is no database");
    let mut server = Running::start(&["--dev", "--database", &database, "--listen", ANYWHERE]);
    let old = done(&["keys", "list", "--database", &database]);
    let old = old.strip_suffix(" signs\n").unwrap();
    assert!(server.get("/.well-known/jwks.json").contains(old));

    let new = done(&["keys", "rotate", "--database", &database]);
    let new = new.strip_suffix(" signs in 15 minutes\n").unwrap();
    let list = done(&["keys", "list", "--database", &database]);
    assert_eq!(list, format!("{new} signs in 15 minutes\n{old} signs\n"));

    let leaked = done(&["keys", "rotate", "--leaked", "--database", &database]);
    assert_eq!(done(&["keys", "list", "--database", &database]), leaked);
    let mut after = Running::start(&["--dev", "--database", &database, "--listen", ANYWHERE]);
    let keys = after.get("/.well-known/jwks.json");
    assert!(keys.contains(leaked.strip_suffix(" signs\n").unwrap()) && !keys.contains(old) && !keys.contains(new));
}

#[test]
fn people_are_let_in_and_shut_out() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}", folder.path().join("people.db").display());
    drop(Running::start(&["--dev", "--database", &database, "--listen", ANYWHERE]));
    let users = |task: &str| run(&["users", task, "+447400123456", "--database", &database]);
    check_refusal(&users("block"), 1, "nobody with this number");
    for (task, said) in [("add", "added"), ("add", "there already"), ("block", "blocked"), ("unblock", "unblocked")] {
        let output = users(task);
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), said, "{output:?}");
        assert!(output.status.success());
    }
    check_refusal(&run(&["users", "add", "07400 123456", "--database", &database]), 2, "+447400123456");
}

#[test]
fn a_template_is_checked_before_it_is_sent() {
    let text = done(&["template", "check", "--host", "shop.example"]);
    assert!(text.contains("Your verification code is: 427193\n\n@shop.example #427193\n"), "{text}");
    assert!(text.contains("1 message: 56 of 160 signs, GSM-7"), "{text}");
    assert!(text.ends_with("good: browsers offer the code to shop.example\n"), "{text}");
    done(&["template", "check", "--host", "shop.example", "--template", r"@@code@@\n@shop.example #@@code@@"]);

    let long = format!("@@code@@{}\\n@@webotp@@", " and so on".repeat(20));
    for (template, fault) in [
        ("@@code@@", "there is no line like @shop.example #427193"),
        (r"@@webotp@@\n@@code@@", "it is not the last line: 1 more"),
        (r"@@code@@\n@shop.example:443 #@@code@@", "has a port"),
        (r"@@code@@ \u{1F511}\n@@webotp@@", ""),
        (long.as_str(), "it is sent as 2 messages"),
    ] {
        let template = template.replace(r"\u{1F511}", "\u{1F511}");
        let output = run(&["template", "check", "--host", "shop.example", "--template", &template]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(i32::from(!fault.is_empty())), "{text}");
        assert!(text.contains(fault), "{text}");
    }
    let output = run(&["template", "check", "--host", "shop.example", "--template", &long, "--most-segments", "2"]);
    assert!(output.status.success());
}

#[test]
fn a_template_may_lie_in_a_file_and_its_page_in_a_frame() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("template.txt");
    std::fs::write(&file, "@@code@@\n@shop.example #@@code@@ @login.example\n").unwrap();
    let file = file.to_str().unwrap();
    let framed = ["template", "check", "--host", "shop.example", "--frame", "login.example", "--file", file];
    assert!(done(&framed).contains("offer the code to login.example"));
    let output = run(&["template", "check", "--host", "shop.example", "--file", file]);
    assert_eq!(output.status.code(), Some(1));
    check_refusal(&run(&["template", "check", "--host", "shop.example", "--file", "/no/such"]), 1, "cannot be read");
    for host in ["https://shop.example", "shop.example:443", "shop.example/login", "", "[::1]"] {
        check_refusal(&run(&["template", "check", "--host", host]), 2, "--host");
    }
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
