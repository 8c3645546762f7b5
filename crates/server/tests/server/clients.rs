//! Applications: which may do what, and how some of them prove themselves.

use passlock_core::protocol::{Reason, START_PATH, TOKEN_PATH, TokenRequest, read_token};
use passlock_core::{Code, PhoneNumber};
use passlock_server::{ClientSecret, Grant};
use serde_json::{Value, json};

use crate::harness::{NUMBER, Serde, Server, dev_settings, start_body, token_body};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

async fn with_secret() -> Server {
    let mut settings = dev_settings();
    settings.clients[0].secret = ClientSecret::new(SECRET);
    Server::with(settings).await
}

fn with(mut body: Value, secret: &str) -> Value {
    body["client_secret"] = json!(secret);
    body
}

#[tokio::test]
async fn a_client_with_a_secret_proves_itself() {
    let server = with_secret().await;
    let refused = [start_body(NUMBER), with(start_body(NUMBER), "wrong"), with(start_body(NUMBER), &SECRET[1..])];
    for body in refused {
        server.post(START_PATH, &body).await.check_reason(401, "invalid_client", Reason::ClientSecretWrong);
    }
    assert!(server.outbox().await.is_empty());
    assert_eq!(server.post(START_PATH, &with(start_body(NUMBER), SECRET)).await.status, 200);
    let code = server.outbox().await[0]["code"].as_str().unwrap().to_owned();
    for body in [token_body(NUMBER, &code), with(token_body(NUMBER, &code), "wrong")] {
        server.post(TOKEN_PATH, &body).await.check_reason(401, "invalid_client", Reason::ClientSecretWrong);
    }
    let answer = server.post(TOKEN_PATH, &with(token_body(NUMBER, &code), SECRET)).await;
    assert_eq!(answer.status, 200, "none of these used up a try: {}", answer.text);
}

#[tokio::test]
async fn a_client_without_a_secret_proves_nothing() {
    let server = Server::dev().await;
    assert_eq!(server.post(START_PATH, &with(start_body(NUMBER), "anything")).await.status, 200);
}

#[tokio::test]
async fn a_client_without_the_grant_gets_no_code() {
    let mut settings = dev_settings();
    settings.clients[0].grants = vec![Grant::RefreshToken];
    let server = Server::with(settings).await;
    let start = server.post(START_PATH, &start_body(NUMBER)).await;
    start.check_reason(403, "unauthorized_client", Reason::GrantNotAllowed);
    let token = server.redeem(NUMBER, "123456").await;
    token.check_reason(403, "unauthorized_client", Reason::GrantNotAllowed);
    assert!(server.outbox().await.is_empty());
}

#[tokio::test]
async fn the_request_of_the_widget_is_understood() {
    let server = Server::dev().await;
    let phone = PhoneNumber::parse(NUMBER, None).unwrap();
    let code = Code::parse(&server.code(NUMBER).await, 6).unwrap();
    let request = TokenRequest::sms("demo", "sms", &phone, &code, "openid profile offline_access");
    let answer = server.post(TOKEN_PATH, &serde_json::to_value(&request).unwrap()).await;
    let reply = read_token::<Serde>(&answer.reply(), server.now()).unwrap();
    assert!(reply.id_token.is_some() && reply.refresh_token.is_some());
}

#[test]
fn a_short_secret_is_none() {
    assert!(ClientSecret::new(&"s".repeat(31)).is_none());
}
