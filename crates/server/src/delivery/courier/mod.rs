//! Hands messages to a provider with care: within a time, again only where nothing can be sent twice, and not at all while
//! the provider fails.

mod breaker;
mod counts;

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

pub use counts::{Counts, Outcome};

use super::{Delivery, DeliveryError, Message, Sending};
use crate::secrets::random;
use breaker::{Breaker, Rules};

/// A provider that is used with care.
pub struct Courier<D> {
    provider: D,
    care: Care,
    breaker: Breaker,
    counts: Counts,
}

/// How much care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Care {
    /// How long one message may take, with all attempts.
    pub timeout: Duration,
    /// Attempts at most, the first among them.
    pub attempts: u32,
    /// The longest pause before the second attempt; it doubles from one to the next, and each is a random part of it.
    pub backoff: Duration,
    /// So many messages that fail within [`Care::window`] let the provider rest.
    pub failures: usize,
    /// See [`Care::failures`].
    pub window: Duration,
    /// How long it rests. Then one message shows whether it is back.
    pub rest: Duration,
}

impl Care {
    /// The usual one, with this much time for a message.
    #[must_use]
    pub fn within(timeout: Duration) -> Self {
        Self {
            timeout,
            attempts: 3,
            backoff: Duration::from_millis(200),
            failures: 5,
            window: Duration::from_secs(30),
            rest: Duration::from_secs(15),
        }
    }
}

impl<D: Delivery> Courier<D> {
    /// A provider under this name, which its counters have.
    pub fn new(name: &'static str, provider: D, care: Care) -> Self {
        let Care { failures, window, rest, .. } = care;
        Self { provider, care, breaker: Breaker::new(Rules { failures, window, rest }), counts: Counts::new(name) }
    }

    async fn send(&self, message: Message) -> Result<(), DeliveryError> {
        let pass = self.breaker.enter(Instant::now()).map_err(DeliveryError::Paused)?;
        let outcome = self.attempt(message).await;
        // Refusals, and what the operator has to mend, come from a provider that works.
        let is_failure = matches!(outcome, Err(DeliveryError::Unavailable | DeliveryError::Unclear));
        if pass.settle(is_failure, Instant::now()) {
            self.counts.note_opening();
            let (provider, seconds) = (self.counts.provider(), self.care.rest.as_secs());
            tracing::error!(provider, "the provider fails and is left alone for {seconds} seconds");
        }
        outcome
    }

    async fn attempt(&self, message: Message) -> Result<(), DeliveryError> {
        let deadline = Instant::now() + self.care.timeout;
        let mut attempt = 1;
        loop {
            let sending = self.provider.deliver(message.clone());
            let outcome = timeout_at(deadline, sending).await.unwrap_or(Err(DeliveryError::Unclear));
            let is_harmless = match outcome {
                Err(DeliveryError::Unavailable) => true,
                Err(DeliveryError::Unclear) => self.provider.is_idempotent(),
                _ => false,
            };
            let pause = self.pause_after(attempt);
            if !is_harmless || attempt == self.care.attempts || Instant::now() + pause >= deadline {
                return outcome;
            }
            sleep(pause).await;
            attempt += 1;
            self.counts.note_retry();
        }
    }

    /// A random part of a pause that doubles, so that many who failed together do not come back together.
    fn pause_after(&self, attempt: u32) -> Duration {
        let longest = self.care.backoff.saturating_mul(2_u32.saturating_pow(attempt - 1));
        // Without randomness they come back together, which is better than not at all.
        let part = random().map_or(1.0, |bytes| f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX));
        longest.mul_f64(part)
    }
}

impl<D: Delivery> Delivery for Courier<D> {
    fn deliver(&self, message: Message) -> Sending<'_> {
        Box::pin(async move {
            let outcome = self.send(message).await;
            self.counts.note(&outcome);
            outcome
        })
    }

    fn is_idempotent(&self) -> bool {
        self.provider.is_idempotent()
    }

    fn pause(&self) -> Option<Duration> {
        self.breaker.pause(Instant::now())
    }

    fn counts(&self) -> Option<&Counts> {
        Some(&self.counts)
    }
}
