//! The description that the server publishes: every address is in it and nothing else, and it says what the types say.

use std::collections::BTreeSet;

use axum::http::Method;
use passlock_core::protocol::{ErrorBody, Reason, START_FIELDS};
use serde_json::{Value, json};

use crate::described::{DESCRIPTION, resolve};
use crate::emails::{ADDRESS, log_in_by_email};
use crate::harness::{NUMBER, PAGE, Server, request};

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"];

fn schema(name: &str) -> &'static Value {
    &DESCRIPTION["components"]["schemas"][name]
}

fn fields(of: &Value) -> BTreeSet<&str> {
    of.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn it_is_published_as_it_is() {
    let answer = Server::dev().await.get("/openapi.json").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("application/json")));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.json(), *DESCRIPTION);
    assert_eq!(DESCRIPTION["info"]["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn there_are_as_many_addresses_as_the_router_has() {
    let sources = [include_str!("../../src/routes/mod.rs"), include_str!("../../src/routes/dev.rs")];
    let in_router: usize = sources.iter().map(|source| source.matches(".route(").count()).sum();
    assert_eq!(fields(&DESCRIPTION["paths"]).len(), in_router, "a route is not described");
}

#[tokio::test]
async fn every_address_answers_to_the_methods_that_are_described_and_to_no_others() {
    let server = Server::dev().await;
    for (path, described) in DESCRIPTION["paths"].as_object().unwrap() {
        // A stream without an end.
        if path == "/dev/outbox/events" {
            continue;
        }
        for method in METHODS {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let is_described = described.get(method.as_str().to_lowercase()).is_some();
            let headers = [("origin", PAGE)];
            let answer = server.send(request(method.clone(), &path.replace(['{', '}'], "x"), &headers, "")).await;
            assert_eq!(answer.status.as_u16() != 405, is_described, "{method} {path}: {}", answer.text);
        }
    }
}

#[test]
fn every_reference_leads_somewhere_and_nothing_is_described_for_nobody() {
    let text = passlock_server::description();
    let references: BTreeSet<_> =
        text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for reference in &references {
        assert!(DESCRIPTION.pointer(reference).is_some(), "{reference}");
    }
    for kind in ["headers", "parameters", "schemas"] {
        for name in fields(&DESCRIPTION["components"][kind]) {
            assert!(references.contains(&*format!("/components/{kind}/{name}")), "nobody needs {kind} {name}");
        }
    }
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let operations = DESCRIPTION["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap());
    let names: Vec<_> = operations.map(|(_, operation)| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
}

#[test]
fn a_refusal_has_the_fields_of_its_type_and_every_reason() {
    let error = ErrorBody {
        attempts_left: Some(2),
        reason: Some(Reason::WrongCode),
        retry_at: Some(1),
        provider_code: Some(21_610),
        ..ErrorBody::new("invalid_grant", "A sentence.")
    };
    let written = serde_json::to_value(error).unwrap();
    assert_eq!(fields(&written), fields(&schema("Error")["properties"]));
    for reason in schema("Reason")["enum"].as_array().unwrap() {
        let read: Reason = serde_json::from_value(reason.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), *reason, "there is no such reason");
    }
    let source = include_str!("../../../core/src/protocol/reason.rs");
    let all = source.split("pub enum Reason {").nth(1).unwrap().split('}').next().unwrap();
    let n_reasons = all.lines().filter(|line| line.trim_end().ends_with(',')).count();
    assert_eq!(schema("Reason")["enum"].as_array().unwrap().len(), n_reasons, "a reason is not described");
}

#[tokio::test]
async fn requests_and_replies_have_the_fields_of_their_types() {
    let start: BTreeSet<_> = START_FIELDS.into_iter().collect();
    assert_eq!(fields(&schema("StartRequest")["properties"]), start);
    let server = Server::dev().await;
    let tokens = server.stay(NUMBER, "openid profile phone offline_access").await;
    assert_eq!(fields(&tokens), fields(&schema("TokenReply")["properties"]));
    let by_number = server.userinfo(&tokens).await.json();
    let by_address = server.userinfo(&log_in_by_email(&server, ADDRESS, "openid profile email").await).await.json();
    let both: BTreeSet<_> = fields(&by_number).union(&fields(&by_address)).copied().collect();
    assert_eq!(both, fields(&schema("Profile")["properties"]));
    let about = server.get("/.well-known/openid-configuration").await.json();
    assert_eq!(fields(&about), fields(&schema("Discovery")["properties"]));
    assert_eq!(fields(&server.outbox().await[0]), fields(&schema("Message")["properties"]));
    assert_eq!(resolve(&schema("StartReply")["properties"]["phone_number"]), schema("PhoneNumber"));
    assert_eq!(schema("StartReply")["additionalProperties"], json!(false));
}
