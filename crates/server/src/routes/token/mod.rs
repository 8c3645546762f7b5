//! `POST /oauth/token`: trades a code from a message or from `/authorize`, a passkey, or a refresh token, for tokens
//! (protocol sections 2 and 8.3).

mod by_authorization;
mod by_code;
mod by_passkey;
mod by_refresh_token;
mod wanted;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use passlock_core::protocol::TokenReply;

use crate::app::App;
use crate::body::JsonOrFormBody;
use crate::caller::Caller;
use crate::config::{Client, Grant};
use crate::error::ApiError;
use crate::issuer;

pub(super) async fn token(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    JsonOrFormBody(fields): JsonOrFormBody,
) -> Result<Json<TokenReply>, ApiError> {
    let name = fields.needed("grant_type")?;
    let client = caller.client(&app, &fields)?;
    let grant = grant(client, name)?;
    let reply = match grant {
        Grant::PasswordlessOtp => {
            let issuer = issuer::of(&app.settings.issuer, &headers);
            by_code::token(&app, &caller, client, &issuer, &fields).await?
        }
        Grant::AuthorizationCode => by_authorization::token(&app, client, &fields).await?,
        // Its tokens come from /authorize.
        Grant::Implicit => return Err(ApiError::not_allowed(Grant::Implicit)),
        Grant::RefreshToken => by_refresh_token::token(&app, client, &fields).await?,
        Grant::Webauthn => {
            let issuer = issuer::of(&app.settings.issuer, &headers);
            by_passkey::token(&app, &caller, client, &issuer, &fields).await?
        }
    };
    app.metrics.gave_tokens(grant.name());
    Ok(Json(reply))
}

fn grant(client: &Client, name: &str) -> Result<Grant, ApiError> {
    match Grant::ALL.into_iter().find(|grant| grant.name() == name) {
        Some(grant) if client.may_use(grant) => Ok(grant),
        Some(grant) => Err(ApiError::not_allowed(grant)),
        None => Err(OTHER_GRANTS
            .into_iter()
            .find(|known| *known == name)
            .map_or(ApiError::UnsupportedGrant, ApiError::GrantNotAllowed)),
    }
}

/// Grants that exist (RFC 6749, RFC 7523, RFC 8628, Auth0's own) and that no client has here.
const OTHER_GRANTS: [&str; 9] = [
    "client_credentials",
    "password",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "http://auth0.com/oauth/grant-type/password-realm",
    "http://auth0.com/oauth/grant-type/mfa-oob",
    "http://auth0.com/oauth/grant-type/mfa-otp",
    "http://auth0.com/oauth/grant-type/mfa-recovery-code",
];
