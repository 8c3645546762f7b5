//! Whatever a server sends, something sensible comes of it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passlock_core::protocol::{Domain, Reply, TokenReply, read_discovery, read_start, read_token};
use passlock_core::session::{AccessToken, IdToken, Session};
use passlock_core::{Problem, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::walk::SerdeJson;

const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);

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
    fn no_text_is_a_token(text in any::<String>()) {
        prop_assert!(establish(IdToken::new(text)).is_err());
    }

    #[test]
    fn claims_that_are_not_ours_open_nothing(claims in json_value()) {
        let token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()));
        if establish(IdToken::new(token)).is_ok() {
            prop_assert_eq!(&claims["iss"], "https://login.example.com/");
            prop_assert!(claims["exp"].as_i64().is_some_and(|exp| exp + 60 >= NOW.seconds()));
        }
    }
}

fn establish(id_token: IdToken) -> Result<Session, Problem> {
    let reply = TokenReply {
        access_token: AccessToken::new("access"),
        id_token: Some(id_token),
        token_type: "Bearer".to_owned(),
        expires_in: 86_400,
        refresh_token: None,
        scope: None,
    };
    let domain = Domain::parse("login.example.com").unwrap();
    Session::establish::<SerdeJson>(reply, &domain, "demo", NOW)
}
