//! Many requests at the same moment, against a database in a file.

use std::collections::BTreeMap;
use std::time::Duration;

use passlock_core::protocol::{ErrorBody, REVOKE_PATH, Reason, TOKEN_PATH};
use passlock_server::{Rate, Settings};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::{Answer, NUMBER, Server, database_in, other_than, token_body};
use crate::place::number;

const STAYING: &str = "openid offline_access";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_thousand_equal_requests_exactly_one_wins() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::with(on_file(&folder)).await;
    let code = server.code(NUMBER).await;
    let answers = at_once(&server, 1000, &code).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!((won.len(), lost.len()), (1, 999));
    for answer in lost {
        answer.check(403, "invalid_grant");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_thousand_guesses_three_are_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::with(on_file(&folder)).await;
    let code = server.code(NUMBER).await;
    let mut counts = BTreeMap::new();
    for answer in at_once(&server, 1000, &other_than(&code)).await {
        answer.check(403, "invalid_grant");
        let body: ErrorBody = serde_json::from_value(answer.json()).unwrap();
        *counts.entry((body.error_description, body.attempts_left)).or_insert(0) += 1;
    }
    let expected = [
        ((ErrorBody::WRONG_CODE.to_owned(), Some(2)), 1),
        ((ErrorBody::WRONG_CODE.to_owned(), Some(1)), 1),
        ((ErrorBody::WRONG_CODE.to_owned(), Some(0)), 1),
        ((ErrorBody::TOO_MANY_TRIES.to_owned(), Some(0)), 997),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_share_codes_and_agree_on_one_winner() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = tokio::join!(Server::with(on_file(&folder)), Server::with(on_file(&folder)));
    let code = one.code(NUMBER).await;
    let (first, second) = tokio::join!(at_once(&one, 100, &code), at_once(&two, 100, &code));
    let winners = first.iter().chain(&second).filter(|answer| answer.status == 200).count();
    assert_eq!(winners, 1);
    for answer in first.iter().chain(&second).filter(|answer| answer.status != 200) {
        answer.check(403, "invalid_grant");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_equal_renewals_exactly_one_wins_and_the_login_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = tokio::join!(Server::on_file(&folder, |_| ()), Server::on_file(&folder, |_| ()));
    let login = one.stay(NUMBER, STAYING).await;
    let (first, second) = tokio::join!(renew_at_once(&one, 50, &login), renew_at_once(&two, 50, &login));
    let (won, lost): (Vec<_>, Vec<_>) = first.into_iter().chain(second).partition(|answer| answer.status == 200);
    assert_eq!((won.len(), lost.len()), (1, 99));
    for answer in lost {
        answer.check_reason(403, "invalid_grant", Reason::RefreshTokenInvalid);
    }
    one.renew(&won[0].json()).await.check(403, "invalid_grant");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn within_the_leeway_all_of_them_win_and_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |settings| settings.refresh.leeway = Duration::from_secs(10)).await;
    let login = server.stay(NUMBER, STAYING).await;
    let answers = renew_at_once(&server, 20, &login).await;
    let mut tokens: Vec<_> = answers.iter().map(|answer| answer.json()["refresh_token"].to_string()).collect();
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), 20, "each got a token of its own");
    for answer in &answers {
        assert_eq!(server.renew(&answer.json()).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_login_that_is_ended_while_it_is_renewed_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |_| ()).await;
    for _ in 0..10 {
        let login = server.stay(NUMBER, STAYING).await;
        let end = json!({ "client_id": "demo", "token": login["refresh_token"] });
        let (renewed, ended) = tokio::join!(server.renew(&login), server.post(REVOKE_PATH, &end));
        assert_eq!(ended.status, 200);
        if renewed.status == 200 {
            server.renew(&renewed.json()).await.check(403, "invalid_grant");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_thousand_equal_requests_one_begins_a_login() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |settings| settings.address_limit = Rate::new(100_000, 60).unwrap()).await;
    let mut body = token_body(NUMBER, &server.code(NUMBER).await);
    body["scope"] = json!(STAYING);
    let mut requests = JoinSet::new();
    for _ in 0..1000 {
        let (server, body) = (server.clone(), body.clone());
        requests.spawn(async move { server.post(TOKEN_PATH, &body).await });
    }
    let answers = requests.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(number(&database_in(&folder), "SELECT count(*) FROM families").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_thousand_guesses_those_beyond_the_lockout_are_not_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |settings| {
        settings.address_limit = Rate::new(100_000, 60).unwrap();
        settings.lockout.failures = Rate::new(2, 3600).unwrap();
    });
    let server = server.await;
    let code = server.code(NUMBER).await;
    let answers = at_once(&server, 1000, &other_than(&code)).await;
    let count = |error: &str| answers.iter().filter(|answer| answer.json()["error"] == error).count();
    assert_eq!((count("invalid_grant"), count("too_many_attempts")), (1, 999));
}

async fn renew_at_once(server: &Server, times: usize, tokens: &Value) -> Vec<Answer> {
    let mut requests = JoinSet::new();
    for _ in 0..times {
        let (server, tokens) = (server.clone(), tokens.clone());
        requests.spawn(async move { server.renew(&tokens).await });
    }
    requests.join_all().await
}

async fn at_once(server: &Server, times: usize, code: &str) -> Vec<Answer> {
    let mut requests = JoinSet::new();
    for _ in 0..times {
        let (server, code) = (server.clone(), code.to_owned());
        requests.spawn(async move { server.redeem(NUMBER, &code).await });
    }
    requests.join_all().await
}

fn on_file(folder: &tempfile::TempDir) -> Settings {
    let mut settings = Settings::dev(&database_in(folder), "http://127.0.0.1:4000/");
    settings.address_limit = Rate::new(100_000, 60).unwrap();
    settings
}
