//! What nobody learns: who has an account, and any secret from a log.

use std::io;
use std::sync::{Arc, Mutex};

use axum::http::Method;
use passlock_core::protocol::{ErrorBody, START_PATH};
use tracing_subscriber::fmt::MakeWriter;

use crate::harness::{Answer, JSON, NUMBER, OTHER_NUMBER, Server, other_than, request, start_body};

#[tokio::test]
async fn start_does_not_tell_who_has_an_account() {
    let server = Server::dev().await;
    let before = server.post(START_PATH, &start_body(NUMBER)).await;
    server.log_in(NUMBER).await;
    let known = server.post(START_PATH, &start_body(NUMBER)).await;
    let unknown = server.post(START_PATH, &start_body(OTHER_NUMBER)).await;
    assert_eq!(before.json(), known.json(), "the first login changes nothing");
    assert_eq!(names(&known), names(&unknown));
    assert_eq!(known.headers, unknown.headers);
    assert_ne!(known.json()["_id"], unknown.json()["_id"]);
    for answer in [&known, &unknown] {
        let id = answer.json()["_id"].as_str().unwrap().to_owned();
        assert!(id.len() == 24 && id.bytes().all(|sign| sign.is_ascii_hexdigit()), "{id}");
    }
}

#[tokio::test]
async fn the_id_of_start_is_not_the_persons() {
    let server = Server::dev().await;
    let start = server.post(START_PATH, &start_body(NUMBER)).await.json();
    let token = server.log_in(NUMBER).await;
    let id_token = passlock_core::session::IdToken::new(token["id_token"].as_str().unwrap());
    assert!(!id_token.payload().unwrap().contains(start["_id"].as_str().unwrap()));
}

#[tokio::test]
async fn guesses_do_not_tell_whether_a_code_waits() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    let guess = other_than(&code);
    for _ in 0..5 {
        let (waiting, idle) = (server.redeem(NUMBER, &guess).await, server.redeem(OTHER_NUMBER, &guess).await);
        assert_eq!((waiting.status, &waiting.headers, waiting.json()), (idle.status, &idle.headers, idle.json()));
    }
    server.wait(std::time::Duration::from_mins(3));
    for number in [NUMBER, OTHER_NUMBER] {
        server.redeem(number, &guess).await.check_grant(ErrorBody::EXPIRED, None);
    }
    let code = server.code(OTHER_NUMBER).await;
    assert_eq!(server.redeem(OTHER_NUMBER, &code).await.status, 200, "guesses do not stand in a person's way");
}

#[tokio::test]
async fn the_log_holds_no_code_no_token_and_no_number() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    server.redeem(NUMBER, &other_than(&code)).await;
    let token = server.redeem(NUMBER, &code).await.json();
    let (access, id) = (token["access_token"].as_str().unwrap(), token["id_token"].as_str().unwrap());
    let bearer = format!("Bearer {access}");
    server.send(request(Method::GET, "/userinfo", &[("authorization", &bearer)], "")).await;
    let page = [JSON, &[("origin", "https://forgotten.example")]].concat();
    server.send(request(Method::POST, START_PATH, &page, &start_body(NUMBER).to_string())).await;

    let log = log.text();
    for secret in [access, id, NUMBER, "7400123456", "7400 123456"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    // Six digits may stand in a time by chance, never alone.
    let alone = |text: &str| text.split(|sign: char| !sign.is_ascii_digit() && sign != '.').any(|word| word == code);
    assert!(!log.lines().any(alone), "the code is in the log");
    assert!(log.contains("--allowed-origin https://forgotten.example"), "the log says which page to add");
    assert!(log.contains("logged in"), "the log is a log");
}

/// What a program writes to its log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn names(answer: &Answer) -> Vec<String> {
    answer.json().as_object().unwrap().keys().cloned().collect()
}
