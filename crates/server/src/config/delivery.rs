//! What a deployment decides about how messages reach people.

use std::fmt;
use std::time::Duration;

use url::Url;

/// How messages reach people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliverySettings {
    /// Text messages.
    pub sms: DeliveryKind,
    /// Emails.
    pub email: EmailKind,
    /// How long a message may take to be handed over, with all attempts.
    pub timeout: Duration,
}

/// How text messages reach people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryKind {
    /// They do not: they stay in the database. For development.
    Outbox,
    /// Twilio's Messages API.
    Twilio(TwilioSettings),
    /// A service of one's own that sends them.
    Gateway(GatewaySettings),
}

/// An account with Twilio (protocol section 10.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwilioSettings {
    /// The account that messages are sent from.
    pub account_sid: String,
    /// Who asks for it: the account itself, or the SID of an API key.
    pub user: String,
    /// The auth token of the account, or the secret of the key.
    pub password: Secret,
    /// Who the messages are from.
    pub sender: TwilioSender,
    /// Where the API is.
    pub base_url: Url,
}

/// Who the messages are from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TwilioSender {
    /// A number, short code or name of the account.
    From(String),
    /// A messaging service, which chooses among its senders.
    Service(String),
}

/// A service that sends text messages (protocol section 10.2, custom gateway).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewaySettings {
    /// Where messages are posted to.
    pub url: Url,
    /// Who they are from, as the gateway shall have it.
    pub sender: String,
    /// What this server proves itself with.
    pub proof: GatewayProof,
    /// Whether the gateway learns from which address and browser a message was asked for.
    pub forwards_request: bool,
    /// Whether the gateway sends a message once that it gets twice with the same `Idempotency-Key`.
    pub is_idempotent: bool,
}

/// What a gateway knows this server by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GatewayProof {
    /// Nothing.
    None,
    /// The same token with every message.
    Token(Secret),
    /// A JWT of its own for every message, signed by HS256.
    Jwt {
        /// The key.
        secret: Secret,
        /// `iss`.
        issuer: Option<String>,
        /// `aud`.
        audience: Option<String>,
        /// `sub`.
        subject: Option<String>,
    },
}

/// How emails reach people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmailKind {
    /// They do not: they stay in the database. For development.
    Outbox,
    /// A mail server.
    Smtp(SmtpSettings),
}

/// A mail server that takes emails (RFC 6409).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpSettings {
    /// Its name, which its certificate is for.
    pub host: String,
    /// Where it listens.
    pub port: u16,
    /// How what is said is kept from others.
    pub security: SmtpSecurity,
    /// A user and a password.
    pub credentials: Option<(String, Secret)>,
    /// Who emails are from: `login@shop.example`, or `The shop <login@shop.example>`.
    pub from: String,
    /// Where emails that do not arrive are reported; the address of `from` when `None`.
    pub envelope_from: Option<String>,
}

/// How what is said to a mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// The connection begins in the open and is encrypted before anything else is said (RFC 3207). A server that does not
    /// offer it gets nothing.
    StartTls,
    /// The connection is encrypted from the start (RFC 8314).
    Tls,
    /// It is not. For servers on this machine.
    None,
}

/// A text that nobody may see; it does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl DeliverySettings {
    /// Nothing is sent.
    pub const NONE: Self =
        Self { sms: DeliveryKind::Outbox, email: EmailKind::Outbox, timeout: Duration::from_secs(30) };
}

impl DeliveryKind {
    /// The names of all of them.
    pub const NAMES: [&'static str; 3] = ["outbox", "twilio", "gateway"];

    /// Its name in the configuration.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Twilio(_) => "twilio",
            Self::Gateway(_) => "gateway",
        }
    }
}

impl EmailKind {
    /// The names of all of them.
    pub const NAMES: [&'static str; 2] = ["outbox", "smtp"];
}

impl SmtpSecurity {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::StartTls, Self::Tls, Self::None];

    /// Its name in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Tls => "tls",
            Self::None => "none",
        }
    }

    /// Where servers usually listen for it (RFC 8314, section 7.3).
    #[must_use]
    pub fn usual_port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

impl TwilioSettings {
    /// Where Twilio's API is.
    pub const BASE_URL: &'static str = "https://api.twilio.com";
}

impl Secret {
    /// Takes a text of at least this many characters, all of which can be seen and stand in ASCII; `None` for others.
    #[must_use]
    pub fn new(text: &str, least: usize) -> Option<Self> {
        (text.len() >= least && text.bytes().all(|sign| sign.is_ascii_graphic())).then(|| Self(text.to_owned()))
    }

    /// The same for what people make up: spaces and signs of every language are welcome.
    #[must_use]
    pub fn phrase(text: &str, least: usize) -> Option<Self> {
        (text.chars().count() >= least && !text.chars().any(char::is_control)).then(|| Self(text.to_owned()))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}
