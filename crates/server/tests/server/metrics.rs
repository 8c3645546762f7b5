//! What the server counts of its work.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use passlock_core::protocol::{START_PATH, TOKEN_PATH};
use passlock_server::{Care, Courier, Delivery, Message, Sending};

use crate::harness::{NUMBER, Server, dev_settings, other_than, request, start_body, token_body};

/// Takes every message.
struct Taker;

impl Delivery for Taker {
    fn deliver(&self, _: Message) -> Sending<'_> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// The value of a counter with its labels, or 0 when it was never counted.
fn count(server: &Server, counter: &str) -> u64 {
    let text = server.metrics.text();
    let value = text.lines().find_map(|line| line.strip_prefix(counter)?.strip_prefix(' '));
    value.map_or(0, |value| value.parse().unwrap())
}

#[tokio::test]
async fn a_login_is_counted_and_so_is_what_went_wrong_on_the_way() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    server.post(TOKEN_PATH, &token_body(NUMBER, &other_than(&code))).await;
    assert_eq!(server.post(TOKEN_PATH, &token_body(NUMBER, &code)).await.status, 200);
    let otp = r#"passlock_tokens_total{grant="http://auth0.com/oauth/grant-type/passwordless/otp"}"#;
    assert_eq!(count(&server, otp), 1);
    assert_eq!(count(&server, r#"passlock_refusals_total{error="invalid_grant"}"#), 1);
    for (status, times) in [(200, 1), (403, 1), (500, 0)] {
        let answered = format!(r#"passlock_requests_total{{route="{TOKEN_PATH}",method="POST",status="{status}"}}"#);
        assert_eq!(count(&server, &answered), times, "{status}");
    }
    assert_eq!(count(&server, &format!(r#"passlock_request_duration_seconds_count{{route="{TOKEN_PATH}"}}"#)), 2);
    assert_eq!(count(&server, "passlock_requests_running"), 0);
    let connections =
        |state| count(&server, &format!(r#"passlock_database_connections{{pool="writer",state="{state}"}}"#));
    assert!(connections("idle") + connections("used") > 0, "{}", server.metrics.text());
}

#[tokio::test]
async fn what_strangers_make_up_fills_no_memory() {
    let server = Server::dev().await;
    for at in 0..20 {
        let method = Method::from_bytes(format!("M{at}").as_bytes()).unwrap();
        server.send(request(method, &format!("/made-up/{at}"), &[], "")).await;
        server.get(&format!("/avatars/{at}{at}.svg")).await;
    }
    let text = server.metrics.text();
    assert!(!text.contains("made-up") && !text.contains("\"M1\""), "{text}");
    assert_eq!(count(&server, r#"passlock_requests_total{route="other",method="other",status="404"}"#), 20);
    let avatars = text.lines().filter(|line| line.starts_with("passlock_requests_total{route=\"/avatars"));
    assert!(avatars.count() <= 2, "{text}");
}

#[tokio::test]
async fn nothing_in_it_is_about_a_person() {
    let server = Server::dev().await;
    let login = server.stay(NUMBER, "openid offline_access").await;
    server.userinfo(&login).await;
    let text = server.metrics.text();
    let tokens = ["access_token", "id_token", "refresh_token"].map(|name| login[name].as_str().unwrap());
    for secret in tokens.into_iter().chain([NUMBER, &NUMBER[1..]]) {
        assert!(!text.contains(secret), "{text}");
    }
}

/// The page is made of the counters' own words.
#[tokio::test]
async fn every_counter_is_in_the_documentation() {
    let page = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/backend/operating.md"));
    let courier = Courier::new("taker", Taker, Care::within(Duration::from_secs(1)));
    let server = Server::with_delivery(dev_settings(), Some(Arc::new(courier))).await;
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 200);
    assert_eq!(count(&server, r#"passlock_messages_total{provider="taker",outcome="sent"}"#), 1);
    // A counter shows when it has counted something.
    let busy = Server::dev().await;
    busy.stay(NUMBER, "openid offline_access").await;
    busy.get("/made-up").await;
    let text = server.metrics.text() + &busy.metrics.text();
    let helps = text.lines().filter_map(|line| line.strip_prefix("# HELP ")?.split_once(' '));
    let described: BTreeMap<_, _> = helps.collect();
    assert_eq!(described.len(), 10, "{text}");
    for (name, help) in described {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{name}")));
        assert!(row.is_some_and(|row| row.contains(help.trim_end_matches('.'))), "no row for {name}: {help}");
    }
}
