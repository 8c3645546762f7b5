//! Whether an answer is one of those that the published description has; every answer of these tests is asked.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use axum::http::{HeaderName, Method, StatusCode};
use serde_json::{Map, Value};

use crate::harness::Answer;

/// The description.
pub(crate) static DESCRIPTION: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(passlock_server::description()).unwrap());

/// Fails unless the description has this status for this address, with these headers and such a body. Methods that it does
/// not have are refused as such.
#[track_caller]
pub(crate) fn check(method: &Method, path: &str, answer: &Answer) {
    let Some(described) = operations(path) else { return };
    let name = if method == Method::HEAD { "get".to_owned() } else { method.as_str().to_lowercase() };
    let Some(operation) = described.get(&name) else {
        let is_permission = method == Method::OPTIONS && answer.status == StatusCode::NO_CONTENT;
        let is_refused = matches!(answer.status.as_u16(), 405 | 403);
        assert!(is_permission || is_refused, "{method} {path}: {} {}", answer.status, answer.text);
        return;
    };
    // Without --dev these two are not there, and are described with it.
    if path.starts_with("/dev/") && answer.status == StatusCode::NOT_FOUND {
        return;
    }
    let status = answer.status.as_str();
    let response = &operation["responses"][status];
    assert!(response.is_object(), "{method} {path} is not described with {status}: {}", answer.text);
    check_headers(&format!("{method} {path} {status}"), response, answer);
    if method != Method::HEAD {
        check_body(&format!("{method} {path} {status}"), response, answer);
    }
}

fn check_headers(what: &str, response: &'static Value, answer: &Answer) {
    let described = response["headers"].as_object().unwrap();
    for (name, reference) in described {
        let header = resolve(reference);
        let value = answer.header(name);
        assert!(value.is_some() || header["required"] != true, "{what} lacks {name}");
        if let (Some(value), Some(wanted)) = (value, header["schema"]["const"].as_str()) {
            assert_eq!(value, wanted, "{what}: {name}");
        }
    }
    let usual = ["allow", "content-length", "content-type", "vary", "accept-ranges", "last-modified"];
    for name in answer.headers.keys().map(HeaderName::as_str).filter(|name| !usual.contains(name)) {
        assert!(described.keys().any(|known| known.eq_ignore_ascii_case(name)), "{what} has {name}");
    }
}

fn check_body(what: &str, response: &'static Value, answer: &Answer) {
    let Some(content) = response["content"].as_object() else {
        assert_eq!(answer.text, "", "{what} is described without a body");
        return;
    };
    let kind = answer.header("content-type").unwrap_or_default();
    let schema = &content.get(kind).unwrap_or_else(|| panic!("{what} is not described as {kind}"))["schema"];
    if kind == "application/json" {
        check_fields(what, schema, &answer.json());
    }
}

/// The names of an object's fields, and the words that they may be.
fn check_fields(what: &str, schema: &'static Value, body: &Value) {
    let schema = resolve(schema);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        check_fields(what, part, body);
    }
    let Some(body) = body.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(body.contains_key(name.as_str().unwrap()), "{what} lacks {name}: {body:?}");
    }
    let fields = schema["properties"].as_object();
    for (name, field) in fields.into_iter().flatten() {
        let words = resolve(field)["enum"].as_array();
        if let (Some(words), Some(value)) = (words, body.get(name)) {
            assert!(words.contains(value), "{what}: {name} is {value}, which is not described");
        }
    }
    if schema["additionalProperties"] == false {
        let names: BTreeSet<_> = fields.into_iter().flat_map(Map::keys).collect();
        let others: Vec<_> = body.keys().filter(|name| !names.contains(name)).collect();
        assert!(others.is_empty(), "{what} has {others:?}");
    }
}

/// What the description has for a path, where a name in braces stands for one part of it.
fn operations(path: &str) -> Option<&'static Map<String, Value>> {
    let is_it = |pattern: &str| {
        let (wanted, parts): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
        let is_part = |(wanted, part): (&&str, &&str)| wanted == part || (wanted.starts_with('{') && !part.is_empty());
        wanted.len() == parts.len() && wanted.iter().zip(&parts).all(is_part)
    };
    let paths = DESCRIPTION["paths"].as_object().unwrap();
    paths.iter().find(|(pattern, _)| is_it(pattern)).and_then(|(_, described)| described.as_object())
}

/// What a reference leads to.
pub(crate) fn resolve(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(reference) => DESCRIPTION.pointer(reference.trim_start_matches('#')).unwrap(),
        None => value,
    }
}
