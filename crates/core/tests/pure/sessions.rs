//! Which id_tokens open a session.

use crate::walk::SerdeJson;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passlock_core::protocol::{Domain, TokenReply};
use passlock_core::session::{AccessToken, IdToken, Session};
use passlock_core::{Nonsense, Problem, Timestamp};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);

fn claims() -> Value {
    json!({
        "iss": "https://login.example.com/", "aud": "demo", "sub": "sms|1", "name": "+44 7400 123456",
        "iat": NOW.seconds(), "exp": NOW.seconds() + 36_000, "unknown": {"to": ["us"]},
    })
}

fn token(claims: &Value) -> IdToken {
    IdToken::new(format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string())))
}

fn establish(id_token: IdToken) -> Result<Session, Problem> {
    establish_from(Some(id_token))
}

fn establish_from(id_token: Option<IdToken>) -> Result<Session, Problem> {
    let reply = TokenReply {
        access_token: AccessToken::new("access"),
        id_token,
        token_type: "Bearer".to_owned(),
        expires_in: 86_400,
        refresh_token: None,
        scope: None,
    };
    Session::establish::<SerdeJson>(reply, &Domain::parse("login.example.com").unwrap(), "demo", NOW)
}

#[track_caller]
fn check(field: &str, value: Value, holds: bool) {
    let mut claims = claims();
    claims[field] = value.clone();
    let expected = if holds { Ok(()) } else { Err(Problem::TokenRefused) };
    assert_eq!(establish(token(&claims)).map(|_| ()), expected, "{field} = {value}");
}

#[test]
fn a_token_for_us_opens_a_session() {
    let session = establish(token(&claims())).unwrap();
    assert_eq!(session.profile.name.as_deref(), Some("+44 7400 123456"));
    assert_eq!(session.expires_at.seconds(), NOW.seconds() + 36_000);
}

#[test]
fn a_token_from_somebody_else_does_not() {
    check("iss", json!("https://login.example.com"), false);
    check("iss", json!("https://evil.example/"), false);
    check("iss", json!(7), false);
}

#[test]
fn a_token_for_somebody_else_does_not() {
    check("aud", json!("other"), false);
    check("aud", json!(["demo"]), true);
    check("aud", json!([]), false);
    check("aud", json!(["demo", "other"]), false);
    check("aud", json!({}), false);

    let mut several = claims();
    several["aud"] = json!(["demo", "other"]);
    several["azp"] = json!("demo");
    assert!(establish(token(&several)).is_ok());
    several["azp"] = json!("other");
    assert_eq!(establish(token(&several)), Err(Problem::TokenRefused));
}

#[test]
fn a_token_holds_until_a_minute_after_its_end() {
    check("exp", json!(NOW.seconds() - 60), true);
    check("exp", json!(NOW.seconds() - 61), false);
    check("exp", json!("soon"), false);
    check("exp", Value::Null, false);
}

#[test]
fn a_token_of_nobody_does_not() {
    check("sub", json!(""), false);
    check("sub", Value::Null, false);
}

#[test]
fn a_damaged_token_does_not() {
    for damaged in ["", "a", "a.b", "a.b.c", "a.b.c.d", "e30.e30.", "e30.!!!.c2ln", "e30.bm90IGpzb24.c2ln"] {
        assert_eq!(establish(IdToken::new(damaged)), Err(Problem::TokenRefused), "{damaged:?}");
    }
}

#[test]
fn an_answer_without_a_token_is_no_login() {
    assert_eq!(establish_from(None), Err(Problem::Nonsense(Nonsense::MissingFields)));
}
