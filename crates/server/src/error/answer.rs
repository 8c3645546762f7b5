//! The answer that a refusal becomes: status, headers and body.

use axum::Json;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use passlock_core::protocol::{ErrorBody, Reason};

use super::ApiError;
use crate::config::Connection;
use crate::observation::Refusal;

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (status(&self), Json(body(&self))).into_response();
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.headers_mut().extend(headers(&self));
        response.extensions_mut().insert(Refusal(code(&self)));
        response
    }
}

fn body(error: &ApiError) -> ErrorBody {
    if let ApiError::Reworded { code, error, .. } = error {
        return ErrorBody { error: (*code).to_owned(), ..body(error) };
    }
    let (attempts_left, retry_at, provider_code) = match error {
        ApiError::WrongCode { attempts_left, .. } => (Some(*attempts_left), None, None),
        ApiError::TooManyTries => (Some(0), None, None),
        ApiError::LockedOut(refusal) | ApiError::TooManyRequests(refusal) => (None, Some(refusal.retry_at), None),
        ApiError::Undelivered { code, .. } | ApiError::AddressRefused { code, .. } => (None, None, Some(*code)),
        _ => (None, None, None),
    };
    let reason = reason(error);
    ErrorBody { attempts_left, reason, retry_at, provider_code, ..ErrorBody::new(code(error), error.to_string()) }
}

