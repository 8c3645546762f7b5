//! No session without a token that says the right things and a signature that the browser has verified.

use passlock::{
    Client, Code, Config, Connection, Notice, PhoneNumber, Problem, Purpose, Session, TokenFault, WithoutCrypto,
};
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::RequestCache;

use crate::backend::{Answer, Backend, json};
use crate::mint::{Draft, FIRST, KeyPair, SECOND, encoded, now};
use crate::page::{Replaced, storage};
use crate::screen::{Screen, config, written};

const ASKED: RequestCache = RequestCache::Default;
const ASKED_AGAIN: RequestCache = RequestCache::NoCache;

/// A login without a user interface, so without anything that fetched the keys ahead.
async fn log_in(client: &Client) -> Result<Session, Problem> {
    let phone = PhoneNumber::parse("07400 123456", passlock::Region::new("GB")).unwrap();
    client.login_sms(&phone, &Code::parse("427193", 6).unwrap()).await
}

async fn log_in_with(draft: Draft) -> (Result<Session, Problem>, Vec<RequestCache>) {
    let backend = Backend::new();
    backend.will(Answer::Token(draft));
    (log_in(&Client::new(config())).await, backend.key_requests())
}

fn refused(fault: TokenFault) -> Result<(), Problem> {
    Err(Problem::TokenRefused(fault))
}

fn draft() -> Draft {
    Draft::ending_in(3600)
}

