//! Tokens: what a login is worth (protocol sections 2.2 and 7).

use std::time::Duration;

use jsonwebtoken::{Algorithm, Validation};
use passlock_core::Timestamp;
use passlock_core::protocol::TokenReply;
use passlock_core::session::{AccessToken, Audience, Claims, IdToken, Profile};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::ApiError;
use crate::issuer;
use crate::profile::{profile, subject};
use crate::scope::Scopes;
use crate::secrets::CryptoError;
use crate::store::UserRow;

/// Somebody who has just proved who they are, and what they asked for.
pub(crate) struct Login<'a> {
    pub(crate) user: &'a UserRow,
    pub(crate) client_id: &'a str,
    /// It ends in a slash.
    pub(crate) issuer: &'a str,
    pub(crate) scopes: Scopes,
    pub(crate) audience: Option<&'a str>,
}

/// The payload of an access token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessClaims {
    #[serde(flatten)]
    claims: Claims,
    pub(crate) sub: String,
    scope: String,
}

#[derive(Serialize)]
struct IdClaims {
    #[serde(flatten)]
    claims: Claims,
    #[serde(flatten)]
    profile: Profile,
}

impl Login<'_> {
    /// The tokens of this login.
    pub(crate) fn grant(&self, app: &App) -> Result<TokenReply, CryptoError> {
        let now = app.now();
        let id_token = self.scopes.openid.then(|| self.id_token(app, now)).transpose()?;
        Ok(TokenReply {
            access_token: self.access_token(app, now)?,
            id_token,
            token_type: "Bearer".to_owned(),
            expires_in: u32::try_from(app.settings.access_token_lifetime.as_secs()).unwrap_or(u32::MAX),
            refresh_token: None,
            scope: Some(self.scopes.to_string()),
        })
    }

    fn id_token(&self, app: &App, now: Timestamp) -> Result<IdToken, CryptoError> {
        let audience = vec![self.client_id.to_owned()];
        let claims = self.claims(audience, None, now, app.settings.id_token_lifetime);
        let profile = profile(self.user, self.issuer, self.scopes);
        app.keys.sign(&IdClaims { claims, profile }).map(IdToken::new)
    }

    fn access_token(&self, app: &App, now: Timestamp) -> Result<AccessToken, CryptoError> {
        let api = self.audience.map(str::to_owned);
        let audience = api.into_iter().chain([userinfo_audience(self.issuer)]).collect();
        let azp = Some(self.client_id.to_owned());
        let claims = self.claims(audience, azp, now, app.settings.access_token_lifetime);
        let claims = AccessClaims { claims, sub: subject(self.user), scope: self.scopes.to_string() };
        app.keys.sign(&claims).map(AccessToken::new)
    }

    fn claims(&self, audience: Vec<String>, azp: Option<String>, now: Timestamp, lifetime: Duration) -> Claims {
        let exp = now.after(lifetime).seconds();
        Claims { iss: self.issuer.to_owned(), aud: Audience(audience), exp, iat: now.seconds(), azp }
    }
}

impl AccessClaims {
    /// Reads an access token that this server made for its own `/userinfo`.
    pub(crate) fn verify(app: &App, token: &str) -> Result<Self, ApiError> {
        let invalid = ApiError::InvalidToken("The access token is not valid.");
        let header = jsonwebtoken::decode_header(token).map_err(|_| invalid.clone())?;
        let key = header.kid.and_then(|kid| app.keys.verifier(&kid)).ok_or_else(|| invalid.clone())?;
        let decoded = jsonwebtoken::decode::<Self>(token, key, &signature_only()).map_err(|_| invalid.clone())?;
        let Claims { iss, aud: Audience(audiences), exp, .. } = &decoded.claims.claims;
        // An id_token is signed by the same key, but it is not for us.
        if !issuer::accepts(&app.settings.issuer, iss) || !audiences.contains(&userinfo_audience(iss)) {
            return Err(invalid);
        }
        if Timestamp::from_seconds(*exp) <= app.now() {
            return Err(ApiError::InvalidToken("The access token has expired."));
        }
        Ok(decoded.claims)
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
        Scopes::granted(Some(&self.scope))
    }
}

/// The claims are checked by hand, against the server's own clock.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    validation
}

fn userinfo_audience(issuer: &str) -> String {
    format!("{issuer}userinfo")
}
