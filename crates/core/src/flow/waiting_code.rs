//! A code that is on its way or has arrived, and what has been typed of it.

use std::fmt;

use crate::protocol::Receipt;
use crate::{Code, Connection, Problem, Recipient, Timestamp};

/// A code that was sent, and what has been typed of it.
#[derive(Clone, PartialEq, Eq)]
pub struct WaitingCode {
    /// Where the code went.
    pub to: Recipient,
    /// What is known about the code.
    pub receipt: Receipt,
    /// How many messages went there, this one included.
    pub messages: u8,
    /// The digits typed so far.
    pub digits: String,
    /// How many tries the code still has, as far as the server has said.
    pub tries_left: Option<u32>,
    /// Until when the server takes no code at all.
    pub locked_until: Option<Timestamp>,
    /// Whether the browser watches for the message.
    pub(super) listening: bool,
    /// The digits that were sent last, which are not sent again by themselves.
    tried: String,
    /// Whether those were refused, so that sending them again is of no use.
    refused: bool,
}

/// What of it outlives the page: never the digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentCode {
    /// Where the code went.
    pub to: Recipient,
    /// What is known about it.
    pub receipt: Receipt,
    /// How many messages went there.
    pub messages: u8,
}

impl WaitingCode {
    pub(super) fn new(to: Recipient, receipt: Receipt, messages: u8) -> Self {
        Self {
            to,
            receipt,
            messages,
            digits: String::new(),
            tries_left: None,
            locked_until: None,
            listening: false,
            tried: String::new(),
            refused: false,
        }
    }

    pub(super) fn resumed(sent: SentCode) -> Self {
        Self::new(sent.to, sent.receipt, sent.messages)
    }

    /// What of it outlives the page.
    #[must_use]
    pub fn sent(&self) -> SentCode {
        SentCode { to: self.to.clone(), receipt: self.receipt, messages: self.messages }
    }

    /// Whether the code's time is over at `now`.
    #[must_use]
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.receipt.expires_at.is_some_and(|expires_at| expires_at <= now)
    }

    /// Whether another code may be asked for at `now`.
    #[must_use]
    pub fn may_resend(&self, now: Timestamp) -> bool {
        !self.is_locked(now) && (self.receipt.resend_at <= now || self.has_expired(now))
    }

    /// Whether the server takes no code at `now`.
    #[must_use]
    pub fn is_locked(&self, now: Timestamp) -> bool {
        self.locked_until.is_some_and(|until| until > now)
    }

    /// Whether so many messages went out that it is time for advice.
    #[must_use]
    pub fn needs_help(&self) -> bool {
        self.messages > 2
    }

    /// Whether the browser can read the message that the code comes in.
    pub(super) fn can_listen(&self) -> bool {
        self.to.connection() == Connection::Sms
    }

    /// Takes over what was typed; whether that changed anything.
    pub(super) fn type_digits(&mut self, text: &str) -> bool {
        let digits = Code::digits(text, self.receipt.code_length);
        let is_new = digits != self.digits;
        self.digits = digits;
        is_new
    }

    /// Whether the code is whole and has not been sent yet.
    pub(super) fn is_ready(&self) -> bool {
        self.digits.len() == usize::from(self.receipt.code_length) && self.digits != self.tried
    }

    /// Whether these very digits were refused before.
    pub(super) fn is_refused(&self) -> bool {
        self.refused && self.digits == self.tried
    }

    pub(super) fn mark_tried(&mut self) {
        self.tried.clone_from(&self.digits);
        self.refused = false;
    }

    /// Learns from a refusal.
    pub(super) fn learn(&mut self, problem: &Problem) {
        match *problem {
            Problem::WrongCode { attempts_left } => {
                self.refused = true;
                self.tries_left = attempts_left.or(self.tries_left);
            }
            Problem::LockedOut { until } => self.locked_until = until,
            Problem::RateLimited { until: Some(until) } => self.receipt.resend_at = until,
            _ => {}
        }
    }
}

/// Hides the digits: `Debug` ends up in logs.
impl fmt::Debug for WaitingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitingCode")
            .field("sent", &self.sent())
            .field("digits", &self.digits.len())
            .field("tries_left", &self.tries_left)
            .finish_non_exhaustive()
    }
}
