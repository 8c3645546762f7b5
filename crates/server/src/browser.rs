//! What a browser keeps for this server, and what it says about how a request came to be.
//!
//! Over https a cookie is sent along with requests from other sites' pages (`SameSite=None`): a login by
//! `/co/authenticate`, and the frame that `checkSession` looks into, are such requests. What a page elsewhere could do with
//! that is kept small by other means: `/co/authenticate` wants an `Origin` that is allowed, `/authorize` changes nothing
//! but the cookie and answers to registered addresses alone, and nobody is logged out but by going somewhere. Without https,
//! which there is on developers' machines alone, browsers take neither `Secure` nor `None` nor the prefix.

use std::time::Duration;

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

use crate::config::Settings;
use crate::opaque::Opaque;

/// A cookie of this server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// Who is logged in.
    Session,
    /// Whose login ticket it is.
    Ticket,
    /// Who asked for a link by email.
    Asked,
}

impl Cookie {
    /// What a browser sends along.
    pub(crate) fn read(self, settings: &Settings, headers: &HeaderMap) -> Option<Opaque> {
        let name = self.name(settings);
        let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| Opaque::read(value))
    }

    /// Has the browser keep it for so long.
    pub(crate) fn keep(self, settings: &Settings, value: &Opaque, span: Duration) -> HeaderValue {
        self.line(settings, &value.text(), span)
    }

    /// Has the browser forget it.
    pub(crate) fn forget(self, settings: &Settings) -> HeaderValue {
        self.line(settings, "", Duration::ZERO)
    }

    /// With the prefix a browser takes it from this very host alone, over https (RFC 6265bis, section 4.1.3.2).
    fn name(self, settings: &Settings) -> &'static str {
        match (self, settings.issuer.is_encrypted()) {
            (Self::Session, true) => "__Host-passlock-session",
            (Self::Session, false) => "passlock-session",
            (Self::Ticket, true) => "__Host-passlock-ticket",
            (Self::Ticket, false) => "passlock-ticket",
            (Self::Asked, true) => "__Host-passlock-asked",
            (Self::Asked, false) => "passlock-asked",
        }
    }

    fn line(self, settings: &Settings, value: &str, span: Duration) -> HeaderValue {
        let rules = if settings.issuer.is_encrypted() { "Secure; SameSite=None" } else { "SameSite=Lax" };
        let line = format!("{}={value}; Path=/; Max-Age={}; HttpOnly; {rules}", self.name(settings), span.as_secs());
        // Names, base64url and digits.
        HeaderValue::try_from(line).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

/// What a browser has to remember from now on. The database knows of it already, so it goes along with the answer whatever
/// that is: a cookie that stayed behind would leave the browser with one that counts as stolen. It does not print.
#[derive(Default)]
pub(crate) struct Jar(Vec<HeaderValue>);

impl Jar {
    /// What [`Cookie::keep`] and [`Cookie::forget`] make.
    pub(crate) fn put(&mut self, cookie: HeaderValue) {
        self.0.push(cookie);
    }

    /// Sends all of it along.
    pub(crate) fn onto(self, mut response: Response) -> Response {
        response.headers_mut().extend(self.0.into_iter().map(|cookie| (SET_COOKIE, cookie)));
        response
    }
}

/// Whether somebody went here, in the window itself; also where a browser does not say (W3C Fetch Metadata).
pub(crate) fn is_navigation(headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_none_or(|said| said == value);
    is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document")
}

/// Whether a page that is none of this server's asked for this, and the browser says so.
pub(crate) fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site")
}

/// Whether a page of this server's own asked for this, and the browser says so.
pub(crate) fn is_from_here(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}
