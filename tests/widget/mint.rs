//! Tokens with real signatures, made by the browser's cryptography from the key pairs of the core's tests.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use crate::page::window;

/// A key pair of `crates/core/tests/keys`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyPair {
    private: &'static str,
    /// The public half, as a backend publishes it.
    pub(crate) jwk: &'static str,
}

pub(crate) const FIRST: KeyPair = KeyPair {
    private: include_str!("../../crates/core/tests/keys/first.pem"),
    jwk: include_str!("../../crates/core/tests/keys/first.json"),
};
pub(crate) const SECOND: KeyPair = KeyPair {
    private: include_str!("../../crates/core/tests/keys/second.pem"),
    jwk: include_str!("../../crates/core/tests/keys/second.json"),
};

/// A token that is yet to be signed.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    header: String,
    claims: String,
    key: KeyPair,
}

impl Draft {
    /// A token of `demo` at 127.0.0.1:4000 that ends in so many seconds.
    pub(crate) fn ending_in(seconds: i32) -> Self {
        let ends_at = now() + f64::from(seconds);
        // One that is over began an hour before its end.
        let begins_at = now().min(ends_at - 3600.0);
        let claims = format!(
            r#"{{"iss":"http://127.0.0.1:4000/","aud":"demo","sub":"sms|1","iat":{begins_at},"exp":{ends_at},"name":"+44 7400 123456","nickname":"+44 7400 123456","phone_number":"+447400123456"}}"#,
        );
        Self { header: r#"{"alg":"RS256","typ":"JWT","kid":"first"}"#.to_owned(), claims, key: FIRST }
    }

    /// With another field, or another value of one: of two fields of a name the last counts.
    pub(crate) fn claiming(mut self, field: &str) -> Self {
        self.claims = format!("{},{field}}}", &self.claims[..self.claims.len() - 1]);
        self
    }

    /// The same of another person.
    pub(crate) fn of(self, sub: &str) -> Self {
        self.claiming(&format!(r#""sub":"{sub}""#))
    }

    pub(crate) fn headed(self, header: &str) -> Self {
        Self { header: header.to_owned(), ..self }
    }

    pub(crate) fn signed_by(self, key: KeyPair) -> Self {
        Self { key, ..self }
    }

    /// What is to be signed.
    pub(crate) fn message(&self) -> String {
        format!("{}.{}", encoded(&self.header), encoded(&self.claims))
    }

    pub(crate) async fn signed(&self, subtle: &SubtleCrypto) -> String {
        let message = self.message();
        let key = private_key(subtle, self.key).await;
        let promise = subtle.sign_with_str_and_u8_array(RS256, &key, message.as_bytes()).unwrap();
        let signature = Uint8Array::new(&JsFuture::from(promise).await.unwrap()).to_vec();
        let signature: String = signature.into_iter().map(char::from).collect();
        format!("{message}.{}", encoded(&signature))
    }
}

/// The present second, as tokens count.
pub(crate) fn now() -> f64 {
    (js_sys::Date::now() / 1000.0).floor()
}

/// Base64url of a text whose characters stand for bytes.
pub(crate) fn encoded(bytes: &str) -> String {
    window().btoa(bytes).unwrap().replace('+', "-").replace('/', "_").trim_end_matches('=').to_owned()
}

async fn private_key(subtle: &SubtleCrypto, pair: KeyPair) -> CryptoKey {
    let body: String = pair.private.lines().skip(2).take_while(|line| !line.starts_with('-')).collect();
    let der: Vec<u8> = window().atob(&body).unwrap().chars().map(|sign| sign as u8).collect();
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &RS256.into()).unwrap();
    Reflect::set(&algorithm, &"hash".into(), &"SHA-256".into()).unwrap();
    let (der, usages) = (Uint8Array::from(&der[..]), Array::of1(&"sign".into()));
    let promise = subtle.import_key_with_object("pkcs8", &der, &algorithm, false, &usages).unwrap();
    JsFuture::from(promise).await.unwrap().unchecked_into()
}

const RS256: &str = "RSASSA-PKCS1-v1_5";
