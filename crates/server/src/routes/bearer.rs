//! Who asks with an access token (RFC 6750).

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use crate::app::App;
use crate::caller::Caller;
use crate::config::Client;
use crate::error::ApiError;
use crate::store::UserRow;
use crate::tokens::AccessClaims;

/// Somebody with an access token of this server's.
pub(super) struct Bearer<'a> {
    pub(super) claims: AccessClaims,
    pub(super) client: &'a Client,
    pub(super) user: UserRow,
}

impl<'a> Bearer<'a> {
    /// Fails without a token that is good, has the scope openid, and is about somebody who may still log in.
    pub(super) async fn read(app: &'a App, caller: &Caller, headers: &HeaderMap) -> Result<Self, ApiError> {
        let token = bearer(headers).ok_or(ApiError::NoToken)?;
        let claims = AccessClaims::verify(app, token).await?;
        let gone = ApiError::InvalidToken("The access token is for a client or a person that is gone or shut out.");
        let client = claims.client_id().and_then(|id| app.settings.client(id)).ok_or_else(|| gone.clone())?;
        caller.check(app, client)?;
        if !claims.scopes().openid() {
            return Err(ApiError::InsufficientScope("openid"));
        }
        let id = claims.user_id().ok_or_else(|| gone.clone())?;
        let user = app.store.user(id).await?.filter(|user| !user.is_blocked).ok_or(gone)?;
        Ok(Self { claims, client, user })
    }
}

/// RFC 6750, section 2.1; the scheme's case does not matter (RFC 9110, section 11.1).
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}
