//! A refresh token works once, with some leeway, and a login that is renewed still ends (protocol section 2.4; RFC 9700).

use std::time::Duration;

use passlock_server::RefreshRules;

use crate::harness::{NUMBER, Server, dev_settings};
use crate::refresh::{ALL, DAY, check_refused, renewed};

async fn with_rules(rules: RefreshRules) -> Server {
    let mut settings = dev_settings();
    settings.refresh = rules;
    Server::with(settings).await
}

async fn with_leeway(seconds: u64) -> Server {
    with_rules(RefreshRules { leeway: Duration::from_secs(seconds), ..RefreshRules::USUAL }).await
}

#[tokio::test]
async fn a_token_that_is_used_twice_ends_the_login() {
    let server = Server::dev().await;
    let first = server.stay(NUMBER, ALL).await;
    let second = renewed(&server.renew(&first).await);
    check_refused(&server.renew(&first).await);
    check_refused(&server.renew(&second).await);
    check_refused(&server.renew(&first).await);
}

#[tokio::test]
async fn a_token_of_long_ago_still_ends_the_login() {
    let server = Server::dev().await;
    let first = server.stay(NUMBER, ALL).await;
    let mut newest = renewed(&server.renew(&first).await);
    for _ in 0..5 {
        server.wait(DAY);
        newest = renewed(&server.renew(&newest).await);
    }
    check_refused(&server.renew(&first).await);
    check_refused(&server.renew(&newest).await);
}

#[tokio::test]
async fn one_login_ends_and_the_other_goes_on() {
    let server = Server::dev().await;
    let (here, there) = (server.stay(NUMBER, ALL).await, server.stay(NUMBER, ALL).await);
    renewed(&server.renew(&here).await);
    check_refused(&server.renew(&here).await);
    let tokens = renewed(&server.renew(&there).await);
    renewed(&server.renew(&tokens).await);
}

#[tokio::test]
async fn within_the_leeway_the_last_token_may_be_used_again() {
    let server = with_leeway(10).await;
    let first = server.stay(NUMBER, ALL).await;
    let one = renewed(&server.renew(&first).await);
    server.wait(Duration::from_millis(9_999));
    let other = renewed(&server.renew(&first).await);
    assert_ne!(one["refresh_token"], other["refresh_token"]);
    // Both pages go on with what they got, and either may lose a reply.
    let mut pages = [one, other];
    for _ in 0..3 {
        for page in &mut pages {
            renewed(&server.renew(page).await);
        }
        for page in &mut pages {
            *page = renewed(&server.renew(page).await);
        }
    }
}

#[tokio::test]
async fn the_leeway_is_over_when_it_is_over() {
    let server = with_leeway(10).await;
    let first = server.stay(NUMBER, ALL).await;
    let second = renewed(&server.renew(&first).await);
    server.wait(Duration::from_secs(5));
    renewed(&server.renew(&first).await);
    // It counts from the first use, not from the last.
    server.wait(Duration::from_secs(5));
    check_refused(&server.renew(&first).await);
    check_refused(&server.renew(&second).await);
}

#[tokio::test]
async fn the_leeway_is_for_the_last_token_alone() {
    let server = with_leeway(60).await;
    let first = server.stay(NUMBER, ALL).await;
    let second = renewed(&server.renew(&first).await);
    let third = renewed(&server.renew(&second).await);
    check_refused(&server.renew(&first).await);
    check_refused(&server.renew(&third).await);
}

#[tokio::test]
async fn a_token_that_waits_too_long_expires() {
    let rules = RefreshRules { idle: Duration::from_hours(1), ..RefreshRules::USUAL };
    let server = with_rules(rules).await;
    let mut tokens = server.stay(NUMBER, ALL).await;
    for _ in 0..3 {
        server.wait(Duration::from_millis(3_599_999));
        tokens = renewed(&server.renew(&tokens).await);
    }
    server.wait(Duration::from_hours(1));
    check_refused(&server.renew(&tokens).await);
}

#[tokio::test]
async fn a_login_ends_however_often_it_is_renewed() {
    let rules =
        RefreshRules { lifetime: Duration::from_hours(2), idle: Duration::from_mins(70), ..RefreshRules::USUAL };
    let server = with_rules(rules).await;
    let mut tokens = server.stay(NUMBER, ALL).await;
    server.wait(Duration::from_hours(1));
    tokens = renewed(&server.renew(&tokens).await);
    server.wait(Duration::from_millis(3_599_999));
    tokens = renewed(&server.renew(&tokens).await);
    server.wait(Duration::from_millis(1));
    check_refused(&server.renew(&tokens).await);
}
