//! Two servers on one database are as strict as one.

use std::collections::BTreeMap;

use passlock_core::protocol::{JWKS_PATH, START_PATH};
use serde_json::json;
use tokio::task::JoinSet;

use crate::place::{database_in, number};
use crate::running::{Running, numbers};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_thousand_verifications_each_code_succeeds_once() {
    let folder = tempfile::tempdir().unwrap();
    let database = database_in(&folder);
    let (one, two) = tokio::join!(Running::start(&database), Running::start(&database));
    let codes = one.ask.codes(&numbers(50)).await;
    let mut requests = JoinSet::new();
    for round in 0..200_u16 {
        for (at, (person, code)) in codes.iter().enumerate() {
            let ask = if (usize::from(round) + at) % 2 == 0 { one.ask.clone() } else { two.ask.clone() };
            let (person, code) = (person.clone(), code.clone());
            let from = round * 50 + u16::try_from(at).unwrap();
            requests.spawn(async move {
                let answer = ask.redeem(&person, &code, from).await.unwrap();
                (person, answer)
            });
        }
    }
    let mut wins = BTreeMap::new();
    let mut statuses = BTreeMap::new();
    for (person, answer) in requests.join_all().await {
        *statuses.entry(answer.status).or_insert(0) += 1;
        if answer.status == 200 {
            *wins.entry(person).or_insert(0) += 1;
        }
    }
    assert_eq!(statuses.values().sum::<i32>(), 10_000);
    assert_eq!(wins, codes.into_iter().map(|(person, _)| (person, 1)).collect(), "{statuses:?}");
    assert!(statuses.keys().all(|status| matches!(status, 200 | 403 | 503)), "{statuses:?}");
    assert_eq!(number(&database, "SELECT count(*) FROM users").await, 50);
    assert_eq!(number(&database, "SELECT count(*) FROM users WHERE logins = 1").await, 50);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_hold_for_both_together() {
    let folder = tempfile::tempdir().unwrap();
    let database = database_in(&folder);
    let limits = ["--number-limit", "5/3600", "--address-limit", "20/3600"];
    let (one, two) = tokio::join!(Running::with(&database, &limits), Running::with(&database, &limits));
    let mut starts = JoinSet::new();
    for at in 0..200_u16 {
        let ask = if at % 2 == 0 { one.ask.clone() } else { two.ask.clone() };
        starts.spawn(async move { ask.start("+447400123456", at).await.unwrap().status });
    }
    assert_eq!(count(&starts.join_all().await), BTreeMap::from([(200, 5), (429, 195)]), "codes for one number");

    let mut starts = JoinSet::new();
    for (at, person) in numbers(200).into_iter().enumerate() {
        let ask = if at % 2 == 0 { one.ask.clone() } else { two.ask.clone() };
        starts.spawn(async move { ask.start(&person, 1000).await.unwrap().status });
    }
    assert_eq!(count(&starts.join_all().await), BTreeMap::from([(200, 20), (429, 180)]), "codes from one address");

    let mut guesses = JoinSet::new();
    for (at, person) in numbers(300).into_iter().enumerate() {
        let ask = if at % 2 == 0 { one.ask.clone() } else { two.ask.clone() };
        guesses.spawn(async move { ask.redeem(&person, "000000", 2000).await.unwrap().status });
    }
    assert_eq!(count(&guesses.join_all().await), BTreeMap::from([(403, 60), (429, 240)]), "guesses from one address");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_start_at_once_on_nothing_share_tables_and_keys() {
    let folder = tempfile::tempdir().unwrap();
    let database = database_in(&folder);
    let start = || Running::start(&database);
    let servers = tokio::join!(start(), start(), start(), start());
    let keys = servers.0.ask.get(JWKS_PATH).await.unwrap().body;
    assert_eq!(keys["keys"].as_array().unwrap().len(), 1);
    for server in [&servers.1, &servers.2, &servers.3] {
        assert_eq!(server.ask.get(JWKS_PATH).await.unwrap().body, keys);
    }
    let tokens = servers.1.ask.log_in("+447400123456").await;
    assert_eq!(servers.2.ask.userinfo(&tokens).await.unwrap().status, 200);
    assert_eq!(servers.3.ask.renew(&tokens).await.unwrap().status, 200);
    let malformed = servers.0.ask.post(START_PATH, 0, &json!({})).await.unwrap();
    assert_eq!(malformed.status, 400, "{malformed:?}");
}

fn count(statuses: &[u16]) -> BTreeMap<u16, usize> {
    let mut counts = BTreeMap::new();
    for &status in statuses {
        *counts.entry(status).or_insert(0) += 1;
    }
    counts
}
