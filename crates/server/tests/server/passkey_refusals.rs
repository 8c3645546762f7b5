//! Passkeys that are not taken, each for its reason.

use std::time::Duration;

use axum::http::Method;
use passlock_core::protocol::{Reason, TOKEN_PATH};
use passlock_server::{Client, Grant, Operator};
use serde_json::{Value, json};

use crate::device::{CHALLENGE, Device, METHODS, REGISTER, trade_body, unsigned};
use crate::harness::{Answer, NUMBER, Server, dev_settings};

async fn with_passkey() -> (Server, Value, Device) {
    let (server, mut device) = (Server::dev().await, Device::new());
    let tokens = server.log_in(NUMBER).await;
    server.add_passkey(&tokens, &mut device).await;
    (server, tokens, device)
}

#[track_caller]
fn check(answer: &Answer, reason: Reason) {
    answer.check_reason(403, "invalid_grant", reason);
}

#[tokio::test]
async fn an_answer_counts_once() {
    let (server, _, mut device) = with_passkey().await;
    let asked = server.challenge().await;
    let signed = device.sign(&asked["authn_params_public_key"]);
    assert_eq!(server.trade(&asked, &signed).await.status, 200);
    check(&server.trade(&asked, &signed).await, Reason::PasskeyChallengeExpired);
    let signed = device.sign(&asked["authn_params_public_key"]);
    check(&server.trade(&asked, &signed).await, Reason::PasskeyChallengeExpired);
}

#[tokio::test]
async fn a_wrong_answer_uses_the_question_up() {
    let (server, _, mut device) = with_passkey().await;
    let asked = server.challenge().await;
    let signed = device.sign(&asked["authn_params_public_key"]);
    let mut broken = signed.clone();
    broken["response"]["signature"] = json!("MEUCIQ");
    check(&server.trade(&asked, &broken).await, Reason::PasskeyRefused);
    check(&server.trade(&asked, &signed).await, Reason::PasskeyChallengeExpired);
}

#[tokio::test]
async fn an_answer_comes_within_five_minutes() {
    let (server, tokens, mut device) = with_passkey().await;
    let asked = server.challenge().await;
    server.wait(Duration::from_secs(299));
    let signed = device.sign(&asked["authn_params_public_key"]);
    assert_eq!(server.trade(&asked, &signed).await.status, 200);
    let (asked, adding) = (server.challenge().await, server.enrollment(&tokens).await);
    server.wait(Duration::from_mins(5));
    let signed = device.sign(&asked["authn_params_public_key"]);
    check(&server.trade(&asked, &signed).await, Reason::PasskeyChallengeExpired);
    let made = Device::new().make(&adding["authn_params_public_key"]);
    check(&server.verify(&tokens, &adding, &made).await, Reason::PasskeyChallengeExpired);
}

#[tokio::test]
async fn the_answer_to_another_question_is_none() {
    let (server, _, mut device) = with_passkey().await;
    let (one, other) = (server.challenge().await, server.challenge().await);
    let signed = device.sign(&one["authn_params_public_key"]);
    check(&server.trade(&other, &signed).await, Reason::PasskeyRefused);
}

#[tokio::test]
async fn a_page_elsewhere_gets_nobody_in() {
    let (server, tokens, mut device) = with_passkey().await;
    for page in ["https://evil.example", "http://localhost.evil.example", "http://127.0.0.1:8080", "null", ""] {
        device.page = page.to_owned();
        let answer = server.come_back(&mut device).await;
        let reason = if page.contains("//") { Reason::PasskeyOriginWrong } else { Reason::PasskeyRefused };
        check(&answer, reason);
        let asked = server.enrollment(&tokens).await;
        let mut stranger = Device::new();
        page.clone_into(&mut stranger.page);
        let made = stranger.make(&asked["authn_params_public_key"]);
        check(&server.verify(&tokens, &asked, &made).await, reason);
    }
    // Any port of this machine.
    device.page = "https://app.localhost:3000".to_owned();
    assert_eq!(server.come_back(&mut device).await.status, 200);
}

