//! Sending a message, or not, so that nobody can tell from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::{Delivery, DeliveryError, Message};
use crate::admission::Receipt;
use crate::app::App;
use crate::codes::Standing;
use crate::config::SignUps;
use crate::error::ApiError;
use crate::events::Event;
use crate::identity::Identity;

/// What a request for a code leads to.
pub(crate) enum Errand {
    /// A message.
    Send(Message),
    /// Nothing: the person is shut out, or a stranger where there are no sign-ups.
    Pretend { standing: Standing, network: String },
}

/// What carries the messages of a connection.
pub(crate) struct Post {
    pub(crate) delivery: Arc<dyn Delivery>,
    /// How long the last message took, in milliseconds.
    pace: AtomicU64,
}

impl Errand {
    /// Does it. With open sign-ups everybody gets a message, so the provider's answer tells nothing about accounts, and
    /// pretending takes as long as sending does. Otherwise only people with an account get one, and those on a list, so
    /// nobody waits for it, and what the provider says stays in the log. What was taken for a message that has surely not
    /// been sent is given back, but only where everybody gets one: elsewhere it would show who does.
    pub(crate) async fn run(self, app: &Arc<App>, whom: &Identity, receipt: Receipt) -> Result<(), ApiError> {
        match (self, &app.settings.sign_ups) {
            (Self::Send(message), sign_ups) => {
                let (app, whom, is_open) = (Arc::clone(app), whom.clone(), *sign_ups == SignUps::Open);
                // Whoever asked may go away; what was begun is finished, and noted.
                let sending = tokio::spawn(async move {
                    let outcome = deliver(app.post(whom.connection()), message).await;
                    if is_open && let Err(error) = &outcome {
                        settle(&app, &receipt, error).await;
                    }
                    tell(&whom, outcome)
                });
                if is_open { sending.await.unwrap_or(Err(ApiError::Internal)) } else { Ok(()) }
            }
            (Self::Pretend { standing, network }, sign_ups) => {
                let network = &network;
                match standing {
                    Standing::Blocked => Event::BlockedUserTried { whom: Some(whom), network }.tell(),
                    _ => Event::SignUpRefused { whom, network }.tell(),
                }
                if *sign_ups == SignUps::Open {
                    let post = app.post(whom.connection());
                    if let Some(rest) = post.delivery.pause() {
                        settle(app, &receipt, &DeliveryError::Paused(rest)).await;
                        return Err(ApiError::Paused(rest));
                    }
                    tokio::time::sleep(post.usual()).await;
                }
                Ok(())
            }
        }
    }
}

impl Post {
    pub(crate) fn new(delivery: Arc<dyn Delivery>) -> Self {
        Self { delivery, pace: AtomicU64::new(0) }
    }

    fn usual(&self) -> Duration {
        Duration::from_millis(self.pace.load(Ordering::Relaxed))
    }

    fn note(&self, span: Duration) {
        self.pace.store(u64::try_from(span.as_millis()).unwrap_or(0), Ordering::Relaxed);
    }
}

async fn deliver(post: &Post, message: Message) -> Result<(), DeliveryError> {
    let start = Instant::now();
    let outcome = post.delivery.deliver(message).await;
    post.note(start.elapsed());
    outcome
}

/// Gives back what was taken for a message that did not go out.
async fn settle(app: &App, receipt: &Receipt, error: &DeliveryError) {
    let was_not_asked = match error {
        // It may arrive yet.
        DeliveryError::Unclear => return,
        DeliveryError::Unavailable | DeliveryError::Paused(_) => true,
        DeliveryError::Misconfigured { .. } | DeliveryError::AddressRefused { .. } | DeliveryError::Refused { .. } => {
            false
        }
    };
    if let Err(error) = receipt.give_back(app, was_not_asked).await {
        tracing::warn!(%error, "a message that was not sent counts as one");
    }
}

/// What became of a message: for the log, and for whoever waits.
fn tell(whom: &Identity, outcome: Result<(), DeliveryError>) -> Result<(), ApiError> {
    match outcome {
        Ok(()) => {
            tracing::info!(?whom, "sent a code");
            Ok(())
        }
        Err(error @ (DeliveryError::Unavailable | DeliveryError::Unclear)) => {
            tracing::warn!("{error}");
            Err(ApiError::Unavailable)
        }
        Err(DeliveryError::Paused(rest)) => {
            tracing::warn!("a message was not tried, because the provider fails");
            Err(ApiError::Paused(rest))
        }
        Err(DeliveryError::Misconfigured { advice, code }) => {
            tracing::error!(code, "no message can be sent: {advice}");
            Err(ApiError::Unavailable)
        }
        Err(DeliveryError::AddressRefused { reason, code }) => {
            tracing::warn!(code, "the mail server refused an address");
            Err(ApiError::AddressRefused { reason, code })
        }
        // The provider's sentence may quote the number, so the log gets its code alone.
        Err(DeliveryError::Refused { message, code }) => {
            tracing::warn!(code, "the provider refused a message");
            Err(ApiError::Undelivered { connection: whom.connection(), message, code })
        }
    }
}
