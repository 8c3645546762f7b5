//! What operators find in the log, and what they do not.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::http::Method;
use passlock_core::PhoneNumber;
use passlock_core::protocol::{START_PATH, TOKEN_PATH};
use passlock_server::{
    BackOff, Countries, Country, EVENTS, EventKind, Lockout, Operator, Rate, Rotation, Settings, SignUps, note_client,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::device::{Device, METHODS};
use crate::harness::{
    JSON, NUMBER, OTHER_NUMBER, Server, database_in, dev_settings, from_address, other_than, request, start_body,
    token_body,
};
use crate::witness::{Line, Witness};

const HERE: &str = "192.0.2.77";

async fn post(server: &Server, path: &str, body: &Value) -> u16 {
    server.send(from_address(request(Method::POST, path, JSON, &body.to_string()), HERE)).await.status.as_u16()
}

async fn start(server: &Server, number: &str) -> u16 {
    post(server, START_PATH, &start_body(number)).await
}

type Change = fn(&mut Settings, Rate);

async fn with(change: impl FnOnce(&mut Settings)) -> Server {
    let mut settings = dev_settings();
    change(&mut settings);
    Server::with(settings).await
}

/// The limit that the last request hit, and nothing else.
#[track_caller]
fn check_limit(witness: &Witness, limit: &str, network: &str) {
    let events = witness.events();
    let [event] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((event.fields["event"].as_str(), event.fields["limit"].as_str()), ("limit_hit", limit));
    assert_eq!((event.fields["network"].as_str(), event.level.as_str()), (network, "warn"));
    assert_eq!(event.fields["number"], "GB …56");
}

#[tokio::test]
async fn every_limit_is_told_by_its_name() {
    let witness = Witness::new();
    let one = Rate::new(1, 3600).unwrap();
    let changes: [(&str, Change); 6] = [
        ("number", |settings, one| settings.number_limit = one),
        ("address", |settings, one| settings.address_limit = one),
        ("network", |settings, one| settings.network_limit = Some(one)),
        ("client", |settings, one| settings.client_limit = Some(one)),
        ("country", |settings, one| settings.country_limit = Some(one)),
        ("global", |settings, one| settings.global_limit = Some(one)),
    ];
    for (limit, change) in changes {
        let server = with(|settings| change(settings, one)).await;
        assert_eq!(start(&server, NUMBER).await, 200);
        assert!(witness.events().is_empty());
        assert_eq!(start(&server, NUMBER).await, 429);
        check_limit(&witness, limit, "192.0.2.0/24");
    }
    let server = with(|settings| settings.back_off = BackOff::USUAL).await;
    for status in [200, 200, 429] {
        assert_eq!(start(&server, NUMBER).await, status);
    }
    check_limit(&witness, "back_off", "192.0.2.0/24");

    let server = with(|settings| settings.address_limit = one).await;
    for status in [403, 403, 403, 429] {
        assert_eq!(post(&server, TOKEN_PATH, &token_body(NUMBER, "------")).await, status);
    }
    check_limit(&witness, "guesses", "192.0.2.0/24");
}

#[tokio::test]
async fn a_lock_out_is_told_once_and_what_comes_after_is_a_limit() {
    let witness = Witness::new();
    let lockout = Lockout { failures: Rate::new(2, 3600).unwrap(), ..Lockout::USUAL };
    let server = with(|settings| settings.lockout = lockout).await;
    assert_eq!(post(&server, TOKEN_PATH, &token_body(NUMBER, "------")).await, 403);
    assert!(witness.events().is_empty());
    assert_eq!(post(&server, TOKEN_PATH, &token_body(NUMBER, "------")).await, 429);
    let events = witness.events();
    assert_eq!((events.len(), events[0].fields["event"].as_str()), (1, "locked_out"));
    assert_eq!(post(&server, TOKEN_PATH, &token_body(NUMBER, "------")).await, 429);
    check_limit(&witness, "lockout", "192.0.2.0/24");
    assert_eq!(start(&server, NUMBER).await, 429);
    check_limit(&witness, "lockout", "192.0.2.0/24");
}

/// Everything that there is an event for.
async fn everything_that_can_happen(folder: &TempDir) -> String {
    let phone = |number: &str| PhoneNumber::parse(number, None).unwrap();
    let strict = |settings: &mut Settings| {
        settings.sign_ups = SignUps::Closed;
        settings.number_limit = Rate::new(1, 3600).unwrap();
        settings.lockout.failures = Rate::new(1, 3600).unwrap();
        settings.numbers.countries = Countries::AllBut(vec![Country::read("DE").unwrap()]);
    };
    let server = Server::on_file(folder, strict).await;
    let operator = Operator::open(&database_in(folder)).await.unwrap();
    operator.add_user(&phone(NUMBER), server.now()).await.unwrap();
    assert_eq!(start(&server, NUMBER).await, 200);
    crate::harness::eventually(async || !server.outbox().await.is_empty()).await;
    let code = server.outbox().await[0]["code"].as_str().unwrap().to_owned();
    assert_eq!(start(&server, NUMBER).await, 429);
    operator.block_user(&phone(NUMBER), server.now()).await.unwrap();
    assert_eq!(post(&server, TOKEN_PATH, &token_body(NUMBER, &code)).await, 401);
    operator.unblock_user(&phone(NUMBER)).await.unwrap();
    assert_eq!(post(&server, TOKEN_PATH, &token_body(NUMBER, &other_than(&code))).await, 429);
    assert_eq!(start(&server, OTHER_NUMBER).await, 200);
    for unserved in ["+4915112345678", "+449098790123"] {
        assert_eq!(start(&server, unserved).await, 400);
    }
    let open = Server::dev().await;
    let login = open.stay(NUMBER, "openid offline_access").await;
    for status in [200, 403] {
        assert_eq!(open.renew(&login).await.status, status);
    }
    crate::identities::linked_and_unlinked(&open).await;
    let mut device = Device::new();
    let passkey = open.add_passkey(&login, &mut device).await;
    for status in [200, 403] {
        assert_eq!(open.come_back(&mut device).await.status, status);
        device.passkey().counter = Some(0);
    }
    let path = format!("{METHODS}/{}", passkey["id"].as_str().unwrap());
    assert_eq!(open.as_owner(Method::DELETE, &path, &login, &Value::Null).await.status, 204);
    operator.rotate_keys(Rotation::Leaked, server.now()).await.unwrap();
    operator.delete_user(&phone(NUMBER), None, server.now()).await.unwrap();
    note_client("shop");
    code
}

#[tokio::test]
async fn the_events_are_those_of_the_table() {
    let witness = Witness::new();
    let folder = tempfile::tempdir().unwrap();
    everything_that_can_happen(&folder).await;
    let mut seen = BTreeMap::new();
    for Line { level, fields, .. } in witness.events() {
        let others = fields.keys().filter(|name| !["event", "message"].contains(name)).copied();
        seen.insert(fields["event"].clone(), (level, others.collect::<Vec<_>>()));
    }
    let table = EVENTS.iter().map(|&EventKind { name, level, fields, .. }| {
        let mut fields = fields.to_vec();
        fields.sort_unstable();
        (name.to_owned(), (level.to_owned(), fields))
    });
    assert_eq!(seen, table.collect());
}

#[tokio::test]
async fn an_event_holds_no_number_no_address_and_no_code() {
    let witness = Witness::new();
    let folder = tempfile::tempdir().unwrap();
    let code = everything_that_can_happen(&folder).await;
    let events = witness.events();
    assert!(events.len() > 10);
    let log = format!("{events:?}");
    for secret in [NUMBER, OTHER_NUMBER, "4915112345678", "7400123456", HERE, &code] {
        assert!(!log.contains(secret.trim_start_matches('+')), "{secret}: {log}");
    }
}

#[tokio::test]
async fn somebody_who_does_not_exist_leaves_the_same_events_as_somebody_who_does() {
    let witness = Witness::new();
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |settings| settings.number_limit = Rate::new(1, 3600).unwrap()).await;
    server.log_in(NUMBER).await;
    witness.events();
    for number in [NUMBER, OTHER_NUMBER] {
        start(&server, number).await;
        start(&server, number).await;
    }
    let names: Vec<_> = witness.events().iter().map(|line| line.fields["limit"].clone()).collect();
    assert_eq!(names, ["number", "number", "number"]);
}

#[test]
fn the_documentation_has_every_event() {
    const BEGIN: &str = "<!-- The table is written by the tests: PASSLOCK_WRITE_DOCS=1 -->\n\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/backend/abuse.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (head, _) = page.split_once(BEGIN).expect("the place of the table");
    let mut table = "| `event` | Level | Other fields | |\n|---|---|---|---|\n".to_owned();
    for EventKind { name, level, fields, says } in EVENTS {
        let fields: Vec<_> = fields.iter().map(|field| format!("`{field}`")).collect();
        writeln!(table, "| `{name}` | {level} | {} | {says} |", fields.join(", ")).unwrap();
    }
    let written = format!("{head}{BEGIN}{table}");
    if std::env::var_os("PASSLOCK_WRITE_DOCS").is_some() {
        std::fs::write(path, &written).unwrap();
        return;
    }
    assert!(page == written, "docs/backend/abuse.md is not what the code says; PASSLOCK_WRITE_DOCS=1 writes it anew");
}