fn named(kid: &str) -> Draft {
    draft().headed(&format!(r#"{{"alg":"RS256","kid":"{kid}"}}"#))
}

#[test]
async fn the_keys_are_there_before_the_code() {
    let (storage, backend) = (storage(), Backend::new());
    let screen = Screen::at_code(&backend).await;
    screen.until("the keys to be asked for", |_| backend.key_requests() == [ASKED]).await;
    backend.will_log_in();
    screen.type_into("code", "427193").await;
    screen.sees("Welcome").await;
    assert_eq!(backend.key_requests(), [ASKED]);
    assert!(storage.get_item("id_token").unwrap().is_some());
}

#[test]
async fn a_signature_of_somebody_else_logs_nobody_in_and_asks_for_a_new_code() {
    let (storage, backend) = (storage(), Backend::new());
    let screen = Screen::at_code(&backend).await;
    backend.will(Answer::Token(draft().signed_by(SECOND))).will_send_a_code();
    screen.type_into("code", "427193").await;
    screen.sees("Your sign-in could not be confirmed.").await;
    assert_eq!(storage.length().unwrap(), 0);
    let problem = Problem::TokenRefused(TokenFault::Signature);
    assert_eq!(
        screen.notices().last(),
        Some(&Notice::Failed { purpose: Purpose::LogIn, connection: Connection::Sms, problem })
    );
    assert_eq!(written(&screen.get("button[type=submit]")), "Send a new code");
}

#[test]
async fn what_the_claims_say_is_checked_before_a_key_is_asked_for() {
    for (field, expected) in [
        (r#""iss":"http://127.0.0.1:4000""#.to_owned(), Some(TokenFault::Issuer)),
        (r#""iss":["http://127.0.0.1:4000/"]"#.to_owned(), Some(TokenFault::Issuer)),
        (r#""aud":["demo"]"#.to_owned(), None),
        (r#""aud":{"demo":"demo"}"#.to_owned(), Some(TokenFault::Audience)),
        (r#""aud":["demo","other"]"#.to_owned(), Some(TokenFault::AuthorizedParty)),
        (r#""aud":["demo","other"],"azp":"demo""#.to_owned(), None),
        (r#""azp":"other""#.to_owned(), Some(TokenFault::AuthorizedParty)),
        (r#""sub":null"#.to_owned(), Some(TokenFault::Subject)),
        (r#""exp":{-90}"#.to_owned(), Some(TokenFault::Expired)),
        (r#""exp":{-30}.5"#.to_owned(), None),
        (r#""exp":"{90}""#.to_owned(), Some(TokenFault::Expired)),
        (r#""exp":1e300"#.to_owned(), Some(TokenFault::Expired)),
        (r#""iat":{90}"#.to_owned(), Some(TokenFault::IssuedInFuture)),
        (r#""iat":true"#.to_owned(), Some(TokenFault::IssuedInFuture)),
        (r#""nbf":{90}"#.to_owned(), Some(TokenFault::NotYetValid)),
        (r#""nbf":null"#.to_owned(), None),
        (r#""nonce":"of another request""#.to_owned(), None),
        (format!(r#""deep":{}{}"#, "[".repeat(5000), "]".repeat(5000)), None),
    ] {
        // Seconds from this moment on: of the many logins here, each has its own.
        let field = [-90, -30, 90]
            .into_iter()
            .fold(field, |field, span| field.replace(&format!("{{{span}}}"), &(now() + f64::from(span)).to_string()));
        let (session, key_requests) = log_in_with(draft().claiming(&field)).await;
        assert_eq!(session.map(|_| ()), expected.map_or(Ok(()), refused), "{field}");
        assert_eq!(key_requests.len(), usize::from(expected.is_none()), "{field}");
    }
}

#[test]
async fn a_token_does_not_choose_how_it_is_verified() {
    for (header, expected) in [
        (r#"{"alg":"HS256","kid":"first"}"#, Some(TokenFault::Algorithm)),
        (r#"{"alg":"none"}"#, Some(TokenFault::Algorithm)),
        ("{}", Some(TokenFault::Algorithm)),
        ("[null]", Some(TokenFault::Algorithm)),
        ("null", Some(TokenFault::Algorithm)),
        (r#"{"alg":"RS256","typ":"at+jwt"}"#, Some(TokenFault::Header)),
        (r#"{"alg":"RS256","crit":["exp"]}"#, Some(TokenFault::Header)),
        ("{", Some(TokenFault::Malformed)),
        (r#"{"alg":"RS256"}"#, None),
        (r#"{"alg":"RS256","kid":"first","jku":"http://evil.example/jwks.json"}"#, None),
    ] {
        let (session, key_requests) = log_in_with(draft().headed(header)).await;
        assert_eq!(session.map(|_| ()), expected.map_or(Ok(()), refused), "{header}");
        assert_eq!(key_requests.len(), usize::from(expected.is_none()), "{header}");
    }
}

#[test]
async fn a_damaged_signature_is_none() {
    let backend = Backend::new();
    let whole = backend.signed(&draft()).await;
    let (message, signature) = whole.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { "B" } else { "A" };
    for (token, expected) in [
        (whole.clone(), None),
        (format!("{message}.{other}{}", &signature[1..]), Some(TokenFault::Signature)),
        (format!("{message}.{}", &signature[..340]), Some(TokenFault::Signature)),
        (format!("{message}."), Some(TokenFault::Signature)),
        (format!("{message}.{}", encoded("sig")), Some(TokenFault::Signature)),
        (format!("{message}.{signature}=="), Some(TokenFault::Malformed)),
        (message.to_owned(), Some(TokenFault::Malformed)),
    ] {
        backend.will_log_in_with(&token);
        let session = log_in(&Client::new(config())).await;
        assert_eq!(session.map(|_| ()), expected.map_or(Ok(()), refused), "{token}");
    }
}

#[test]
async fn a_hash_is_that_of_the_access_token_that_came_along() {
    // The left half of the SHA-256 of "access", and of "another".
    for (hash, expected) in [(AT_HASH, None), (OTHER_HASH, Some(TokenFault::AccessTokenHash))] {
        let (session, _) = log_in_with(draft().claiming(&format!(r#""at_hash":"{hash}""#))).await;
        assert_eq!(session.map(|_| ()), expected.map_or(Ok(()), refused));
    }
}

#[test]
async fn keys_that_changed_a_moment_ago_are_asked_for_again() {
    let backend = Backend::new();
    let client = Client::new(config());
    backend.keys_will_be(&[FIRST]).keys_will_be(&[FIRST, SECOND]);
    for _ in 0..2 {
        backend.will(Answer::Token(named("second").signed_by(SECOND)));
        assert!(log_in(&client).await.is_ok());
        assert_eq!(backend.key_requests(), [ASKED, ASKED_AGAIN]);
    }
}

#[test]
async fn a_name_that_nobody_knows_is_asked_for_once() {
    let backend = Backend::new();
    let client = Client::new(config());
    for kid in ["gone", "gone", "another"] {
        backend.will(Answer::Token(named(kid)));
        assert_eq!(log_in(&client).await.map(|_| ()), refused(TokenFault::KeyUnknown));
        assert_eq!(backend.key_requests(), [ASKED, ASKED_AGAIN]);
    }
    backend.will_log_in();
    assert!(log_in(&client).await.is_ok(), "the keys that are known still are");
    assert_eq!(backend.key_requests(), [ASKED, ASKED_AGAIN]);
}

#[test]
async fn a_token_without_a_name_is_tried_with_every_key() {
    for (keys, expected) in [
        (&[FIRST, SECOND] as &[KeyPair], None),
        (&[SECOND], None),
        (&[FIRST], Some(TokenFault::Signature)),
        (&[], Some(TokenFault::KeyUnknown)),
    ] {
        let backend = Backend::new();
        backend.keys_will_be(keys).keys_will_be(keys);
        backend.will(Answer::Token(draft().headed(r#"{"alg":"RS256"}"#).signed_by(SECOND)));
        let session = log_in(&Client::new(config())).await;
        assert_eq!(session.map(|_| ()), expected.map_or(Ok(()), refused));
    }
}

#[test]
async fn without_its_keys_nothing_of_a_backend_is_believed() {
    let _online = Replaced::online();
    for answer in [
        json(503, "{}"),
        json(200, "{}"),
        json(200, r#"{"keys":{}}"#),
        Answer::Reply { status: 200, content_type: "text/html", headers: Vec::new(), body: "<h1>Hotel</h1>".into() },
    ] {
        let backend = Backend::new();
        backend.keys_will(answer).will_log_in();
        let session = log_in(&Client::new(config())).await;
        assert_eq!(session.map(|_| ()), refused(TokenFault::KeysUnavailable));
    }
    let backend = Backend::new();
    backend.will_log_in();
    for _ in 0..3 {
        backend.keys_will(Answer::Failure).will(Answer::Failure);
    }
    assert_eq!(log_in(&Client::new(config())).await.map(|_| ()), refused(TokenFault::KeysUnavailable));
    assert_eq!(backend.key_requests().len(), 3);
}

#[test]
async fn keys_that_could_not_be_reached_are_asked_for_again_by_themselves() {
    let (backend, _online) = (Backend::new(), Replaced::online());
    backend.will_log_in();
    for _ in 0..2 {
        backend.keys_will(Answer::Failure).will(Answer::Failure);
    }
    assert!(log_in(&Client::new(config())).await.is_ok());
    assert_eq!(backend.key_requests().len(), 3);
}

#[test]
async fn a_refresh_token_is_not_spent_on_a_session_that_nobody_can_verify() {
    let (backend, client) = (Backend::new(), Client::new(config()));
    backend.keys_will(json(503, "{}"));
    let token = passlock::RefreshToken::new("refresh-1");
    assert_eq!(client.refresh(&token).await, Err(Problem::ServerDown { status: 503 }));
    assert_eq!(backend.requests(), []);
    backend.will_grant(draft(), "refresh-2");
    assert!(client.refresh(&token).await.is_ok());
}

#[test]
async fn keys_that_never_come_are_given_up_on() {
    let backend = Backend::new();
    backend.keys_will(Answer::Silence).will_log_in();
    let _hurry = Replaced::no_patience_for_the_second();
    assert_eq!(log_in(&Client::new(config())).await.map(|_| ()), refused(TokenFault::KeysUnavailable));
}

#[test]
async fn keys_that_did_not_come_ahead_are_asked_for_at_the_login() {
    storage();
    let backend = Backend::new();
    backend.keys_will(Answer::Silence);
    let screen = Screen::at_code(&backend).await;
    screen.until("the keys to be asked for", |_| backend.key_requests() == [ASKED]).await;
    backend.will_log_in();
    screen.type_into("code", "427193").await;
    screen.sees("Welcome").await;
    assert_eq!(backend.key_requests(), [ASKED, ASKED]);
}

#[test]
async fn a_clock_that_is_wrong_is_asked_about() {
    storage();
    let backend = Backend::new();
    let screen = Screen::at_code(&backend).await;
    backend.will(Answer::Token(Draft::ending_in(-7200)));
    screen.type_into("code", "427193").await;
    screen.sees("Is the clock of this device right?").await;
}

#[test]
async fn a_page_without_cryptography_sends_no_code() {
    let (storage, backend) = (storage(), Backend::new());
    let _insecure = Replaced::insecure_origin();
    let screen = Screen::new().await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("This page is not secure enough to sign you in.").await;
    assert_eq!(log_in(&Client::new(config())).await.map(|_| ()), refused(TokenFault::NoCrypto));
    assert_eq!((backend.requests(), storage.length().unwrap()), (Vec::new(), 0));
}

#[test]
async fn a_page_may_trust_the_connection_in_place_of_cryptography() {
    let backend = Backend::new();
    let trusting = || {
        let mut config: Config = config();
        config.without_crypto = WithoutCrypto::TrustTls;
        Client::new(config)
    };
    backend.will(Answer::Token(draft().signed_by(SECOND)));
    assert_eq!(log_in(&trusting()).await.map(|_| ()), refused(TokenFault::Signature), "there is cryptography here");

    let _insecure = Replaced::insecure_origin();
    backend.will(Answer::Token(draft().signed_by(SECOND))).will(Answer::Token(draft().claiming(r#""aud":"other""#)));
    assert!(log_in(&trusting()).await.is_ok());
    assert_eq!(log_in(&trusting()).await.map(|_| ()), refused(TokenFault::Audience));
    assert_eq!(backend.key_requests().len(), 1);
}

const AT_HASH: &str = "oFYf1knNtrqnhAVfBRuteQ";
const OTHER_HASH: &str = "rkSKyGxOjk3sZFcpcI70GA";
