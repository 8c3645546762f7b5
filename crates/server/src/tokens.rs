//! Tokens: what a login is worth (protocol sections 2.2 and 7).

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, Validation};
use passlock_core::Timestamp;
use passlock_core::protocol::TokenReply;
use passlock_core::session::{AccessToken, Audience, Claims, IdToken, RefreshToken};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::config::Client;
use crate::error::ApiError;
use crate::issuer;
use crate::profile::{Described, profile, subject};
use crate::scope::Scopes;
use crate::secrets::CryptoError;
use crate::store::UserRow;

/// Somebody who has proved who they are, and what they asked for.
pub(crate) struct Login<'a> {
    pub(crate) user: &'a UserRow,
    pub(crate) client: &'a Client,
    /// It ends in a slash.
    pub(crate) issuer: &'a str,
    pub(crate) scopes: Scopes,
    pub(crate) audience: Option<&'a str>,
    /// When they proved it; a renewal does not count.
    pub(crate) at: Timestamp,
    /// Binds the id_token to the request for it. A renewal has none (OpenID Connect Core 1.0, section 12.2).
    pub(crate) nonce: Option<&'a str>,
    /// How they proved it, where that is worth saying (RFC 8176).
    pub(crate) methods: &'a [&'static str],
    /// What renews this login.
    pub(crate) refresh_token: Option<RefreshToken>,
}

/// Tokens on their way through an address or a message (OpenID Connect Core 1.0, section 3.2.2.5).
pub(crate) struct FrontTokens {
    pub(crate) access_token: Option<AccessToken>,
    pub(crate) id_token: Option<IdToken>,
    /// Seconds until the access token expires.
    pub(crate) expires_in: u32,
}

/// What an id_token says to the server that made it, however old it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Hint {
    iss: String,
    pub(crate) sub: String,
    aud: Audience,
    auth_time: Option<i64>,
}

/// The payload of an access token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessClaims {
    #[serde(flatten)]
    claims: Claims,
    pub(crate) sub: String,
    scope: String,
    /// When the person proved who they are (RFC 9068, section 2.2.1).
    auth_time: Option<i64>,
}

/// The payload of an id_token (OpenID Connect Core 1.0, section 2).
#[derive(Serialize)]
struct IdClaims<'a> {
    #[serde(flatten)]
    claims: Claims,
    auth_time: i64,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    amr: &'a [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_hash: Option<String>,
    #[serde(flatten)]
    profile: Described,
}

impl Login<'_> {
    /// The tokens of this login.
    pub(crate) async fn grant(self, app: &App) -> Result<TokenReply, ApiError> {
        let now = app.now();
        let access_token = self.access_token(app, now).await?;
        let openid = self.scopes.openid();
        let id_token = if openid { Some(self.id_token(app, now, Some(&access_token)).await?) } else { None };
        Ok(TokenReply {
            access_token,
            id_token,
            token_type: "Bearer".to_owned(),
            expires_in: expires_in(app, self.client),
            scope: Some(self.scopes.to_string()),
            refresh_token: self.refresh_token,
        })
    }

    /// Those of the tokens that go straight to a page.
    pub(crate) async fn front(self, app: &App, access: bool, id: bool) -> Result<FrontTokens, ApiError> {
        let now = app.now();
        let access_token = if access { Some(self.access_token(app, now).await?) } else { None };
        let id_token = if id { Some(self.id_token(app, now, access_token.as_ref()).await?) } else { None };
        Ok(FrontTokens { access_token, id_token, expires_in: expires_in(app, self.client) })
    }

    async fn id_token(&self, app: &App, now: Timestamp, access: Option<&AccessToken>) -> Result<IdToken, ApiError> {
        let lifetime = app.settings.id_token_lifetime(self.client);
        // With one audience there is no need to say which of them it was issued to.
        let claims = self.claims(vec![self.client.id.clone()], None, now, lifetime);
        let claims = IdClaims {
            claims,
            auth_time: self.at.seconds(),
            amr: self.methods,
            nonce: self.nonce,
            at_hash: access.map(at_hash),
            profile: profile(self.user, self.issuer, self.scopes),
        };
        Ok(app.keys.sign(ID_TOKEN, &claims, now).await.map(IdToken::new)?)
    }

    async fn access_token(&self, app: &App, now: Timestamp) -> Result<AccessToken, CryptoError> {
        let api = self.audience.map(str::to_owned);
        let audience = api.into_iter().chain([userinfo_audience(self.issuer)]).collect();
        let azp = Some(self.client.id.clone());
        let claims = self.claims(audience, azp, now, app.settings.access_token_lifetime(self.client));
        let claims = AccessClaims {
            claims,
            sub: subject(self.user),
            scope: self.scopes.to_string(),
            auth_time: Some(self.at.seconds()),
        };
        app.keys.sign(ACCESS_TOKEN, &claims, now).await.map(AccessToken::new)
    }

    fn claims(&self, audience: Vec<String>, azp: Option<String>, now: Timestamp, lifetime: Duration) -> Claims {
        let exp = now.after(lifetime).seconds();
        Claims { iss: self.issuer.to_owned(), aud: Audience(audience), exp, iat: now.seconds(), azp }
    }
}

