//! The database: every line of SQL, behind functions that say what they mean.

mod buckets;
mod codes;
mod families;
mod keys;
mod open;
mod outbox;
mod people;
mod redeem;
mod users;

use sqlx::SqlitePool;
use thiserror::Error;

pub(crate) use buckets::Gauge;
pub(crate) use families::{FamilyRow, NewFamily, Renewal, Renewed};
pub(crate) use keys::{KeyRow, SigningKeyRow};
pub use open::OpenError;
pub(crate) use outbox::OutboxRow;
pub(crate) use redeem::{Attempt, Outcome, Waiting};
pub(crate) use users::UserRow;

/// The database, shared by every request of this process and by other processes.
///
/// SQLite has one writer at a time. One connection for writing makes requests queue here, in order, rather than poll a
/// lock; any number of readers go on beside it (write-ahead log).
#[derive(Debug, Clone)]
pub(crate) struct Store {
    writer: SqlitePool,
    reader: SqlitePool,
}

impl Store {
    /// Whether the database answers.
    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.reader).await?;
        Ok(())
    }
}

/// Why the database did not answer. The detail is in the log, never in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StoreError {
    /// Locked, full, unreachable: worth another attempt.
    #[error("the database is not available")]
    Unavailable,
    /// A fault of ours.
    #[error("the database refused a statement")]
    Broken,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let unavailable = match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => true,
            sqlx::Error::Database(refusal) => refusal.code().is_some_and(|code| is_passing(&code)),
            _ => false,
        };
        if unavailable {
            tracing::warn!(%error, "the database is not available");
            Self::Unavailable
        } else {
            tracing::error!(%error, "the database refused a statement");
            Self::Broken
        }
    }
}

/// SQLite's codes for busy, locked, read-only, I/O error, full and cannot open; the low byte of an extended code.
fn is_passing(code: &str) -> bool {
    matches!(code.parse::<u32>().map(|code| code & 0xff), Ok(5 | 6 | 8 | 10 | 13 | 14))
}
