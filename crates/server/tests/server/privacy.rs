//! What nobody learns: who has an account, and any secret from a log.

use std::io;
use std::sync::{Arc, Mutex};

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passlock_core::PhoneNumber;
use passlock_core::protocol::{ErrorBody, REVOKE_PATH, START_PATH, TOKEN_PATH};
use passlock_server::{ClientSecret, Delivery, DeliveryError, Message, Operator, Sending};
use serde_json::{Value, json};
use tempfile::TempDir;
use tracing_subscriber::fmt::MakeWriter;

use crate::harness::{
    Answer, JSON, NUMBER, OTHER_NUMBER, Server, database_in, dev_settings, other_than, renewal_body, request,
    start_body, token_body,
};
use crate::loot::Loot;
use crate::place::postgres;

const SECRET: &str = "the secret of a confidential client";

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
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |settings| settings.clients[0].secret = ClientSecret::new(SECRET)).await;
    let secrets = everything_that_can_happen(&server, &folder).await;

    let log = log.text();
    let password = postgres().and_then(|url| Some(url::Url::parse(&url).ok()?.password()?.to_owned()));
    let others = [SECRET, NUMBER, "7400123456", "7400 123456"].into_iter().chain(password.as_deref());
    for secret in secrets.iter().map(String::as_str).chain(others) {
        // Six digits may stand in a time by chance, never alone.
        let parts =
            |text: &str| text.split(|sign: char| !sign.is_ascii_digit() && sign != '.').any(|word| word == secret);
        let is_there = if secret.len() > 6 { log.contains(secret) } else { log.lines().any(parts) };
        assert!(!is_there, "{secret} is in the log");
    }
    assert!(secrets.len() > 10, "{}", secrets.len());
    assert!(log.contains("--allowed-origin https://forgotten.example"), "the log says which page to add");
    for event in [
        "sent a code",
        r#"event="blocked_user_tried""#,
        "logged in",
        "renewed",
        "used twice",
        "ended a login",
        "refused a message",
        r#"path="/oauth/revoke""#,
    ] {
        assert!(log.contains(event), "the log is a log: {event}");
    }
}

/// Codes, tokens and their hashes of a whole life: logged in, renewed, replayed, ended, shut out, refused by a provider.
async fn everything_that_can_happen(server: &Server, folder: &TempDir) -> Vec<String> {
    let proved = |mut body: Value| {
        body["client_secret"] = json!(SECRET);
        body
    };
    let code = async || {
        let answer = server.post(START_PATH, &proved(start_body(NUMBER))).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        server.outbox().await[0]["code"].as_str().unwrap().to_owned()
    };
    let mut secrets = Vec::new();
    for last in [false, true] {
        let code = code().await;
        let mut body = proved(token_body(NUMBER, &other_than(&code)));
        body["scope"] = json!("openid profile offline_access");
        body["nonce"] = json!("a-nonce-that-stays-here");
        server.post(TOKEN_PATH, &body).await.check(403, "invalid_grant");
        body["otp"] = json!(code);
        let login = server.post(TOKEN_PATH, &body).await.json();
        assert_eq!(server.userinfo(&login).await.status, 200);
        let renewed = server.post(TOKEN_PATH, &proved(renewal_body(&login))).await.json();
        if last {
            let end = proved(json!({ "client_id": "demo", "token": renewed["refresh_token"] }));
            assert_eq!(server.post(REVOKE_PATH, &end).await.status, 200);
        } else {
            server.post(TOKEN_PATH, &proved(renewal_body(&login))).await.check(403, "invalid_grant");
        }
        for tokens in [&login, &renewed] {
            let names = ["access_token", "id_token", "refresh_token"];
            secrets.extend(names.map(|name| tokens[name].as_str().unwrap().to_owned()));
        }
        secrets.extend([code, "a-nonce-that-stays-here".to_owned()]);
    }
    let page = [JSON, &[("origin", "https://forgotten.example")]].concat();
    server.send(request(Method::POST, START_PATH, &page, &proved(start_body(NUMBER)).to_string())).await;
    let operator = Operator::open(&database_in(folder)).await.unwrap();
    assert!(operator.block_user(&PhoneNumber::parse(NUMBER, None).unwrap(), server.now()).await.unwrap());
    assert_eq!(server.post(START_PATH, &proved(start_body(NUMBER))).await.status, 200);
    let chatty = Server::with_delivery(dev_settings(), Some(Arc::new(Chatty))).await;
    chatty.post(START_PATH, &start_body(NUMBER)).await.check(400, "sms_provider_error");
    secrets
}

/// Quotes the number and the text when it refuses them.
struct Chatty;

impl Delivery for Chatty {
    fn deliver(&self, message: Message) -> Sending<'_> {
        let message = format!("{} does not want {}", message.to, message.body);
        Box::pin(async move { Err(DeliveryError::Refused { message, code: 21610 }) })
    }
}

#[tokio::test]
async fn a_database_holds_no_refresh_token() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |_| ()).await;
    let login = server.stay(NUMBER, "openid offline_access").await;
    let renewed = server.renew(&login).await.json();
    let loot = Loot::of(&folder).await;
    assert!(loot.holds(b"http://127.0.0.1:4000/"), "it is read as it is");
    for tokens in [&login, &renewed] {
        let text = tokens["refresh_token"].as_str().unwrap();
        let raw = URL_SAFE_NO_PAD.decode(text).unwrap();
        for part in [text.as_bytes(), &text.as_bytes()[..21], &raw, &raw[..16], &raw[16..]] {
            assert!(!loot.holds(part));
        }
    }
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
