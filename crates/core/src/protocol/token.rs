//! `POST /oauth/token` with the passwordless grant: here is the code.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::reply::{Json, Reply};
use super::value::Value;
use crate::session::{AccessToken, IdToken, RefreshToken};
use crate::{Code, Nonsense, Problem, Recipient, Timestamp};

/// Where the request goes.
pub const TOKEN_PATH: &str = "/oauth/token";

/// The grant type of a code from a message.
pub const PASSWORDLESS_OTP: &str = "http://auth0.com/oauth/grant-type/passwordless/otp";

/// The body of the request, JSON or form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRequest {
    /// [`PASSWORDLESS_OTP`].
    pub grant_type: String,
    /// The application's public identifier.
    pub client_id: String,
    /// Where the code went: a number, E.164, or an address.
    pub username: String,
    /// The code.
    pub otp: String,
    /// The connection that the code was asked through.
    pub realm: String,
    /// Space-separated scopes; `openid` brings an id_token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The API that the access token is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
}

impl TokenRequest {
    /// A request that trades a code from a message for tokens.
    #[must_use]
    pub fn new(client_id: &str, connection: &str, to: &Recipient, code: &Code, scope: &str) -> Self {
        Self {
            grant_type: PASSWORDLESS_OTP.to_owned(),
            client_id: client_id.to_owned(),
            username: to.username(),
            otp: code.secret().to_owned(),
            realm: connection.to_owned(),
            scope: Some(scope.to_owned()),
            audience: None,
        }
    }
}

impl From<&TokenRequest> for Value {
    fn from(request: &TokenRequest) -> Self {
        Self::of_texts(&[
            ("grant_type", Some(&request.grant_type)),
            ("client_id", Some(&request.client_id)),
            ("username", Some(&request.username)),
            ("otp", Some(&request.otp)),
            ("realm", Some(&request.realm)),
            ("scope", request.scope.as_deref()),
            ("audience", request.audience.as_deref()),
        ])
    }
}

/// Neither the code nor where it went.
impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest")
            .field("client_id", &self.client_id)
            .field("realm", &self.realm)
            .finish_non_exhaustive()
    }
}

/// The body of a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenReply {
    /// Opens `/userinfo` and the audience's API.
    pub access_token: AccessToken,
    /// Who logged in; there when `openid` was asked for, as a login always does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token: Option<IdToken>,
    /// `Bearer`.
    pub token_type: String,
    /// Seconds until the access token expires.
    pub expires_in: u32,
    /// Renews the others; there when `offline_access` was asked for and granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<RefreshToken>,
    /// The scopes that were granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

impl TokenReply {
    /// What a message of `/authorize` brings. Some servers write the time as a text, as it is in an address. A refresh token
    /// never comes that way, and is not taken (RFC 6749, section 4.2.2).
    pub(super) fn told(response: &Value) -> Option<Self> {
        let text = |name| response.get(name).text();
        let expires_in = response.get("expires_in");
        Some(Self {
            access_token: AccessToken::new(text("access_token")?),
            id_token: Some(IdToken::new(text("id_token")?)),
            token_type: text("token_type").unwrap_or("Bearer").to_owned(),
            expires_in: expires_in.count().or_else(|| expires_in.text()?.parse().ok())?,
            refresh_token: None,
            scope: text("scope").map(str::to_owned),
        })
    }

    fn read(body: &Value) -> Option<Self> {
        let text = |name| body.get(name).text();
        Some(Self {
            access_token: AccessToken::new(text("access_token")?),
            id_token: text("id_token").map(IdToken::new),
            token_type: text("token_type")?.to_owned(),
            expires_in: body.get("expires_in").count()?,
            refresh_token: text("refresh_token").map(RefreshToken::new),
            scope: text("scope").map(str::to_owned),
        })
    }
}

/// Reads the reply to a [`TokenRequest`].
///
/// # Errors
/// The [`Problem`] that the reply describes, or that it is.
pub fn read_token<J: Json>(reply: &Reply, now: Timestamp) -> Result<TokenReply, Problem> {
    let body = reply.value::<J>(now)?;
    TokenReply::read(&body).ok_or(Problem::Nonsense(Nonsense::MissingFields))
}
