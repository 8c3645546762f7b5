//! What a request for a login asks for (OpenID Connect Core 1.0, section 3.1.2.1).

use std::time::Duration;

use super::destination::{Destination, Mode};
use crate::config::{Client, Grant};
use crate::error::ApiError;
use crate::routes::query::Query;
use crate::routes::read::{check_audience, is_nonce};
use crate::scope::Scopes;

/// Everything that it says about what shall come back.
pub(in crate::routes) struct Request<'a> {
    pub(super) wanted: Wanted,
    pub(super) scopes: Scopes,
    pub(super) audience: Option<&'a str>,
    pub(super) nonce: Option<&'a str>,
    /// A hash of what its client will prove itself with (RFC 7636).
    pub(super) challenge: Option<&'a str>,
    pub(super) prompt: Prompt,
    /// How long ago the person may have proved who they are.
    pub(super) max_age: Option<Duration>,
    /// A token of the person who should be logged in.
    pub(super) hint: Option<&'a str>,
}

/// What comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Code,
    Tokens { access: bool, id: bool },
}

/// How much the person may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prompt {
    /// As much as it takes.
    Usual,
    /// Nothing at all.
    Nothing,
    /// To log in, whoever is logged in.
    Login,
}

impl<'a> Request<'a> {
    pub(in crate::routes) fn read(query: &'a Query, destination: &Destination<'_>) -> Result<Self, ApiError> {
        query.check_once(&NAMES)?;
        let wanted = read_wanted(query, destination.client)?;
        Mode::check(query)?;
        let scopes = Scopes::granted(query.one("scope")?);
        let (is_code, may_stay) = (wanted == Wanted::Code, destination.client.may_use(Grant::RefreshToken));
        // What goes through a browser's address lasts as long as it lasts.
        let scopes = if is_code && may_stay { scopes } else { scopes.while_here() };
        let nonce = query.one("nonce")?;
        let brings_id = matches!(wanted, Wanted::Tokens { id: true, .. });
        if brings_id && !scopes.openid() {
            return Err(ApiError::bad("invalid_scope", "An id_token needs the scope openid."));
        }
        if brings_id && nonce.is_none() {
            return Err(ApiError::missing("nonce"));
        }
        if !nonce.is_none_or(is_nonce) {
            return Err(ApiError::invalid("The nonce is not one."));
        }
        let audience = query.one("audience")?;
        check_audience(destination.client, destination.issuer, audience)?;
        if query.one("request")?.is_some() {
            return Err(ApiError::bad("request_not_supported", "Request objects are not supported."));
        }
        if query.one("request_uri")?.is_some() {
            return Err(ApiError::bad("request_uri_not_supported", "Request objects are not supported."));
        }
        Ok(Self {
            wanted,
            scopes,
            audience,
            nonce,
            challenge: read_challenge(query, destination.client, wanted)?,
            prompt: read_prompt(query)?,
            max_age: read_max_age(query)?,
            hint: query.one("id_token_hint")?,
        })
    }
}

impl Request<'_> {
    /// The same without a refresh token: a link in an email brings none (protocol section 5).
    pub(in crate::routes) fn while_here(self) -> Self {
        Self { scopes: self.scopes.while_here(), ..self }
    }
}

fn read_wanted(query: &Query, client: &Client) -> Result<Wanted, ApiError> {
    let mut words: Vec<_> = query.needed("response_type")?.split_ascii_whitespace().collect();
    words.sort_unstable();
    let (wanted, grant) = match words[..] {
        ["code"] => (Wanted::Code, Grant::AuthorizationCode),
        ["token"] => (Wanted::Tokens { access: true, id: false }, Grant::Implicit),
        ["id_token"] => (Wanted::Tokens { access: false, id: true }, Grant::Implicit),
        ["id_token", "token"] => (Wanted::Tokens { access: true, id: true }, Grant::Implicit),
        _ => {
            let sentence = "The response_type is code, token, id_token or token id_token.";
            return Err(ApiError::bad("unsupported_response_type", sentence));
        }
    };
    if client.may_use(grant) { Ok(wanted) } else { Err(ApiError::not_allowed(grant)) }
}

/// Only a hash will do: with `plain` whoever reads the address knows the secret, too (RFC 9700, section 2.1.1).
fn read_challenge<'a>(query: &'a Query, client: &Client, wanted: Wanted) -> Result<Option<&'a str>, ApiError> {
    let (challenge, method) = (query.one("code_challenge")?, query.one("code_challenge_method")?);
    if wanted != Wanted::Code {
        return Ok(None);
    }
    let is_hash = |text: &str| text.len() == 43 && text.bytes().all(is_base64url);
    match (challenge, method) {
        (None, None) if client.secret.is_some() => Ok(None),
        (None, _) => Err(ApiError::missing("code_challenge")),
        (Some(challenge), Some("S256")) if is_hash(challenge) => Ok(Some(challenge)),
        (Some(_), Some("S256")) => Err(ApiError::invalid("The code_challenge is not a SHA-256 hash in base64url.")),
        (Some(_), _) => Err(ApiError::invalid("The code_challenge_method has to be S256.")),
    }
}

/// Nobody is asked for consent: who is registered here is trusted. Another account is another login.
fn read_prompt(query: &Query) -> Result<Prompt, ApiError> {
    let words: Vec<_> = query.one("prompt")?.unwrap_or_default().split_ascii_whitespace().collect();
    if words.iter().any(|word| !matches!(*word, "none" | "login" | "consent" | "select_account")) {
        return Err(ApiError::invalid("The prompt is none, login, consent or select_account."));
    }
    match words[..] {
        ["none"] => Ok(Prompt::Nothing),
        _ if words.contains(&"none") => Err(ApiError::invalid("The prompt none stands alone.")),
        _ if words.iter().any(|word| matches!(*word, "login" | "select_account")) => Ok(Prompt::Login),
        _ => Ok(Prompt::Usual),
    }
}

fn read_max_age(query: &Query) -> Result<Option<Duration>, ApiError> {
    let read = |text: &str| text.parse().map(|seconds: u32| Duration::from_secs(seconds.into()));
    let max_age = query.one("max_age")?.map(read).transpose();
    max_age.map_err(|_| ApiError::invalid("The max_age is not a number of seconds."))
}

fn is_base64url(sign: u8) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'_')
}

/// What may be there once (RFC 6749, section 3.1). Others are somebody else's, and ignored.
const NAMES: [&str; 21] = [
    "asked",
    "audience",
    "code_challenge",
    "code_challenge_method",
    "co_verifier",
    "connection",
    "email",
    "id_token_hint",
    "login_hint",
    "login_ticket",
    "max_age",
    "nonce",
    "phone_number",
    "prompt",
    "realm",
    "request",
    "request_uri",
    "response_mode",
    "scope",
    "state",
    "verification_code",
];
