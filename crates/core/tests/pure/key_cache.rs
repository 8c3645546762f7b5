//! When a backend is asked for its keys.

use std::time::Duration;

use passlock_core::protocol::{Reply, read_keys};
use passlock_core::session::KeyCache;
use passlock_core::{Nonsense, Problem, Timestamp};
use serde_json::{Value, json};

use crate::mint::{FIRST, NOW, SECOND, key_set};
use crate::walk::SerdeJson;

fn after(seconds: u64) -> Timestamp {
    NOW.after(Duration::from_secs(seconds))
}

fn cache(jwks: &[&Value]) -> KeyCache {
    let mut cache = KeyCache::default();
    cache.keep(key_set(jwks), NOW);
    cache
}

#[test]
fn keys_are_believed_for_ten_minutes() {
    assert!(!KeyCache::default().is_fresh(NOW));
    let cache = cache(&[&FIRST.jwk]);
    assert!(cache.is_fresh(NOW) && cache.is_fresh(after(599)));
    assert!(!cache.is_fresh(after(600)));
    assert!(!cache.is_fresh(Timestamp::from_seconds(NOW.seconds() - 1)), "a clock that was set back");
}

#[test]
fn new_keys_replace_the_old() {
    let mut cache = cache(&[&FIRST.jwk]);
    assert!(cache.known(Some("first")).is_some() && cache.known(Some("second")).is_none());
    cache.keep(key_set(&[&SECOND.jwk]), after(1));
    assert!(cache.known(Some("first")).is_none() && cache.known(Some("second")).is_some());
    assert!(cache.is_fresh(after(600)));
}

#[test]
fn a_stream_of_unknown_names_asks_once_a_minute() {
    let mut cache = cache(&[&FIRST.jwk]);
    let asked: Vec<u64> = (0..150).filter(|second| cache.may_ask_again(after(*second))).collect();
    assert_eq!(asked, [0, 60, 120]);
    assert!(cache.may_ask_again(Timestamp::from_seconds(0)), "a clock that was set back");
}

#[test]
fn a_reply_without_a_list_of_keys_is_none() {
    let read = |status: u16, content_type: &str, body: &str| {
        let content_type = Some(content_type.to_owned());
        read_keys::<SerdeJson>(&Reply { status, content_type, retry_after: None, body: body.to_owned() }, NOW)
    };
    let set = json!({ "keys": [FIRST.jwk] }).to_string();
    assert_eq!(read(200, "application/json", &set).unwrap().keys.len(), 1);
    assert_eq!(read(200, "application/jwk-set+json", &set).unwrap().keys.len(), 1);
    assert_eq!(read(200, "application/json", r#"{"keys":[]}"#).unwrap().keys.len(), 0);
    for (status, content_type, body, problem) in [
        (200, "application/json", "{}", Problem::Nonsense(Nonsense::MissingFields)),
        (200, "application/json", r#"{"keys":{}}"#, Problem::Nonsense(Nonsense::MissingFields)),
        (200, "application/json", "[]", Problem::Nonsense(Nonsense::MissingFields)),
        (200, "application/json", "{", Problem::Nonsense(Nonsense::NotJson)),
        (200, "text/html", &set, Problem::Nonsense(Nonsense::Html)),
        (503, "application/json", &set, Problem::ServerDown { status: 503 }),
        (404, "application/json", r#"{"error":"not_found"}"#, Problem::RequestRefused),
    ] {
        assert_eq!(read(status, content_type, body), Err(problem), "{status} {body}");
    }
}
