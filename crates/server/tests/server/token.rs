//! What `/oauth/token` refuses before it looks at the code (protocol section 2.3).

use passlock_core::protocol::{ErrorBody, TOKEN_PATH};
use serde_json::{Value, json};

use crate::harness::{NUMBER, Server, token_body};

/// A request with the right code and one parameter changed; `Value::Null` takes it away.
async fn check(server: &Server, parameter: &str, value: Value, status: u16, error: &str) {
    let code = server.code(NUMBER).await;
    let mut body = token_body(NUMBER, &code);
    if value.is_null() {
        body.as_object_mut().unwrap().remove(parameter);
    } else {
        body[parameter] = value;
    }
    let answer = server.post(TOKEN_PATH, &body).await;
    if status == 200 {
        assert_eq!(answer.status, 200, "{}", answer.text);
        return;
    }
    answer.check(status, error);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    // None of these uses up a try, or the code.
    assert_eq!(server.redeem(NUMBER, &code).await.status, 200);
}

#[tokio::test]
async fn parameters_must_be_there() {
    let server = Server::dev().await;
    for parameter in ["grant_type", "client_id", "username", "otp", "realm"] {
        check(&server, parameter, Value::Null, 400, "invalid_request").await;
        check(&server, parameter, json!(""), 400, "invalid_request").await;
        check(&server, parameter, json!(123_456), 400, "invalid_request").await;
        check(&server, parameter, json!({ "$ne": "" }), 400, "invalid_request").await;
    }
}

#[tokio::test]
async fn the_client_must_be_known() {
    let server = Server::dev().await;
    check(&server, "client_id", json!("someone"), 401, "invalid_client").await;
}

#[tokio::test]
async fn grants_that_exist_are_not_allowed_and_others_not_supported() {
    let server = Server::dev().await;
    for grant in ["client_credentials", "password", "implicit"] {
        check(&server, "grant_type", json!(grant), 403, "unauthorized_client").await;
    }
    check(&server, "grant_type", json!("friendship"), 400, "unsupported_grant_type").await;
}

#[tokio::test]
async fn the_realm_is_sms() {
    let server = Server::dev().await;
    check(&server, "realm", json!("email"), 400, "invalid_request").await;
    check(&server, "realm", json!("nowhere"), 400, "invalid_request").await;
}

#[tokio::test]
async fn the_user_name_is_a_number() {
    let server = Server::dev().await;
    for name in ["07400 123456", "abc", "+44 7400 123456", "+447400123456\u{0}"] {
        check(&server, "username", json!(name), 400, "invalid_request").await;
    }
}

#[tokio::test]
async fn other_parameters_are_tolerated() {
    let server = Server::dev().await;
    check(&server, "redirect_uri", json!("https://shop.example/"), 200, "").await;
    check(&server, "client_secret", json!("x"), 200, "").await;
    check(&server, "anything", json!([1]), 200, "").await;
}

#[tokio::test]
async fn optional_parameters_are_texts() {
    let server = Server::dev().await;
    check(&server, "scope", json!(["openid"]), 400, "invalid_request").await;
    check(&server, "audience", json!(1), 400, "invalid_request").await;
    check(&server, "audience", json!("a\u{0}b"), 400, "invalid_request").await;
}

#[tokio::test]
async fn a_number_that_cannot_exist_has_a_wrong_code() {
    let server = Server::dev().await;
    server.redeem("+999123456789", "123456").await.check_grant(ErrorBody::WRONG_CODE, Some(2));
}

#[tokio::test]
async fn odd_codes_are_wrong_codes() {
    for code in ["1", "abcdef", "１２３４５６", "12345 6", "' OR 1=1 --", &"9".repeat(10_000)] {
        let server = Server::dev().await;
        server.code(NUMBER).await;
        server.redeem(NUMBER, code).await.check_grant(ErrorBody::WRONG_CODE, Some(2));
    }
}
