//! The connections to a database, and transactions on them.

use std::time::Duration;

use sqlx::SqlitePool;

use super::disk::Log;
use super::link::{Held, Link};
use super::turns::Turns;
use super::{Query, Row};
use crate::secrets::jittered;
use crate::store::StoreError;

/// Connections to one of the databases.
#[derive(Debug, Clone)]
pub(in crate::store) enum Pool {
    /// Without a log for a database in memory.
    Sqlite(SqlitePool, Option<Log>),
    Postgres(Turns),
}

/// What is done in one transaction. A type and not a closure, because of a closure nobody can say yet that its future may
/// go to another thread.
pub(in crate::store) trait Work: Sync {
    type Outcome: Send;

    /// All statements. It may run several times.
    fn run(&self, link: &mut Link) -> impl Future<Output = Result<Ending<Self::Outcome>, StoreError>> + Send;
}

/// What becomes of a transaction, and what came of it.
#[derive(Debug)]
pub(in crate::store) enum Ending<T> {
    /// All of it counts, for good.
    Commit(T),
    /// All of it counts; if the database's machine loses power in the next moments it may not have happened. For what
    /// nobody was promised, such as a wrong guess: a flood of them shall not wait for the disk.
    CommitLightly(T),
    /// None of it does.
    RollBack(T),
}

impl Pool {
    /// How many connections wait, and how many are in use.
    pub(in crate::store) fn connections(&self) -> [u32; 2] {
        let (idle, all) = match self {
            Self::Sqlite(pool, _) => (pool.num_idle(), pool.size()),
            Self::Postgres(turns) => turns.connections(),
        };
        let idle = u32::try_from(idle).unwrap_or(all).min(all);
        [idle, all - idle]
    }

    /// A connection on which each statement stands for itself.
    pub(in crate::store) async fn acquire(&self) -> Result<Link, StoreError> {
        Ok(match self {
            Self::Sqlite(pool, _) => Link::Sqlite(Held::free(pool.acquire().await?, None)),
            Self::Postgres(turns) => Link::Postgres(turns.acquire().await?),
        })
    }

    /// Runs one statement and counts the rows that it changed. They are changed for good.
    pub(in crate::store) async fn execute(&self, query: &Query<'_>) -> Result<u64, StoreError> {
        let count = self.execute_lightly(query).await?;
        self.settle().await?;
        Ok(count)
    }

    /// The same where it does no harm if the machine loses power and it has not happened: see [`Ending::CommitLightly`].
    pub(in crate::store) async fn execute_lightly(&self, query: &Query<'_>) -> Result<u64, StoreError> {
        Ok(query.execute(&mut self.acquire().await?).await?)
    }

    pub(in crate::store) async fn fetch_one(&self, query: &Query<'_>) -> Result<Row, StoreError> {
        Ok(query.fetch_one(&mut self.acquire().await?).await?)
    }

    pub(in crate::store) async fn fetch_optional(&self, query: &Query<'_>) -> Result<Option<Row>, StoreError> {
        Ok(query.fetch_optional(&mut self.acquire().await?).await?)
    }

    pub(in crate::store) async fn fetch_all(&self, query: &Query<'_>) -> Result<Vec<Row>, StoreError> {
        Ok(query.fetch_all(&mut self.acquire().await?).await?)
    }

    /// Does `work` in one transaction: all of it or nothing. It is done again, a few times, when the database gave it up
    /// in favour of another transaction; nothing of it has happened then.
    ///
    /// SQLite lets one writer in at a time, so `work` is alone there. In Postgres it sees what others have committed
    /// before each of its statements (READ COMMITTED), and a row that it has changed or locked is its own until the end.
    pub(in crate::store) async fn transact<W: Work>(&self, work: &W) -> Result<W::Outcome, StoreError> {
        for pause in PAUSES {
            match self.attempt(work).await {
                Err(StoreError::Conflict) => tokio::time::sleep(jittered(pause)).await,
                outcome => return outcome,
            }
        }
        self.attempt(work).await
    }

    async fn attempt<W: Work>(&self, work: &W) -> Result<W::Outcome, StoreError> {
        let mut link = self.begin().await?;
        match work.run(&mut link).await? {
            Ending::Commit(outcome) => {
                link.commit().await?;
                self.settle().await?;
                Ok(outcome)
            }
            Ending::CommitLightly(outcome) => {
                link.lighten().await?;
                link.commit().await?;
                Ok(outcome)
            }
            Ending::RollBack(outcome) => {
                link.roll_back().await?;
                Ok(outcome)
            }
        }
    }

    /// Waits until what was committed is on the disk. Postgres does so itself.
    async fn settle(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_, Some(log)) => log.settle().await,
            Self::Sqlite(_, None) | Self::Postgres(_) => Ok(()),
        }
    }

    async fn begin(&self) -> Result<Link, StoreError> {
        Ok(match self {
            // Taking the turn at once: a reader that wants to write later may find that it cannot.
            Self::Sqlite(pool, _) => Link::Sqlite(Held::together(pool.begin_with("BEGIN IMMEDIATE").await?, None)),
            Self::Postgres(turns) => Link::Postgres(turns.begin().await?),
        })
    }
}

const PAUSES: [Duration; 4] =
    [Duration::from_millis(10), Duration::from_millis(30), Duration::from_millis(100), Duration::from_millis(300)];
