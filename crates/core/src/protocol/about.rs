//! What a server says about itself and about a person: discovery, keys, `/userinfo` (protocol section 6).

use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde::{Deserialize, Serialize};

use super::reply::{Json, Reply};
use super::value::Value;
use crate::session::Profile;
use crate::{Nonsense, Problem, Timestamp};

/// Where an access token is traded for a [`Profile`].
pub const USERINFO_PATH: &str = "/userinfo";
/// Where [`Discovery`] is.
pub const DISCOVERY_PATH: &str = "/.well-known/openid-configuration";
/// Where the [`KeySet`] is.
pub const JWKS_PATH: &str = "/.well-known/jwks.json";
/// Where a browser is sent to end a session, with `client_id` and `returnTo`.
pub const LOGOUT_PATH: &str = "/v2/logout";
/// Where a server says that it is up. Any answer will do to tell a server that is there from one that is not.
pub const HEALTH_PATH: &str = "/health";

/// A server's own description (OpenID Connect Discovery 1.0, section 3), as far as a login needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discovery {
    /// The `iss` of its tokens; ends in a slash.
    pub issuer: String,
    /// Where codes are traded for tokens.
    pub token_endpoint: String,
    /// Where access tokens are traded for a profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_endpoint: Option<String>,
    /// Where a refresh token and its login are ended (RFC 8414, section 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation_endpoint: Option<String>,
    /// Where the keys of its tokens are.
    pub jwks_uri: String,
    /// Scopes that may be asked for.
    #[serde(default)]
    pub scopes_supported: Vec<String>,
    /// Response types of its authorization endpoint; empty where there is no such endpoint.
    #[serde(default)]
    pub response_types_supported: Vec<String>,
    /// Grants that its token endpoint knows.
    #[serde(default)]
    pub grant_types_supported: Vec<String>,
    /// `public`, `pairwise` or both.
    #[serde(default)]
    pub subject_types_supported: Vec<String>,
    /// How its id_tokens are signed.
    #[serde(default)]
    pub id_token_signing_alg_values_supported: Vec<String>,
    /// How clients say who they are; `none` is what a page can do.
    #[serde(default)]
    pub token_endpoint_auth_methods_supported: Vec<String>,
    /// Claims that a token or `/userinfo` may have.
    #[serde(default)]
    pub claims_supported: Vec<String>,
}

impl Discovery {
    fn read(document: &Value) -> Option<Self> {
        let text = |name| document.get(name).text().map(str::to_owned);
        let texts = |name| document.get(name).list().iter().filter_map(Value::text).map(str::to_owned).collect();
        Some(Self {
            issuer: text("issuer")?,
            token_endpoint: text("token_endpoint")?,
            userinfo_endpoint: text("userinfo_endpoint"),
            revocation_endpoint: text("revocation_endpoint"),
            jwks_uri: text("jwks_uri")?,
            scopes_supported: texts("scopes_supported"),
            response_types_supported: texts("response_types_supported"),
            grant_types_supported: texts("grant_types_supported"),
            subject_types_supported: texts("subject_types_supported"),
            id_token_signing_alg_values_supported: texts("id_token_signing_alg_values_supported"),
            token_endpoint_auth_methods_supported: texts("token_endpoint_auth_methods_supported"),
            claims_supported: texts("claims_supported"),
        })
    }
}

/// The public keys that a server signs id_tokens with, or did until lately (RFC 7517, section 5). Keys of other kinds and
/// for other purposes are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeySet {
    /// Several while a new one takes over.
    pub keys: Vec<RsaKey>,
}

/// A key that RS256 signatures are verified by: of 2048 to 8192 bits (RFC 7518, section 3.3), with the exponent 65537.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RsaKey {
    /// The name by which a token's header refers to it.
    pub kid: Option<String>,
    /// The modulus, base64url, its first byte not zero.
    pub n: String,
    /// The exponent, base64url: `AQAB`.
    pub e: String,
}

impl RsaKey {
    /// The key, if it is of this kind and for this purpose (RFC 7517, section 4, and RFC 7518, section 6.3).
    fn read(jwk: &Value) -> Option<Self> {
        let is_for = |name: &str, ours: &str| jwk.get(name).is_absent() || jwk.get(name).is(ours);
        let is_ours = jwk.get("kty").is("RSA") && is_for("use", "sig") && is_for("alg", "RS256");
        let text = |name| jwk.get(name).text().map(str::to_owned);
        let (n, e) = (text("n")?, text("e")?);
        let modulus = Base64UrlUnpadded::decode_vec(&n).ok()?;
        let first = modulus.first().filter(|first| **first != 0)?;
        let bits = modulus.len() * 8 - first.leading_zeros() as usize;
        let is_usable = (2048..=8192).contains(&bits) && e == EXPONENT;
        (is_ours && is_usable).then_some(Self { kid: text("kid"), n, e })
    }
}

/// 65537, the one exponent that is in use. Small ones have a history of signatures that anybody can make.
const EXPONENT: &str = "AQAB";

/// Reads the reply of [`DISCOVERY_PATH`].
///
/// # Errors
/// The [`Problem`] that the reply describes, or that it is.
pub fn read_discovery<J: Json>(reply: &Reply, now: Timestamp) -> Result<Discovery, Problem> {
    Discovery::read(&reply.value::<J>(now)?).ok_or(Problem::Nonsense(Nonsense::MissingFields))
}

/// Reads the reply of [`JWKS_PATH`].
///
/// # Errors
/// The [`Problem`] that the reply describes, or that it is.
pub fn read_keys<J: Json>(reply: &Reply, now: Timestamp) -> Result<KeySet, Problem> {
    let set = reply.value::<J>(now)?;
    match set.get("keys") {
        Value::List(keys) => Ok(KeySet { keys: keys.iter().filter_map(RsaKey::read).collect() }),
        _ => Err(Problem::Nonsense(Nonsense::MissingFields)),
    }
}

/// Reads the reply of [`USERINFO_PATH`].
///
/// # Errors
/// [`Problem::LoginRequired`] when the access token is not accepted any more; otherwise the [`Problem`] that the reply
/// describes, or that it is.
pub fn read_userinfo<J: Json>(reply: &Reply, now: Timestamp) -> Result<Profile, Problem> {
    if reply.status == 401 {
        return Err(Problem::LoginRequired);
    }
    let profile = Profile::read(&reply.value::<J>(now)?);
    if profile.sub.is_empty() { Err(Problem::Nonsense(Nonsense::MissingFields)) } else { Ok(profile) }
}
