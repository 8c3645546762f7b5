//! Every refusal, and the answer that it becomes.

use axum::Json;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use passlock_core::protocol::ErrorBody;
use thiserror::Error;

use crate::limits::Refusal;
use crate::secrets::CryptoError;
use crate::store::StoreError;

/// Every way in which the server says no (protocol sections 1.3, 2.3, 6 and 11).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum ApiError {
    /// A field of `/passwordless/start`, by Auth0's code for it.
    #[error("{description}")]
    BadField { code: &'static str, description: String },
    #[error("{0}")]
    InvalidRequest(String),
    #[error("The body must be sent as {0}.")]
    ContentType(&'static str),
    #[error("The body is larger than 64 KiB.")]
    BodyTooLarge,
    #[error("The body took too long to arrive.")]
    BodyTooSlow,
    #[error("Unknown client.")]
    UnknownClient,
    #[error("Grant type '{0}' not allowed for the client.")]
    GrantNotAllowed(&'static str),
    #[error("Unsupported grant type.")]
    UnsupportedGrant,
    #[error("{}", ErrorBody::WRONG_CODE)]
    WrongCode { attempts_left: u32 },
    #[error("{}", ErrorBody::EXPIRED)]
    CodeExpired,
    #[error("{}", ErrorBody::TOO_MANY_TRIES)]
    TooManyTries,
    #[error("{0}")]
    Undelivered(String),
    #[error("Too many requests. Try again later.")]
    TooManyRequests(Refusal),
    #[error("Origin {0} is not allowed.")]
    OriginNotAllowed(String),
    #[error("These pages are for this machine only.")]
    LocalOnly,
    #[error("An access token is needed.")]
    NoToken,
    #[error("{0}")]
    InvalidToken(&'static str),
    #[error("The access token lacks the scope openid.")]
    InsufficientScope,
    #[error("There is nothing here.")]
    NotFound,
    #[error("This address does not answer that method.")]
    MethodNotAllowed,
    #[error("The service is not available right now. Try again later.")]
    Unavailable,
    #[error("Something went wrong on the server.")]
    Internal,
}

impl ApiError {
    pub(crate) fn bad(code: &'static str, description: impl Into<String>) -> Self {
        Self::BadField { code, description: description.into() }
    }

    pub(crate) fn invalid(description: impl Into<String>) -> Self {
        Self::InvalidRequest(description.into())
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::BadField { .. } | Self::InvalidRequest(_) | Self::UnsupportedGrant | Self::Undelivered(_) => {
                StatusCode::BAD_REQUEST
            }
            Self::UnknownClient | Self::NoToken | Self::InvalidToken(_) => StatusCode::UNAUTHORIZED,
            Self::GrantNotAllowed(_)
            | Self::WrongCode { .. }
            | Self::CodeExpired
            | Self::TooManyTries
            | Self::OriginNotAllowed(_)
            | Self::LocalOnly
            | Self::InsufficientScope => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::ContentType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooManyRequests(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The `error` of the body.
    fn code(&self) -> &'static str {
        match self {
            Self::BadField { code, .. } => code,
            Self::InvalidRequest(_) | Self::ContentType(_) | Self::BodyTooLarge | Self::BodyTooSlow => {
                "invalid_request"
            }
            Self::UnknownClient => "invalid_client",
            Self::GrantNotAllowed(_) => "unauthorized_client",
            Self::UnsupportedGrant => "unsupported_grant_type",
            Self::WrongCode { .. } | Self::CodeExpired | Self::TooManyTries => "invalid_grant",
            Self::Undelivered(_) => "sms_provider_error",
            Self::TooManyRequests(_) => "too_many_requests",
            Self::OriginNotAllowed(_) => "origin_not_allowed",
            Self::LocalOnly => "local_only",
            Self::NoToken | Self::InvalidToken(_) => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::Unavailable => "temporarily_unavailable",
            Self::Internal => "server_error",
        }
    }

    fn attempts_left(&self) -> Option<u32> {
        match self {
            Self::WrongCode { attempts_left } => Some(*attempts_left),
            Self::TooManyTries => Some(0),
            _ => None,
        }
    }

    /// Headers that belong to the refusal.
    fn headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        match self {
            Self::TooManyRequests(refusal) => vec![
                (RETRY_AFTER, refusal.retry_after.into()),
                (RATE_LIMIT, refusal.limit.into()),
                (RATE_REMAINING, 0.into()),
                (RATE_RESET, refusal.reset.into()),
            ],
            Self::Unavailable => vec![(RETRY_AFTER, 1.into())],
            // RFC 6750, section 3: without a token there is no error to name.
            Self::NoToken => vec![(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))],
            Self::InvalidToken(_) => {
                vec![(WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer error="invalid_token""#))]
            }
            Self::InsufficientScope => {
                let challenge = r#"Bearer error="insufficient_scope", scope="openid""#;
                vec![(WWW_AUTHENTICATE, HeaderValue::from_static(challenge))]
            }
            _ => Vec::new(),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = ErrorBody { attempts_left: self.attempts_left(), ..ErrorBody::new(self.code(), self.to_string()) };
        let mut response = (self.status(), Json(body)).into_response();
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.headers_mut().extend(self.headers());
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable => Self::Unavailable,
            StoreError::Broken => Self::Internal,
        }
    }
}

impl From<CryptoError> for ApiError {
    fn from(error: CryptoError) -> Self {
        tracing::error!(%error, "no code or token could be made");
        Self::Internal
    }
}

const RATE_LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const RATE_REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RATE_RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
