//! `POST /oauth/token`: trades a code for tokens (protocol section 2).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use passlock_core::PhoneNumber;
use passlock_core::protocol::{PASSWORDLESS_OTP, SMS, TokenReply, TokenRequest};

use super::start::is_e164;
use crate::app::App;
use crate::body::{Fields, JsonOrFormBody};
use crate::caller::Caller;
use crate::codes::{MOST_TRIES, Subject};
use crate::error::ApiError;
use crate::issuer;
use crate::scope::Scopes;
use crate::tokens::Login;

pub(super) async fn token(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    JsonOrFormBody(fields): JsonOrFormBody,
) -> Result<Json<TokenReply>, ApiError> {
    let grant = fields.text("grant_type").ok_or_else(|| missing("grant_type"))?;
    let client_id = fields.text("client_id").ok_or_else(|| missing("client_id"))?;
    let client = app.settings.client(client_id).ok_or(ApiError::UnknownClient)?;
    caller.check(&app, client)?;
    check_grant(grant)?;
    let request = read(fields)?;

    // A machine gets as many wrong guesses as the codes that it may ask for have tries; right ones are given back.
    let guesses = caller.bucket(&app, "guess by address", app.settings.address_limit.times(MOST_TRIES));
    let user = Subject::new(&app, &number(&request.username)).redeem(&app, &request.otp, &guesses).await?;

    let login = Login {
        user: &user,
        client_id: &request.client_id,
        issuer: &issuer::of(&app.settings.issuer, &headers),
        scopes: Scopes::granted(request.scope.as_deref()),
        audience: request.audience.as_deref().filter(|audience| !audience.is_empty()),
    };
    tracing::info!(user = user.id, "logged in");
    Ok(Json(login.grant(&app)?))
}

fn check_grant(grant: &str) -> Result<(), ApiError> {
    if grant == PASSWORDLESS_OTP {
        return Ok(());
    }
    match OTHER_GRANTS.into_iter().find(|known| *known == grant) {
        Some(known) => Err(ApiError::GrantNotAllowed(known)),
        None => Err(ApiError::UnsupportedGrant),
    }
}

fn read(fields: Fields) -> Result<TokenRequest, ApiError> {
    for name in ["username", "otp", "realm"] {
        if fields.text(name).is_none() {
            return Err(missing(name));
        }
    }
    let request: TokenRequest =
        serde_json::from_value(fields.into_value()).map_err(|_| ApiError::invalid("A parameter is not a string."))?;
    if request.realm != SMS {
        return Err(ApiError::invalid("The realm does not exist or is not enabled."));
    }
    if !is_e164(&request.username) {
        return Err(ApiError::invalid("The username is not a phone number like +447911123456."));
    }
    let printable = |text: &str| text.len() <= LONGEST_AUDIENCE && !text.chars().any(char::is_control);
    if !request.audience.as_deref().is_none_or(printable) {
        return Err(ApiError::invalid("The audience is not one."));
    }
    Ok(request)
}

/// The number as start reads it. What cannot be a number has no code, and gets the answer that such numbers get.
fn number(username: &str) -> String {
    PhoneNumber::parse(username, None).map_or_else(|_| username.to_owned(), |phone| phone.e164())
}

fn missing(name: &str) -> ApiError {
    ApiError::invalid(format!("Missing required parameter: {name}"))
}

/// Grants that exist (RFC 6749, RFC 7523, RFC 8628, Auth0's own) and that no client has here.
const OTHER_GRANTS: [&str; 13] = [
    "authorization_code",
    "client_credentials",
    "implicit",
    "password",
    "refresh_token",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:okta:params:oauth:grant-type:webauthn",
    "http://auth0.com/oauth/grant-type/password-realm",
    "http://auth0.com/oauth/grant-type/mfa-oob",
    "http://auth0.com/oauth/grant-type/mfa-otp",
    "http://auth0.com/oauth/grant-type/mfa-recovery-code",
];
const LONGEST_AUDIENCE: usize = 1000;
