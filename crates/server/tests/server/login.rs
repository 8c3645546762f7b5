//! A person logs in.

use aws_lc_rs::digest::{SHA256, digest};
use passlock_core::protocol::{Domain, JWKS_PATH, START_PATH, TOKEN_PATH, read_keys, read_start, read_token};
use passlock_core::session::{Leeway, Rules, Unproved};
use serde_json::json;
use url::form_urlencoded;

use axum::http::Method;

use crate::harness::{FORM, NUMBER, OTHER_NUMBER, Serde, Server, request, start_body, token_body};

#[tokio::test]
async fn a_code_from_a_message_becomes_tokens() {
    let server = Server::dev().await;
    let start = server.post(START_PATH, &start_body(NUMBER)).await;
    assert_eq!(start.status, 200);
    let body = start.json();
    assert_eq!(body["_id"].as_str().unwrap().len(), 24);
    assert_eq!(body["phone_number"], NUMBER);
    assert_eq!(body["request_language"], json!(null));
    assert_eq!(
        (&body["expires_in"], &body["resend_after"], &body["code_length"]),
        (&json!(180), &json!(30), &json!(6))
    );

    let code = server.outbox().await[0]["code"].as_str().unwrap().to_owned();
    let token = server.redeem(NUMBER, &code).await;
    assert_eq!(token.status, 200);
    assert_eq!(token.header("cache-control"), Some("no-store"));
    assert_eq!(token.header("pragma"), Some("no-cache"));
    let body = token.json();
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(86_400)));
    assert_eq!(body["scope"], "openid profile");
    assert!(body.get("refresh_token").is_none());
}

#[tokio::test]
async fn the_widget_understands_the_answers() {
    let server = Server::dev().await;
    let start = server.post(START_PATH, &start_body(NUMBER)).await;
    let receipt = read_start::<Serde>(&start.reply(), 6, server.now()).unwrap();
    assert_eq!(receipt.code_length, 6);
    assert_eq!(receipt.expires_at, Some(server.now().after(std::time::Duration::from_mins(3))));

    let code = server.outbox().await[0]["code"].as_str().unwrap().to_owned();
    let token = server.redeem(NUMBER, &code).await;
    let reply = read_token::<Serde>(&token.reply(), server.now()).unwrap();
    let domain = Domain::parse("127.0.0.1:4000").unwrap();
    let rules = Rules { domain: &domain, client_id: "demo", nonce: None, leeway: Leeway::default() };
    let login = Unproved::read::<Serde>(reply, &rules, server.now()).unwrap();
    let keys = read_keys::<Serde>(&server.get(JWKS_PATH).await.reply(), server.now()).unwrap();
    assert!(login.kid().is_some() && keys.keys.iter().any(|key| key.may_have_signed(login.kid())), "{keys:?}");
    let hash = digest(&SHA256, login.to_be_hashed().unwrap().as_bytes());
    let session = login.proved(Some(hash.as_ref())).unwrap();
    assert_eq!(session.profile.nickname.as_deref(), Some("+44 7400 123456"));
    assert_eq!(session.profile.updated_at.as_deref(), Some("2026-03-01T12:00:00Z"));
    assert_eq!(session.expires_at, server.now().after(std::time::Duration::from_hours(10)));
}

#[tokio::test]
async fn a_form_is_as_good_as_json() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    let fields = token_body(NUMBER, &code);
    let pairs = fields.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap()));
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let answer = server.send(request(Method::POST, TOKEN_PATH, FORM, &form)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.json()["id_token"].is_string());
}

#[tokio::test]
async fn the_second_login_finds_the_same_person() {
    let server = Server::dev().await;
    let subject = async |number: &str| {
        let token = server.log_in(number).await;
        let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
        let answer = server.send(request(Method::GET, "/userinfo", &[("authorization", &bearer)], "")).await;
        answer.json()["sub"].as_str().unwrap().to_owned()
    };
    let (first, second, other) = (subject(NUMBER).await, subject(NUMBER).await, subject(OTHER_NUMBER).await);
    assert_eq!(first, second);
    assert_ne!(first, other);
    let id = first.strip_prefix("sms|").unwrap();
    assert!(id.len() == 24 && id.bytes().all(|sign| sign.is_ascii_hexdigit()), "{id}");
}

#[tokio::test]
async fn a_trunk_zero_does_not_make_another_person() {
    let server = Server::dev().await;
    let code = server.code("+4407400123456").await;
    assert_eq!(server.outbox().await[0]["to"], NUMBER);
    assert_eq!(server.redeem(NUMBER, &code).await.status, 200);
}
