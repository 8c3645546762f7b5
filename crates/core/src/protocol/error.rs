//! The body of a refusal.

use serde::{Deserialize, Serialize};

use super::Reason;
use super::value::Value;
use crate::{Problem, Timestamp};

/// `{"error": …, "error_description": …}`, as every endpoint of ours and of Auth0's sends.
///
/// Older endpoints of Auth0's use other names for the same two things; they are read, never written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// The stable code, such as `invalid_grant`.
    pub error: String,
    /// A sentence for developers. People never see it, and apart from [`ErrorBody::OTP_SENTENCES`] nothing depends on it.
    #[serde(default)]
    pub error_description: String,
    /// How many tries the code still has. Ours alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts_left: Option<u32>,
    /// Why, more finely than `error` says. Ours alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// When it is worth trying again, in seconds since the epoch by the server's clock, which the `Date` header tells;
    /// `Retry-After` is the same as a span. Ours alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_at: Option<i64>,
    /// The provider's number for what went wrong, such as 21610. Ours alone; Auth0 has it in the sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_code: Option<u32>,
}

impl ErrorBody {
    /// The wrong-code sentence of the sms connection.
    pub const WRONG_CODE: &str = "Wrong phone number or verification code.";
    /// The same of the email connection.
    pub const WRONG_EMAIL_CODE: &str = "Wrong email or verification code.";
    /// The right code, too late.
    pub const EXPIRED: &str = "The verification code has expired. Please try to login again.";
    /// The code has been tried too often.
    pub const TOO_MANY_TRIES: &str = "You've reached the maximum number of attempts. Please try to login again.";
    /// The sentence behind `invalid_grant` for a refresh token, whatever is wrong with it.
    pub const REFRESH_REFUSED: &str = "Unknown or invalid refresh token.";
    /// The sentences behind `invalid_grant` that Auth0's own mobile libraries compare word by word, hence fixed.
    pub const OTP_SENTENCES: [&str; 4] =
        [Self::WRONG_CODE, Self::WRONG_EMAIL_CODE, Self::EXPIRED, Self::TOO_MANY_TRIES];

    /// A body with a code and a sentence.
    #[must_use]
    pub fn new(error: &str, description: impl Into<String>) -> Self {
        Self {
            error: error.to_owned(),
            error_description: description.into(),
            attempts_left: None,
            reason: None,
            retry_at: None,
            provider_code: None,
        }
    }

    /// The body, under the names that its parts have or had; `None` for anything else.
    pub(super) fn read(body: &Value) -> Option<Self> {
        let first = |names: [&str; 3]| names.into_iter().find_map(|name| body.get(name).text()).map(str::to_owned);
        Some(Self {
            error: first(["error", "code", "error_code"])?,
            error_description: first(["error_description", "errorDescription", "description"]).unwrap_or_default(),
            attempts_left: body.get("attempts_left").count(),
            reason: body.get("reason").text().map(Reason::read),
            retry_at: body.get("retry_at").count().map(i64::from),
            provider_code: body.get("provider_code").count(),
        })
    }

    /// What the refusal means to the person. One arm for each code, from protocol sections 1.3, 2.3 and 11.
    pub(super) fn problem(&self, status: u16, until: Option<Timestamp>) -> Problem {
        match self.error.as_str() {
            // The token endpoint has one code for three different things; only the sentence tells them apart.
            "invalid_grant" => self.grant_problem(),
            "too_many_attempts" => Problem::LockedOut { until },
            "too_many_requests" | "too_many_logins" => Problem::RateLimited { until },
            "bad.phone_number" => match self.reason {
                Some(Reason::CountryNotServed) => Problem::CountryNotServed,
                Some(Reason::NumberNotTextable) => Problem::NotTextable,
                _ => Problem::NumberRefused,
            },
            "bad.email" => Problem::AddressRefused,
            "sms_provider_error" | "email_provider_error" => self.delivery_problem(),
            "bad.connection" => Problem::ConnectionMisconfigured,
            "bad.client_id" | "bad.tenant" | "invalid_client" => Problem::ClientMisconfigured,
            "unauthorized_client" => Problem::GrantNotEnabled,
            "origin_not_allowed" => Problem::OriginRefused,
            "invalid_captcha" | "captcha_required" => Problem::CaptchaRequired,
            "signup_disabled" | "invalid_signup" => Problem::SignUpsClosed,
            "blocked_user" => Problem::UserBlocked,
            "unauthorized" if self.says_blocked() => Problem::UserBlocked,
            "access_denied" if self.reason == Some(Reason::SignUpsClosed) => Problem::SignUpsClosed,
            "access_denied" | "unauthorized" => Problem::AccessDenied,
            _ if status == 429 => Problem::RateLimited { until },
            _ => Problem::RequestRefused,
        }
    }

    /// The same at `/co/authenticate`, where wrong codes have another name (protocol section 3.1).
    pub(super) fn ticket_problem(&self, status: u16, until: Option<Timestamp>) -> Problem {
        match self.error.as_str() {
            "access_denied" if self.reason != Some(Reason::SignUpsClosed) => self.grant_problem(),
            "unauthorized_client" | "unsupported_credential_type" => Problem::CrossOriginNotEnabled,
            _ => self.problem(status, until),
        }
    }

    /// The same in a message of the frame that went to `/authorize` with a ticket (OpenID Connect Core 1.0, section 3.1.2.6).
    pub(super) fn frame_problem(&self) -> Problem {
        match self.error.as_str() {
            // Somebody has just logged in; what is missing is the cookie that says so.
            "login_required" => Problem::CookiesRefused,
            // What nobody can be asked in a frame, the client has to be set up to go without.
            "consent_required" | "interaction_required" | "account_selection_required" => Problem::ClientMisconfigured,
            // These stand for the statuses that such an answer cannot have (RFC 6749, section 4.1.2.1).
            "server_error" => Problem::ServerDown { status: 500 },
            "temporarily_unavailable" => Problem::ServerDown { status: 503 },
            _ => self.problem(400, None),
        }
    }

    /// What the provider said no to: the number, or something that the person has no part in.
    fn delivery_problem(&self) -> Problem {
        let told = self.reason.or_else(|| self.quoted_code().map(Reason::of_provider_code));
        match told.unwrap_or(Reason::DeliveryFailed) {
            Reason::NumberNotTextable => Problem::NotTextable,
            Reason::NumberInvalid | Reason::NumberOptedOut | Reason::NumberUnroutable | Reason::NumberUnreachable => {
                Problem::NumberRefused
            }
            _ => Problem::DeliveryFailed,
        }
    }

    /// The number in `… (Code: 21211)`, which is all that Auth0 tells of it.
    fn quoted_code(&self) -> Option<u32> {
        let (_, rest) = self.error_description.rsplit_once('(')?;
        rest.strip_prefix("Code: ")?.split(')').next()?.parse().ok()
    }

    fn says_blocked(&self) -> bool {
        self.error_description.split(|sign: char| !sign.is_ascii_alphabetic()).any(|word| word == "blocked")
    }

    fn grant_problem(&self) -> Problem {
        match (self.error_description.as_str(), self.attempts_left) {
            (Self::EXPIRED, _) => Problem::CodeExpired,
            (Self::TOO_MANY_TRIES, _) | (_, Some(0)) => Problem::TooManyTries,
            (_, attempts_left) => Problem::WrongCode { attempts_left },
        }
    }
}
