//! A connection to either database, in a transaction or not.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{Database, Postgres, Sqlite, Transaction};
use tokio::sync::OwnedSemaphorePermit;

/// A connection that a request has to itself.
pub(in crate::store) enum Link {
    Sqlite(Held<Sqlite>),
    Postgres(Held<Postgres>),
}

/// The connection, and the turn at it.
pub(in crate::store) struct Held<DB: Database> {
    connection: Connection<DB>,
    _turn: Option<OwnedSemaphorePermit>,
}

/// Whether each statement stands for itself.
enum Connection<DB: Database> {
    Free(PoolConnection<DB>),
    /// Dropped without an end, it changes nothing.
    Together(Transaction<'static, DB>),
}

impl Link {
    /// Waits for a turn by a lock of Postgres, such as `LOCK TABLE`. In SQLite whoever writes is alone already.
    pub(in crate::store) async fn in_turn(&mut self, lock: &'static str) -> Result<(), sqlx::Error> {
        self.only_postgres(lock).await
    }

    /// Has Postgres not wait for the disk at the end of this transaction. SQLite never does.
    pub(super) async fn lighten(&mut self) -> Result<(), sqlx::Error> {
        self.only_postgres("SET LOCAL synchronous_commit = off").await
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

    async fn only_postgres(&mut self, statement: &'static str) -> Result<(), sqlx::Error> {
        if let Self::Postgres(held) = self {
            sqlx::query(statement).execute(&mut **held).await?;
        }
        Ok(())
    }
}

impl<DB: Database> Held<DB> {
    pub(super) fn free(connection: PoolConnection<DB>, turn: Option<OwnedSemaphorePermit>) -> Self {
        Self { connection: Connection::Free(connection), _turn: turn }
    }

    pub(super) fn together(transaction: Transaction<'static, DB>, turn: Option<OwnedSemaphorePermit>) -> Self {
        Self { connection: Connection::Together(transaction), _turn: turn }
    }

    async fn commit(self) -> Result<(), sqlx::Error> {
        match self.connection {
            Connection::Free(_) => Ok(()),
            Connection::Together(transaction) => transaction.commit().await,
        }
    }

    async fn roll_back(self) -> Result<(), sqlx::Error> {
        match self.connection {
            Connection::Free(_) => Ok(()),
            Connection::Together(transaction) => transaction.rollback().await,
        }
    }
}

impl<DB: Database> Deref for Held<DB> {
    type Target = DB::Connection;

    fn deref(&self) -> &DB::Connection {
        match &self.connection {
            Connection::Free(connection) => connection,
            Connection::Together(transaction) => transaction,
        }
    }
}

impl<DB: Database> DerefMut for Held<DB> {
    fn deref_mut(&mut self) -> &mut DB::Connection {
        match &mut self.connection {
            Connection::Free(connection) => connection,
            Connection::Together(transaction) => transaction,
        }
    }
}
