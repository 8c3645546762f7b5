//! Every way in which a login can fail, each with a name of its own.

mod remedy;

pub use remedy::{Remedy, Retry};

use strum::EnumCount;

use crate::session::TokenFault;
use crate::{CodeError, EmailError, PhoneError, Timestamp};

/// What went wrong, in terms of what the person or the host page can do about it.
///
/// The sentence that the person reads is made from this alone; nothing that a server wrote is ever shown.
#[derive(Debug, Clone, PartialEq, Eq, EnumCount)]
#[non_exhaustive]
pub enum Problem {
    /// The typed text is not a number that a message can be sent to.
    Phone(PhoneError),
    /// The number is of a kind that gets no text messages, such as a premium-rate or a toll-free one.
    NotTextable,
    /// The number is of a country that the host page does not serve.
    CountryNotServed,
    /// The server or the carrier does not accept this number.
    NumberRefused,
    /// The typed text is no email address.
    Email(EmailError),
    /// The server, or whoever takes mail for it, does not accept this address.
    AddressRefused,
    /// The message could not be handed to the carrier.
    DeliveryFailed,
    /// The typed text is not a whole code.
    Code(CodeError),
    /// Another code was sent.
    WrongCode {
        /// How many tries this code still has, when the server says so.
        attempts_left: Option<u32>,
    },
    /// The code was right once; its time is over.
    CodeExpired,
    /// The code has been tried too often; only a new one helps.
    TooManyTries,
    /// Too many requests from this person or place.
    RateLimited {
        /// When it is worth trying again, when the server says so.
        until: Option<Timestamp>,
    },
    /// Too many wrong codes from this person or place: the server takes none for a while.
    LockedOut {
        /// When it takes codes again, when the server says so.
        until: Option<Timestamp>,
    },
    /// The account is blocked.
    UserBlocked,
    /// Nobody who is not known yet may log in.
    SignUpsClosed,
    /// The server wants to be shown that no machine is asking.
    CaptchaRequired,
    /// A rule of the server's refused the login.
    AccessDenied,
    /// The server does not serve pages of this origin: it has to be added to the client's allowed origins.
    OriginRefused,
    /// The server knows no such client.
    ClientMisconfigured,
    /// The client may not log people in with a code: the grant is not enabled for it.
    GrantNotEnabled,
    /// The client may not log people in from pages of other origins: it is switched off, or the server has no such way.
    CrossOriginNotEnabled,
    /// The policy of the host page forbids the hidden frame of the server's that the login goes through.
    FrameBlocked,
    /// The browser keeps no cookies of the server's, so its frame does not know who has just logged in.
    CookiesRefused,
    /// The server has no such connection, or it is switched off.
    ConnectionMisconfigured,
    /// The server refused the request in a way that no known code describes.
    RequestRefused,
    /// The device has no network.
    Offline,
    /// No answer came in time.
    TimedOut,
    /// The network works, the server cannot be reached.
    Unreachable,
    /// The server answered that it has a fault of its own.
    ServerDown {
        /// The HTTP status, 500 to 599.
        status: u16,
    },
    /// The server answered something that the protocol does not know.
    Nonsense(Nonsense),
    /// The id_token did not pass a check, so nobody is logged in.
    TokenRefused(TokenFault),
    /// A token is not accepted any more: an access token whose time is over, or a refresh token that was used before, was
    /// revoked, or is too old.
    LoginRequired,
    /// The request was given up before an answer came.
    Cancelled,
    /// The browser refuses to keep the session; it lasts until the page is left.
    StorageDenied,
    /// The host page was asked before the request and stopped it, with words of its own for the person or without.
    StoppedByPage(Option<String>),
}

/// In which way an answer made no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nonsense {
    /// A page for people, as a proxy or a hotel's network sends.
    Html,
    /// Not JSON by its own account.
    ContentType,
    /// JSON by its own account, but not in fact.
    NotJson,
    /// JSON in which a field is missing or of the wrong type.
    MissingFields,
}

impl Problem {
    /// How many kinds there are.
    pub const KINDS: usize = <Self as EnumCount>::COUNT;

