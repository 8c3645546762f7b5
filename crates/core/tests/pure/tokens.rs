//! Which id_tokens log somebody in. Every one of them is well signed, so that what refuses it is the check that is named.

use passlock_core::session::TokenFault::{
    AccessTokenHash, Algorithm, Audience, AuthorizedParty, Expired, Header, IssuedInFuture, Issuer, Nonce, NotYetValid,
    Subject,
};
use passlock_core::session::{Leeway, Rules, TokenFault};
use serde_json::{Value, json};

use crate::mint::{ACCESS_TOKEN, FIRST, NOW, claims, domain, encoded, header, judge, judge_by, rules, sha256};

pub(crate) const TIME: i64 = NOW.seconds();

pub(crate) type Expected = Option<TokenFault>;

#[track_caller]
pub(crate) fn check(what: &str, token: &str, expected: Expected) {
    assert_eq!(judge(token).err(), expected, "{what}");
}

pub(crate) fn with(mut object: Value, name: &str, value: &Value) -> Value {
    object[name] = value.clone();
    object
}

pub(crate) fn without(mut object: Value, name: &str) -> Value {
    object.as_object_mut().unwrap().remove(name);
    object
}

#[track_caller]
fn check_claims(rows: &[(&str, Value, Expected)]) {
    for (name, value, expected) in rows {
        let token = FIRST.token(&header(), &with(claims(), name, value));
        check(&format!("{name} = {value}"), &token, *expected);
    }
}

#[test]
fn a_token_for_us_logs_in() {
    let session = judge(&FIRST.token(&header(), &claims())).unwrap();
    assert_eq!(session.profile.sub, "sms|1");
    assert_eq!(session.profile.name.as_deref(), Some("+44 7400 123456"));
    assert_eq!(session.expires_at.seconds(), TIME + 32_400);
    assert_eq!(session.access_token.unwrap().secret(), ACCESS_TOKEN);
}

#[test]
fn a_header_names_rs256_and_no_other_kind_of_token() {
    for (name, value, expected) in [
        ("alg", json!("RS256"), None),
        ("alg", json!("none"), Some(Algorithm)),
        ("alg", json!("NONE"), Some(Algorithm)),
        ("alg", json!("HS256"), Some(Algorithm)),
        ("alg", json!("hs256"), Some(Algorithm)),
        ("alg", json!("rs256"), Some(Algorithm)),
        ("alg", json!("RS256 "), Some(Algorithm)),
        ("alg", json!("RS384"), Some(Algorithm)),
        ("alg", json!("PS256"), Some(Algorithm)),
        ("alg", json!("ES256"), Some(Algorithm)),
        ("alg", json!("EdDSA"), Some(Algorithm)),
        ("alg", json!(["RS256"]), Some(Algorithm)),
        ("alg", json!({ "RS256": "RS256" }), Some(Algorithm)),
        ("alg", json!(256), Some(Algorithm)),
        ("alg", json!(null), Some(Algorithm)),
        ("typ", json!("jwt"), None),
        ("typ", json!(null), None),
        ("typ", json!("at+jwt"), Some(Header)),
        ("typ", json!("logout+jwt"), Some(Header)),
        ("typ", json!(""), Some(Header)),
        ("typ", json!(["JWT"]), Some(Header)),
        ("crit", json!(["exp"]), Some(Header)),
        ("crit", json!([]), Some(Header)),
        ("kid", json!(1), Some(Header)),
        ("kid", json!(["first"]), Some(Header)),
        ("b64", json!(false), None),
        ("jwk", json!({ "kty": "RSA" }), None),
        ("jku", json!("https://evil.example/jwks.json"), None),
        ("x5u", json!("https://evil.example/chain.pem"), None),
        ("x5c", json!(["MIIB"]), None),
    ] {
        let token = FIRST.token(&with(header(), name, &value), &claims());
        check(&format!("{name} = {value}"), &token, expected);
    }
    for (name, expected) in [("alg", Some(Algorithm)), ("typ", None), ("kid", None)] {
        check(&format!("no {name}"), &FIRST.token(&without(header(), name), &claims()), expected);
    }
}

