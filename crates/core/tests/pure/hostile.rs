//! Whatever a server sends, something sensible comes of it.

use passlock_core::Problem;
use passlock_core::protocol::{Reply, read_discovery, read_keys, read_start, read_token};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::mint::{FIRST, NOW, SECOND, header, judge};
use crate::walk::SerdeJson;

fn reply() -> impl Strategy<Value = Reply> {
    let content_type = prop_oneof![
        Just(Some("application/json".to_owned())),
        Just(None),
        any::<String>().prop_map(Some),
        Just(Some("text/html".to_owned())),
    ];
    let retry_after = prop::option::of(any::<u64>().prop_map(std::time::Duration::from_secs));
    let body = prop_oneof![any::<String>(), json_value().prop_map(|value| value.to_string())];
    (any::<u16>(), content_type, retry_after, body).prop_map(|(status, content_type, retry_after, body)| Reply {
        status,
        content_type,
        retry_after,
        body,
    })
}

/// JSON with the names that the protocol knows and values that it does not expect.
fn json_value() -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        Just("_id"),
        Just("error"),
        Just("error_description"),
        Just("attempts_left"),
        Just("reason"),
        Just("retry_at"),
        Just("provider_code"),
        Just("expires_in"),
        Just("code_length"),
        Just("access_token"),
        Just("id_token"),
        Just("token_type"),
        Just("issuer"),
        Just("iss"),
        Just("aud"),
        Just("exp"),
        Just("iat"),
        Just("azp"),
        Just("sub"),
        Just("jwks_uri"),
        Just("alg"),
        Just("kid"),
        Just("nbf"),
        Just("at_hash"),
        Just("keys"),
        Just("kty"),
        Just("n"),
        Just("e"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(json!("invalid_grant")),
        Just(json!("demo")),
        Just(json!("https://login.example.com/")),
        Just(json!("RS256")),
        Just(json!("RSA")),
        Just(json!("AQAB")),
        Just(json!("first")),
        Just(FIRST.jwk["n"].clone()),
    ];
    let value = leaf.prop_recursive(2, 8, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::from));
    prop::collection::vec((name, value), 0..8)
        .prop_map(|pairs| pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_reply_is_a_receipt_or_a_problem(reply in reply()) {
        if let Ok(receipt) = read_start::<SerdeJson>(&reply, 6, NOW) {
            prop_assert!((4..=12).contains(&receipt.code_length));
            prop_assert!((200..300).contains(&reply.status));
        }
        let _ = read_token::<SerdeJson>(&reply, NOW);
        let _ = read_discovery::<SerdeJson>(&reply, NOW);
    }

    #[test]
    fn a_server_fault_is_one_whatever_the_body_says(status in 500u16..600, mut reply in reply()) {
        reply.status = status;
        prop_assert_eq!(read_token::<SerdeJson>(&reply, NOW), Err(Problem::ServerDown { status }));
    }

    #[test]
    fn no_text_is_a_token(text in prop_oneof![any::<String>(), "[A-Za-z0-9_-]{0,40}(\\.[A-Za-z0-9_-]{0,40}){0,4}"]) {
        prop_assert!(judge(&text).is_err());
    }

    #[test]
    fn claims_that_are_not_ours_open_nothing(claims in json_value()) {
        if let Ok(session) = judge(&FIRST.token(&header(), &claims)) {
            prop_assert_eq!(&claims["iss"], "https://login.example.com/");
            prop_assert!(!session.profile.sub.is_empty());
            prop_assert!(session.expires_at.seconds() + 60 >= NOW.seconds());
        }
    }

    #[test]
    fn no_header_moves_a_key(header in json_value(), claims in json_value()) {
        let token = SECOND.token(&header, &claims);
        prop_assert!(judge(&token).is_err());
    }

    #[test]
    fn every_set_of_keys_is_read_or_refused(keys in json_value()) {
        let content_type = Some("application/json".to_owned());
        let reply = Reply { status: 200, content_type, retry_after: None, body: keys.to_string() };
        if let Ok(set) = read_keys::<SerdeJson>(&reply, NOW) {
            prop_assert!(set.keys.iter().all(|key| key.n.len() >= 342));
        }
    }
}
