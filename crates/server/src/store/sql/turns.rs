//! Who may have one of Postgres' connections, and what is said at once while it is out of reach.
//!
//! sqlx has one limit for waiting in line and for connecting. Waiting in line behind hundreds of others is no reason to give
//! up; a database that does not answer is, for all who wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::link::Held;
use crate::store::StoreError;

/// Connections to Postgres, each for one request at a time.
#[derive(Debug, Clone)]
pub(in crate::store) struct Turns {
    pool: PgPool,
    line: Arc<Semaphore>,
    /// Whether the last attempt to get a connection failed. Then one request at a time tries, and the others need not.
    is_away: Arc<AtomicBool>,
    scout: Arc<Semaphore>,
}

impl Turns {
    /// As many turns as the pool has connections.
    pub(in crate::store) fn new(pool: PgPool) -> Self {
        let turns = usize::try_from(pool.options().get_max_connections()).unwrap_or(1);
        Self {
            pool,
            line: Arc::new(Semaphore::new(turns)),
            is_away: Arc::new(AtomicBool::new(false)),
            scout: Arc::new(Semaphore::new(1)),
        }
    }

    /// Connections that wait, and all there are.
    pub(super) fn connections(&self) -> (usize, u32) {
        (self.pool.num_idle(), self.pool.size())
    }

    pub(super) async fn acquire(&self) -> Result<Held<Postgres>, StoreError> {
        let turn = self.turn().await?;
        let _scout = self.scout()?;
        self.note(self.pool.acquire().await)
            .map(|connection: PoolConnection<Postgres>| Held::free(connection, Some(turn)))
    }

    pub(super) async fn begin(&self) -> Result<Held<Postgres>, StoreError> {
        let turn = self.turn().await?;
        let _scout = self.scout()?;
        self.note(self.pool.begin().await)
            .map(|transaction: Transaction<'static, Postgres>| Held::together(transaction, Some(turn)))
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        if let Ok(Ok(turn)) = timeout(LONGEST_LINE, Arc::clone(&self.line).acquire_owned()).await {
            return Ok(turn);
        }
        tracing::warn!("too many requests wait for the database");
        Err(StoreError::Unavailable)
    }

    fn scout(&self) -> Result<Option<OwnedSemaphorePermit>, StoreError> {
        if !self.is_away.load(Ordering::Relaxed) {
            return Ok(None);
        }
        Arc::clone(&self.scout).try_acquire_owned().map(Some).map_err(|_| StoreError::Unavailable)
    }

    fn note<T>(&self, outcome: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        let was_away = self.is_away.swap(outcome.is_err(), Ordering::Relaxed);
        if was_away && outcome.is_ok() {
            tracing::info!("the database is there again");
        }
        outcome.map_err(StoreError::from)
    }
}

/// Shorter than a request may take.
const LONGEST_LINE: Duration = Duration::from_secs(8);
