//! Makes tokens with real signatures, and judges them as the widget does, with aws-lc in the place of the browser.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use passlock_core::protocol::{Domain, KeySet, Reply, RsaKey, TokenReply, read_keys};
use passlock_core::session::{AccessToken, IdToken, KeyCache, Leeway, Rules, Session, TokenFault, Unproved};
use passlock_core::{Problem, Timestamp};
use serde_json::{Value, json};

use crate::walk::SerdeJson;

pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);
pub(crate) const ACCESS_TOKEN: &str = "an opaque text";

/// A key pair of `tests/keys`.
pub(crate) struct Signer {
    pair: RsaKeyPair,
    pub(crate) jwk: Value,
}

pub(crate) static FIRST: LazyLock<Signer> =
    LazyLock::new(|| Signer::new(include_str!("../keys/first.pem"), include_str!("../keys/first.json")));
pub(crate) static SECOND: LazyLock<Signer> =
    LazyLock::new(|| Signer::new(include_str!("../keys/second.pem"), include_str!("../keys/second.json")));

impl Signer {
    fn new(pem: &str, jwk: &str) -> Self {
        let body: String = pem.lines().skip(2).take_while(|line| !line.starts_with('-')).collect();
        let pair = RsaKeyPair::from_pkcs8(&STANDARD.decode(body).unwrap()).unwrap();
        Self { pair, jwk: serde_json::from_str(jwk).unwrap() }
    }

    pub(crate) fn token(&self, header: &Value, claims: &Value) -> String {
        self.sign(&message(header, claims))
    }

    /// The signed form of a message, whatever it is.
    pub(crate) fn sign(&self, message: &str) -> String {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
        format!("{message}.{}", encoded(signature))
    }
}

/// A header that passes, signed by [`FIRST`].
pub(crate) fn header() -> Value {
    json!({ "alg": "RS256", "typ": "JWT", "kid": "first" })
}

/// Claims that pass, of an hour ago and for nine more.
pub(crate) fn claims() -> Value {
    json!({
        "iss": "https://login.example.com/", "aud": "demo", "sub": "sms|1", "name": "+44 7400 123456",
        "iat": NOW.seconds() - 3600, "exp": NOW.seconds() + 32_400, "unknown": { "to": ["us"] },
    })
}

pub(crate) fn message(header: &Value, claims: &Value) -> String {
    format!("{}.{}", encoded(header.to_string()), encoded(claims.to_string()))
}

pub(crate) fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn sha256(text: &str) -> Vec<u8> {
    digest(&SHA256, text.as_bytes()).as_ref().to_vec()
}

/// The keys in the reply of a backend that publishes these.
pub(crate) fn key_set(jwks: &[&Value]) -> KeySet {
    let content_type = Some("application/json".to_owned());
    let reply = Reply { status: 200, content_type, retry_after: None, body: json!({ "keys": jwks }).to_string() };
    read_keys::<SerdeJson>(&reply, NOW).unwrap()
}

/// Rules with the usual leeway and no nonce.
pub(crate) fn rules(domain: &Domain) -> Rules<'_> {
    Rules { domain, client_id: "demo", nonce: None, leeway: Leeway::default() }
}

pub(crate) fn domain() -> Domain {
    Domain::parse("login.example.com").unwrap()
}

/// The claims alone.
pub(crate) fn read(token: &str, rules: &Rules<'_>) -> Result<Unproved, Problem> {
    let reply = TokenReply {
        access_token: AccessToken::new(ACCESS_TOKEN),
        id_token: Some(IdToken::new(token)),
        token_type: "Bearer".to_owned(),
        expires_in: 86_400,
        refresh_token: None,
        scope: None,
    };
    Unproved::read::<SerdeJson>(reply, rules, NOW)
}

/// Everything, for a backend that publishes [`FIRST`].
pub(crate) fn judge(token: &str) -> Result<Session, TokenFault> {
    judge_by(token, &rules(&domain()), &[&FIRST.jwk])
}

pub(crate) fn judge_by(token: &str, rules: &Rules<'_>, jwks: &[&Value]) -> Result<Session, TokenFault> {
    let login = read(token, rules).map_err(|problem| match problem {
        Problem::TokenRefused(fault) => fault,
        other => panic!("{other:?}"),
    })?;
    let mut cache = KeyCache::default();
    cache.keep(key_set(jwks), NOW);
    let known = cache.known(login.kid()).ok_or(TokenFault::KeyUnknown)?;
    let mut candidates = known.keys.iter().filter(|key| key.may_have_signed(login.kid()));
    if !candidates.any(|key| has_signed(key, &login)) {
        return Err(TokenFault::Signature);
    }
    let hash = login.to_be_hashed().map(sha256);
    login.proved(hash.as_deref())
}

fn has_signed(key: &RsaKey, login: &Unproved) -> bool {
    let (n, e) = (URL_SAFE_NO_PAD.decode(&key.n).unwrap(), URL_SAFE_NO_PAD.decode(&key.e).unwrap());
    let key = RsaPublicKeyComponents { n, e };
    key.verify(&RSA_PKCS1_2048_8192_SHA256, login.message().as_bytes(), login.signature()).is_ok()
}
