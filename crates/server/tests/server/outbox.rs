//! The outbox over HTTP, which scripts and the demo's drawn phone rely on.

use axum::body::Body;
use axum::http::{Method, Response};
use passlock_server::{AllowedOrigin, Client, Issuer, Settings};
use serde_json::{Value, json};
use tokio_stream::StreamExt as _;
use tower::ServiceExt as _;

use crate::harness::{NUMBER, OTHER_NUMBER, Server, new_database, request};

#[tokio::test]
async fn messages_are_listed_newest_first() {
    let server = Server::dev().await;
    let first = server.code(NUMBER).await;
    let second = server.code(OTHER_NUMBER).await;
    let messages = server.outbox().await;
    assert_eq!(messages.len(), 2);
    let expected = |id: i64, to: &str, code: &str| {
        let body = format!("{code} is your passlock demo code. It is valid for 3 minutes.");
        json!({
            "id": id, "channel": "sms", "to": to, "subject": null, "body": body, "html": null, "code": code, "link": null,
            "at": "2026-03-01T12:00:00Z",
        })
    };
    assert_eq!(messages, [expected(2, OTHER_NUMBER, &second), expected(1, NUMBER, &first)]);
}

#[tokio::test]
async fn listeners_hear_of_each_message_at_once() {
    let server = Server::dev().await;
    server.code(NUMBER).await;
    let response = server.router.clone().oneshot(request(Method::GET, "/dev/outbox/events", &[], "")).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    server.code(OTHER_NUMBER).await;
    let event = next_event(response).await;
    assert_eq!(event, server.outbox().await[0], "the same object, and not the one from before");
}

async fn next_event(response: Response<Body>) -> Value {
    let chunk = response.into_body().into_data_stream().next().await.unwrap().unwrap();
    let text = String::from_utf8(chunk.to_vec()).unwrap();
    serde_json::from_str(text.strip_prefix("data: ").unwrap().strip_suffix("\n\n").unwrap()).unwrap()
}

#[tokio::test]
async fn pages_of_this_machine_may_read() {
    let server = Server::dev().await;
    let answer = server.send(request(Method::GET, "/dev/outbox", &[("origin", "http://localhost:1")], "")).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (200, Some("*")));
}

#[tokio::test]
async fn pages_from_elsewhere_may_not_read() {
    let server = Server::dev().await;
    for origin in ["https://evil.example", "http://localhost.evil.example", "null"] {
        let answer = server.send(request(Method::GET, "/dev/outbox", &[("origin", origin)], "")).await;
        answer.check(403, "local_only");
    }
}

#[tokio::test]
async fn names_that_were_bent_to_this_machine_may_not_read() {
    let server = Server::dev().await;
    for path in ["/dev/outbox", "/dev/outbox/events"] {
        for host in ["evil.example", "evil.example:4000", "127.0.0.1.evil.example", "192.168.0.2:4000", ""] {
            server.send(request(Method::GET, path, &[("host", host)], "")).await.check(403, "local_only");
        }
        for host in ["127.0.0.1:4000", "localhost:4000", "[::1]:4000", "LOCALHOST"] {
            let request = request(Method::GET, path, &[("host", host)], "");
            assert_eq!(server.router.clone().oneshot(request).await.unwrap().status(), 200, "{host}");
        }
    }
}

#[tokio::test]
async fn without_dev_there_is_no_outbox() {
    let client = Client { origins: vec![AllowedOrigin::Loopback], ..Client::new("demo") };
    let issuer = Issuer::Fixed("https://login.example/".to_owned());
    let server = Server::with(Settings::new(&new_database(), client, issuer)).await;
    for path in ["/dev/outbox", "/dev/outbox/events", "/dev"] {
        server.get(path).await.check(404, "not_found");
    }
}
