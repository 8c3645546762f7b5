//! By whom a token is signed, and that not a bit of it may change.

use passlock_core::session::TokenFault::{KeyUnknown, Malformed, Signature};
use passlock_core::session::{Session, TokenFault};
use serde_json::{Value, json};

use crate::mint::{FIRST, SECOND, claims, domain, header, judge, judge_by, key_set, message, rules};

fn judge_with(token: &str, jwks: &[&Value]) -> Result<Session, TokenFault> {
    judge_by(token, &rules(&domain()), jwks)
}

fn header_naming(kid: &str) -> Value {
    json!({ "alg": "RS256", "kid": kid })
}

#[test]
fn the_named_key_has_to_have_signed() {
    let (first, second) = (&FIRST.jwk, &SECOND.jwk);
    let unnamed = json!({ "alg": "RS256" });
    let twin = json!({ "kty": "RSA", "kid": "first", "e": "AQAB", "n": second["n"] });
    let nameless = json!({ "kty": "RSA", "e": "AQAB", "n": first["n"] });
    for (what, token, jwks, expected) in [
        ("the only key", FIRST.token(&header(), &claims()), vec![first], None),
        ("one of two", FIRST.token(&header(), &claims()), vec![second, first], None),
        ("another key under its name", SECOND.token(&header(), &claims()), vec![first, second], Some(Signature)),
        (
            "a key that is not published",
            SECOND.token(&header_naming("second"), &claims()),
            vec![first],
            Some(KeyUnknown),
        ),
        ("a name that differs in case", FIRST.token(&header_naming("FIRST"), &claims()), vec![first], Some(KeyUnknown)),
        ("an empty name", FIRST.token(&header_naming(""), &claims()), vec![first], Some(KeyUnknown)),
        ("no name, one key", FIRST.token(&unnamed, &claims()), vec![first], None),
        ("no name, the second of two", SECOND.token(&unnamed, &claims()), vec![first, second], None),
        ("no name, a key that is not published", SECOND.token(&unnamed, &claims()), vec![first], Some(Signature)),
        ("no name, no keys", FIRST.token(&unnamed, &claims()), vec![], Some(KeyUnknown)),
        ("two keys of a name", FIRST.token(&header(), &claims()), vec![&twin, first], None),
        ("a name, a key without", FIRST.token(&header(), &claims()), vec![&nameless], Some(KeyUnknown)),
        ("no name, a key without", FIRST.token(&unnamed, &claims()), vec![&nameless], None),
    ] {
        assert_eq!(judge_with(&token, &jwks).err(), expected, "{what}");
    }
}

#[test]
fn a_signature_belongs_to_its_message() {
    let ours = FIRST.token(&header(), &claims());
    let (message_of_ours, signature) = ours.rsplit_once('.').unwrap();
    let mut forged = claims();
    forged["sub"] = json!("sms|2");
    for (what, token, expected) in [
        ("of another message", format!("{}.{signature}", message(&header(), &forged)), Signature),
        ("none", format!("{message_of_ours}."), Signature),
        ("a byte short", format!("{message_of_ours}.{}", &signature[..340]), Signature),
        ("two bytes long", format!("{message_of_ours}.{}AAA", &signature[..341]), Signature),
        ("padded with a character", format!("{message_of_ours}.{signature}AAA"), Malformed),
        ("twice", format!("{message_of_ours}.{}{signature}", &signature[..340]), Signature),
        ("zeros", format!("{message_of_ours}.{}", "A".repeat(342)), Signature),
        ("one", format!("{message_of_ours}.AQ"), Signature),
    ] {
        assert_eq!(judge(&token).err(), Some(expected), "{what}");
    }
}

#[test]
fn a_token_with_any_bit_flipped_is_refused() {
    let token = FIRST.token(&header(), &claims()).into_bytes();
    let mut tried = 0;
    for at in 0..token.len() {
        // The eighth bit makes bytes that no text has.
        for bit in 0..7 {
            let mut flipped = token.clone();
            flipped[at] ^= 1 << bit;
            assert!(judge(&String::from_utf8(flipped).unwrap()).is_err(), "bit {bit} of byte {at}");
            tried += 1;
        }
    }
    assert!(tried > 4000, "{tried}");
}

#[test]
fn keys_that_are_weak_or_for_something_else_are_left_out() {
    let with = |name: &str, value: Value| {
        let mut jwk = FIRST.jwk.clone();
        jwk[name] = value;
        jwk
    };
    let whole = FIRST.jwk["n"].as_str().unwrap();
    for (name, value, is_used) in [
        ("kty", json!("RSA"), true),
        ("kty", json!("EC"), false),
        ("kty", json!("oct"), false),
        ("kty", json!("rsa"), false),
        ("kty", json!(null), false),
        ("use", json!("sig"), true),
        ("use", json!(null), true),
        ("use", json!("enc"), false),
        ("use", json!(["sig"]), false),
        ("alg", json!(null), true),
        ("alg", json!("RS512"), false),
        ("alg", json!("PS256"), false),
        ("alg", json!("RSA-OAEP"), false),
        ("kid", json!(null), true),
        ("x5c", json!(["MIIB"]), true),
        ("e", json!("AQAB"), true),
        ("e", json!("Aw"), false),
        ("e", json!("AQ"), false),
        ("e", json!("AQAA"), false),
        ("e", json!("AAEAAQ"), false),
        ("e", json!(65537), false),
        ("e", json!(null), false),
        ("n", json!(null), false),
        ("n", json!(""), false),
        ("n", json!("not base64!"), false),
        ("n", json!(format!("{whole}==")), false),
        // 1024 bits; the same behind zeros; 2047 bits; 8192 and 8200.
        ("n", json!(modulus(0xff, 128)), false),
        ("n", json!(modulus(0, 257)), false),
        ("n", json!(modulus(0x7f, 256)), false),
        ("n", json!(modulus(0x80, 256)), true),
        ("n", json!(modulus(0xff, 1024)), true),
        ("n", json!(modulus(0xff, 1025)), false),
    ] {
        let jwk = with(name, value.clone());
        assert_eq!(key_set(&[&jwk]).keys.len(), usize::from(is_used), "{name} = {value}");
    }
    assert_eq!(key_set(&[&json!(7), &json!(null), &json!([]), &FIRST.jwk]).keys.len(), 1);
}

/// A number of so many bytes, the first of which is this.
fn modulus(first: u8, length: usize) -> String {
    let mut bytes = vec![0xff; length];
    bytes[0] = first;
    crate::mint::encoded(bytes)
}
