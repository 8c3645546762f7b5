//! Checks an id_token as any application would that trusts the backend's published keys.

use anyhow::{Context, Result};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;

/// The claims of a token that one of these keys signed, for the client `demo`, by the backend, and still valid.
pub fn verify(id_token: &str, jwks: Value, backend: &str) -> Result<Value> {
    let keys: JwkSet = serde_json::from_value(jwks).context("jwks.json is not a set of keys")?;
    let key_id = decode_header(id_token)?.kid.context("the token does not name its key")?;
    let key = keys.find(&key_id).with_context(|| format!("jwks.json has no key {key_id}"))?;
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_audience(&["demo"]);
    rules.set_issuer(&[format!("http://{backend}/")]);
    rules.set_required_spec_claims(&["aud", "exp", "iss", "sub"]);
    Ok(decode::<Value>(id_token, &DecodingKey::from_jwk(key)?, &rules)?.claims)
}
