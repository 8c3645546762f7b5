//! Wrong codes shut a place out for a while (protocol section 11, brute force).

use std::time::Duration;

use axum::http::Method;
use passlock_core::Problem;
use passlock_core::protocol::{ErrorBody, Reason, START_PATH, TOKEN_PATH, read_start, read_token};
use passlock_server::{Lockout, Rate};

use crate::harness::{
    Answer, JSON, NUMBER, OTHER_NUMBER, PAGE, Serde, Server, dev_settings, from_address, other_than, request,
    start_body, token_body,
};

const HERE: &str = "192.0.2.1";
/// No code is this one.
const NO_CODE: &str = "------";
const SPAN: Duration = Duration::from_mins(15);

/// Four wrong codes, of which one is forgotten every quarter of an hour.
async fn strict() -> Server {
    let mut settings = dev_settings();
    settings.lockout = Lockout { failures: Rate::new(4, 3600).unwrap(), span: SPAN };
    Server::with(settings).await
}

async fn send(server: &Server, path: &str, body: &serde_json::Value, address: &str) -> Answer {
    let headers = [JSON, &[("origin", PAGE)]].concat();
    server.send(from_address(request(Method::POST, path, &headers, &body.to_string()), address)).await
}

async fn start(server: &Server, number: &str) -> String {
    let answer = send(server, START_PATH, &start_body(number), HERE).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    server.outbox().await[0]["code"].as_str().unwrap().to_owned()
}

async fn enter(server: &Server, number: &str, code: &str) -> Answer {
    send(server, TOKEN_PATH, &token_body(number, code), HERE).await
}

/// Four wrong codes; the answer to the last one.
async fn lock(server: &Server) -> Answer {
    start(server, NUMBER).await;
    for left in [2, 1, 0] {
        enter(server, NUMBER, NO_CODE).await.check_grant(ErrorBody::WRONG_CODE, Some(left));
    }
    start(server, NUMBER).await;
    enter(server, NUMBER, NO_CODE).await
}

#[tokio::test]
async fn the_last_wrong_code_shuts_out_and_says_until_when() {
    let server = strict().await;
    let answer = lock(&server).await;
    let until = server.now().after(SPAN);
    answer.check_reason(429, "too_many_attempts", Reason::LockedOut);
    assert_eq!(answer.header("retry-after"), Some("900"));
    assert_eq!(answer.json()["retry_at"], until.seconds());
    assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE), "the page may read it");
    assert_eq!(answer.json().get("attempts_left"), None);
    assert_eq!(read_token::<Serde>(&answer.reply(), server.now()), Err(Problem::LockedOut { until: Some(until) }));
}

#[tokio::test]
async fn whoever_is_shut_out_stays_so_even_with_the_right_code() {
    let server = strict().await;
    lock(&server).await;
    let code = {
        // From elsewhere a code can still be had.
        let answer = send(&server, START_PATH, &start_body(NUMBER), "192.0.2.2").await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        server.outbox().await[0]["code"].as_str().unwrap().to_owned()
    };
    server.wait(Duration::from_mins(1));
    let answer = enter(&server, NUMBER, &code).await;
    answer.check_reason(429, "too_many_attempts", Reason::LockedOut);
    assert_eq!(answer.header("retry-after"), Some("840"), "knocking does not lengthen it");
    let elsewhere = send(&server, TOKEN_PATH, &token_body(NUMBER, &code), "192.0.2.2").await;
    assert_eq!(elsewhere.status, 200, "an attacker does not shut the owner out: {}", elsewhere.text);
}

#[tokio::test]
async fn whoever_is_shut_out_gets_no_code_either() {
    let server = strict().await;
    lock(&server).await;
    let before = server.outbox().await.len();
    let answer = send(&server, START_PATH, &start_body(NUMBER), HERE).await;
    answer.check_reason(429, "too_many_attempts", Reason::LockedOut);
    assert_eq!(
        read_start::<Serde>(&answer.reply(), 6, server.now()),
        Err(Problem::LockedOut { until: Some(server.now().after(SPAN)) })
    );
    assert_eq!(server.outbox().await.len(), before);
    start(&server, OTHER_NUMBER).await;
}

#[tokio::test]
async fn when_the_time_is_over_there_is_one_try_at_a_time() {
    let server = strict().await;
    lock(&server).await;
    server.wait(Duration::from_millis(15 * 60_000 - 1));
    assert_eq!(enter(&server, NUMBER, NO_CODE).await.header("retry-after"), Some("1"), "rounded up");
    server.wait(Duration::from_millis(1));
    let code = start(&server, NUMBER).await;
    enter(&server, NUMBER, &other_than(&code)).await.check(429, "too_many_attempts");
    server.wait(SPAN);
    let code = start(&server, NUMBER).await;
    assert_eq!(enter(&server, NUMBER, &code).await.status, 200);
}

#[tokio::test]
async fn a_login_wipes_the_slate() {
    let server = strict().await;
    for _ in 0..3 {
        let code = start(&server, NUMBER).await;
        for _ in 0..2 {
            enter(&server, NUMBER, &other_than(&code)).await.check(403, "invalid_grant");
        }
        assert_eq!(enter(&server, NUMBER, &code).await.status, 200);
    }
}

#[tokio::test]
async fn tries_that_compare_nothing_do_not_count() {
    let server = strict().await;
    let code = start(&server, NUMBER).await;
    for left in [2, 1, 0] {
        enter(&server, NUMBER, &other_than(&code)).await.check_grant(ErrorBody::WRONG_CODE, Some(left));
    }
    for _ in 0..10 {
        enter(&server, NUMBER, &code).await.check_grant(ErrorBody::TOO_MANY_TRIES, Some(0));
    }
}

#[tokio::test]
async fn whether_there_is_an_account_changes_nothing() {
    let server = strict().await;
    let code = start(&server, OTHER_NUMBER).await;
    assert_eq!(enter(&server, OTHER_NUMBER, &code).await.status, 200);
    for _ in 0..6 {
        let (known, unknown) = (enter(&server, OTHER_NUMBER, NO_CODE).await, enter(&server, NUMBER, NO_CODE).await);
        assert_eq!((known.status, known.json()), (unknown.status, unknown.json()));
        assert_eq!(known.headers, unknown.headers);
    }
}

#[tokio::test]
async fn production_allows_ten_and_development_fifty() {
    for (lockout, allowed) in [(Lockout::USUAL, 9), (Lockout::DEV, 49)] {
        let mut settings = dev_settings();
        settings.lockout = lockout;
        let server = Server::with(settings).await;
        for failure in 0..=allowed {
            if failure % 3 == 0 {
                start(&server, NUMBER).await;
            }
            let status = enter(&server, NUMBER, NO_CODE).await.status.as_u16();
            assert_eq!(status, if failure < allowed { 403 } else { 429 }, "{failure}");
        }
    }
}