#[tokio::test]
async fn a_passkey_of_another_name_is_told_from_a_wrong_one() {
    let (server, tokens, mut device) = with_passkey().await;
    device.rp_id = Some("evil.example".to_owned());
    check(&server.come_back(&mut device).await, Reason::PasskeyRpIdWrong);
    let asked = server.enrollment(&tokens).await;
    let mut other = Device::new();
    other.rp_id = Some("evil.example".to_owned());
    let made = other.make(&asked["authn_params_public_key"]);
    check(&server.verify(&tokens, &asked, &made).await, Reason::PasskeyRpIdWrong);
}

#[tokio::test]
async fn who_was_verified_once_is_verified_always() {
    let (server, _, mut device) = with_passkey().await;
    device.is_verifying = false;
    check(&server.come_back(&mut device).await, Reason::PasskeyUserUnverified);
    device.is_verifying = true;
    assert_eq!(server.come_back(&mut device).await.status, 200);
}

#[tokio::test]
async fn a_counter_that_does_not_grow_betrays_a_copy() {
    let (server, _, mut device) = with_passkey().await;
    device.passkey().counter = Some(7);
    assert_eq!(server.come_back(&mut device).await.status, 200);
    for counter in [0, 6, 7] {
        // It counts up before it signs.
        device.passkey().counter = Some(counter);
        let answer = server.come_back(&mut device).await;
        check(&answer, Reason::PasskeyCopied);
    }
    device.passkey().counter = None;
    check(&server.come_back(&mut device).await, Reason::PasskeyCopied);
    // It stays: its owner decides.
    device.passkey().counter = Some(8);
    assert_eq!(server.come_back(&mut device).await.status, 200);
}

#[tokio::test]
async fn a_page_learns_that_a_passkey_is_known_no_more() {
    let (server, tokens, mut device) = with_passkey().await;
    check(&server.come_back(&mut unknown(&server).await).await, Reason::PasskeyUnknown);
    let methods = server.as_owner(Method::GET, METHODS, &tokens, &Value::Null).await.json();
    let id = methods["authentication_methods"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("{METHODS}/{}", id.replace('|', "%7C"));
    assert_eq!(server.as_owner(Method::DELETE, &path, &tokens, &Value::Null).await.status, 204);
    check(&server.come_back(&mut device).await, Reason::PasskeyUnknown);
}

/// A device whose passkey was never handed in.
async fn unknown(server: &Server) -> Device {
    let (mut device, profile) = (Device::new(), json!({ "username": "ann" }));
    let asked = server.post(REGISTER, &json!({ "client_id": "demo", "user_profile": profile })).await.json();
    device.make(&asked["authn_params_public_key"]);
    device
}

#[tokio::test]
async fn what_one_client_was_asked_another_cannot_answer() {
    let mut settings = dev_settings();
    let other = Client { id: "other".to_owned(), ..settings.clients[0].clone() };
    settings.clients.push(other);
    let (server, mut device) = (Server::with(settings).await, Device::new());
    let tokens = server.log_in(NUMBER).await;
    server.add_passkey(&tokens, &mut device).await;
    let asked = server.challenge().await;
    let signed = device.sign(&asked["authn_params_public_key"]);
    let mut body = trade_body(&asked, &signed);
    body["client_id"] = json!("other");
    check(&server.post(TOKEN_PATH, &body).await, Reason::PasskeyChallengeExpired);
    assert_eq!(server.trade(&asked, &signed).await.status, 200, "it was not used up by that");
}

#[tokio::test]
async fn what_was_asked_of_somebody_who_is_logged_in_logs_nobody_in() {
    let (server, tokens, _) = with_passkey().await;
    let asked = server.enrollment(&tokens).await;
    let made = Device::new().make(&asked["authn_params_public_key"]);
    check(&server.trade(&asked, &made).await, Reason::PasskeyChallengeExpired);
    // Nor does another person's answer count.
    let other = server.log_in("+447400654321").await;
    check(&server.verify(&other, &asked, &made).await, Reason::PasskeyChallengeExpired);
    assert_eq!(server.verify(&tokens, &asked, &made).await.status, 201);
}

#[tokio::test]
async fn making_one_is_not_using_one() {
    let (server, _, mut device) = with_passkey().await;
    let asked = server.challenge().await;
    let profile = json!({ "username": "ann" });
    let signing = server.post(REGISTER, &json!({ "client_id": "demo", "user_profile": profile })).await.json();
    let made = Device::new().make(&signing["authn_params_public_key"]);
    let signed = device.sign(&asked["authn_params_public_key"]);
    check(&server.trade(&asked, &made).await, Reason::PasskeyRefused);
    check(&server.trade(&signing, &signed).await, Reason::PasskeyRefused);
}

#[tokio::test]
async fn whoever_is_shut_out_stays_out() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |_| ()).await;
    let (tokens, mut device) = (server.log_in(NUMBER).await, Device::new());
    server.add_passkey(&tokens, &mut device).await;
    let operator = Operator::open(&crate::place::database_in(&folder)).await.unwrap();
    let number = passlock_core::PhoneNumber::parse(NUMBER, None).unwrap();
    assert!(operator.block_user(&number, server.now()).await.unwrap());
    server.come_back(&mut device).await.check_reason(401, "unauthorized", Reason::UserBlocked);
    server.as_owner(Method::GET, METHODS, &tokens, &Value::Null).await.check(401, "invalid_token");
    assert!(operator.unblock_user(&number).await.unwrap());
    assert_eq!(server.come_back(&mut device).await.status, 200);
    let passkeys = operator.account(&number).await.unwrap().unwrap().passkeys;
    assert_eq!((passkeys.len(), passkeys[0].rp_id.as_str()), (1, "localhost"));
    assert_eq!(passkeys[0].last_used_at.as_deref(), Some("2026-03-01T12:00:00Z"));
    assert!(operator.delete_user(&number, None, server.now()).await.unwrap());
    check(&server.come_back(&mut device).await, Reason::PasskeyUnknown);
}

