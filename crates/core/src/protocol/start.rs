//! `POST /passwordless/start`: please send a code.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::reply::{Json, Reply};
use super::value::Value;
use crate::{Code, Nonsense, Problem, Recipient, Timestamp};

/// Where the request goes.
pub const START_PATH: &str = "/passwordless/start";

/// The value of `send` that asks for a code. Always sent: Auth0 takes a missing one to mean a link.
pub const SEND_CODE: &str = "code";

/// The top-level properties that a server accepts; it refuses any other by name.
pub const START_FIELDS: [&str; 12] = [
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "connection",
    "phone_number",
    "email",
    "send",
    "link_ios",
    "link_android",
    "authParams",
    "captcha",
];

/// The body of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartRequest {
    /// The application's public identifier.
    pub client_id: String,
    /// The connection to log in through: [`SMS`](super::SMS) [`EMAIL`](super::EMAIL) or a name that the tenant chose.
    pub connection: String,
    /// E.164, for a text message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// For an email.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// [`SEND_CODE`].
    pub send: String,
}

impl StartRequest {
    /// A request for a code.
    #[must_use]
    pub fn new(client_id: &str, connection: &str, to: &Recipient) -> Self {
        let (phone_number, email) = match to {
            Recipient::Phone(phone) => (Some(phone.e164()), None),
            Recipient::Email(address) => (None, Some(address.as_str().to_owned())),
        };
        Self {
            client_id: client_id.to_owned(),
            connection: connection.to_owned(),
            phone_number,
            email,
            send: SEND_CODE.to_owned(),
        }
    }
}

impl From<&StartRequest> for Value {
    fn from(request: &StartRequest) -> Self {
        Self::of_texts(&[
            ("client_id", Some(&request.client_id)),
            ("connection", Some(&request.connection)),
            ("phone_number", request.phone_number.as_deref()),
            ("email", request.email.as_deref()),
            ("send", Some(&request.send)),
        ])
    }
}

/// The body of a success. Auth0 sends the first ones, up to the language; the rest is what a good code screen needs, and ours alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartReply {
    /// An opaque identifier of the person's record; the same for known and unknown people in form.
    #[serde(rename = "_id")]
    pub id: String,
    /// The number that the code went to, E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// The address that it went to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the address is known to be the person's. Always `false` before a login, or it would tell who has an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    /// The language that was asked for, when one was.
    #[serde(default)]
    pub request_language: Option<String>,
    /// Seconds until the code expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u32>,
    /// Seconds until it is worth asking for another code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resend_after: Option<u32>,
    /// Digits in the code, 4 to 12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_length: Option<u8>,
}

/// What the code screen knows about the code that is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// When the code stops working, when the server says so.
    pub expires_at: Option<Timestamp>,
    /// From when on it is worth asking for another.
    pub resend_at: Timestamp,
    /// Digits in the code.
    pub code_length: u8,
}

impl Receipt {
    /// Digits that a server sends which does not say how many, as Auth0's do.
    pub const USUAL_LENGTH: u8 = 6;
    /// How long to wait before another code when the server does not say.
    pub const USUAL_WAIT: Duration = Duration::from_secs(30);
}

/// Reads the reply to a [`StartRequest`]. `usual_length` is how many digits a code of this server has when the reply does
/// not say.
///
/// # Errors
/// The [`Problem`] that the reply describes, or that it is.
pub fn read_start<J: Json>(reply: &Reply, usual_length: u8, now: Timestamp) -> Result<Receipt, Problem> {
    let body = reply.value::<J>(now)?;
    if body.get("_id").text().is_none() {
        return Err(Problem::Nonsense(Nonsense::MissingFields));
    }
    let span = |name| body.get(name).count().map(|seconds| Duration::from_secs(seconds.into()));
    let length = body.get("code_length").count().and_then(|length| u8::try_from(length).ok());
    Ok(Receipt {
        expires_at: span("expires_in").map(|span| now.after(span)),
        resend_at: now.after(span("resend_after").unwrap_or(Receipt::USUAL_WAIT)),
        code_length: length.filter(|length| Code::LENGTHS.contains(length)).unwrap_or(usual_length),
    })
}