    /// A stable name for the host page's code; the wording for people may change, this does not.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Phone(PhoneError::Empty) => "phone_empty",
            Self::Phone(PhoneError::MissingCountryCode) => "phone_country_missing",
            Self::Phone(PhoneError::InvalidCountryCode) => "phone_country_invalid",
            Self::Phone(PhoneError::TooShort { .. }) => "phone_too_short",
            Self::Phone(PhoneError::TooLong { .. }) => "phone_too_long",
            Self::Phone(PhoneError::LocalOnly) => "phone_local_only",
            Self::Phone(_) => "phone_invalid",
            Self::NotTextable => "phone_not_textable",
            Self::CountryNotServed => "phone_country_not_served",
            Self::NumberRefused => "phone_refused",
            Self::Email(EmailError::Empty) => "email_empty",
            Self::Email(EmailError::Incomplete) => "email_incomplete",
            Self::Email(EmailError::Invalid) => "email_invalid",
            Self::AddressRefused => "email_refused",
            Self::DeliveryFailed => "delivery_failed",
            Self::Code(CodeError::Empty) => "code_empty",
            Self::Code(CodeError::TooShort { .. }) => "code_too_short",
            Self::WrongCode { .. } => "wrong_code",
            Self::CodeExpired => "code_expired",
            Self::TooManyTries => "too_many_tries",
            Self::RateLimited { .. } => "rate_limited",
            Self::LockedOut { .. } => "locked_out",
            Self::UserBlocked => "user_blocked",
            Self::SignUpsClosed => "sign_ups_closed",
            Self::CaptchaRequired => "captcha_required",
            Self::AccessDenied => "access_denied",
            Self::OriginRefused => "origin_refused",
            Self::ClientMisconfigured => "client_misconfigured",
            Self::GrantNotEnabled => "grant_not_enabled",
            Self::CrossOriginNotEnabled => "cross_origin_not_enabled",
            Self::FrameBlocked => "frame_blocked",
            Self::CookiesRefused => "cookies_refused",
            Self::ConnectionMisconfigured => "connection_misconfigured",
            Self::RequestRefused => "request_refused",
            Self::Offline => "offline",
            Self::TimedOut => "timed_out",
            Self::Unreachable => "unreachable",
            Self::ServerDown { .. } => "server_down",
            Self::Nonsense(Nonsense::Html) => "answer_html",
            Self::Nonsense(Nonsense::ContentType) => "answer_content_type",
            Self::Nonsense(Nonsense::NotJson) => "answer_not_json",
            Self::Nonsense(Nonsense::MissingFields) => "answer_incomplete",
            Self::TokenRefused(_) => "token_refused",
            Self::LoginRequired => "login_required",
            Self::Cancelled => "cancelled",
            Self::StorageDenied => "storage_denied",
            Self::StoppedByPage(_) => "stopped_by_page",
        }
    }

    /// Which check an id_token did not pass; `None` for every other problem.
    #[must_use]
    pub fn check(&self) -> Option<&'static str> {
        match self {
            Self::TokenRefused(fault) => Some(fault.code()),
            _ => None,
        }
    }

    /// The code that Auth0's own libraries report for the same failure, for pages that were written for them.
    #[must_use]
    pub fn auth0_code(&self) -> &'static str {
        match self {
            Self::Phone(_) | Self::NotTextable | Self::CountryNotServed | Self::NumberRefused => "bad.phone_number",
            Self::Email(_) | Self::AddressRefused => "bad.email",
            Self::DeliveryFailed => "sms_provider_error",
            Self::Code(_) | Self::WrongCode { .. } | Self::CodeExpired => "invalid_user_password",
            Self::TooManyTries | Self::LockedOut { .. } => "too_many_attempts",
            Self::RateLimited { .. } => "too_many_requests",
            Self::UserBlocked => "blocked_user",
            Self::CaptchaRequired => "invalid_captcha",
            Self::AccessDenied | Self::SignUpsClosed | Self::OriginRefused => "access_denied",
            Self::ClientMisconfigured | Self::GrantNotEnabled | Self::CrossOriginNotEnabled => "unauthorized_client",
            Self::CookiesRefused => "login_required",
            Self::ConnectionMisconfigured => "bad.connection",
            Self::TimedOut => "timeout",
            Self::TokenRefused(_) => "invalid_token",
            Self::LoginRequired => "invalid_grant",
            Self::StoppedByPage(_) => "hook_error",
            Self::RequestRefused
            | Self::FrameBlocked
            | Self::Offline
            | Self::Unreachable
            | Self::ServerDown { .. }
            | Self::Nonsense(_)
            | Self::Cancelled
            | Self::StorageDenied => "request_error",
        }
    }

    /// When it is worth trying again, as far as the server has said.
    #[must_use]
    pub fn until(&self) -> Option<Timestamp> {
        match *self {
            Self::RateLimited { until } | Self::LockedOut { until } => until,
            _ => None,
        }
    }

    /// Whether the same request may well succeed a moment later.
    #[must_use]
    pub fn can_retry(&self) -> bool {
        matches!(
            self,
            Self::DeliveryFailed
                | Self::Offline
                | Self::TimedOut
                | Self::Unreachable
                | Self::ServerDown { .. }
                | Self::Nonsense(_)
                | Self::OriginRefused
                | Self::Cancelled
                | Self::StoppedByPage(_)
        )
    }

    /// Whether the code that was sent is spent: only a new one helps.
    #[must_use]
    pub fn ends_code(&self) -> bool {
        match self {
            Self::CodeExpired | Self::TooManyTries | Self::WrongCode { attempts_left: Some(0) } => true,
            // A token is there because the code was right, and a code is right once. Without cryptography none was sent.
            Self::TokenRefused(fault) => *fault != TokenFault::NoCrypto,
            // The code became a ticket, and the ticket nothing.
            _ => matches!(self, Self::CookiesRefused),
        }
    }
}

impl From<TokenFault> for Problem {
    fn from(fault: TokenFault) -> Self {
        Self::TokenRefused(fault)
    }
}
