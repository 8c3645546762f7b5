//! `GET /userinfo`: who an access token is about (OpenID Connect Core 1.0, section 5.3).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use crate::app::App;
use crate::caller::Caller;
use crate::error::ApiError;
use crate::issuer;
use crate::profile::{Described, profile};
use crate::tokens::AccessClaims;

pub(super) async fn userinfo(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Json<Described>, ApiError> {
    let token = bearer(&headers).ok_or(ApiError::NoToken)?;
    let claims = AccessClaims::verify(&app, token).await?;
    let gone = ApiError::InvalidToken("The access token is for a client or a person that is gone or shut out.");
    let client = claims.client_id().and_then(|id| app.settings.client(id)).ok_or_else(|| gone.clone())?;
    caller.check(&app, client)?;
    let scopes = claims.scopes();
    if !scopes.openid() {
        return Err(ApiError::InsufficientScope("openid"));
    }
    let id = claims.user_id().ok_or_else(|| gone.clone())?;
    let user = app.store.user(id).await?.filter(|user| !user.is_blocked).ok_or(gone)?;
    Ok(Json(profile(&user, &issuer::of(&app.settings.issuer, &headers), scopes)))
}

/// RFC 6750, section 2.1; the scheme's case does not matter (RFC 9110, section 11.1).
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}
