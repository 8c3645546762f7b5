//! How a message reaches a person.

mod dispatch;
mod outbox;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use passlock_core::Timestamp;
use thiserror::Error;

pub(crate) use dispatch::{Errand, Pace};
pub(crate) use outbox::{KeptMessage, Outbox};

/// A way to send messages.
pub trait Delivery: Send + Sync + 'static {
    /// Sends a message, or hands it to somebody who will.
    fn deliver(&self, message: Message) -> Sending<'_>;
}

/// A message on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), DeliveryError>> + Send + 'a>>;

/// A text message with a code in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The number that it goes to, E.164.
    pub to: String,
    /// The whole text.
    pub body: String,
    /// The code in the text.
    pub code: String,
    /// When it was written.
    pub at: Timestamp,
}

/// Why a message was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeliveryError {
    /// Nobody could be reached; another attempt may help.
    #[error("the message could not be handed over")]
    Unavailable,
    /// The provider said no, and gave a code (protocol section 10.1).
    #[error("{message} (Code: {code})")]
    Refused {
        /// The provider's sentence.
        message: String,
        /// The provider's number for it, such as 21211 for a number that is none.
        code: u32,
    },
}

/// Neither the number nor the code.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("at", &self.at).finish_non_exhaustive()
    }
}
