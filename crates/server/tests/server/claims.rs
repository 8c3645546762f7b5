//! What binds an id_token to the request that it answers, and when somebody logged in (protocol section 7).

use std::time::Duration;

use passlock_core::protocol::{START_PATH, TOKEN_PATH};
use serde_json::{Value, json};

use crate::harness::{Answer, NUMBER, Server, start_body, token_body};
use crate::keys::verified;

/// A login with a nonce in the request for the code, in the one for the tokens, or in both.
async fn log_in(server: &Server, start: &Value, token: &Value) -> Answer {
    let mut body = start_body(NUMBER);
    if !start.is_null() {
        body["authParams"] = json!({ "nonce": start, "state": "x", "scope": "openid" });
    }
    let answer = server.post(START_PATH, &body).await;
    if answer.status != 200 {
        return answer;
    }
    let code = server.outbox().await[0]["code"].as_str().unwrap().to_owned();
    let mut body = token_body(NUMBER, &code);
    body["nonce"] = token.clone();
    server.post(TOKEN_PATH, &body).await
}

async fn nonce(server: &Server, start: Value, token: Value) -> Option<Value> {
    let answer = log_in(server, &start, &token).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    verified(server, &answer.json()["id_token"], "demo").await.get("nonce").cloned()
}

#[tokio::test]
async fn a_nonce_comes_back_as_it_was_sent() {
    let server = Server::dev().await;
    assert_eq!(nonce(&server, Value::Null, Value::Null).await, None);
    assert_eq!(nonce(&server, Value::Null, json!("")).await, None);
    assert_eq!(nonce(&server, Value::Null, json!("Ab-._~9")).await, Some(json!("Ab-._~9")));
    assert_eq!(nonce(&server, json!("of the start"), Value::Null).await, Some(json!("of the start")));
    let longest = "n".repeat(255);
    assert_eq!(nonce(&server, json!(longest), Value::Null).await, Some(json!(longest)));
}

#[tokio::test]
async fn the_request_for_the_tokens_has_the_last_word() {
    let server = Server::dev().await;
    assert_eq!(nonce(&server, json!("one"), json!("two")).await, Some(json!("two")));
}

#[tokio::test]
async fn a_nonce_is_of_its_own_code() {
    let server = Server::dev().await;
    let mut body = start_body(NUMBER);
    body["authParams"] = json!({ "nonce": "of the first" });
    assert_eq!(server.post(START_PATH, &body).await.status, 200);
    assert_eq!(nonce(&server, Value::Null, Value::Null).await, None);
}

#[tokio::test]
async fn what_is_no_nonce_is_refused() {
    let server = Server::dev().await;
    for odd in [json!(7), json!(["a"]), json!({}), json!("a\u{0}b"), json!("line\nbreak"), json!("n".repeat(256))] {
        log_in(&server, &odd, &Value::Null).await.check(400, "bad.authParams");
        log_in(&server, &Value::Null, &odd).await.check(400, "invalid_request");
    }
    assert!(server.outbox().await.len() == 6, "a refused request sends nothing");
}

#[tokio::test]
async fn a_token_says_when_the_person_logged_in() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    server.wait(Duration::from_mins(1));
    let answer = server.redeem(NUMBER, &code).await.json();
    let claims = verified(&server, &answer["id_token"], "demo").await;
    assert_eq!(claims["auth_time"], server.now().seconds());
}

#[tokio::test]
async fn one_audience_needs_no_authorized_party() {
    let server = Server::dev().await;
    let tokens = server.log_in(NUMBER).await;
    let claims = verified(&server, &tokens["id_token"], "demo").await;
    assert_eq!((&claims["aud"], claims.get("azp")), (&json!("demo"), None));
    let claims = verified(&server, &tokens["access_token"], "http://127.0.0.1:4000/userinfo").await;
    assert_eq!(claims["azp"], "demo");
}

#[tokio::test]
async fn nothing_that_was_asked_for_is_known_so_nothing_is_opened() {
    let server = Server::dev().await;
    let mut body = token_body(NUMBER, &server.code(NUMBER).await);
    body["scope"] = json!("address");
    let tokens = server.post(TOKEN_PATH, &body).await.json();
    assert_eq!((tokens["scope"].as_str(), tokens.get("id_token")), (Some(""), None));
    server.userinfo(&tokens).await.check(403, "insufficient_scope");
}
