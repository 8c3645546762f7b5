//! What this server answers, described for programs (OpenAPI 3.1). `openapi/` has it by hand and in short; here it becomes
//! what is published: what all answers of a kind have in common is written out.
//!
//! In those files `for` says who an address is for, a header is named by its description's name, `errors` are the codes of a
//! refusal, and a text in the place of an answer names a refusal that many addresses share.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

/// What every address takes and answers, as an OpenAPI 3.1 document in JSON; `GET /openapi.json` sends it.
#[must_use]
pub fn description() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| document().to_string());
    &TEXT
}

fn document() -> Value {
    let shared = read(include_str!("openapi/shared.json"));
    let sources = [
        include_str!("openapi/login.json"),
        include_str!("openapi/passkeys.json"),
        include_str!("openapi/across_origins.json"),
        include_str!("openapi/about.json"),
        include_str!("openapi/identities.json"),
    ];
    let mut paths: Map<_, _> = sources.into_iter().map(read).flat_map(entries).collect();
    for path in paths.values_mut() {
        let common = [&shared["for"][path["for"].as_str().unwrap_or_default()], &shared["for"]["all"]].map(entries_of);
        let common: Map<_, _> = common.into_iter().flatten().collect();
        if let Value::Object(path) = path {
            path.remove("for");
            path.values_mut().for_each(|operation| write_out(operation, &shared, &common));
        }
    }
    let mut info = shared["info"].clone();
    info["version"] = env!("CARGO_PKG_VERSION").into();
    json!({
        "openapi": "3.1.0",
        "info": info,
        "servers": [{ "url": "/" }],
        "tags": shared["tags"],
        "paths": paths,
        "components": {
            "schemas": read(include_str!("openapi/schemas.json")),
            "headers": shared["headers"],
            "parameters": shared["parameters"],
            "securitySchemes": shared["securitySchemes"],
        },
    })
}

/// Every answer of an operation in full.
fn write_out(operation: &mut Value, shared: &Value, common: &Map<String, Value>) {
    let Some(Value::Object(answers)) = operation.get_mut("responses") else { return };
    for answer in answers.values_mut() {
        if let Some(name) = answer.as_str() {
            *answer = shared["refusals"][name].clone();
        }
        let mut headers = common.clone();
        if let Some(codes) = answer.as_object_mut().and_then(|answer| answer.remove("errors")) {
            headers.insert("Cache-Control".to_owned(), "NoStore".into());
            let code = json!({ "properties": { "error": { "enum": codes } } });
            let schema = json!({ "allOf": [{ "$ref": "#/components/schemas/Error" }, code] });
            answer["content"]["application/json"]["schema"] = schema;
        }
        headers.extend(entries_of(&answer["headers"]));
        for name in headers.values_mut() {
            *name = json!({ "$ref": format!("#/components/headers/{}", name.as_str().unwrap_or_default()) });
        }
        answer["headers"] = headers.into();
    }
}

/// Of a file of this crate's; the tests read them all.
fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

fn entries(value: Value) -> Map<String, Value> {
    if let Value::Object(entries) = value { entries } else { Map::new() }
}

fn entries_of(value: &Value) -> Map<String, Value> {
    entries(value.clone())
}
