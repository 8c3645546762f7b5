//! `/userinfo` answers to access tokens of this server and to nothing else.

use std::time::Duration;

use axum::http::Method;
use passlock_core::protocol::{TOKEN_PATH, read_userinfo};
use serde_json::json;

use crate::harness::{Answer, NUMBER, Serde, Server, request, token_body};

async fn ask(server: &Server, authorization: &str) -> Answer {
    server.send(request(Method::GET, "/userinfo", &[("authorization", authorization)], "")).await
}

#[track_caller]
fn check_refused(answer: &Answer, challenge: &str) {
    answer.check(401, "invalid_token");
    assert_eq!(answer.header("www-authenticate"), Some(challenge));
}

const INVALID: &str = r#"Bearer error="invalid_token""#;

#[tokio::test]
async fn it_tells_what_the_id_token_tells() {
    let server = Server::dev().await;
    let token = server.log_in(NUMBER).await;
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    for method in [Method::GET, Method::POST] {
        let answer = server.send(request(method, "/userinfo", &[("authorization", &bearer)], "")).await;
        let profile = read_userinfo::<Serde>(&answer.reply(), server.now()).unwrap();
        assert_eq!(profile.name.as_deref(), Some("+44 7400 123456"));
        assert_eq!((profile.phone_number.as_deref(), profile.phone_number_verified), (Some(NUMBER), Some(true)));
    }
    assert_eq!(ask(&server, &bearer.replace("Bearer", "bearer")).await.status, 200);
}

#[tokio::test]
async fn without_a_token_it_asks_for_one() {
    let server = Server::dev().await;
    check_refused(&server.get("/userinfo").await, "Bearer");
    check_refused(&ask(&server, "Basic YTpi").await, "Bearer");
    check_refused(&ask(&server, "Bearer ").await, "Bearer");
}

#[tokio::test]
async fn what_is_no_access_token_is_refused() {
    let server = Server::dev().await;
    let token = server.log_in(NUMBER).await;
    let (access, id) = (token["access_token"].as_str().unwrap(), token["id_token"].as_str().unwrap());
    let (payload, signature) = access.rsplit_once('.').unwrap();
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzbXN8MSJ9.";
    let cut = payload.to_owned();
    let flipped = format!("{payload}.{}", signature.chars().rev().collect::<String>());
    let strangers = Server::dev().await.log_in(NUMBER).await;
    for token in ["x", "a.b.c", unsigned, &cut, &flipped, id, strangers["access_token"].as_str().unwrap()] {
        check_refused(&ask(&server, &format!("Bearer {token}")).await, INVALID);
    }
}

#[tokio::test]
async fn an_expired_token_is_refused() {
    let server = Server::dev().await;
    let token = server.log_in(NUMBER).await;
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    server.wait(Duration::from_secs(86_399));
    assert_eq!(ask(&server, &bearer).await.status, 200);
    server.wait(Duration::from_secs(1));
    check_refused(&ask(&server, &bearer).await, INVALID);
}

#[tokio::test]
async fn a_token_without_openid_does_not_suffice() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    let mut body = token_body(NUMBER, &code);
    body["scope"] = json!("profile");
    let token = server.post(TOKEN_PATH, &body).await.json();
    let answer = ask(&server, &format!("Bearer {}", token["access_token"].as_str().unwrap())).await;
    answer.check(403, "insufficient_scope");
    assert_eq!(answer.header("www-authenticate"), Some(r#"Bearer error="insufficient_scope", scope="openid""#));
}
