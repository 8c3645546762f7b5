//! An application: its pages, what it may do, and how it proves itself.

use std::fmt;
use std::time::Duration;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use passlock_core::protocol::{PASSWORDLESS_OTP, REFRESH_TOKEN, SMS};
use url::Url;

use super::PasskeyRules;
use crate::address::{self, AddressError};
use crate::loopback;

/// An application, and what it may do.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its public identifier.
    pub id: String,
    /// What people call it; messages can say it.
    pub name: String,
    /// What it proves itself with; `None` for pages and apps, which can keep no secret (RFC 6749, section 2.1).
    pub secret: Option<ClientSecret>,
    /// How it may log people in.
    pub grants: Vec<Grant>,
    /// Through what it may reach people.
    pub connections: Vec<Connection>,
    /// The pages that may call this server for it.
    pub origins: Vec<AllowedOrigin>,
    /// The pages that may log people in with cookies (`/co/authenticate`), and that may be told of a login in a frame or a
    /// window of this server's (`response_mode=web_message`); any page of this machine when
    /// [`AllowedOrigin::Loopback`] is among the origins.
    pub web_origins: Vec<AllowedOrigin>,
    /// Where people may be sent after logging in (RFC 6749, section 3.1.2), none of them with a fragment; any address of
    /// this machine when [`AllowedOrigin::Loopback`] is among the origins.
    pub callback_urls: Vec<Url>,
    /// Where people may be sent after logging out; any address of this machine when [`AllowedOrigin::Loopback`] is
    /// among the origins.
    pub logout_urls: Vec<Url>,
    /// The APIs that its access tokens may be for, beside this server's own; any when [`AllowedOrigin::Loopback`] is among
    /// the origins.
    pub audiences: Vec<String>,
    /// How long its tokens last, where it differs.
    pub lifetimes: Lifetimes,
    /// Which passkeys its pages may use.
    pub passkeys: PasskeyRules,
}

/// How long the tokens of one client last; `None` for as long as all others' do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lifetimes {
    /// How long an id_token is valid.
    pub id_token: Option<Duration>,
    /// How long an access token is valid.
    pub access_token: Option<Duration>,
    /// How long a login can be renewed, from the login on.
    pub refresh: Option<Duration>,
    /// How long a refresh token may wait to be used.
    pub refresh_idle: Option<Duration>,
}

/// A way to reach people (Auth0's word for it; a realm at the token endpoint).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// Text messages.
    Sms,
    /// Emails.
    Email,
}

/// A way to tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// A code from a message (protocol section 2.1).
    PasswordlessOtp,
    /// A refresh token (protocol section 2.4).
    RefreshToken,
    /// A code from `/authorize` (RFC 6749, section 4.1).
    AuthorizationCode,
    /// Tokens from `/authorize` itself (RFC 6749, section 4.2; OpenID Connect Core 1.0, section 3.2).
    Implicit,
    /// A passkey (protocol section 8).
    Webauthn,
}

/// A page's origin (RFC 6454) that may call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowedOrigin {
    /// This one, such as `https://shop.example`.
    Exact(String),
    /// Any scheme and port of this machine. For development.
    Loopback,
}

/// The text that a confidential client proves itself with; it does not print.
#[derive(Clone)]
pub struct ClientSecret(String);

