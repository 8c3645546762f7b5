//! `delivery test`: what it sends through whom, and what it says came of it.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Output;
use std::thread::JoinHandle;

use crate::harness::{check_refusal, command, run};
use crate::mail::MailServer;

const NUMBER: &str = "+447400123456";
const SID: &str = "00112233445566778899aabbccddeeff";
const PASSWORD: &str = "correct horse";

/// A folder with a configuration.
fn configured(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("passlock.toml");
    fs::write(&config, text).unwrap();
    let path = config.to_str().unwrap().to_owned();
    fs::write(folder.path().join("smtp.password"), format!("{PASSWORD}\n")).unwrap();
    fs::write(folder.path().join("twilio.token"), SID).unwrap();
    (folder, path)
}

fn test(config: &str, to: &str, authorities: Option<&str>) -> Output {
    let mut command = command(&["delivery", "test", "--config", config, "--to", to]);
    command.envs(authorities.map(|path| ("SSL_CERT_FILE", path)));
    command.output().unwrap()
}

#[track_caller]
fn check_success(output: &Output, part: &str) {
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains(part), "{output:?}");
}

fn twilio(address: &str) -> String {
    format!(
        "[delivery]\nkind = \"twilio\"\n[delivery.twilio]\naccount_sid = \"AC{SID}\"\nauth_token_file = \"twilio.token\"\n\
         from = \"+15005550006\"\nbase_url = \"{address}\"\n"
    )
}

/// Answers one request like this, and hands out what it was.
fn answer(status: &'static str, body: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answering = std::thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let mut bytes = Vec::new();
        while !String::from_utf8_lossy(&bytes).contains("Body=") {
            let mut part = [0; 4096];
            let count = stream.read(&mut part).unwrap();
            bytes.extend_from_slice(&part[..count]);
        }
        let length = body.len();
        write!(stream, "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}").unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    });
    (address, answering)
}

#[test]
fn a_text_message_is_sent_and_said_so() {
    let (address, answering) = answer("201 Created", r#"{"sid":"SM1","status":"queued","error_code":null}"#);
    let (_folder, config) = configured(&twilio(&address));
    check_success(&test(&config, NUMBER, None), "sent: twilio has taken it");
    let request = answering.join().unwrap();
    assert!(request.contains("To=%2B447400123456&From=%2B15005550006&Body=Your+verification+code"), "{request}");
}

#[test]
fn what_went_wrong_is_said_with_what_to_look_at() {
    for (status, body, part) in [
        (
            "401 Unauthorized",
            r#"{"code":20003,"message":"Authenticate"}"#,
            "account_sid and auth_token, or at the key (20003)",
        ),
        ("400 Bad", r#"{"code":21608,"message":"unverified"}"#, "numbers that are verified there (21608)"),
        ("400 Bad", r#"{"code":21614,"message":"Not a mobile."}"#, "Not a mobile. (Code: 21614)"),
        ("500 Oops", "", "nobody said what became of it"),
    ] {
        let (address, answering) = answer(status, body);
        let (_folder, config) = configured(&twilio(&address));
        let output = test(&config, NUMBER, None);
        check_refusal(&output, 1, part);
        assert!(!String::from_utf8_lossy(&output.stderr).contains(SID));
        answering.join().unwrap();
    }
    let (_folder, config) = configured(&twilio("http://127.0.0.1:9"));
    check_refusal(&test(&config, NUMBER, None), 1, "could not be handed over");
}

#[test]
fn where_nothing_is_sent_that_is_said() {
    let (_folder, config) = configured("");
    check_refusal(&test(&config, NUMBER, None), 1, "delivery.kind is outbox");
    check_refusal(&test(&config, "anna@people.example", None), 1, "delivery.email is outbox");
    check_refusal(&run(&["delivery", "test", "--config", &config, "--to", "me"]), 2, "--to");
}

/// A certificate for this machine, and a mail server that shows it.
fn mail(mode: &str) -> Option<(tempfile::TempDir, MailServer, String)> {
    let folder = tempfile::tempdir().unwrap();
    let names = vec!["localhost".to_owned()];
    let rcgen::CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(names).unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("cert.pem"), cert.pem()).unwrap();
    fs::write(path("key.pem"), signing_key.serialize_pem()).unwrap();
    let server = MailServer::start(&[mode, &path("cert.pem"), &path("key.pem")])?;
    let authority = path("cert.pem");
    Some((folder, server, authority))
}

fn smtp(port: u16, security: &str, more: &str) -> String {
    format!(
        "[delivery]\nemail = \"smtp\"\n[delivery.smtp]\nhost = \"localhost\"\nport = \"{port}\"\nsecurity = \"{security}\"\n\
         from = \"The shop <login@shop.example>\"\n{more}"
    )
}

const LOGIN: &str = "username = \"shop\"\npassword_file = \"smtp.password\"\n";

#[test]
fn an_email_goes_out_encrypted_and_with_a_password() {
    for security in ["starttls", "tls"] {
        let Some((_files, mut server, authority)) = mail(security) else { return };
        let (_folder, config) = configured(&smtp(server.port, security, LOGIN));
        check_success(&test(&config, "anna@people.example", Some(&authority)), "sent: smtp has taken it");
        let email = server.email();
        assert_eq!((&email.envelope["encrypted"], &email.envelope["authenticated"]), (&true.into(), &true.into()));
        assert!(email.content.contains("multipart/alternative") && email.content.contains("From: \"The shop\""));
    }
}

#[test]
fn nothing_goes_out_to_who_cannot_prove_themselves() {
    let Some((_files, server, _)) = mail("starttls") else { return };
    let (_folder, config) = configured(&smtp(server.port, "starttls", LOGIN));
    let output = test(&config, "anna@people.example", None);
    check_refusal(&output, 1, "no encrypted connection to the mail server");
    assert!(!String::from_utf8_lossy(&output.stderr).contains(PASSWORD));
}

#[test]
fn a_wrong_password_and_a_server_without_encryption_are_told() {
    let Some((_files, server, authority)) = mail("starttls") else { return };
    let (folder, config) = configured(&smtp(server.port, "starttls", LOGIN));
    fs::write(folder.path().join("smtp.password"), "incorrect horse").unwrap();
    check_refusal(&test(&config, "anna@people.example", Some(&authority)), 1, "username and password (535)");

    let Some(plain) = MailServer::start(&["plain"]) else { return };
    let (_folder, config) = configured(&smtp(plain.port, "starttls", LOGIN));
    check_refusal(&test(&config, "anna@people.example", Some(&authority)), 1, "offers no STARTTLS");
    let (_folder, config) = configured(&smtp(plain.port, "none", "").replace("login@", "stranger@"));
    check_refusal(&test(&config, "anna@people.example", None), 1, "lets nobody send from this address");
}
