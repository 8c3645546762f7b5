//! Many requests at the same moment, against a database in a file.

use std::collections::BTreeMap;

use passlock_core::protocol::ErrorBody;
use passlock_server::{Rate, Settings};
use tokio::task::JoinSet;

use crate::harness::{Answer, NUMBER, Server, other_than};

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

async fn at_once(server: &Server, times: usize, code: &str) -> Vec<Answer> {
    let mut requests = JoinSet::new();
    for _ in 0..times {
        let (server, code) = (server.clone(), code.to_owned());
        requests.spawn(async move { server.redeem(NUMBER, &code).await });
    }
    requests.join_all().await
}

fn on_file(folder: &tempfile::TempDir) -> Settings {
    let url = format!("sqlite://{}", folder.path().join("races.db").display());
    let mut settings = Settings::dev(&url, "http://127.0.0.1:4000/");
    settings.address_limit = Rate::new(100_000, 60).unwrap();
    settings
}
