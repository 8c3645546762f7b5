//! Applications: which may do what, and how some of them prove themselves.

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use passlock_core::protocol::{Reason, START_PATH, TOKEN_PATH, TokenRequest, read_token};
use passlock_core::{Code, PhoneNumber, Recipient};
use passlock_server::{ClientSecret, Grant};
use serde_json::{Value, json};

use crate::browser::{Browser, answered, shop, shop_settings};
use crate::harness::{JSON, NUMBER, Serde, Server, dev_settings, request, start_body, token_body};

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
async fn a_client_may_prove_itself_in_the_header() {
    let mut settings = dev_settings();
    settings.clients[0].secret = ClientSecret::new("a secret with : and % and ünïcode");
    let server = Server::with(settings).await;
    server.post(START_PATH, &with(start_body(NUMBER), "a secret with : and % and ünïcode")).await;
    let code = server.outbox().await[0]["code"].as_str().unwrap().to_owned();
    let mut body = token_body(NUMBER, &code);
    let ask = async |user: &str, password: &str, body: &Value| {
        let header = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
        let headers = [JSON, &[("authorization", header.as_str())]].concat();
        server.send(request(Method::POST, TOKEN_PATH, &headers, &body.to_string())).await
    };
    let right = "a+secret+with+%3A+and+%25+and+%C3%BCn%C3%AFcode";
    ask("demo", "wrong", &body).await.check_reason(401, "invalid_client", Reason::ClientSecretWrong);
    ask("nobody", right, &body).await.check(400, "invalid_request");
    ask("demo", right, &with(body.clone(), right)).await.check(400, "invalid_request");
    body.as_object_mut().unwrap().remove("client_id");
    ask("nobody", right, &body).await.check(401, "invalid_client");
    let answer = ask("demo", right, &body).await;
    assert_eq!(answer.status, 200, "none of these used up a try: {}", answer.text);
}

#[tokio::test]
async fn a_code_is_good_for_the_client_that_asked_for_it_alone() {
    let server = shop().await;
    let code = server.code(NUMBER).await;
    let mut body = token_body(NUMBER, &code);
    body["client_id"] = json!("blog");
    server.post(TOKEN_PATH, &body).await.check(403, "invalid_grant");
    body["client_id"] = json!("demo");
    assert_eq!(server.post(TOKEN_PATH, &body).await.status, 200);
}

#[tokio::test]
async fn an_access_token_is_for_apis_that_the_client_may_ask_for() {
    let mut settings = shop_settings();
    settings.clients[0].audiences = vec!["https://api.shop.example".to_owned()];
    let server = Server::with(settings).await;
    for (number, audience, is_right) in [
        ("+447400123451", "https://api.shop.example", true),
        ("+447400123452", "https://login.example/userinfo", true),
        ("+447400123453", "https://api.shop.example/", false),
        ("+447400123454", "blog", false),
        ("+447400123455", "demo", false),
    ] {
        let mut body = token_body(number, &server.code(number).await);
        body["audience"] = json!(audience);
        let answer = server.post(TOKEN_PATH, &body).await;
        assert_eq!(answer.status == 200, is_right, "{audience}: {}", answer.text);
        let asked = Browser::new(&server).authorize(&[("audience", audience), ("prompt", "none")]).await;
        let error = if is_right { "login_required" } else { "invalid_request" };
        assert_eq!(answered(&asked)["error"], error, "{audience}");
    }
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
    let request = TokenRequest::new("demo", "sms", &Recipient::Phone(phone), &code, "openid profile offline_access");
    let answer = server.post(TOKEN_PATH, &serde_json::to_value(&request).unwrap()).await;
    let reply = read_token::<Serde>(&answer.reply(), server.now()).unwrap();
    assert!(reply.id_token.is_some() && reply.refresh_token.is_some());
}

#[test]
fn a_short_secret_is_none() {
    assert!(ClientSecret::new(&"s".repeat(31)).is_none());
}
