//! What is found in storage, and what becomes of it.

use std::time::Duration;

use crate::walk::{SerdeJson, Walk};
use passlock_core::Timestamp;
use passlock_core::flow::{Effect, Event, Notice};
use passlock_core::protocol::Domain;
use passlock_core::session::{Dropped, Entries, IdToken, Leeway, RefreshToken, Rules, Session, TokenFault};
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);

fn claims() -> Value {
    json!({
        "iss": "https://login.example.com/", "aud": "demo", "sub": "sms|1", "name": "Zoë",
        "phone_number": "+447400123456", "iat": NOW.seconds(), "exp": NOW.seconds() + 36_000,
    })
}

fn token(claims: &Value) -> IdToken {
    let encoded = |value: &Value| crate::mint::encoded(value.to_string().as_bytes());
    IdToken::new(format!("{}.{}.c2ln", encoded(&json!({"alg": "RS256"})), encoded(claims)))
}

/// As the widget writes them.
fn entries() -> Entries {
    Entries {
        id_token: Some(token(&claims())),
        profile: Some(json!({"sub": "sms|1", "name": "Zoë", "phone_number": "+447400123456"}).to_string()),
        expires_at: Some(((NOW.seconds() + 36_000) * 1000).to_string()),
        refresh_token: None,
    }
}

fn read(entries: Entries) -> Result<Option<Session>, Dropped> {
    let domain = Domain::parse("login.example.com").unwrap();
    let rules = Rules { domain: &domain, client_id: "demo", nonce: None, leeway: Leeway::default() };
    Session::read::<SerdeJson>(entries, &rules)
}

#[track_caller]
fn check(change: impl FnOnce(&mut Entries), expected: Result<(), Dropped>) {
    let mut entries = entries();
    change(&mut entries);
    let shown = format!("{entries:?}");
    assert_eq!(read(entries).map(|session| assert!(session.is_some(), "{shown}")), expected, "{shown}");
}

#[track_caller]
fn check_token(field: &str, value: Value, expected: Dropped) {
    let mut claims = claims();
    claims[field] = value;
    check(|entries| *entries = Entries { id_token: Some(token(&claims)), ..Entries::default() }, Err(expected));
}

#[test]
fn what_was_written_is_a_session() {
    check(|_| {}, Ok(()));
    let session = read(entries()).unwrap().unwrap();
    assert_eq!(session.profile.name.as_deref(), Some("Zoë"));
    assert_eq!(session.expires_at, NOW.after(Duration::from_hours(10)));
    let part = NOW.until(session.renew_at).as_secs_f64() / 36_000.0;
    assert!((0.8..=0.9).contains(&part), "renewed after {part} of its life");
    assert_eq!((session.access_token, session.refresh_token), (None, None));
}

#[test]
fn nothing_is_no_session_and_no_fault() {
    assert_eq!(read(Entries::default()), Ok(None));
}

#[test]
fn a_token_alone_is_enough() {
    check(|entries| (entries.profile, entries.expires_at) = (None, None), Ok(()));
}

#[test]
fn a_refresh_token_comes_along() {
    let session = read(Entries { refresh_token: Some(RefreshToken::new("refresh")), ..entries() }).unwrap().unwrap();
    assert_eq!(session.refresh_token, Some(RefreshToken::new("refresh")));
}

#[test]
fn a_session_whose_time_is_over_is_one_still() {
    let mut claims = claims();
    claims["iat"] = json!(0);
    claims["exp"] = json!(60);
    let session = read(Entries { id_token: Some(token(&claims)), ..Entries::default() }).unwrap().unwrap();
    assert!(session.is_over(NOW));
}

#[test]
fn entries_without_their_token_were_half_written() {
    let found = entries();
    let refresh_token = Some(RefreshToken::new("refresh"));
    for found in [
        Entries { id_token: None, ..found.clone() },
        Entries { profile: found.profile, ..Entries::default() },
        Entries { expires_at: found.expires_at, ..Entries::default() },
        Entries { refresh_token, ..Entries::default() },
    ] {
        check(|entries| *entries = found, Err(Dropped::HalfWritten));
    }
}

#[test]
fn entries_that_do_not_agree_were_half_written() {
    check(|entries| entries.expires_at = Some("1790000000000".to_owned()), Err(Dropped::HalfWritten));
    check(|entries| entries.profile = Some(r#"{"sub":"sms|2"}"#.to_owned()), Err(Dropped::HalfWritten));
    check(|entries| entries.profile = Some(r#"{"sub":"sms|1","name":"Eve"}"#.to_owned()), Err(Dropped::HalfWritten));
    check(|entries| entries.profile = Some(r#"{"sub":"sms|1"}"#.to_owned()), Ok(()));
}

#[test]
fn what_is_no_token_profile_or_moment_is_damaged() {
    for text in ["", "a", "a.b", "a.b.c", "e30.e30.c2ln", "e30.bm90IGpzb24.c2ln", "{}", "null"] {
        check(|entries| entries.id_token = Some(IdToken::new(text)), Err(Dropped::Damaged));
        check(|entries| entries.profile = Some(text.to_owned()), Err(Dropped::Damaged));
        check(|entries| entries.expires_at = Some(text.to_owned()), Err(Dropped::Damaged));
    }
    check_token("exp", Value::Null, Dropped::Damaged);
    check_token("sub", json!(""), Dropped::Damaged);
}

#[test]
fn a_token_of_somebody_else_is_foreign() {
    check_token("iss", json!("https://evil.example/"), Dropped::Foreign);
    check_token("aud", json!("other"), Dropped::Foreign);
    check_token("aud", json!(["demo", "other"]), Dropped::Foreign);
}

#[test]
fn what_is_no_session_is_thrown_away_and_told() {
    let mut walk = Walk::begin();
    let effects = walk.say(Event::SessionUnusable(Dropped::Foreign));
    assert_eq!(effects, [Effect::ForgetSession, Effect::Notify(Notice::SessionDropped(Dropped::Foreign))]);
    for (dropped, code) in
        [(Dropped::Damaged, "damaged"), (Dropped::Foreign, "foreign"), (Dropped::HalfWritten, "half_written")]
    {
        assert_eq!(dropped.code(), code);
    }
}

#[test]
fn a_renewed_session_is_of_the_same_person() {
    let old = read(entries()).unwrap().unwrap();
    let fresh = Session { refresh_token: Some(RefreshToken::new("next")), ..old.clone() };
    assert_eq!(fresh.clone().in_place_of(&old), Ok(fresh.clone()));
    let mut strange = fresh;
    strange.profile.sub = "sms|2".to_owned();
    assert_eq!(strange.in_place_of(&old), Err(TokenFault::Subject.into()));
}

proptest! {
    #[test]
    fn whatever_is_found_something_sensible_comes_of_it(
        id_token in prop::option::of(any::<String>()),
        profile in prop::option::of(any::<String>()),
        expires_at in prop::option::of(any::<String>()),
    ) {
        let entries = Entries { id_token: id_token.map(IdToken::new), profile, expires_at, refresh_token: None };
        let is_empty = entries == Entries::default();
        let found = read(entries);
        prop_assert!(if is_empty { found == Ok(None) } else { found.is_err() }, "{:?}", found);
    }
}
