//! What every answer goes through.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, DATE, PRAGMA, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::clock::http_date;
use crate::error::ApiError;

/// Browsers shall neither guess types nor tell other servers where a person came from.
pub(crate) async fn careful(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// The time by the clock that everything in the answer is measured by (RFC 9110, section 6.6.1).
pub(crate) async fn dated(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Ok(date) = HeaderValue::from_str(&http_date(app.now())) {
        response.headers_mut().insert(DATE, date);
    }
    response
}

/// Nobody keeps a copy (RFC 6749, section 5.1).
pub(crate) async fn uncached(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

/// Nobody waits forever.
pub(crate) async fn timely(State(patience): State<Duration>, request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(patience, next.run(request)).await;
    answer.unwrap_or_else(|_| {
        tracing::error!("a request took longer than {} seconds", patience.as_secs());
        ApiError::Unavailable.into_response()
    })
}

/// For requests that only ask this server.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
