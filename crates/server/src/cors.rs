//! Which pages may call and read the answers (Fetch standard, section 3.3).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
    CACHE_CONTROL, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::caller;
use crate::error::ApiError;

/// For what pages of known clients may call. Errors carry the headers too, or the page could not read them.
pub(crate) async fn for_clients(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let origin = caller::origin(request.headers());
    let allowed = match &origin {
        Some(origin) if app.settings.knows(origin) => HeaderValue::from_str(origin).ok(),
        Some(origin) => return vary(refuse(origin).into_response()),
        None => None,
    };
    let response = if is_preflight(&request) { preflight("GET, POST, PATCH, DELETE") } else { next.run(request).await };
    vary(match allowed {
        Some(origin) => grant(response, origin),
        None => response,
    })
}

/// For what pages that are trusted with cookies may call. No other answer tells a browser that they may be sent.
pub(crate) async fn with_cookies(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let origin = caller::origin(request.headers());
    let settings = &app.settings;
    let is_trusted = |origin: &str| settings.clients.iter().any(|client| settings.trusts(client, origin));
    let allowed = match &origin {
        Some(origin) if is_trusted(origin) => HeaderValue::from_str(origin).ok(),
        Some(origin) => return vary(in_plain_text(refuse_cookies(origin))),
        None => return vary(in_plain_text(ApiError::OriginNotAllowed("(none)".to_owned()))),
    };
    let response = if is_preflight(&request) { preflight("GET, POST") } else { next.run(request).await };
    let Some(origin) = allowed else { return vary(response) };
    let mut response = grant(response, origin);
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    vary(response)
}

/// As Auth0 says it there (protocol section 3.1).
pub(crate) fn in_plain_text(error: ApiError) -> Response {
    (StatusCode::FORBIDDEN, [(CACHE_CONTROL, "no-store")], error.to_string()).into_response()
}

/// For what every page may read.
pub(crate) async fn for_everyone(request: Request, next: Next) -> Response {
    let response = if is_preflight(&request) { preflight("GET, POST") } else { next.run(request).await };
    grant(response, HeaderValue::from_static("*"))
}

/// A refusal for the page, and for the operator a line that says how to change it.
pub(crate) fn refuse(origin: &str) -> ApiError {
    let origin = printable(origin);
    tracing::warn!("refused a page; if it is yours, start with --allowed-origin {origin}");
    ApiError::OriginNotAllowed(origin)
}

/// The same for a page that wants to use cookies.
pub(crate) fn refuse_cookies(origin: &str) -> ApiError {
    let origin = printable(origin);
    tracing::warn!("refused a page; if it is yours, add {origin} to the web_origins of its client");
    ApiError::OriginNotAllowed(origin)
}

fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

fn preflight(methods: &'static str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(methods));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ALLOWED_HEADERS));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    (StatusCode::NO_CONTENT, headers).into_response()
}

fn grant(mut response: Response, origin: HeaderValue) -> Response {
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    response.headers_mut().insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED_HEADERS));
    response
}

/// The answer depends on who asks; caches must know.
fn vary(mut response: Response) -> Response {
    response.headers_mut().append(VARY, HeaderValue::from_static("Origin"));
    response
}

/// What may go into a log and an answer of a text that anybody can send.
fn printable(origin: &str) -> String {
    origin.chars().filter(char::is_ascii_graphic).take(LONGEST_ORIGIN).collect()
}

/// What Auth0's libraries send (protocol section 0).
const ALLOWED_HEADERS: &str = "Content-Type, Authorization, Auth0-Client, X-Request-Language";
const EXPOSED_HEADERS: &str =
    "Retry-After, Date, Location, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset";
const LONGEST_ORIGIN: usize = 100;