impl AccessClaims {
    /// Reads an access token that this server made for its own `/userinfo`.
    pub(crate) async fn verify(app: &App, token: &str) -> Result<Self, ApiError> {
        let invalid = ApiError::InvalidToken("The access token is not valid.");
        let now = app.now();
        let payload: Self = signed(app, token).await.ok_or_else(|| invalid.clone())?;
        let Claims { iss, aud: Audience(audiences), exp, .. } = &payload.claims;
        // An id_token is signed by the same key, but it is not for us.
        if !issuer::accepts(&app.settings.issuer, iss) || !audiences.contains(&userinfo_audience(iss)) {
            return Err(invalid);
        }
        if Timestamp::from_seconds(*exp) <= now {
            return Err(ApiError::InvalidToken("The access token has expired."));
        }
        Ok(payload)
    }

    /// Whether the token is for this server alone. One that goes to other people's servers shall not change the account
    /// there.
    pub(crate) fn is_for_us(&self) -> bool {
        let Claims { iss, aud: Audience(audiences), .. } = &self.claims;
        let ours = [userinfo_audience(iss), account_audience(iss)];
        audiences.iter().all(|audience| ours.contains(audience))
    }

    /// When the person proved who they are; `None` in tokens of a time when that was not said.
    pub(crate) fn logged_in_at(&self) -> Option<Timestamp> {
        self.auth_time.map(Timestamp::from_seconds)
    }

    /// The client that the token was made for.
    pub(crate) fn client_id(&self) -> Option<&str> {
        self.claims.azp.as_deref()
    }

    /// The id of the user that the token was made for.
    pub(crate) fn user_id(&self) -> Option<&str> {
        self.sub.split_once('|').map(|(_connection, id)| id)
    }

    pub(crate) fn scopes(&self) -> Scopes {
        Scopes::read(&self.scope)
    }
}

impl Hint {
    /// Reads an `id_token_hint` (OpenID Connect Core 1.0, section 3.1.2.1). That it has expired does not matter.
    pub(crate) async fn read(app: &App, token: &str) -> Option<Self> {
        let hint: Self = signed(app, token).await?;
        // An access token is signed by the same key, and is for this server's own userinfo.
        let is_access = hint.aud.0.contains(&userinfo_audience(&hint.iss));
        (issuer::accepts(&app.settings.issuer, &hint.iss) && !is_access).then_some(hint)
    }

    /// Whether its person has proved who they are, this recently.
    pub(crate) fn is_fresh(&self, now: Timestamp, span: Duration) -> bool {
        self.auth_time.is_some_and(|at| now < Timestamp::from_seconds(at).after(span))
    }

    /// The id behind the connection in its `sub`.
    pub(crate) fn user_id(&self) -> Option<&str> {
        self.sub.split_once('|').map(|(_connection, id)| id)
    }

    /// Whether the token was made for this client.
    pub(crate) fn is_for(&self, client_id: &str) -> bool {
        self.aud.0.iter().any(|audience| audience == client_id)
    }

    /// The client that the token was made for.
    pub(crate) fn client_id(&self) -> Option<&str> {
        self.aud.0.first().map(String::as_str)
    }
}

/// The payload of a token with a signature of this server's.
async fn signed<T: DeserializeOwned>(app: &App, token: &str) -> Option<T> {
    let kid = jsonwebtoken::decode_header(token).ok()?.kid?;
    let key = app.keys.verifier(&kid, app.now()).await?;
    Some(jsonwebtoken::decode::<T>(token, key.public(), &signature_only()).ok()?.claims)
}

fn expires_in(app: &App, client: &Client) -> u32 {
    u32::try_from(app.settings.access_token_lifetime(client).as_secs()).unwrap_or(u32::MAX)
}

/// The claims are checked by hand, against the server's own clock.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    validation
}

/// Binds an id_token to its access token (OpenID Connect Core 1.0, section 3.1.3.6): the left half of a hash of the same
/// length as the signature's.
fn at_hash(token: &AccessToken) -> String {
    let hash = digest(&SHA256, token.secret().as_bytes());
    URL_SAFE_NO_PAD.encode(hash.as_ref().get(..16).unwrap_or_default())
}

/// What Auth0 calls its API for people's own accounts.
pub(crate) fn account_audience(issuer: &str) -> String {
    format!("{issuer}me/")
}

fn userinfo_audience(issuer: &str) -> String {
    format!("{issuer}userinfo")
}

/// What their headers say that tokens are (RFC 7519, section 5.1; RFC 9068, section 2.1), so that none is taken for another.
const ID_TOKEN: &str = "JWT";
const ACCESS_TOKEN: &str = "at+jwt";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_of_the_specification() {
        // OpenID Connect Core 1.0, appendix A.3.
        let token = AccessToken::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y");
        assert_eq!(at_hash(&token), "77QmUPtjPfzWtF2AnpK9RQ");
    }
}
