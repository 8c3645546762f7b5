//! What `/passwordless/start` refuses, in Auth0's order and words (protocol section 1.3).

use axum::http::Method;
use passlock_core::Problem;
use passlock_core::protocol::{START_PATH, read_start};
use serde_json::{Value, json};

use crate::harness::{JSON, NUMBER, Serde, Server, request, start_body};

/// A good request with one property changed; `Value::Null` takes it away.
async fn check(server: &Server, property: &str, value: Value, status: u16, error: &str) {
    let mut body = start_body(NUMBER);
    if value.is_null() {
        body.as_object_mut().unwrap().remove(property);
    } else {
        body[property] = value.clone();
    }
    let before = server.outbox().await.len();
    let answer = server.post(START_PATH, &body).await;
    let sent = server.outbox().await.len() - before;
    if status == 200 {
        assert_eq!((answer.status.as_u16(), sent), (200, 1), "{property}: {value}: {}", answer.text);
    } else {
        answer.check(status, error);
        assert_eq!(sent, 0, "a refusal sends nothing");
    }
}

#[tokio::test]
async fn properties_that_auth0_does_not_know_are_named() {
    let server = Server::dev().await;
    let mut body = start_body(NUMBER);
    body["colour"] = json!("blue");
    body["size"] = json!(9);
    let answer = server.post(START_PATH, &body).await;
    answer.check(400, "bad.request");
    let sentence = answer.json()["error_description"].as_str().unwrap().to_owned();
    assert!(sentence.contains("colour, size"), "{sentence}");
}

#[tokio::test]
async fn whatever_is_in_auth_params_is_ignored() {
    let server = Server::dev().await;
    check(
        &server,
        "authParams",
        json!({ "scope": "openid", "state": "x", "_csrf": "y", "anything": [1, { "a": null }] }),
        200,
        "",
    )
    .await;
    check(&server, "authParams", json!({}), 200, "").await;
}

#[tokio::test]
async fn auth_params_are_an_object() {
    let server = Server::dev().await;
    for value in [json!("scope=openid"), json!([]), json!(1), json!(true)] {
        check(&server, "authParams", value, 400, "bad.authParams").await;
    }
}

#[tokio::test]
async fn the_client_must_be_known() {
    let server = Server::dev().await;
    for value in [Value::Null, json!(""), json!("someone"), json!(7), json!(["demo"]), json!("demo\u{0}")] {
        check(&server, "client_id", value, 400, "bad.client_id").await;
    }
}

#[tokio::test]
async fn the_connection_must_be_one_of_the_clients() {
    let server = Server::dev().await;
    for value in [Value::Null, json!(""), json!("Email"), json!("Username-Password"), json!(7), json!({})] {
        check(&server, "connection", value, 400, "bad.connection").await;
    }
}

#[tokio::test]
async fn the_number_must_be_possible() {
    let server = Server::dev().await;
    for value in [
        Value::Null,
        json!(""),
        json!("+"),
        json!("447400123456"),
        json!("+44 7400 123456"),
        json!("+44740012345a"),
        json!("+1234567890123456"),
        json!("+٤٤٧٤٠٠١٢٣٤٥٦"),
        json!("+447400123456\u{0}"),
        json!("+44740"),
        json!("+999123456789"),
        json!(447_400_123_456_i64),
        json!([NUMBER]),
    ] {
        check(&server, "phone_number", value, 400, "bad.phone_number").await;
    }
}

#[tokio::test]
async fn send_may_be_absent_code_or_link() {
    let server = Server::dev().await;
    check(&server, "send", Value::Null, 200, "").await;
    check(&server, "send", json!("code"), 200, "").await;
    check(&server, "send", json!("link"), 200, "").await;
    check(&server, "send", json!("pigeon"), 400, "bad.send").await;
    check(&server, "send", json!(1), 400, "bad.send").await;
}

#[tokio::test]
async fn what_auth0s_libraries_add_is_accepted() {
    let server = Server::dev().await;
    check(&server, "captcha", json!("x"), 200, "").await;
    check(&server, "client_secret", json!("x"), 200, "").await;
    check(&server, "email", json!("a@example.com"), 200, "").await;
}

#[tokio::test]
async fn problems_are_reported_in_auth0s_order() {
    let server = Server::dev().await;
    let mut body = json!({ "authParams": 1, "extra": 1 });
    for (error, fix) in [
        ("bad.request", None),
        ("bad.authParams", Some(("authParams", json!({})))),
        ("bad.client_id", Some(("client_id", json!("demo")))),
        ("bad.connection", Some(("connection", json!("sms")))),
        ("bad.phone_number", Some(("phone_number", json!(NUMBER)))),
    ] {
        server.post(START_PATH, &body).await.check(400, error);
        body.as_object_mut().unwrap().remove("extra");
        if let Some((property, value)) = fix {
            body[property] = value;
        }
    }
    assert_eq!(server.post(START_PATH, &body).await.status, 200);
}

#[tokio::test]
async fn the_language_that_was_asked_for_comes_back() {
    let server = Server::dev().await;
    let headers = [JSON, &[("x-request-language", "de-AT")]].concat();
    let answer = server.send(request(Method::POST, START_PATH, &headers, &start_body(NUMBER).to_string())).await;
    assert_eq!(answer.json()["request_language"], "de-AT");
}

#[tokio::test]
async fn the_widget_reads_a_refused_number_as_such() {
    let server = Server::dev().await;
    let answer = server.post(START_PATH, &start_body("+44740")).await;
    assert_eq!(read_start::<Serde>(&answer.reply(), 6, server.now()), Err(Problem::NumberRefused));
}