#[test]
fn a_claim_that_is_missing_is_named() {
    for (name, expected) in [
        ("iss", Some(Issuer)),
        ("aud", Some(Audience)),
        ("sub", Some(Subject)),
        ("exp", Some(Expired)),
        ("iat", Some(IssuedInFuture)),
        ("name", None),
    ] {
        check(&format!("no {name}"), &FIRST.token(&header(), &without(claims(), name)), expected);
        check(&format!("{name} = null"), &FIRST.token(&header(), &with(claims(), name, &Value::Null)), expected);
    }
}

#[test]
fn the_issuer_is_the_configured_backend_to_the_letter() {
    check_claims(&[
        ("iss", json!("https://login.example.com/"), None),
        ("iss", json!("https://login.example.com"), Some(Issuer)),
        ("iss", json!("https://login.example.com//"), Some(Issuer)),
        ("iss", json!("http://login.example.com/"), Some(Issuer)),
        ("iss", json!("https://LOGIN.example.com/"), Some(Issuer)),
        ("iss", json!("https://login.example.com:443/"), Some(Issuer)),
        ("iss", json!("https://login.example.com.evil.example/"), Some(Issuer)),
        ("iss", json!("https://evil.example/"), Some(Issuer)),
        ("iss", json!("login.example.com"), Some(Issuer)),
        ("iss", json!(""), Some(Issuer)),
        ("iss", json!(7), Some(Issuer)),
        ("iss", json!(["https://login.example.com/"]), Some(Issuer)),
    ]);
}

#[test]
fn the_audience_has_this_client() {
    check_claims(&[
        ("aud", json!(["demo"]), None),
        ("aud", json!("other"), Some(Audience)),
        ("aud", json!("demo "), Some(Audience)),
        ("aud", json!("DEMO"), Some(Audience)),
        ("aud", json!("dem"), Some(Audience)),
        ("aud", json!(""), Some(Audience)),
        ("aud", json!([]), Some(Audience)),
        ("aud", json!(["other"]), Some(Audience)),
        ("aud", json!([["demo"]]), Some(Audience)),
        ("aud", json!({ "demo": "demo" }), Some(Audience)),
        ("aud", json!(7), Some(Audience)),
        ("aud", json!(["demo", "other"]), Some(AuthorizedParty)),
        ("aud", json!(["other", "demo"]), Some(AuthorizedParty)),
        ("aud", json!(["demo", "demo"]), Some(AuthorizedParty)),
        ("aud", json!(["demo", 7]), Some(AuthorizedParty)),
        ("azp", json!("demo"), None),
        ("azp", json!("other"), Some(AuthorizedParty)),
        ("azp", json!(""), Some(AuthorizedParty)),
        ("azp", json!(["demo"]), Some(AuthorizedParty)),
    ]);
    let several = with(claims(), "aud", &json!(["https://api.example.com", "demo"]));
    for (azp, expected) in [("demo", None), ("https://api.example.com", Some(AuthorizedParty))] {
        check(azp, &FIRST.token(&header(), &with(several.clone(), "azp", &json!(azp))), expected);
    }
}

#[test]
fn the_subject_is_somebody() {
    check_claims(&[
        ("sub", json!("auth0|5f7c8ec7"), None),
        ("sub", json!(""), Some(Subject)),
        ("sub", json!(1), Some(Subject)),
        ("sub", json!(["sms|1"]), Some(Subject)),
        ("sub", json!(true), Some(Subject)),
    ]);
}

