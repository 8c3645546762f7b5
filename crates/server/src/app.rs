//! The application: settings, database and keys behind one router.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use passlock_core::Timestamp;
use thiserror::Error;

use crate::clock::{Clock, SystemClock};
use crate::config::{Connection, Settings};
use crate::delivery::{Delivery, Outbox, Post, SetupError, posts};
use crate::keys::{KeyError, Keys};
use crate::metrics::Metrics;
use crate::observation::observed;
use crate::store::{OpenError, Store};
use crate::{cleaning, layers, routes};

/// What a server lives in and does not own.
pub struct Surroundings {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How messages of every connection reach people; as the settings say when `None`.
    pub delivery: Option<Arc<dyn Delivery>>,
    /// Where it counts what it does.
    pub metrics: Metrics,
    /// Whether it is about to stop, so that nobody new is sent to it.
    pub stopping: Arc<AtomicBool>,
    /// How often, at least, expired rows are thrown away. By the machine's clock, whatever `clock` says.
    pub cleaning: Duration,
}

/// Why a server cannot start.
#[derive(Debug, Error)]
pub enum StartError {
    /// No database.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// No keys.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// No way to send messages.
    #[error(transparent)]
    Delivery(#[from] SetupError),
}

/// What every request shares.
pub(crate) struct App {
    pub(crate) settings: Settings,
    pub(crate) store: Store,
    pub(crate) keys: Keys,
    pub(crate) outbox: Outbox,
    sms: Post,
    email: Post,
    pub(crate) metrics: Metrics,
    pub(crate) stopping: Arc<AtomicBool>,
    clock: Arc<dyn Clock>,
}

/// The whole server as a router: opens the database, makes missing keys, answers requests.
///
/// # Errors
/// [`StartError`] when there is no database, no key or no way to send messages.
pub async fn app(settings: Settings, surroundings: Surroundings) -> Result<Router, StartError> {
    let Surroundings { clock, delivery, metrics, stopping, cleaning } = surroundings;
    let store = Store::open(settings.database.secret()).await?;
    let keys = Keys::load(&store, &settings, clock.now()).await?;
    let outbox = Outbox::new(store.clone());
    let deliveries = match delivery {
        Some(delivery) => [Arc::clone(&delivery), delivery],
        None => posts(&settings.delivery, &outbox)?,
    };
    metrics.collect(store.clone(), &deliveries);
    let [sms, email] = deliveries.map(Post::new);
    let app = Arc::new(App { settings, store, keys, outbox, sms, email, metrics, stopping, clock });
    cleaning::begin(&app, cleaning);
    let router = routes::all(Arc::clone(&app))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn(layers::careful))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), layers::dated))
        .layer(middleware::from_fn_with_state(app, observed));
    Ok(router)
}

impl App {
    /// What carries the messages of a connection.
    pub(crate) fn post(&self, connection: Connection) -> &Post {
        match connection {
            Connection::Sms => &self.sms,
            Connection::Email => &self.email,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Default for Surroundings {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            delivery: None,
            metrics: Metrics::new(),
            stopping: Arc::default(),
            cleaning: cleaning::USUAL,
        }
    }
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").finish_non_exhaustive()
    }
}

/// In bytes.
const LARGEST_BODY: usize = 64 * 1024;
