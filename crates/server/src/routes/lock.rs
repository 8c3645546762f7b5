//! What Auth0's Lock asks for before it shows itself: scripts about a client and a tenant, and a country (protocol
//! section 0).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::AUTHORIZE_PATH;
use crate::app::App;
use crate::caller::Caller;
use crate::config::{Client, Connection};
use crate::error::ApiError;
use crate::issuer;

/// `GET /client/<id>.js`: which connections a client has, which decides what Lock asks people for.
pub(super) async fn client(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Result<Response, ApiError> {
    let file = uri.path().strip_prefix("/client/").and_then(|file| file.strip_suffix(".js"));
    let is_this = |client: &&Client| file == Some(client.id.as_str());
    let client = app.settings.clients.iter().find(is_this).ok_or(ApiError::NotFound)?;
    let issuer = issuer::of(&app.settings.issuer, &headers);
    let connections = client
        .connections
        .iter()
        .map(|connection| json!({ "name": connection.name(), "connections": [{ "name": connection.name() }] }));
    let about = json!({
        "id": client.id,
        "name": client.name,
        "tenant": TENANT,
        "subscription": "paid",
        "authorize": format!("{issuer}{}", AUTHORIZE_PATH.trim_start_matches('/')),
        "callback": client.callback_urls.first().map(url::Url::as_str),
        "hasAllowedOrigins": !client.origins.is_empty(),
        "strategies": connections.collect::<Vec<_>>(),
    });
    Ok(script("setClient", &about))
}

/// `GET /info-v1.js`: which connections there are. It names no client: whoever asks knows their own.
pub(super) async fn tenant(State(app): State<Arc<App>>) -> Response {
    let is_used = |connection: &Connection| app.settings.clients.iter().any(|client| client.may_reach(*connection));
    let connections: Vec<_> = Connection::ALL
        .into_iter()
        .filter(is_used)
        .map(|connection| json!({ "name": connection.name(), "strategy": connection.name() }))
        .collect();
    script("setTenant", &json!({ "tenant": TENANT, "connections": { "passwordless": connections } }))
}

/// `GET /user/geoloc/country`: where the proxy in front says that the caller is. Without one that says so there is
/// nothing to tell, and Lock takes a 404 for an answer.
pub(super) async fn country(caller: Caller, headers: HeaderMap) -> Result<Json<Value>, ApiError> {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_country =
        |code: &&str| code.len() == 2 && code.bytes().all(|sign| sign.is_ascii_uppercase()) && *code != "XX";
    let code = PROXY_HEADERS.into_iter().filter(|_| caller.is_by_proxy()).find_map(said).filter(is_country);
    code.map(|code| Json(json!({ "country_code": code }))).ok_or(ApiError::NotFound)
}

/// A script that hands something to `Auth0`, as Lock's own loader has it. JSON is JavaScript (ECMA-262, since 2019).
fn script(function: &str, argument: &Value) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=300"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (headers, format!("Auth0.{function}({argument});\n")).into_response()
}

/// There is one, and it needs no name.
const TENANT: &str = "passlock";
/// Of Cloudflare, CloudFront, and whoever sets one by hand.
const PROXY_HEADERS: [&str; 3] = ["cf-ipcountry", "cloudfront-viewer-country", "x-country-code"];
