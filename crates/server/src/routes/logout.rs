//! `GET /v2/logout` and `GET /oidc/logout`: end a browser's session and send a person back to the page that they came
//! from (protocol section 6; OpenID Connect RP-Initiated Logout 1.0).

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use url::Url;

use super::query::Query;
use crate::app::App;
use crate::browser::{Cookie, is_navigation};
use crate::config::Client;
use crate::error::ApiError;
use crate::tokens::Hint;

/// Auth0's own.
pub(super) async fn logout(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    query: Query,
) -> Result<Response, ApiError> {
    let client = query.one("client_id")?.map(|id| known(&app, id)).transpose()?;
    let next = match (query.one("returnTo")?, client) {
        (Some(address), client) => Some(allowed(&app, address, client)?),
        (None, Some(Client { logout_urls, .. })) => logout_urls.first().cloned(),
        (None, None) => None,
    };
    end(&app, &headers, next).await
}

/// The standard's. A token that is no longer readable is as good as none: keys are forgotten some time after their last
/// token has expired.
pub(super) async fn oidc_logout(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    query: Query,
) -> Result<Response, ApiError> {
    let hint = match query.one("id_token_hint")? {
        Some(token) => Hint::read(&app, token).await,
        None => None,
    };
    let client = match (query.one("client_id")?, &hint) {
        (Some(id), Some(hint)) if !hint.is_for(id) => {
            return Err(ApiError::invalid("The id_token_hint is another client's."));
        }
        (Some(id), _) => Some(known(&app, id)?),
        (None, Some(hint)) => hint.client_id().map(|id| known(&app, id)).transpose()?,
        (None, None) => None,
    };
    let next = match (query.one("post_logout_redirect_uri")?, client) {
        (Some(_), None) => {
            return Err(ApiError::invalid("Without a client_id or an id_token_hint there is no way back."));
        }
        (Some(address), Some(client)) => {
            let is_allowed = client.may_go_back(address);
            let url = Url::parse(address).ok().filter(|_| is_allowed);
            let mut url = url.ok_or_else(|| refused("post_logout_redirect_uri"))?;
            if let Some(state) = query.one("state")? {
                url.query_pairs_mut().append_pair("state", state);
            }
            Some(url)
        }
        (None, _) => None,
    };
    end(&app, &headers, next).await
}

fn known<'a>(app: &'a App, id: &str) -> Result<&'a Client, ApiError> {
    app.settings.client(id).ok_or_else(|| ApiError::invalid("Unknown client."))
}

/// Without a client any client's addresses will do, as the tenant's list does at Auth0.
fn allowed(app: &App, address: &str, client: Option<&Client>) -> Result<Url, ApiError> {
    let url = Url::parse(address).map_err(|_| refused("returnTo"))?;
    let is_allowed = match client {
        Some(client) => client.may_return_to(&url),
        None => app.settings.clients.iter().any(|client| client.may_return_to(&url)),
    };
    if is_allowed { Ok(url) } else { Err(refused("returnTo")) }
}

fn refused(parameter: &str) -> ApiError {
    ApiError::invalid(format!("The {parameter} address is not one of the allowed logout URLs."))
}

/// A picture or a frame on somebody's page logs nobody out: the person has to come here.
async fn end(app: &App, headers: &HeaderMap, next: Option<Url>) -> Result<Response, ApiError> {
    let mut response = match next {
        Some(url) => (StatusCode::FOUND, [(LOCATION, url.as_str())]).into_response(),
        None => "OK".into_response(),
    };
    let session = Cookie::Session.read(&app.settings, headers).filter(|_| is_navigation(headers));
    if let Some(cookie) = session {
        if app.store.end_session(&cookie.digest()).await? {
            tracing::info!("ended a session");
        }
        response.headers_mut().append(SET_COOKIE, Cookie::Session.forget(&app.settings));
    }
    Ok(response)
}
