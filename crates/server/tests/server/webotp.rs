//! A message binds its code to the page that asked for it (protocol section 10.3).

use axum::http::Method;
use passlock_core::protocol::START_PATH;
use passlock_server::{AllowedOrigin, BoundTo, Client, Issuer, MessageSize, Settings, check_bound_line};
use serde_json::Value;

use crate::harness::{JSON, NUMBER, Server, dev_settings, new_database, request, start_body};

async fn message(server: &Server, origin: &str) -> (String, String) {
    let headers = [JSON, &[("origin", origin)]].concat();
    let answer = server.send(request(Method::POST, START_PATH, &headers, &start_body(NUMBER).to_string())).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let message = &server.outbox().await[0];
    let text = |name: &str| message[name].as_str().unwrap().to_owned();
    (text("body"), text("code"))
}

#[tokio::test]
async fn the_usual_message_ends_with_the_page_and_the_code() {
    let client = Client { origins: vec![AllowedOrigin::exact("https://shop.example").unwrap()], ..Client::new("demo") };
    let issuer = Issuer::fixed("https://login.example").unwrap();
    let server = Server::with(Settings { dev: true, ..Settings::new(&new_database(), client, issuer) }).await;
    for (origin, host) in [("https://shop.example", "shop.example"), ("https://login.example", "login.example")] {
        let (body, code) = message(&server, origin).await;
        assert_eq!(body, format!("Your verification code is: {code}\n\n@{host} #{code}"));
        assert_eq!(check_bound_line(&body, &BoundTo { host, frame: None, code: &code }), []);
        assert_eq!(MessageSize::of(&body).segments, 1);
    }
}

#[tokio::test]
async fn a_host_in_a_message_has_no_port() {
    let server = Server::dev().await;
    for (origin, host) in [
        ("http://localhost:5173", "localhost"),
        ("https://shop.localhost:8443", "shop.localhost"),
        ("http://127.0.0.1:8080", "127.0.0.1"),
    ] {
        let (body, code) = message(&server, origin).await;
        assert_eq!(body.lines().last().unwrap(), format!("@{host} #{code}"));
        assert!(body.starts_with(&format!("{code} is your passlock demo code.")));
        assert_eq!(check_bound_line(&body, &BoundTo { host, frame: None, code: &code }), []);
    }
}

#[tokio::test]
async fn without_a_page_that_a_line_can_name_there_is_no_line() {
    let server = Server::dev().await;
    let (body, _) = message(&server, "http://[::1]:8080").await;
    assert!(body.ends_with("It is valid for 3 minutes."), "{body}");
    server.code(NUMBER).await;
    let body = server.outbox().await[0]["body"].clone();
    assert!(body.as_str().unwrap().ends_with("It is valid for 3 minutes."), "{body}");
}

#[tokio::test]
async fn a_page_that_may_not_call_is_named_in_no_message() {
    let server = Server::dev().await;
    let headers = [JSON, &[("origin", "https://evil.example")]].concat();
    server
        .send(request(Method::POST, START_PATH, &headers, &start_body(NUMBER).to_string()))
        .await
        .check(403, "origin_not_allowed");
    assert_eq!(server.outbox().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_template_of_ones_own_may_do_without() {
    let mut settings = dev_settings();
    settings.templates.usual = "Shop: @@code@@".to_owned();
    let server = Server::with(settings).await;
    let (body, code) = message(&server, "http://localhost:5173").await;
    assert_eq!(body, format!("Shop: {code}"));
}
