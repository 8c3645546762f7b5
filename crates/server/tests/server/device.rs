//! A device with one passkey, in the place of a phone or a security key; and a browser around it that can be told to lie.
//!
//! It makes keys of P-256 and says nothing of itself (attestation `none`), which is what browsers hand on. There are
//! libraries that do, and they change how serde_json works for everything that is built beside them.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_cbor_2::Value as Cbor;
use serde_json::{Value, json};

use crate::harness::{Answer, JSON, PAGE, Server, request};

pub(crate) const CHALLENGE: &str = "/passkey/challenge";
pub(crate) const REGISTER: &str = "/passkey/register";
pub(crate) const METHODS: &str = "/me/v1/authentication-methods";
pub(crate) const WEBAUTHN: &str = "urn:okta:params:oauth:grant-type:webauthn";

/// A device, and the page that it is used on.
pub(crate) struct Device {
    passkey: Option<Passkey>,
    /// Whether it makes sure who is using it.
    pub(crate) is_verifying: bool,
    /// Whether its passkeys are in a cloud, too.
    pub(crate) is_backing_up: bool,
    /// The page that the browser is on, or says that it is.
    pub(crate) page: String,
    /// The name that the browser asks for, if it is not the one that it was told.
    pub(crate) rp_id: Option<String>,
}

/// What a device keeps of a passkey.
pub(crate) struct Passkey {
    id: Vec<u8>,
    key: EcdsaKeyPair,
    pub(crate) rp_id: String,
    pub(crate) user_handle: Vec<u8>,
    /// How often it was used; `None` for a device that does not count.
    pub(crate) counter: Option<u32>,
}

impl Device {
    /// One that counts, and makes sure whose finger it is.
    pub(crate) fn new() -> Self {
        Self { passkey: None, is_verifying: true, is_backing_up: false, page: PAGE.to_owned(), rp_id: None }
    }

    /// Its passkey.
    pub(crate) fn passkey(&mut self) -> &mut Passkey {
        self.passkey.as_mut().expect("a passkey")
    }

    /// `navigator.credentials.create`.
    pub(crate) fn make(&mut self, parameters: &Value) -> Value {
        let algorithms = parameters["pubKeyCredParams"].as_array().unwrap();
        assert!(algorithms.contains(&json!({ "type": "public-key", "alg": -7 })), "{algorithms:?}");
        let mut id = [0; 16];
        aws_lc_rs::rand::fill(&mut id).unwrap();
        let rp_id = self.rp_id.clone().unwrap_or_else(|| parameters["rp"]["id"].as_str().unwrap().to_owned());
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let user_handle = decode(&parameters["user"]["id"]);
        let passkey = self.passkey.insert(Passkey { id: id.to_vec(), key, rp_id, user_handle, counter: Some(0) });
        let public = passkey.key.public_key().as_ref();
        let length = u16::try_from(passkey.id.len()).unwrap().to_be_bytes();
        let attested = [&MAKE[..], &length, &passkey.id, &cose(&public[1..33], &public[33..])].concat();
        let mut data = self.data(ATTESTED);
        data.extend(attested);
        let client_data = self.client_data("webauthn.create", parameters);
        let object = [
            ("fmt", Cbor::Text("none".to_owned())),
            ("attStmt", Cbor::Map(BTreeMap::new())),
            ("authData", Cbor::Bytes(data)),
        ];
        let object = object.map(|(name, value)| (Cbor::Text(name.to_owned()), value)).into_iter().collect();
        self.answer(&json!({
            "clientDataJSON": encode(&client_data),
            "attestationObject": encode(&serde_cbor_2::to_vec(&Cbor::Map(object)).unwrap()),
            "transports": ["internal", "hybrid"],
        }))
    }

    /// `navigator.credentials.get`.
    pub(crate) fn sign(&mut self, parameters: &Value) -> Value {
        let client_data = self.client_data("webauthn.get", parameters);
        let asked = self.rp_id.clone();
        let passkey = self.passkey();
        // A browser that lies about the page may also do so about the name.
        passkey.rp_id = asked.unwrap_or_else(|| parameters["rpId"].as_str().unwrap().to_owned());
        passkey.counter = passkey.counter.map(|counter| counter + 1);
        let data = self.data(0);
        let passkey = self.passkey();
        let signed = [data.as_slice(), digest(&SHA256, &client_data).as_ref()].concat();
        let signature = passkey.key.sign(&SystemRandom::new(), &signed).unwrap();
        let response = json!({
            "clientDataJSON": encode(&client_data),
            "authenticatorData": encode(&data),
            "signature": encode(signature.as_ref()),
            "userHandle": encode(&passkey.user_handle),
        });
        self.answer(&response)
    }

