//! What has no meaning any more is thrown away, in the background and a little at a time.

use std::sync::{Arc, Weak};
use std::time::Duration;

use passlock_core::Timestamp;

use crate::app::App;
use crate::keys;
use crate::secrets::jittered;
use crate::store::{BATCH, Expiring, StoreError};

/// Cleans every now and then until the application is gone.
pub(crate) fn begin(app: &Arc<App>, interval: Duration) {
    let app = Arc::downgrade(app);
    tokio::spawn(async move {
        loop {
            // Processes that were started together shall not clean together.
            tokio::time::sleep(jittered(interval)).await;
            match clean(&app).await {
                Ok(true) => {}
                Ok(false) => return,
                // Nobody waits for it, and there is a next time.
                Err(error) => tracing::warn!(%error, "what has expired was not thrown away"),
            }
        }
    });
}

/// `false` when the application is gone.
async fn clean(app: &Weak<App>) -> Result<bool, StoreError> {
    for expiring in Expiring::ALL {
        loop {
            let Some(app) = app.upgrade() else { return Ok(false) };
            let count = app.store.forget_batch(expiring, app.end_of(expiring)).await?;
            if count < BATCH.into() {
                break;
            }
            drop(app);
            // Requests first.
            tokio::time::sleep(BREATH).await;
        }
    }
    let Some(app) = app.upgrade() else { return Ok(false) };
    keys::forget_retired(&app.store, &app.settings, app.now()).await?;
    Ok(true)
}

impl App {
    /// Whatever is over before this moment is of no use to anybody.
    fn end_of(&self, expiring: Expiring) -> Timestamp {
        match expiring {
            // An expired code still says so for a day.
            // So does an authorization code that is used twice.
            Expiring::Codes | Expiring::Authorizations => Timestamp::from_millis(self.now().millis() - DAY),
            Expiring::Families | Expiring::Buckets | Expiring::Sessions | Expiring::Tickets | Expiring::Ceremonies => {
                self.now()
            }
        }
    }
}

/// How often it is cleaned, at least.
pub(crate) const USUAL: Duration = Duration::from_mins(1);
const BREATH: Duration = Duration::from_millis(50);
/// In milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;
