//! A connection to either database, in a transaction or not.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{Database, Postgres, Sqlite, Transaction};

/// A connection that a request has to itself.
pub(in crate::store) enum Link {
    Sqlite(Held<Sqlite>),
    Postgres(Held<Postgres>),
}

/// Whether each statement stands for itself.
pub(in crate::store) enum Held<DB: Database> {
    Free(PoolConnection<DB>),
    /// Dropped without an end, it changes nothing.
    Together(Transaction<'static, DB>),
}

impl Link {
    /// Waits for a turn by a lock of Postgres, such as `LOCK TABLE`. In SQLite whoever writes is alone already.
    pub(in crate::store) async fn in_turn(&mut self, lock: &'static str) -> Result<(), sqlx::Error> {
        if let Self::Postgres(held) = self {
            sqlx::query(lock).execute(&mut **held).await?;
        }
        Ok(())
    }

    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(held) => held.commit().await,
            Self::Postgres(held) => held.commit().await,
        }
    }

    pub(super) async fn roll_back(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(held) => held.roll_back().await,
            Self::Postgres(held) => held.roll_back().await,
        }
    }
}

impl<DB: Database> Held<DB> {
    async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Free(_) => Ok(()),
            Self::Together(transaction) => transaction.commit().await,
        }
    }

    async fn roll_back(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Free(_) => Ok(()),
            Self::Together(transaction) => transaction.rollback().await,
        }
    }
}

impl<DB: Database> Deref for Held<DB> {
    type Target = DB::Connection;

    fn deref(&self) -> &DB::Connection {
        match self {
            Self::Free(connection) => connection,
            Self::Together(transaction) => transaction,
        }
    }
}

impl<DB: Database> DerefMut for Held<DB> {
    fn deref_mut(&mut self) -> &mut DB::Connection {
        match self {
            Self::Free(connection) => connection,
            Self::Together(transaction) => transaction,
        }
    }
}
