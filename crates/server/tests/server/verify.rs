//! `/passwordless/verify` and `/passwordless/verify_redirect` (protocol section 4).

use axum::http::Method;
use passlock_core::protocol::{ErrorBody, Reason};
use serde_json::{Value, json};

use crate::browser::{Browser, CODE, answered, path, posted, shop};
use crate::harness::{FORM, NUMBER, Server, other_than, request};
use crate::keys::verified;

fn body(code: &str) -> Value {
    json!({ "client_id": "demo", "connection": "sms", "phone_number": NUMBER, "verification_code": code })
}

/// An address with a code in it.
fn link(code: &str, changes: &[(&str, &str)]) -> String {
    let more = [("connection", "sms"), ("phone_number", NUMBER), ("verification_code", code), ("protocol", "oauth2")];
    path("/passwordless/verify_redirect", &[CODE, &more[..]].concat(), changes)
}

pub(crate) async fn follow(browser: &Browser<'_>, code: &str, from: &str) -> crate::harness::Answer {
    browser.send(Method::GET, &link(code, &[]), &[("sec-fetch-site", from)], "").await
}

#[tokio::test]
async fn a_right_code_is_said_to_be_right_and_stays_so() {
    let server = shop().await;
    let code = server.code(NUMBER).await;
    for _ in 0..5 {
        let answer = server.post("/passwordless/verify", &body(&code)).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "{}"));
    }
    let form = format!("client_id=demo&connection=sms&phone_number=%2B447400123456&verification_code={code}");
    let answer = server.send(request(Method::POST, "/passwordless/verify", FORM, &form)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(server.redeem(NUMBER, &code).await.status, 200);
    server.post("/passwordless/verify", &body(&code)).await.check(401, "invalid_user_password");
}

#[tokio::test]
async fn a_wrong_one_is_a_try_like_every_other() {
    let server = shop().await;
    let code = server.code(NUMBER).await;
    for left in [2, 1, 0] {
        let answer = server.post("/passwordless/verify", &body(&other_than(&code))).await;
        answer.check_reason(401, "invalid_user_password", Reason::WrongCode);
        assert_eq!(answer.json()["error_description"], ErrorBody::WRONG_CODE);
        assert_eq!(answer.json()["attempts_left"], left);
    }
    server.post("/passwordless/verify", &body(&code)).await.check_reason(401, "unauthorized", Reason::TooManyTries);
    server.redeem(NUMBER, &code).await.check_grant(ErrorBody::TOO_MANY_TRIES, Some(0));
}

#[tokio::test]
async fn what_is_malformed_is_refused() {
    let server = shop().await;
    let code = server.code(NUMBER).await;
    for (name, value, status, error) in [
        ("client_id", json!(null), 400, "invalid_request"),
        ("client_id", json!("nobody"), 401, "invalid_client"),
        ("connection", json!(null), 400, "invalid_request"),
        ("connection", json!("email"), 400, "invalid_request"),
        ("phone_number", json!(null), 400, "invalid_request"),
        ("phone_number", json!("07400 123456"), 400, "invalid_request"),
        ("verification_code", json!(123_456), 400, "invalid_request"),
        ("grant_type", json!("password"), 403, "unauthorized_client"),
        ("password", json!("x"), 403, "unauthorized_client"),
    ] {
        let mut body = body(&code);
        body[name] = value;
        server.post("/passwordless/verify", &body).await.check(status, error);
    }
    assert_eq!(server.post("/passwordless/verify", &body(&code)).await.status, 200);
}

#[tokio::test]
async fn a_page_of_the_servers_own_logs_a_browser_in() {
    let server = shop().await;
    let browser = Browser::new(&server);
    let code = server.code(NUMBER).await;
    let fields = answered(&follow(&browser, &code, "same-origin").await);
    assert_eq!(fields["state"], "a state & more");
    let answer = browser.trade(&fields["code"]).await;
    let claims = verified(&server, &answer.json()["id_token"], "demo").await;
    assert_eq!(claims["nonce"], "a nonce");
    assert!(posted(&browser.ask_silently(&[]).await).0["access_token"].is_string());
    let fields = answered(&follow(&browser, &code, "same-origin").await);
    assert_eq!((&*fields["error"], &*fields["state"]), ("invalid_user_password", "a state & more"));
}

#[tokio::test]
async fn a_link_from_elsewhere_logs_no_browser_in() {
    let server = shop().await;
    for from in ["cross-site", "same-site", "none"] {
        let browser = Browser::new(&server);
        let answer = follow(&browser, &server.code(NUMBER).await, from).await;
        assert!(answered(&answer).contains_key("code"), "the page knows its state: {answer:?}");
        assert_eq!(answer.header("set-cookie"), None, "{from}");
        assert_eq!(posted(&browser.ask_silently(&[]).await).0["error"], "login_required");
    }
}

#[tokio::test]
async fn refusals_go_to_the_page_and_to_no_other() {
    let server = shop().await;
    let browser = Browser::new(&server);
    let code = server.code(NUMBER).await;
    for (changes, error) in [
        (("connection", "email"), "invalid_request"),
        (("connection", ""), "invalid_request"),
        (("phone_number", "x"), "invalid_request"),
        (("verification_code", ""), "invalid_request"),
        (("response_type", "x"), "unsupported_response_type"),
        (("code_challenge", ""), "invalid_request"),
    ] {
        let fields = answered(&browser.get(&link(&code, &[changes])).await);
        assert_eq!((&*fields["error"], &*fields["state"]), (error, "a state & more"), "{changes:?}");
    }
    for changes in [("redirect_uri", "https://evil.example/"), ("client_id", "nobody"), ("redirect_uri", "")] {
        let answer = browser.get(&link(&code, &[changes])).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (400, None));
    }
    server.wait(std::time::Duration::from_mins(3));
    let fields = answered(&browser.get(&link(&code, &[])).await);
    assert_eq!((&*fields["error"], &*fields["error_description"]), ("unauthorized", ErrorBody::EXPIRED));
}

#[tokio::test]
async fn a_client_without_the_grant_verifies_nothing() {
    let mut settings = crate::browser::shop_settings();
    settings.clients[0].grants = vec![passlock_server::Grant::AuthorizationCode];
    let server = Server::with(settings).await;
    server.post("/passwordless/verify", &body("123456")).await.check(403, "unauthorized_client");
    let fields = answered(&Browser::new(&server).get(&link("123456", &[])).await);
    assert_eq!(fields["error"], "unauthorized_client");
}
