//! How often is too often, in invented time.

use std::time::Duration;

use axum::http::Method;
use passlock_core::Problem;
use passlock_core::protocol::{START_PATH, TOKEN_PATH, read_start};
use passlock_server::{Rate, Settings};

use crate::harness::{
    Answer, JSON, NUMBER, OTHER_NUMBER, PAGE, Serde, Server, dev_settings, from_address, other_than, request,
    start_body, token_body,
};

fn limited(number: &str, address: &str) -> Settings {
    let mut settings = dev_settings();
    settings.number_limit = number.parse().unwrap();
    settings.address_limit = address.parse().unwrap();
    settings
}

async fn start(server: &Server, number: &str, address: &str) -> Answer {
    let headers = [JSON, &[("origin", PAGE)]].concat();
    let request = request(Method::POST, START_PATH, &headers, &start_body(number).to_string());
    server.send(from_address(request, address)).await
}

#[tokio::test]
async fn a_number_gets_five_codes_and_then_one_every_two_minutes() {
    let mut settings = dev_settings();
    settings.number_limit = Rate::NUMBER;
    let server = Server::with(settings).await;
    for _ in 0..5 {
        assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 200);
    }
    let refused = server.post(START_PATH, &start_body(NUMBER)).await;
    refused.check(429, "too_many_requests");
    assert_eq!(refused.header("retry-after"), Some("120"));
    assert_eq!(server.outbox().await.len(), 5);

    server.wait(Duration::from_millis(119_001));
    let refused = server.post(START_PATH, &start_body(NUMBER)).await;
    assert_eq!(refused.header("retry-after"), Some("1"), "rounded up");
    server.wait(Duration::from_millis(999));
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 200);
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 429);

    server.wait(Duration::from_mins(10));
    for _ in 0..5 {
        assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 200);
    }
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 429);
}

#[tokio::test]
async fn one_number_does_not_slow_another() {
    let server = Server::with(limited("1/60", "100/60")).await;
    assert_eq!(start(&server, NUMBER, "192.0.2.1").await.status, 200);
    assert_eq!(start(&server, NUMBER, "192.0.2.2").await.status, 429);
    assert_eq!(start(&server, OTHER_NUMBER, "192.0.2.1").await.status, 200);
}

#[tokio::test]
async fn an_address_is_limited_whatever_the_numbers() {
    let server = Server::with(limited("100/60", "2/60")).await;
    for number in ["+447400123456", "+447400123457"] {
        assert_eq!(start(&server, number, "192.0.2.1").await.status, 200);
    }
    start(&server, "+447400123458", "192.0.2.1").await.check(429, "too_many_requests");
    assert_eq!(start(&server, "+447400123458", "192.0.2.2").await.status, 200);
}

#[tokio::test]
async fn behind_a_proxy_everybody_is_an_address_of_their_own() {
    let mut settings = limited("100/60", "1/60");
    settings.trusted_proxies = vec!["192.0.2.1/32".parse().unwrap()];
    let server = Server::with(settings).await;
    let from = async |peer: &str, forwarded: &str, number: &str| {
        let headers = [JSON, &[("x-forwarded-for", forwarded)]].concat();
        let request = request(Method::POST, START_PATH, &headers, &start_body(number).to_string());
        server.send(from_address(request, peer)).await.status.as_u16()
    };
    assert_eq!(from("192.0.2.1", "198.51.100.7", NUMBER).await, 200);
    assert_eq!(from("192.0.2.1", "198.51.100.8", NUMBER).await, 200);
    assert_eq!(from("192.0.2.1", "203.0.113.9, 198.51.100.7", NUMBER).await, 429, "what a stranger adds does not help");
    assert_eq!(from("198.51.100.9", "203.0.113.1", NUMBER).await, 200);
    assert_eq!(from("198.51.100.9", "203.0.113.2", NUMBER).await, 429, "nor without the proxy");
}

#[tokio::test]
async fn a_network_of_ipv6_is_one_address() {
    let server = Server::with(limited("100/60", "1/60")).await;
    assert_eq!(start(&server, NUMBER, "2001:db8:1:2::1").await.status, 200);
    assert_eq!(start(&server, NUMBER, "2001:db8:1:2:ffff::2").await.status, 429);
    assert_eq!(start(&server, NUMBER, "2001:db8:1:3::1").await.status, 200);
}

#[tokio::test]
async fn a_refusal_says_when_and_the_page_can_read_it() {
    let server = Server::with(limited("1/90", "100/60")).await;
    start(&server, NUMBER, "192.0.2.1").await;
    let refused = start(&server, NUMBER, "192.0.2.1").await;
    assert_eq!(refused.header("access-control-allow-origin"), Some(PAGE));
    let later = server.now().after(Duration::from_secs(90));
    assert_eq!(refused.header("x-ratelimit-limit"), Some("1"));
    assert_eq!(refused.header("x-ratelimit-remaining"), Some("0"));
    assert_eq!(refused.header("x-ratelimit-reset"), Some(later.seconds().to_string().as_str()));
    let problem = read_start::<Serde>(&refused.reply(), 6, server.now());
    assert_eq!(problem, Err(Problem::RateLimited { until: Some(later) }));
}

#[tokio::test]
async fn refused_requests_do_not_lengthen_the_wait() {
    let server = Server::with(limited("1/60", "1000/60")).await;
    start(&server, NUMBER, "192.0.2.1").await;
    for _ in 0..20 {
        assert_eq!(start(&server, NUMBER, "192.0.2.1").await.header("retry-after"), Some("60"));
    }
    server.wait(Duration::from_mins(1));
    assert_eq!(start(&server, NUMBER, "192.0.2.1").await.status, 200);
}

#[tokio::test]
async fn an_address_gets_three_guesses_for_each_code() {
    let server = Server::with(limited("100/60", "2/60")).await;
    let code = server.code(NUMBER).await;
    let guess = async |number: &str| {
        let body = token_body(number, &other_than(&code)).to_string();
        server.send(from_address(request(Method::POST, TOKEN_PATH, JSON, &body), "192.0.2.9")).await.status.as_u16()
    };
    for digit in 0..6 {
        assert_eq!(guess(&format!("+44740012345{digit}")).await, 403);
    }
    assert_eq!(guess(NUMBER).await, 429);
}

#[tokio::test]
async fn right_codes_are_not_counted_as_guesses() {
    let server = Server::with(limited("100/60", "1/60")).await;
    for _ in 0..5 {
        server.wait(Duration::from_mins(2));
        server.log_in(NUMBER).await;
    }
}

#[tokio::test]
async fn scripts_do_not_meet_the_limits_of_development() {
    let server = Server::dev().await;
    for _ in 0..50 {
        assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 200);
    }
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 429);
}