#[tokio::test]
async fn a_client_without_the_grant_has_no_passkeys() {
    let mut settings = dev_settings();
    settings.clients[0].grants = vec![Grant::PasswordlessOtp];
    let server = Server::with(settings).await;
    let (asked, profile) = (json!({ "auth_session": "x" }), json!({ "username": "ann" }));
    let refused = |answer: Answer| answer.check_reason(403, "unauthorized_client", Reason::GrantNotAllowed);
    refused(server.post(CHALLENGE, &json!({ "client_id": "demo" })).await);
    refused(server.post(REGISTER, &json!({ "client_id": "demo", "user_profile": profile })).await);
    refused(server.trade(&asked, &json!({})).await);
    let tokens = server.log_in(NUMBER).await;
    refused(server.as_owner(Method::POST, METHODS, &tokens, &json!({ "type": "passkey" })).await);
    server.post(CHALLENGE, &json!({ "client_id": "stranger" })).await.check(401, "invalid_client");
}

#[tokio::test]
async fn one_address_asks_and_answers_so_often_and_no_more() {
    let mut settings = dev_settings();
    settings.address_limit = passlock_server::Rate::new(2, 3600).unwrap();
    let server = Server::with(settings).await;
    for _ in 0..6 {
        let answer = server.trade(&json!({ "auth_session": "A".repeat(43) }), &unsigned()).await;
        check(&answer, Reason::PasskeyChallengeExpired);
    }
    let answer = server.trade(&json!({ "auth_session": "A".repeat(43) }), &unsigned()).await;
    answer.check_reason(429, "too_many_requests", Reason::AddressLimit);
    for _ in 0..20 {
        server.challenge().await;
    }
    let answer = server.post(CHALLENGE, &json!({ "client_id": "demo" })).await;
    answer.check_reason(429, "too_many_requests", Reason::AddressLimit);
    assert!(answer.header("retry-after").is_some());
    // New ones come as slowly as accounts do by codes.
    let body = json!({ "client_id": "demo", "user_profile": { "username": "ann" } });
    for status in [200, 200, 429] {
        assert_eq!(server.post(REGISTER, &body).await.status, status);
    }
}
