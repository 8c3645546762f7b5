//! Tokens of a client that differs from the others.

use std::time::Duration;

use passlock_server::{Client, Lifetimes};
use serde_json::{Value, json};

use crate::harness::{NUMBER, Server, dev_settings, start_body, token_body};
use crate::keys::verified;
use passlock_core::protocol::{REFRESH_TOKEN, START_PATH, TOKEN_PATH};

/// The client `demo`, and `brief`, whose tokens last less.
async fn server() -> Server {
    let mut settings = dev_settings();
    let demo = settings.clients[0].clone();
    let minutes = |count| Some(Duration::from_mins(count));
    let lifetimes =
        Lifetimes { id_token: minutes(2), access_token: minutes(3), refresh: minutes(30), refresh_idle: minutes(10) };
    settings.clients.push(Client { id: "brief".to_owned(), lifetimes, ..demo });
    Server::with(settings).await
}

async fn log_in(server: &Server) -> Value {
    let of = |mut body: Value| {
        body["client_id"] = json!("brief");
        body["scope"] = json!("openid offline_access");
        body
    };
    let mut start = start_body(NUMBER);
    start["client_id"] = json!("brief");
    assert_eq!(server.post(START_PATH, &start).await.status, 200);
    let code = server.outbox().await[0]["code"].as_str().unwrap().to_owned();
    let answer = server.post(TOKEN_PATH, &of(token_body(NUMBER, &code))).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

async fn renew(server: &Server, tokens: &Value) -> crate::harness::Answer {
    let body = json!({ "grant_type": REFRESH_TOKEN, "client_id": "brief", "refresh_token": tokens["refresh_token"] });
    server.post(TOKEN_PATH, &body).await
}

#[tokio::test]
async fn a_clients_tokens_last_as_long_as_it_says() {
    let server = server().await;
    let (own, usual) = (log_in(&server).await, server.log_in(NUMBER).await);
    assert_eq!((&own["expires_in"], &usual["expires_in"]), (&json!(180), &json!(86_400)));
    let span = |claims: &Value| claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert_eq!(span(&verified(&server, &own["id_token"], "brief").await), 120);
    assert_eq!(span(&verified(&server, &usual["id_token"], "demo").await), 36_000);
    server.wait(Duration::from_mins(3));
    assert_eq!(server.userinfo(&own).await.status, 401);
    assert_eq!(server.userinfo(&usual).await.status, 200);
}

#[tokio::test]
async fn a_clients_logins_are_renewed_as_long_as_it_says() {
    let server = server().await;
    let mut tokens = log_in(&server).await;
    for _ in 0..3 {
        server.wait(Duration::from_mins(9));
        tokens = renew(&server, &tokens).await.json();
        assert_eq!(tokens["expires_in"], 180);
    }
    server.wait(Duration::from_mins(3));
    renew(&server, &tokens).await.check(403, "invalid_grant");

    let idle = log_in(&server).await;
    server.wait(Duration::from_mins(10));
    renew(&server, &idle).await.check(403, "invalid_grant");
}

#[tokio::test]
async fn a_client_without_the_connection_reaches_nobody() {
    let mut settings = dev_settings();
    settings.clients[0].connections.clear();
    let server = Server::with(settings).await;
    server.post(START_PATH, &start_body(NUMBER)).await.check(400, "bad.connection");
    server.redeem(NUMBER, "123456").await.check(400, "invalid_request");
    assert!(server.outbox().await.is_empty());
}