fn status(error: &ApiError) -> StatusCode {
    match error {
        ApiError::Reworded { status, .. } => *status,
        ApiError::BadField { .. }
        | ApiError::BadClient
        | ApiError::DisabledConnection
        | ApiError::UnknownConnection
        | ApiError::Unserved(_)
        | ApiError::InvalidRequest(_)
        | ApiError::UnsupportedGrant
        | ApiError::AddressRefused { .. }
        | ApiError::Undelivered { .. } => StatusCode::BAD_REQUEST,
        ApiError::UnknownClient
        | ApiError::WrongSecret
        | ApiError::UserBlocked
        | ApiError::NoToken
        | ApiError::InvalidToken(_)
        | ApiError::LoginTooOld(_) => StatusCode::UNAUTHORIZED,
        ApiError::GrantNotAllowed(_)
        | ApiError::WrongCode { .. }
        | ApiError::CodeExpired
        | ApiError::TooManyTries
        | ApiError::SignUpsClosed
        | ApiError::Passkey(_)
        | ApiError::RefreshRefused
        | ApiError::AuthorizationRefused
        | ApiError::OriginNotAllowed(_)
        | ApiError::LocalOnly
        | ApiError::OtherUser
        | ApiError::InsufficientScope(_) => StatusCode::FORBIDDEN,
        ApiError::NotFound => StatusCode::NOT_FOUND,
        ApiError::LastMethod => StatusCode::CONFLICT,
        ApiError::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        ApiError::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
        ApiError::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ApiError::ContentType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ApiError::LockedOut(_) | ApiError::TooManyRequests(_) => StatusCode::TOO_MANY_REQUESTS,
        ApiError::Unavailable | ApiError::Paused(_) => StatusCode::SERVICE_UNAVAILABLE,
        ApiError::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The `error` of the body.
pub(super) fn code(error: &ApiError) -> &'static str {
    match error {
        ApiError::Reworded { code, .. } | ApiError::BadField { code, .. } => code,
        ApiError::BadClient => "bad.client_id",
        ApiError::DisabledConnection | ApiError::UnknownConnection => "bad.connection",
        ApiError::Unserved(_) => "bad.phone_number",
        ApiError::InvalidRequest(_) | ApiError::ContentType(_) | ApiError::BodyTooLarge | ApiError::BodyTooSlow => {
            "invalid_request"
        }
        ApiError::UnknownClient | ApiError::WrongSecret => "invalid_client",
        ApiError::GrantNotAllowed(_) => "unauthorized_client",
        ApiError::UnsupportedGrant => "unsupported_grant_type",
        ApiError::WrongCode { .. }
        | ApiError::CodeExpired
        | ApiError::TooManyTries
        | ApiError::Passkey(_)
        | ApiError::RefreshRefused
        | ApiError::AuthorizationRefused => "invalid_grant",
        ApiError::LockedOut(_) => "too_many_attempts",
        ApiError::UserBlocked => "unauthorized",
        ApiError::SignUpsClosed | ApiError::OtherUser => "access_denied",
        ApiError::AddressRefused { .. } => "bad.email",
        ApiError::Undelivered { connection: Connection::Sms, .. } => "sms_provider_error",
        ApiError::Undelivered { connection: Connection::Email, .. } => "email_provider_error",
        ApiError::TooManyRequests(_) => "too_many_requests",
        ApiError::OriginNotAllowed(_) => "origin_not_allowed",
        ApiError::LocalOnly => "local_only",
        ApiError::NoToken | ApiError::InvalidToken(_) => "invalid_token",
        ApiError::InsufficientScope(_) => "insufficient_scope",
        ApiError::LoginTooOld(_) => "insufficient_user_authentication",
        ApiError::LastMethod => "last_authentication_method",
        ApiError::NotFound => "not_found",
        ApiError::MethodNotAllowed => "method_not_allowed",
        ApiError::Unavailable | ApiError::Paused(_) => "temporarily_unavailable",
        ApiError::Internal => "server_error",
    }
}

/// What a code screen, or whoever set the page up, can do something about.
fn reason(error: &ApiError) -> Option<Reason> {
    Some(match error {
        ApiError::BadClient | ApiError::UnknownClient => Reason::ClientUnknown,
        ApiError::WrongSecret => Reason::ClientSecretWrong,
        ApiError::DisabledConnection => Reason::ConnectionDisabled,
        ApiError::UnknownConnection => Reason::ConnectionUnknown,
        ApiError::Unserved(reason) | ApiError::AddressRefused { reason, .. } => *reason,
        ApiError::GrantNotAllowed(_) => Reason::GrantNotAllowed,
        ApiError::WrongCode { .. } => Reason::WrongCode,
        ApiError::CodeExpired => Reason::CodeExpired,
        ApiError::TooManyTries => Reason::TooManyTries,
        ApiError::LockedOut(refusal) | ApiError::TooManyRequests(refusal) => refusal.limit.reason(),
        ApiError::UserBlocked => Reason::UserBlocked,
        ApiError::SignUpsClosed => Reason::SignUpsClosed,
        ApiError::Passkey(flaw) => flaw.reason(),
        ApiError::LoginTooOld(_) => Reason::LoginTooOld,
        ApiError::LastMethod => Reason::LastMethod,
        ApiError::RefreshRefused => Reason::RefreshTokenInvalid,
        ApiError::Undelivered { connection: Connection::Sms, code, .. } => Reason::of_provider_code(*code),
        // Codes of SMTP are no codes of Twilio's.
        ApiError::Undelivered { connection: Connection::Email, .. } => Reason::MessageBlocked,
        ApiError::OriginNotAllowed(_) => Reason::OriginNotAllowed,
        _ => return None,
    })
}

/// Headers that belong to the refusal.
fn headers(error: &ApiError) -> Vec<(HeaderName, HeaderValue)> {
    match error {
        ApiError::Reworded { error, .. } => headers(error),
        ApiError::LockedOut(refusal) => vec![(RETRY_AFTER, refusal.retry_after.into())],
        ApiError::TooManyRequests(refusal) => {
            let rates = |count: u32| {
                [(RATE_LIMIT, count.into()), (RATE_REMAINING, 0.into()), (RATE_RESET, refusal.reset.into())]
            };
            let rates = refusal.count.map(rates).into_iter().flatten();
            std::iter::once((RETRY_AFTER, refusal.retry_after.into())).chain(rates).collect()
        }
        ApiError::Unavailable => vec![(RETRY_AFTER, 1.into())],
        ApiError::Paused(rest) => vec![(RETRY_AFTER, (rest.as_secs() + 1).into())],
        // RFC 6750, section 3: without a token there is no error to name.
        ApiError::NoToken => vec![(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))],
        ApiError::InvalidToken(_) => {
            vec![(WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer error="invalid_token""#))]
        }
        // RFC 9470, section 3.
        ApiError::LoginTooOld(span) => {
            let challenge = format!(r#"Bearer error="insufficient_user_authentication", max_age={}"#, span.as_secs());
            HeaderValue::from_str(&challenge).map(|challenge| (WWW_AUTHENTICATE, challenge)).into_iter().collect()
        }
        ApiError::InsufficientScope(scope) => {
            let challenge = format!(r#"Bearer error="insufficient_scope", scope="{scope}""#);
            HeaderValue::try_from(challenge).map(|challenge| (WWW_AUTHENTICATE, challenge)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

const RATE_LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const RATE_REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RATE_RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
