//! Every refusal; what answer it becomes is in [`answer`].

mod answer;

use std::time::Duration;

use axum::http::StatusCode;
use passlock_core::protocol::{ErrorBody, Reason};
use thiserror::Error;

use crate::config::{Connection, Grant};
use crate::limits::Refusal;
use crate::passkeys::Flaw;
use crate::secrets::CryptoError;
use crate::store::StoreError;

/// Every way in which the server says no (protocol sections 1.3, 2.3, 2.4, 6 and 11).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum ApiError {
    /// A field of `/passwordless/start`, by Auth0's code for it.
    #[error("{description}")]
    BadField { code: &'static str, description: String },
    /// The same for `client_id`, which is there and unknown.
    #[error("Unknown client")]
    BadClient,
    /// The same for `connection`, which exists and is switched off.
    #[error("The connection is not enabled")]
    DisabledConnection,
    /// The same for `connection`, which is there and unknown.
    #[error("The connection does not exist")]
    UnknownConnection,
    /// The same for `phone_number`, which is a number and gets no messages here.
    #[error("Numbers of this country or type get no messages")]
    Unserved(Reason),
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
    #[error("The client secret is missing or wrong.")]
    WrongSecret,
    #[error("Grant type '{0}' not allowed for the client.")]
    GrantNotAllowed(&'static str),
    #[error("Unsupported grant type.")]
    UnsupportedGrant,
    #[error("Invalid authorization code.")]
    AuthorizationRefused,
    /// The same refusal under the status and the code that another endpoint has for it.
    #[error("{error}")]
    Reworded { status: StatusCode, code: &'static str, error: Box<ApiError> },
    #[error("{}", wrong_code(*.connection))]
    WrongCode { connection: Connection, attempts_left: u32 },
    #[error("{}", ErrorBody::EXPIRED)]
    CodeExpired,
    #[error("{}", ErrorBody::TOO_MANY_TRIES)]
    TooManyTries,
    #[error("Too many wrong codes. Try again later.")]
    LockedOut(Refusal),
    /// Auth0's own sentence.
    #[error("user is blocked")]
    UserBlocked,
    #[error("Public signup is disabled")]
    SignUpsClosed,
    #[error(transparent)]
    Passkey(#[from] Flaw),
    /// After this span people log in again before they may.
    #[error("The login is too old for this. Log in again.")]
    LoginTooOld(Duration),
    #[error("Without this one nobody could log in to the account any more.")]
    LastMethod,
    #[error("{}", ErrorBody::REFRESH_REFUSED)]
    RefreshRefused,
    /// The provider's sentence and its number for it.
    #[error("{message} (Code: {code})")]
    Undelivered { connection: Connection, message: String, code: u32 },
    /// The mail server takes nothing for this address.
    #[error("The mail server takes no emails for this address (Code: {code})")]
    AddressRefused { reason: Reason, code: u32 },
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
    #[error("The access token lacks the scope {0}.")]
    InsufficientScope(&'static str),
    #[error("The access token is somebody else's.")]
    OtherUser,
    #[error("There is nothing here.")]
    NotFound,
    #[error("This address does not answer that method.")]
    MethodNotAllowed,
    #[error("The service is not available right now. Try again later.")]
    Unavailable,
    /// The same, until the provider has rested.
    #[error("The service is not available right now. Try again later.")]
    Paused(Duration),
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

    pub(crate) fn missing(parameter: &str) -> Self {
        Self::invalid(format!("Missing required parameter: {parameter}"))
    }

    /// The `error` of the body.
    pub(crate) fn code(&self) -> &'static str {
        answer::code(self)
    }

    /// The same, with another status and `error`.
    pub(crate) fn reworded(self, status: StatusCode, code: &'static str) -> Self {
        Self::Reworded { status, code, error: Box::new(self) }
    }

    pub(crate) fn not_allowed(grant: Grant) -> Self {
        Self::GrantNotAllowed(grant.name())
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable | StoreError::Conflict => Self::Unavailable,
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

/// Auth0's own sentences (protocol section 2.3).
fn wrong_code(connection: Connection) -> &'static str {
    match connection {
        Connection::Sms => ErrorBody::WRONG_CODE,
        Connection::Email => "Wrong email or verification code.",
    }
}
