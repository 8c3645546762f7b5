//! Sending a message, or not, so that nobody can tell from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use passlock_core::PhoneNumber;

use super::{DeliveryError, Message};
use crate::app::App;
use crate::codes::Standing;
use crate::config::SignUps;
use crate::error::ApiError;
use crate::events::Event;

/// What a request for a code leads to.
pub(crate) enum Errand {
    /// A message.
    Send(Message),
    /// Nothing: the person is shut out, or a stranger where there are no sign-ups.
    Pretend { standing: Standing, network: String },
}

/// How long the last message took, in milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Pace(AtomicU64);

impl Errand {
    /// Does it. With open sign-ups everybody gets a message, so the provider's answer tells nothing about accounts, and
    /// pretending takes as long as sending does. Otherwise only people with an account get one, and those on a list, so
    /// nobody waits for it, and what the provider says stays in the log.
    pub(crate) async fn run(self, app: &Arc<App>, number: &PhoneNumber) -> Result<(), ApiError> {
        match (self, &app.settings.sign_ups) {
            (Self::Send(message), sign_ups) => {
                let (app, number, is_open) = (Arc::clone(app), *number, *sign_ups == SignUps::Open);
                // Whoever asked may go away; what was begun is finished, and noted.
                let sending = tokio::spawn(async move { deliver(&app, &number, message).await });
                if is_open { sending.await.unwrap_or(Err(ApiError::Internal)) } else { Ok(()) }
            }
            (Self::Pretend { standing, network }, sign_ups) => {
                let (number, network) = (&number.e164(), &network);
                match standing {
                    Standing::Blocked => Event::BlockedUserTried { number, network }.tell(),
                    _ => Event::SignUpRefused { number, network }.tell(),
                }
                if *sign_ups == SignUps::Open {
                    if let Some(rest) = app.delivery.pause() {
                        return Err(ApiError::Paused(rest));
                    }
                    tokio::time::sleep(app.pace.usual()).await;
                }
                Ok(())
            }
        }
    }
}

impl Pace {
    fn usual(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::Relaxed))
    }

    fn note(&self, span: Duration) {
        self.0.store(u64::try_from(span.as_millis()).unwrap_or(0), Ordering::Relaxed);
    }
}

async fn deliver(app: &App, number: &PhoneNumber, message: Message) -> Result<(), ApiError> {
    let start = Instant::now();
    let outcome = app.delivery.deliver(message).await;
    app.pace.note(start.elapsed());
    match outcome {
        Ok(()) => {
            tracing::info!(?number, "sent a code");
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
        // The provider's sentence may quote the number, so the log gets its code alone.
        Err(DeliveryError::Refused { message, code }) => {
            tracing::warn!(code, "the provider refused a message");
            Err(ApiError::Undelivered { message, code })
        }
    }
}
