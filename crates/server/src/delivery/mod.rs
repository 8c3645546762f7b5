//! How a message reaches a person.

mod courier;
mod dispatch;
mod gateway;
mod http;
mod outbox;
mod provider_code;
mod setup;
mod smtp;
mod twilio;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use passlock_core::Timestamp;
use passlock_core::protocol::Reason;
use thiserror::Error;

pub use courier::{Care, Counts, Courier, Outcome};
pub(crate) use dispatch::{Errand, Post};
pub(crate) use outbox::{KeptMessage, Outbox};
pub(crate) use setup::posts;
pub use setup::{SetupError, delivery, email_delivery};

/// A way to send messages.
pub trait Delivery: Send + Sync + 'static {
    /// Sends a message, or hands it to somebody who will.
    fn deliver(&self, message: Message) -> Sending<'_>;

    /// Whether a message that is handed over twice is sent once.
    fn is_idempotent(&self) -> bool {
        false
    }

    /// How long nothing is sent from now on, because the provider has failed too often; `None` when messages are sent.
    fn pause(&self) -> Option<Duration> {
        None
    }

    /// What has become of the messages so far, if anybody counts.
    fn counts(&self) -> Option<&Counts> {
        None
    }
}

/// A message on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), DeliveryError>> + Send + 'a>>;

/// A message with a code in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// What it is known by, the same at every attempt to send it.
    pub id: String,
    /// How it travels.
    pub channel: Channel,
    /// The number that it goes to, E.164, or the address.
    pub to: String,
    /// The whole text.
    pub body: String,
    /// The code in the text.
    pub code: String,
    /// The link in it, if it has one.
    pub link: Option<String>,
    /// When it was written.
    pub at: Timestamp,
    /// Who asked for it, for gateways that want to know.
    pub asked_by: Option<AskedBy>,
}

/// How a message travels, and what it has beside its text.
#[derive(Clone, PartialEq, Eq)]
pub enum Channel {
    /// A text message.
    Sms,
    /// An email.
    Email {
        /// One line.
        subject: String,
        /// The same as the text, as a page.
        html: String,
    },
}

/// From where a message was asked for (protocol section 10.2, `req`).
#[derive(Clone, PartialEq, Eq)]
pub struct AskedBy {
    /// The network address.
    pub ip: String,
    /// What the browser calls itself; empty when it does not say.
    pub user_agent: String,
}

/// Why a message was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeliveryError {
    /// Nobody could be reached, or the provider has not taken the message; another attempt may help and sends nothing twice.
    #[error("the message could not be handed over")]
    Unavailable,
    /// The message was handed over, and what became of it is not known. Another attempt may send it twice.
    #[error("the message was handed over, and nobody said what became of it")]
    Unclear,
    /// The provider has failed too often just now, and is left alone for a while.
    #[error("the provider is left alone for another {} seconds", .0.as_secs().max(1))]
    Paused(Duration),
    /// The provider does not serve this deployment as it is configured; that is for its operator to mend.
    #[error("{advice}")]
    Misconfigured {
        /// What to look at.
        advice: &'static str,
        /// The provider's number for it, or the status of its answer.
        code: u32,
    },
    /// The mail server takes no emails for this address. `reason` is for the person.
    #[error("the mail server takes no emails for this address (Code: {code})")]
    AddressRefused {
        /// [`Reason::AddressRefused`] or [`Reason::AddressUnsupported`].
        reason: Reason,
        /// The code of the server's answer (RFC 5321, section 4.2), such as 550.
        code: u32,
    },
    /// The provider said no, and gave a code (protocol section 10.1).
    #[error("{message} (Code: {code})")]
    Refused {
        /// The provider's sentence.
        message: String,
        /// The provider's number for it, such as 21211 for a number that is none.
        code: u32,
    },
}

impl Message {
    /// A text message.
    #[must_use]
    pub fn sms(id: String, to: String, body: String, code: String, at: Timestamp) -> Self {
        Self { id, channel: Channel::Sms, to, body, code, link: None, at, asked_by: None }
    }
}

impl Channel {
    /// Its name, as connections have it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email { .. } => "email",
        }
    }
}

/// Neither whom it is for nor the code.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("channel", &self.channel.name()).field("at", &self.at).finish_non_exhaustive()
    }
}
