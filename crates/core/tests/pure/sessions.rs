//! Which stored id_tokens open a session again, and what a login without one is.

use passlock_core::protocol::TokenReply;
use passlock_core::session::{AccessToken, Dropped, IdToken, Session, TokenFault, Unproved};
use passlock_core::{Nonsense, Problem};
use serde_json::{Value, json};

use crate::mint::{ACCESS_TOKEN, FIRST, NOW, claims, domain, header, message, read, rules, sha256};
use crate::walk::SerdeJson;

fn restore(token: &str) -> Result<Session, Dropped> {
    Session::restore::<SerdeJson>(IdToken::new(token), &rules(&domain()))
}

fn claims_with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

#[test]
fn a_stored_token_is_a_session_without_the_other_tokens() {
    let token = FIRST.token(&header(), &claims());
    let session = restore(&token).unwrap();
    assert_eq!(session.id_token.secret(), token);
    assert_eq!((session.access_token, session.refresh_token), (None, None));
    assert_eq!(session.profile.sub, "sms|1");
    assert_eq!(session.expires_at.seconds(), NOW.seconds() + 32_400);
}

#[test]
fn a_stored_token_is_dropped_when_its_claims_do_not_hold() {
    for (name, value, why) in [
        ("iss", json!("https://evil.example/"), Dropped::Foreign),
        ("aud", json!("other"), Dropped::Foreign),
        ("azp", json!("other"), Dropped::Foreign),
        ("exp", json!("soon"), Dropped::Damaged),
        ("sub", json!(""), Dropped::Damaged),
    ] {
        assert_eq!(restore(&FIRST.token(&header(), &claims_with(name, value))), Err(why), "{name}");
    }
    for text in ["", "damaged", "e30.e30.c2ln"] {
        assert_eq!(restore(text), Err(Dropped::Damaged), "{text:?}");
    }
}

#[test]
fn a_clock_that_is_slow_does_not_end_a_session_that_has_begun() {
    for name in ["iat", "nbf"] {
        let claims = claims_with(name, json!(NOW.seconds() + 3600));
        assert!(read(&FIRST.token(&header(), &claims), &rules(&domain())).is_err(), "{name}");
        assert!(restore(&FIRST.token(&header(), &claims)).is_ok(), "{name}");
    }
}

#[test]
fn a_hash_that_is_not_there_to_compare_with_proves_nothing() {
    let hash = sha256(ACCESS_TOKEN);
    let said = crate::mint::encoded(&hash[..16]);
    let token = FIRST.token(&header(), &claims_with("at_hash", json!(said)));
    let login = || read(&token, &rules(&domain())).unwrap();
    assert_eq!(login().to_be_hashed(), Some(ACCESS_TOKEN));
    assert!(login().proved(Some(&hash)).is_ok());
    assert_eq!(login().proved(None), Err(TokenFault::AccessTokenHash));
    assert_eq!(login().proved(Some(&[])), Err(TokenFault::AccessTokenHash));
    assert_eq!(login().trusted().id_token.secret(), token);
    let silent = read(&FIRST.token(&header(), &claims()), &rules(&domain())).unwrap();
    assert_eq!(silent.to_be_hashed(), None);
    assert!(silent.proved(None).is_ok());
}

#[test]
fn what_was_signed_is_all_before_the_last_dot() {
    let login = read(&FIRST.token(&header(), &claims()), &rules(&domain())).unwrap();
    assert_eq!(login.message(), message(&header(), &claims()));
    assert_eq!((login.kid(), login.signature().len()), (Some("first"), 256));
}

#[test]
fn a_login_does_not_print_its_tokens() {
    let token = FIRST.token(&header(), &claims());
    let login = read(&token, &rules(&domain())).unwrap();
    let text = format!("{login:?}");
    assert!(!text.contains(&token) && !text.contains(ACCESS_TOKEN), "{text}");
}

#[test]
fn an_answer_without_a_token_is_no_login() {
    let reply = TokenReply {
        access_token: AccessToken::new(ACCESS_TOKEN),
        id_token: None,
        token_type: "Bearer".to_owned(),
        expires_in: 86_400,
        refresh_token: None,
        scope: None,
    };
    let login = Unproved::read::<SerdeJson>(reply, &rules(&domain()), NOW);
    assert_eq!(login.map(|_| ()), Err(Problem::Nonsense(Nonsense::MissingFields)));
}

#[test]
fn every_refusal_has_a_name_of_its_own_and_one_code() {
    let faults = [
        TokenFault::Malformed,
        TokenFault::Algorithm,
        TokenFault::Header,
        TokenFault::Issuer,
        TokenFault::Audience,
        TokenFault::AuthorizedParty,
        TokenFault::Subject,
        TokenFault::Expired,
        TokenFault::IssuedInFuture,
        TokenFault::NotYetValid,
        TokenFault::Nonce,
        TokenFault::NoCrypto,
        TokenFault::KeysUnavailable,
        TokenFault::KeyUnknown,
        TokenFault::Signature,
        TokenFault::AccessTokenHash,
    ];
    let mut names: Vec<_> = faults.iter().map(|fault| fault.code()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), faults.len());
    for fault in faults {
        let problem = Problem::from(fault);
        assert_eq!((problem.code(), problem.auth0_code()), ("token_refused", "invalid_token"));
        assert_eq!(problem.check(), Some(fault.code()));
        assert_eq!(problem.ends_code(), fault != TokenFault::NoCrypto, "{fault:?}");
    }
    assert_eq!(Problem::CodeExpired.check(), None);
}
