//! One request to a provider and its answer, over HTTP/1.1.

use std::io;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::HeaderMap;
use axum::http::{Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::DeliveryError;
use crate::https::connector;

/// Sends requests, and keeps connections for the next ones a little while.
#[derive(Clone)]
pub(super) struct HttpClient(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

/// What a provider said.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// Empty when it broke off.
    pub(super) body: Bytes,
}

impl HttpClient {
    /// Trusts the authorities that this system trusts.
    ///
    /// # Errors
    /// When it trusts none.
    pub(super) fn new() -> io::Result<Self> {
        let client = Client::builder(TokioExecutor::new())
            // Shorter than any provider's, so that no request is written into a connection that is being closed.
            .pool_idle_timeout(IDLE)
            .pool_timer(TokioTimer::new())
            .build(connector()?);
        Ok(Self(client))
    }

    /// Posts a body.
    ///
    /// # Errors
    /// [`DeliveryError::Unavailable`] when there was no connection, [`DeliveryError::Unclear`] when it broke.
    pub(super) async fn post(&self, to: &Uri, headers: HeaderMap, body: String) -> Result<Answer, DeliveryError> {
        let mut request = Request::new(Full::from(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = to.clone();
        *request.headers_mut() = headers;
        let response = self.0.request(request).await.map_err(|error| {
            // Its sentence names hosts and causes, nothing of the request.
            tracing::warn!(host = to.host(), "{}", causes(&error));
            if error.is_connect() { DeliveryError::Unavailable } else { DeliveryError::Unclear }
        })?;
        let status = response.status();
        let body = match Limited::new(response.into_body(), LARGEST_ANSWER).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => {
                tracing::warn!(host = to.host(), %status, "the answer broke off: {error}");
                Bytes::new()
            }
        };
        Ok(Answer { status, body })
    }
}

/// An error and what led to it, in one line.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let first = error.to_string();
    std::iter::successors(error.source(), |cause| cause.source()).fold(first, |text, cause| format!("{text}: {cause}"))
}

const IDLE: Duration = Duration::from_secs(2);
/// In bytes.
const LARGEST_ANSWER: usize = 64 * 1024;
