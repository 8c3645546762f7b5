//! Nobody can tell from outside who has an account: neither by the answers nor by the work that is done for them.
//!
//! The work is counted in statements and not in milliseconds, which a busy machine makes up.

use axum::http::{HeaderMap, Method};
use passlock_core::PhoneNumber;
use passlock_core::protocol::{START_PATH, TOKEN_PATH};
use passlock_server::{Allowed, BackOff, EmailAddress, Identity, Operator, Rate, SignUps};
use serde_json::Value;

use crate::emails::{email_start, email_token};
use crate::harness::{JSON, Server, database_in, from_address, request, start_body, token_body};
use crate::witness::Witness;

/// What somebody gets to see, and what the database had to do for it.
#[derive(Debug, PartialEq)]
struct Trace {
    status: u16,
    headers: HeaderMap,
    body: Value,
    statements: Vec<String>,
}

/// Four people: with an account, shut out, invited, and a stranger.
const PEOPLE: [&str; 4] = ["+447400123450", "+447400123451", "+447400123452", "+447400123453"];
const ADDRESSES: [&str; 4] = ["berta@a.example", "clara@a.example", "diana@a.example", "erika@a.example"];

fn identity(whom: &str) -> Identity {
    match EmailAddress::read(whom) {
        Ok(address) => Identity::from(&address),
        Err(_) => Identity::from(&PhoneNumber::parse(whom, None).unwrap()),
    }
}

fn start(whom: &str) -> Value {
    if whom.contains('@') { email_start(whom) } else { start_body(whom) }
}

fn token(whom: &str) -> Value {
    if whom.contains('@') { email_token(whom, "------") } else { token_body(whom, "------") }
}

async fn ask(server: &Server, witness: &Witness, path: &str, body: &Value, address: &str) -> Trace {
    witness.statements();
    let answer = server.send(from_address(request(Method::POST, path, JSON, &body.to_string()), address)).await;
    let mut body = answer.json();
    for name in ["_id", "phone_number", "email"] {
        if let Some(value) = body.get_mut(name) {
            *value = Value::Bool(value.is_string());
        }
    }
    // What happens beside the answer is not waited for, so it is not looked at either.
    let statements = witness.statements();
    let kept = statements.into_iter().filter(|statement| !statement.contains("outbox")).collect();
    Trace { status: answer.status.as_u16(), headers: answer.headers, body, statements: kept }
}

/// Everything that each of them does, step by step: codes asked for until none is sent any more, and wrong ones typed.
async fn traces(people: &[&str; 4], sign_ups: SignUps, failures: u32) -> Vec<Vec<Trace>> {
    let witness = Witness::new();
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |settings| {
        settings.sign_ups = sign_ups;
        settings.back_off = BackOff::USUAL;
        (settings.network_limit, settings.client_limit) = (Rate::new(100, 3600), Rate::new(100, 3600));
        (settings.country_limit, settings.global_limit) = (Rate::new(100, 3600), Rate::new(100, 3600));
        settings.lockout.failures = Rate::new(failures, 3600).unwrap();
    })
    .await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    for whom in &people[..2] {
        assert!(operator.add_user(identity(whom), server.now()).await.unwrap());
    }
    assert!(operator.block_user(identity(people[1]), server.now()).await.unwrap());
    let mut traces = Vec::new();
    for (at, whom) in people.iter().enumerate() {
        // Each at an address of their own, in networks of their own.
        let address = format!("198.51.{at}.1");
        let mut steps = Vec::new();
        for _ in 0..3 {
            steps.push(ask(&server, &witness, START_PATH, &start(whom), &address).await);
        }
        for _ in 0..4 {
            steps.push(ask(&server, &witness, TOKEN_PATH, &token(whom), &address).await);
        }
        steps.push(ask(&server, &witness, START_PATH, &start(whom), &address).await);
        traces.push(steps);
    }
    traces
}

async fn check(people: &[&str; 4], sign_ups: SignUps) {
    // Codes that are tried too often, and places that are shut out.
    for (failures, expected) in
        [(50, [200, 200, 429, 403, 403, 403, 403, 429]), (3, [200, 200, 429, 403, 403, 429, 429, 429])]
    {
        let traces = traces(people, sign_ups.clone(), failures).await;
        let statuses: Vec<_> = traces[0].iter().map(|trace| trace.status).collect();
        assert_eq!(statuses, expected);
        check_alike(&traces);
    }
}

#[track_caller]
fn check_alike(traces: &[Vec<Trace>]) {
    assert!(traces[0].iter().all(|trace| !trace.statements.is_empty()), "statements are seen");
    for other in &traces[1..] {
        for (step, (one, other)) in traces[0].iter().zip(other).enumerate() {
            assert_eq!(one, other, "step {step}");
        }
    }
}

#[tokio::test]
async fn with_open_sign_ups_everybody_is_alike() {
    check(&PEOPLE, SignUps::Open).await;
    check(&ADDRESSES, SignUps::Open).await;
}

#[tokio::test]
async fn with_closed_sign_ups_everybody_is_alike() {
    check(&PEOPLE, SignUps::Closed).await;
    check(&ADDRESSES, SignUps::Closed).await;
}

#[tokio::test]
async fn with_a_list_everybody_is_alike() {
    for people in [&PEOPLE, &ADDRESSES] {
        check(people, SignUps::Listed(vec![Allowed::read(people[2]).unwrap()])).await;
    }
}

#[tokio::test]
async fn a_code_costs_five_statements_and_a_refusal_one() {
    let witness = Witness::new();
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |settings| {
        settings.network_limit = Rate::new(100, 3600);
        settings.global_limit = Rate::new(1, 3600);
    })
    .await;
    let body = start_body(PEOPLE[0]);
    let sent = ask(&server, &witness, START_PATH, &body, "192.0.2.1").await;
    let begins: Vec<_> = sent.statements.iter().map(|statement| statement.split(' ').next().unwrap()).collect();
    assert_eq!(
        begins,
        ["SELECT", "SELECT", "SELECT", "INSERT", "WITH"],
        "limits, person, what waits, code, all buckets"
    );
    let refused = ask(&server, &witness, START_PATH, &body, "192.0.2.1").await;
    assert_eq!((refused.status, refused.statements.len()), (429, 1));
}
