//! What a server says about itself and about a person: discovery, keys, `/userinfo` (protocol section 6).

use serde::{Deserialize, Serialize};

use super::reply::{Json, Reply};
use crate::session::Profile;
use crate::{Problem, Timestamp};

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

/// The public keys that a server signs with, or did until lately (RFC 7517, section 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeySet {
    /// Several while a new one takes over.
    pub keys: Vec<Key>,
}

/// A public RSA key (RFC 7517, section 4, and RFC 7518, section 6.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// `RSA`; keys of other kinds are of no use here and have none of the two numbers below.
    pub kty: String,
    /// The name by which a token's header refers to it.
    #[serde(default)]
    pub kid: Option<String>,
    /// `RS256`.
    #[serde(default)]
    pub alg: Option<String>,
    /// `sig`.
    #[serde(default, rename = "use")]
    pub purpose: Option<String>,
    /// The modulus, base64url.
    #[serde(default)]
    pub n: Option<String>,
    /// The exponent, base64url.
    #[serde(default)]
    pub e: Option<String>,
}

/// Reads the reply of [`DISCOVERY_PATH`].
///
/// # Errors
/// The [`Problem`] that the reply describes, or that it is.
pub fn read_discovery<J: Json>(reply: &Reply, now: Timestamp) -> Result<Discovery, Problem> {
    reply.read::<J, _>(now)
}

/// Reads the reply of [`JWKS_PATH`].
///
/// # Errors
/// The [`Problem`] that the reply describes, or that it is.
pub fn read_keys<J: Json>(reply: &Reply, now: Timestamp) -> Result<KeySet, Problem> {
    reply.read::<J, _>(now)
}

/// Reads the reply of [`USERINFO_PATH`].
///
/// # Errors
/// The [`Problem`] that the reply describes, or that it is.
pub fn read_userinfo<J: Json>(reply: &Reply, now: Timestamp) -> Result<Profile, Problem> {
    reply.read::<J, _>(now)
}
