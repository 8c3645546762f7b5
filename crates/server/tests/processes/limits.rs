//! Two servers on one database count together, whatever it is that they count.

use std::collections::BTreeMap;

use tokio::task::JoinSet;

use crate::place::{database_in, number, prepare};
use crate::running::{Asking, Running, arguments, numbers, server};

/// Two servers that are set up like this, with the limits of number and address out of the way.
async fn two(database: &str, variables: &[(&str, &str)]) -> [Running; 2] {
    prepare(database).await;
    let start = || {
        let mut command = server();
        command.args(arguments(database)).args(["--address-limit", "1000000/60", "--number-limit", "1000000/60"]);
        command.envs(variables.iter().copied());
        Running::spawn(command)
    };
    tokio::join!(start(), start()).into()
}

/// All at once, every other one at the other server, from so many addresses; how often there was which answer.
async fn starts(servers: &[Running; 2], people: Vec<String>, addresses: u16) -> BTreeMap<u16, usize> {
    let mut requests = JoinSet::new();
    for (at, person) in people.into_iter().enumerate() {
        let ask: Asking = servers[at % 2].ask.clone();
        let from = u16::try_from(at).unwrap() % addresses;
        requests.spawn(async move { ask.start(&person, from).await.unwrap().status });
    }
    let mut counts = BTreeMap::new();
    for status in requests.join_all().await {
        *counts.entry(status).or_insert(0) += 1;
    }
    counts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_shared_limit_holds_for_both_together() {
    for limit in ["NETWORK", "CLIENT", "COUNTRY", "GLOBAL"] {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("PASSLOCK_LIMITS__{limit}");
        let servers = two(&database_in(&folder), &[(&name, "15/1h")]).await;
        // 200 addresses that are one network, so that each limit is met.
        let counts = starts(&servers, numbers(200), 200).await;
        assert_eq!(counts, BTreeMap::from([(200, 15), (429, 185)]), "{limit}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_limit_refuses_is_left_to_others_at_both() {
    let folder = tempfile::tempdir().unwrap();
    let database = database_in(&folder);
    let variables = [("PASSLOCK_LIMITS__COUNTRY", "10/1h"), ("PASSLOCK_LIMITS__GLOBAL", "25/1h")];
    let servers = two(&database, &variables).await;
    assert_eq!(starts(&servers, numbers(100), 200).await, BTreeMap::from([(200, 10), (429, 90)]));
    let german = |at| format!("+4915112345{at:03}");
    assert_eq!(starts(&servers, (0..100).map(german).collect(), 200).await, BTreeMap::from([(200, 10), (429, 90)]));
    let french = |at| format!("+33612345{at:03}");
    assert_eq!(starts(&servers, (0..100).map(french).collect(), 200).await, BTreeMap::from([(200, 5), (429, 95)]));
    assert_eq!(number(&database, "SELECT count(*) FROM outbox").await, 25);
    assert_eq!(number(&database, "SELECT count(*) FROM codes").await, 25, "a refusal leaves nothing behind");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_waits_at_both_servers() {
    let folder = tempfile::tempdir().unwrap();
    let database = database_in(&folder);
    let servers = two(&database, &[("PASSLOCK_BACK_OFF__FIRST", "1m")]).await;
    let person = numbers(1).remove(0);
    let counts = starts(&servers, vec![person.clone(); 100], 200).await;
    assert_eq!(counts, BTreeMap::from([(200, 2), (429, 98)]));
    let messages = servers[0].ask.get("/dev/outbox").await.unwrap().body;
    // Two that were asked for together arrive in either order, and one of them is the newest.
    let mut logins = Vec::new();
    for message in messages.as_array().unwrap() {
        let code = message["code"].as_str().unwrap();
        logins.push(servers[0].ask.redeem(&person, code, 7).await.unwrap().status);
    }
    logins.sort_unstable();
    assert_eq!(logins, [200, 403]);
    let counts = starts(&servers, vec![person; 100], 200).await;
    assert_eq!(counts, BTreeMap::from([(200, 2), (429, 98)]), "a login at one is one at the other");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_people_at_both_servers_do_not_get_in_each_others_way() {
    let folder = tempfile::tempdir().unwrap();
    let all = ["NETWORK", "CLIENT", "COUNTRY", "GLOBAL"].map(|limit| format!("PASSLOCK_LIMITS__{limit}"));
    let variables: Vec<_> = all.iter().map(|name| (name.as_str(), "100000/1h")).collect();
    let servers = two(&database_in(&folder), &variables).await;
    // Every number four times, at both servers, while all share four rows.
    let people = numbers(101).into_iter().cycle().take(400).collect();
    assert_eq!(starts(&servers, people, 200).await, BTreeMap::from([(200, 400)]));
}
