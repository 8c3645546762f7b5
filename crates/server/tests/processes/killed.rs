//! A server is killed in the middle (SIGKILL). What it had confirmed holds, and nothing happens twice.

use std::collections::BTreeSet;

use serde_json::Value;
use tokio::task::JoinSet;

use crate::place::{database_in, number};
use crate::running::{Running, numbers};

/// Kills one of two servers while both are asked to take codes, and looks at what is left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_server_confirmed_holds_and_nothing_happens_twice() {
    let folder = tempfile::tempdir().unwrap();
    let database = database_in(&folder);
    let (mut one, two) = tokio::join!(Running::start(&database), Running::start(&database));
    // The server that will be killed has confirmed that each of these was sent.
    let codes = one.ask.codes(&numbers(200)).await;
    let mut requests = JoinSet::new();
    for round in 0..4_u16 {
        for (at, (person, code)) in codes.iter().enumerate() {
            let ask = if (usize::from(round) + at) % 2 == 0 { one.ask.clone() } else { two.ask.clone() };
            let (person, code) = (person.clone(), code.clone());
            requests.spawn(async move {
                let answer = ask.redeem(&person, &code, round).await;
                (person, answer)
            });
        }
    }
    let mut confirmed: Vec<(String, Value)> = Vec::new();
    let (mut answers, mut lost) = (0, 0);
    while let Some(answer) = requests.join_next().await {
        answers += 1;
        if answers == 100 {
            one.kill();
        }
        match answer.unwrap() {
            (person, Some(answer)) if answer.status == 200 => confirmed.push((person, answer.body)),
            (_, Some(answer)) => assert!(matches!(answer.status, 403 | 503), "{answer:?}"),
            (_, None) => lost += 1,
        }
    }
    assert!(lost > 0, "it was killed in the middle");
    let people: BTreeSet<_> = confirmed.iter().map(|(person, _)| person.clone()).collect();
    assert_eq!(people.len(), confirmed.len(), "nobody has logged in twice");

    // Whoever got no answer tries again: either it had counted, or it counts now.
    let mut late = 0;
    for (person, code) in &codes {
        let answer = two.ask.redeem(person, code, 9).await.unwrap();
        if people.contains(person) {
            assert_eq!(answer.status, 403, "a code that was used up is used up: {answer:?}");
        } else if answer.status == 200 {
            late += 1;
        }
    }
    assert_eq!(number(&database, "SELECT max(logins) FROM users").await, 1);
    let users = number(&database, "SELECT count(*) FROM users").await;
    assert_eq!(users, 200, "every code was taken once");
    assert!(i64::try_from(confirmed.len() + late).unwrap() <= users);

    // Sessions that the killed server began go on, here and where it is started again.
    let again = Running::start(&database).await;
    for (at, (_, tokens)) in confirmed.iter().enumerate() {
        let ask = if at % 2 == 0 { &two.ask } else { &again.ask };
        assert_eq!(ask.userinfo(tokens).await.unwrap().status, 200);
        assert_eq!(ask.renew(tokens).await.unwrap().status, 200);
    }
    again.ask.log_in("+447400123456").await;
}

/// The only server is killed again and again while people log in, and started again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_and_started_again_forgets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = database_in(&folder);
    let mut sessions: Vec<Value> = Vec::new();
    let mut waiting = Vec::new();
    for round in 0..3_usize {
        let mut server = Running::start(&database).await;
        for (person, code) in waiting.drain(..) {
            let person: String = person;
            let code: String = code;
            assert_eq!(server.ask.redeem(&person, &code, 0).await.unwrap().status, 200, "a code outlives its server");
        }
        for tokens in &mut sessions {
            let answer = server.ask.renew(tokens).await.unwrap();
            assert_eq!(answer.status, 200, "{answer:?}");
            *tokens = answer.body;
        }
        let people: Vec<String> = (0..20).map(|at| format!("+447400{:06}", 200_000 + round * 100 + at)).collect();
        for person in &people[..10] {
            sessions.push(server.ask.log_in(person).await);
        }
        waiting = server.ask.codes(&people[10..]).await;
        // It is busy when it goes.
        let mut busy = JoinSet::new();
        for at in 0..100_u16 {
            let ask = server.ask.clone();
            busy.spawn(async move { ask.start(&format!("+447400{:06}", 300_000 + u32::from(at)), at).await });
        }
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        server.kill();
        drop(busy);
    }
    assert_eq!(sessions.len(), 30);
}
