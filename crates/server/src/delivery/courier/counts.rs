//! What has become of messages, counted.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::delivery::DeliveryError;

/// Counters of one provider, since the process began. They only grow.
#[derive(Debug)]
pub struct Counts {
    provider: &'static str,
    outcomes: [AtomicU64; Outcome::ALL.len()],
    retries: AtomicU64,
    openings: AtomicU64,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The provider has it.
    Sent,
    /// [`DeliveryError::Refused`] and [`DeliveryError::AddressRefused`].
    Refused,
    /// [`DeliveryError::Misconfigured`].
    Misconfigured,
    /// [`DeliveryError::Unavailable`].
    Unavailable,
    /// [`DeliveryError::Unclear`].
    Unclear,
    /// [`DeliveryError::Paused`].
    Paused,
}

impl Counts {
    pub(super) fn new(provider: &'static str) -> Self {
        Self { provider, outcomes: Default::default(), retries: AtomicU64::new(0), openings: AtomicU64::new(0) }
    }

    /// Whose they are: `twilio`, `gateway`, `smtp`.
    #[must_use]
    pub fn provider(&self) -> &'static str {
        self.provider
    }

    /// How many messages came to this end.
    #[must_use]
    pub fn of(&self, outcome: Outcome) -> u64 {
        self.outcomes[outcome as usize].load(Ordering::Relaxed)
    }

    /// Attempts beyond the first of each message.
    #[must_use]
    pub fn retries(&self) -> u64 {
        self.retries.load(Ordering::Relaxed)
    }

    /// How often the provider began to be left alone.
    #[must_use]
    pub fn openings(&self) -> u64 {
        self.openings.load(Ordering::Relaxed)
    }

    pub(super) fn note(&self, outcome: &Result<(), DeliveryError>) {
        self.outcomes[Outcome::of(outcome) as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn note_retry(&self) {
        self.retries.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn note_opening(&self) {
        self.openings.fetch_add(1, Ordering::Relaxed);
    }
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Sent, Self::Refused, Self::Misconfigured, Self::Unavailable, Self::Unclear, Self::Paused];

    /// Its name as a label.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Misconfigured => "misconfigured",
            Self::Unavailable => "unavailable",
            Self::Unclear => "unclear",
            Self::Paused => "paused",
        }
    }

    fn of(outcome: &Result<(), DeliveryError>) -> Self {
        match outcome {
            Ok(()) => Self::Sent,
            Err(DeliveryError::Refused { .. } | DeliveryError::AddressRefused { .. }) => Self::Refused,
            Err(DeliveryError::Misconfigured { .. }) => Self::Misconfigured,
            Err(DeliveryError::Unavailable) => Self::Unavailable,
            Err(DeliveryError::Unclear) => Self::Unclear,
            Err(DeliveryError::Paused(_)) => Self::Paused,
        }
    }
}