    /// Authenticator data (Web Authentication, section 6.1), as far as it is there for every passkey.
    fn data(&mut self, flags: u8) -> Vec<u8> {
        let verified = if self.is_verifying { VERIFIED } else { 0 };
        let backed_up = if self.is_backing_up { PORTABLE | BACKED_UP } else { 0 };
        let passkey = self.passkey();
        let name = digest(&SHA256, passkey.rp_id.as_bytes());
        let counter = passkey.counter.unwrap_or(0).to_be_bytes();
        [name.as_ref(), &[PRESENT | verified | backed_up | flags], &counter].concat()
    }

    fn client_data(&self, kind: &str, parameters: &Value) -> Vec<u8> {
        let data =
            json!({ "type": kind, "challenge": parameters["challenge"], "origin": self.page, "crossOrigin": false });
        data.to_string().into_bytes()
    }

    fn answer(&mut self, response: &Value) -> Value {
        let id = encode(&self.passkey().id);
        json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        })
    }
}

impl Server {
    /// A request with the access token of these tokens.
    pub(crate) async fn as_owner(&self, method: Method, path: &str, tokens: &Value, body: &Value) -> Answer {
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        let headers = [JSON[0], ("authorization", bearer.as_str())];
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(request(method, path, &headers, &body)).await
    }

    /// What a page gets that is about to use a passkey.
    pub(crate) async fn challenge(&self) -> Value {
        let answer = self.post(CHALLENGE, &json!({ "client_id": "demo" })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    /// What a page gets that is about to add one.
    pub(crate) async fn enrollment(&self, tokens: &Value) -> Value {
        let answer = self.as_owner(Method::POST, METHODS, tokens, &json!({ "type": "passkey" })).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
        answer.json()
    }

    /// Hands in what a device made.
    pub(crate) async fn verify(&self, tokens: &Value, asked: &Value, made: &Value) -> Answer {
        let body = json!({ "auth_session": asked["auth_session"], "authn_response": made });
        self.as_owner(Method::POST, &format!("{METHODS}/passkey|new/verify"), tokens, &body).await
    }

    /// Adds a passkey to the account of these tokens; the answer says which.
    pub(crate) async fn add_passkey(&self, tokens: &Value, device: &mut Device) -> Value {
        let asked = self.enrollment(tokens).await;
        let made = device.make(&asked["authn_params_public_key"]);
        let answer = self.verify(tokens, &asked, &made).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()
    }

    /// Hands in what a device answered.
    pub(crate) async fn trade(&self, asked: &Value, answered: &Value) -> Answer {
        self.post("/oauth/token", &trade_body(asked, answered)).await
    }

    /// A whole login by a passkey.
    pub(crate) async fn come_back(&self, device: &mut Device) -> Answer {
        let asked = self.challenge().await;
        let signed = device.sign(&asked["authn_params_public_key"]);
        self.trade(&asked, &signed).await
    }
}

pub(crate) fn trade_body(asked: &Value, answered: &Value) -> Value {
    json!({
        "grant_type": WEBAUTHN, "client_id": "demo", "auth_session": asked["auth_session"],
        "authn_response": answered, "scope": "openid profile",
    })
}

/// An answer of the right form that nobody signed.
pub(crate) fn unsigned() -> Value {
    let response = json!({ "clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": "AA" });
    json!({ "id": "AA", "rawId": "AA", "type": "public-key", "response": response })
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What a token of a reply says.
pub(crate) fn payload(tokens: &Value, name: &str) -> Value {
    let token = tokens[name].as_str().unwrap();
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

pub(crate) fn decode(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}

/// A public key of P-256 (RFC 9053, section 7.1.1).
fn cose(x: &[u8], y: &[u8]) -> Vec<u8> {
    let (x, y) = (Cbor::Bytes(x.to_vec()), Cbor::Bytes(y.to_vec()));
    let key = [(1, Cbor::Integer(2)), (3, Cbor::Integer(-7)), (-1, Cbor::Integer(1)), (-2, x), (-3, y)];
    let key = key.map(|(name, value)| (Cbor::Integer(name), value)).into_iter().collect();
    serde_cbor_2::to_vec(&Cbor::Map(key)).unwrap()
}

/// What it says that it is.
const MAKE: [u8; 16] = [0xda; 16];
/// Flags (Web Authentication, section 6.1).
const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const PORTABLE: u8 = 8;
const BACKED_UP: u8 = 16;
const ATTESTED: u8 = 64;
