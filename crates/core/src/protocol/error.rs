//! The body of a refusal.

use serde::{Deserialize, Serialize};

use crate::{Problem, Timestamp};

/// `{"error": …, "error_description": …}`, as every endpoint of ours and of Auth0's sends.
///
/// Older endpoints of Auth0's use other names for the same two things; they are read, never written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// The stable code, such as `invalid_grant`.
    #[serde(alias = "code", alias = "error_code")]
    pub error: String,
    /// A sentence for developers. People never see it, and apart from [`ErrorBody::OTP_SENTENCES`] nothing depends on it.
    #[serde(default, alias = "errorDescription", alias = "description")]
    pub error_description: String,
    /// How many tries the code still has. Ours alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts_left: Option<u32>,
}

impl ErrorBody {
    /// The wrong-code sentence of the sms connection.
    pub const WRONG_CODE: &str = "Wrong phone number or verification code.";
    /// The right code, too late.
    pub const EXPIRED: &str = "The verification code has expired. Please try to login again.";
    /// The code has been tried too often.
    pub const TOO_MANY_TRIES: &str = "You've reached the maximum number of attempts. Please try to login again.";
    /// The sentences behind `invalid_grant` that Auth0's own mobile libraries compare word by word, hence fixed.
    pub const OTP_SENTENCES: [&str; 3] = [Self::WRONG_CODE, Self::EXPIRED, Self::TOO_MANY_TRIES];

    /// A body with a code and a sentence.
    #[must_use]
    pub fn new(error: &str, description: impl Into<String>) -> Self {
        Self { error: error.to_owned(), error_description: description.into(), attempts_left: None }
    }

    /// What the refusal means to the person. One arm for each code, from protocol sections 1.3, 2.3 and 11.
    pub(super) fn problem(&self, status: u16, until: Option<Timestamp>) -> Problem {
        match self.error.as_str() {
            // The token endpoint has one code for three different things; only the sentence tells them apart.
            "invalid_grant" => self.grant_problem(),
            "too_many_attempts" => Problem::LockedOut { until },
            "too_many_requests" | "too_many_logins" => Problem::RateLimited { until },
            "bad.phone_number" => Problem::NumberRefused,
            // Lock treats Twilio's "invalid To" as a bad number too; the other provider codes are not the person's fault.
            "sms_provider_error" if self.error_description.contains("(Code: 21211)") => Problem::NumberRefused,
            "sms_provider_error" => Problem::DeliveryFailed,
            "bad.connection" => Problem::ConnectionMisconfigured,
            "bad.client_id" | "bad.tenant" | "invalid_client" => Problem::ClientMisconfigured,
            "unauthorized_client" => Problem::GrantNotEnabled,
            "origin_not_allowed" => Problem::OriginRefused,
            "invalid_captcha" | "captcha_required" => Problem::CaptchaRequired,
            "signup_disabled" | "invalid_signup" => Problem::SignUpsClosed,
            "blocked_user" => Problem::UserBlocked,
            "unauthorized" if self.error_description.contains("blocked") => Problem::UserBlocked,
            "access_denied" | "unauthorized" => Problem::AccessDenied,
            _ if status == 429 => Problem::RateLimited { until },
            _ => Problem::RequestRefused,
        }
    }

    fn grant_problem(&self) -> Problem {
        match (self.error_description.as_str(), self.attempts_left) {
            (Self::EXPIRED, _) => Problem::CodeExpired,
            (Self::TOO_MANY_TRIES, _) | (_, Some(0)) => Problem::TooManyTries,
            (_, attempts_left) => Problem::WrongCode { attempts_left },
        }
    }
}
