//! `GET /v2/logout`: sends a person back to the page that they came from (protocol section 6).

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use url::{Url, form_urlencoded};

use crate::app::App;
use crate::config::Client;
use crate::error::ApiError;

/// This server keeps no session of its own, so all there is to do is to go to the right place.
pub(super) async fn logout(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Result<Response, ApiError> {
    let query = query.unwrap_or_default();
    let client = match one(&query, "client_id")? {
        Some(id) => Some(app.settings.client(&id).ok_or_else(|| ApiError::invalid("Unknown client."))?),
        None => None,
    };
    match (one(&query, "returnTo")?, client) {
        (Some(address), client) => return_to(&app, &address, client),
        (None, Some(Client { logout_urls, .. })) => Ok(logout_urls.first().map_or_else(stay, go)),
        (None, None) => Ok(stay()),
    }
}

/// Without a client any client's addresses will do, as the tenant's list does at Auth0.
fn return_to(app: &App, address: &str, client: Option<&Client>) -> Result<Response, ApiError> {
    let refused = || ApiError::invalid("The returnTo address is not one of the allowed logout URLs.");
    let url = Url::parse(address).map_err(|_| refused())?;
    let allowed = match client {
        Some(client) => client.may_return_to(&url),
        None => app.settings.clients.iter().any(|client| client.may_return_to(&url)),
    };
    if allowed { Ok(go(&url)) } else { Err(refused()) }
}

/// A parameter that may be there once.
fn one(query: &str, name: &str) -> Result<Option<String>, ApiError> {
    let mut values = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
    let value = values.next().map(|(_, value)| value.into_owned());
    match values.next() {
        Some(_) => Err(ApiError::invalid(format!("The parameter {name} is there twice."))),
        None => Ok(value.filter(|value| !value.is_empty())),
    }
}

fn go(url: &Url) -> Response {
    (StatusCode::FOUND, [(LOCATION, url.as_str())]).into_response()
}

fn stay() -> Response {
    "OK".into_response()
}