#[test]
fn moments_have_a_minute_of_leeway_on_the_right_side() {
    check_claims(&[
        ("exp", json!(TIME - 60), None),
        ("exp", json!(TIME - 61), Some(Expired)),
        ("exp", json!(0), Some(Expired)),
        ("exp", json!(-1), Some(Expired)),
        ("exp", json!(8_640_000_000_000_i64), None),
        ("exp", json!(8_640_000_000_001_i64), Some(Expired)),
        ("exp", json!(i64::MAX), Some(Expired)),
        ("exp", json!(1e300), Some(Expired)),
        ("exp", json!(-1e300), Some(Expired)),
        ("exp", json!(TIME.to_string()), Some(Expired)),
        ("exp", json!([TIME + 60]), Some(Expired)),
        ("exp", json!(true), Some(Expired)),
        ("iat", json!(TIME + 60), None),
        ("iat", json!(TIME + 61), Some(IssuedInFuture)),
        ("iat", json!(u64::MAX), Some(IssuedInFuture)),
        ("iat", json!(1e300), Some(IssuedInFuture)),
        ("iat", json!(0), None),
        ("iat", json!(-1.5), None),
        ("iat", json!(f64::from(i32::MAX) + 0.5), Some(IssuedInFuture)),
        ("iat", json!("1790000000"), Some(IssuedInFuture)),
        ("nbf", json!(TIME + 60), None),
        ("nbf", json!(TIME + 61), Some(NotYetValid)),
        ("nbf", json!(0), None),
        ("nbf", json!("0"), Some(NotYetValid)),
        ("nbf", json!(false), Some(NotYetValid)),
        ("nbf", json!(null), None),
    ]);
    let fraction = TIME.to_string().parse::<f64>().unwrap() + 60.9;
    check_claims(&[("iat", json!(fraction), None), ("iat", json!(fraction + 0.2), Some(IssuedInFuture))]);
}

#[test]
fn the_leeway_is_the_pages_choice_up_to_five_minutes() {
    let domain = domain();
    for (seconds, late, expected) in
        [(0, 0, None), (0, 1, Some(Expired)), (1, 1, None), (300, 300, None), (300, 301, Some(Expired))]
    {
        let rules = Rules { leeway: Leeway::from_seconds(seconds).unwrap(), ..rules(&domain) };
        let token = FIRST.token(&header(), &with(claims(), "exp", &json!(TIME - late)));
        assert_eq!(judge_by(&token, &rules, &[&FIRST.jwk]).err(), expected, "{late} s late with {seconds} s allowed");
    }
    assert_eq!(Leeway::from_seconds(301), None);
    assert_eq!(Leeway::default().span().as_secs(), 60);
}

#[test]
fn a_nonce_that_was_sent_comes_back_and_another_means_nothing() {
    let domain = domain();
    for (sent, came, expected) in [
        (None, json!(null), None),
        (None, json!("of another request"), None),
        (Some("n-1"), json!("n-1"), None),
        (Some("n-1"), json!("n-2"), Some(Nonce)),
        (Some("n-1"), json!("N-1"), Some(Nonce)),
        (Some("n-1"), json!(""), Some(Nonce)),
        (Some("n-1"), json!(["n-1"]), Some(Nonce)),
        (Some("n-1"), json!(null), Some(Nonce)),
        (Some(""), json!(null), Some(Nonce)),
    ] {
        let token = FIRST.token(&header(), &with(claims(), "nonce", &came));
        let rules = Rules { nonce: sent, ..rules(&domain) };
        assert_eq!(judge_by(&token, &rules, &[&FIRST.jwk]).err(), expected, "{sent:?} and {came}");
    }
}

#[test]
fn the_hash_is_the_left_half_of_the_access_tokens() {
    let (ours, other) = (sha256(ACCESS_TOKEN), sha256("another"));
    check_claims(&[
        ("at_hash", json!(encoded(&ours[..16])), None),
        ("at_hash", json!(null), None),
        ("at_hash", json!(encoded(&ours[16..])), Some(AccessTokenHash)),
        ("at_hash", json!(encoded(&ours)), Some(AccessTokenHash)),
        ("at_hash", json!(encoded(&ours[..15])), Some(AccessTokenHash)),
        ("at_hash", json!(encoded(&other[..16])), Some(AccessTokenHash)),
        ("at_hash", json!(format!("{}==", encoded(&ours[..16]))), Some(AccessTokenHash)),
        ("at_hash", json!(""), Some(AccessTokenHash)),
        ("at_hash", json!(7), Some(AccessTokenHash)),
        ("at_hash", json!([]), Some(AccessTokenHash)),
    ]);
}