impl Client {
    /// A client without a secret that logs people in by code; no page may call for it yet.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: id.to_owned(),
            secret: None,
            grants: vec![Grant::PasswordlessOtp],
            connections: vec![Connection::Sms],
            origins: Vec::new(),
            web_origins: Vec::new(),
            callback_urls: Vec::new(),
            logout_urls: Vec::new(),
            audiences: Vec::new(),
            lifetimes: Lifetimes::default(),
            passkeys: PasskeyRules::USUAL,
        }
    }

    /// Whether people may be sent to `url` after logging out by `/v2/logout`. As at Auth0, query and fragment are the page's
    /// own business.
    #[must_use]
    pub fn may_return_to(&self, url: &Url) -> bool {
        self.is_local(url) || self.logout_urls.iter().any(|allowed| place(allowed) == place(url))
    }

    /// Whether people may be sent to `address` after logging out by `/oidc/logout`: sign by sign as it is listed (OpenID
    /// Connect RP-Initiated Logout 1.0, section 3), with the same exception as [`may_call_back`](Self::may_call_back).
    #[must_use]
    pub fn may_go_back(&self, address: &str) -> bool {
        let is_local = Url::parse(address).is_ok_and(|url| self.is_local(&url));
        is_local || self.logout_urls.iter().any(|allowed| is_exactly(allowed, address))
    }

    /// Whether people may be sent to `address` after logging in: sign by sign as it is listed (RFC 9700, section 2.1), with
    /// one exception, that a bare origin may be without its slash.
    #[must_use]
    pub fn may_call_back(&self, address: &str) -> bool {
        let Ok(url) = Url::parse(address) else { return false };
        if url.fragment().is_some() {
            return false;
        }
        self.is_local(&url) || self.callback_urls.iter().any(|allowed| is_exactly(allowed, address))
    }

    /// Whether a page from `origin` may use cookies of this server's, and may be told of a login in a message.
    #[must_use]
    pub fn may_be_told(&self, origin: &str) -> bool {
        let local = self.origins.contains(&AllowedOrigin::Loopback) && loopback::is_loopback_origin(origin);
        local || self.web_origins.iter().any(|allowed| allowed.matches(origin))
    }

    /// Whether an access token of its may be for this API. An API takes a token for what its person wants, so one client shall
    /// not get tokens that another's API believes.
    #[must_use]
    pub fn may_ask_for(&self, audience: &str) -> bool {
        let local = self.origins.contains(&AllowedOrigin::Loopback) && is_audience(audience);
        local || self.audiences.iter().any(|listed| listed == audience)
    }

    /// Whether pages may log people in by `/co/authenticate` and `/authorize` (Auth0's cross-origin authentication).
    #[must_use]
    pub fn may_cross_origins(&self) -> bool {
        let is_answered = self.may_use(Grant::Implicit) || self.may_use(Grant::AuthorizationCode);
        self.may_use(Grant::PasswordlessOtp) && is_answered
    }

    /// Whether it may log people in this way.
    #[must_use]
    pub fn may_use(&self, grant: Grant) -> bool {
        self.grants.contains(&grant)
    }

    /// Whether it may reach people this way.
    #[must_use]
    pub fn may_reach(&self, connection: Connection) -> bool {
        self.connections.contains(&connection)
    }

    fn is_local(&self, url: &Url) -> bool {
        self.origins.contains(&AllowedOrigin::Loopback) && loopback::is_loopback(url)
    }

    /// Whether a request with this secret comes from the client. One that has no secret proves nothing, whatever is sent.
    pub(crate) fn is_proved_by(&self, secret: Option<&str>) -> bool {
        self.secret.as_ref().is_none_or(|own| secret.is_some_and(|given| own.is(given)))
    }
}

impl Grant {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::PasswordlessOtp, Self::RefreshToken, Self::AuthorizationCode, Self::Implicit, Self::Webauthn];

    /// Its name in the configuration.
    #[must_use]
    pub fn short_name(self) -> &'static str {
        match self {
            Self::PasswordlessOtp => "passwordless_otp",
            Self::RefreshToken => "refresh_token",
            Self::AuthorizationCode => "authorization_code",
            Self::Implicit => "implicit",
            Self::Webauthn => "webauthn",
        }
    }

    /// The `grant_type` of a request.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PasswordlessOtp => PASSWORDLESS_OTP,
            Self::RefreshToken => REFRESH_TOKEN,
            Self::AuthorizationCode => "authorization_code",
            Self::Implicit => "implicit",
            Self::Webauthn => "urn:okta:params:oauth:grant-type:webauthn",
        }
    }
}

impl Connection {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Sms, Self::Email];

    /// Its name in requests and in `sub`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sms => SMS,
            Self::Email => EMAIL,
        }
    }
}

impl AllowedOrigin {
    /// One origin, such as `https://shop.example`.
    ///
    /// # Errors
    /// [`AddressError`] says what to change.
    pub fn exact(text: &str) -> Result<Self, AddressError> {
        address::origin(text).map(Self::Exact)
    }

    pub(super) fn matches(&self, origin: &str) -> bool {
        match self {
            Self::Exact(allowed) => allowed == origin,
            Self::Loopback => loopback::is_loopback_origin(origin),
        }
    }
}

impl ClientSecret {
    /// Takes the text of a secret; `None` when it is too short to be one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        (text.len() >= super::SHORTEST_KEY).then(|| Self(text.to_owned()))
    }

    /// In a time that does not tell how much of it is right.
    fn is(&self, given: &str) -> bool {
        verify_slices_are_equal(self.0.as_bytes(), given.as_bytes()).is_ok()
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret([redacted])")
    }
}

/// Whether a text may name an API in a token: not endless, and for eyes.
pub(crate) fn is_audience(text: &str) -> bool {
    (1..=LONGEST_AUDIENCE).contains(&text.len()) && !text.chars().any(char::is_control)
}

/// A bare origin may be without its slash.
fn is_exactly(allowed: &Url, address: &str) -> bool {
    let is_bare = address == allowed.origin().ascii_serialization();
    allowed.as_str() == address || is_bare && allowed.as_str().strip_suffix('/') == Some(address)
}

/// An address without its query and fragment.
fn place(url: &Url) -> &str {
    let text = url.as_str();
    text.split(['?', '#']).next().unwrap_or(text)
}

/// Auth0's name for the connection (protocol section 1.1).
const EMAIL: &str = "email";
/// In bytes.
const LONGEST_AUDIENCE: usize = 1000;
