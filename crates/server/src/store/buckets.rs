//! Token buckets, each kept as one number: the moment at which it is full again.
//!
//! Taking a token moves that moment away by one interval; it may lie at most `capacity` ahead. This is the generic cell
//! rate algorithm (ITU-T I.371, annex A), and it takes one statement, so processes cannot overlap in the middle.

use std::time::Duration;

use passlock_core::Timestamp;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};

/// A bucket as the database knows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gauge<'a> {
    /// What it counts.
    pub(crate) name: &'a str,
    /// Milliseconds that one token takes to come back.
    pub(crate) interval: i64,
    /// Milliseconds that all of them take.
    pub(crate) capacity: i64,
}

impl Gauge<'_> {
    /// When one token can be taken, given the moment at which all can. In the past for a bucket that has some.
    pub(crate) fn next(&self, full_at: Timestamp) -> Timestamp {
        Timestamp::from_millis(full_at.millis() + self.interval - self.capacity)
    }
}

impl Store {
    /// Takes a token and says when the bucket is full again. `Err` with that moment when it is empty.
    pub(crate) async fn take_token(
        &self,
        gauge: Gauge<'_>,
        now: Timestamp,
    ) -> Result<Result<Timestamp, Timestamp>, StoreError> {
        let mut connection = self.writer.acquire().await?;
        Self::take(&mut connection, gauge, now).await
    }

    /// When the bucket is full again; `None` when it has long been.
    pub(crate) async fn fullness(&self, name: &str) -> Result<Option<Timestamp>, StoreError> {
        let mut reader = self.reader.acquire().await?;
        Self::look(&mut reader, name).await
    }

    /// Forgets buckets that are full, as a bucket that nobody has heard of is.
    pub(crate) async fn forget_full_buckets(&self, now: Timestamp) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM buckets WHERE full_at < ?").bind(now.millis());
        query.execute(&self.writer).await?;
        Ok(())
    }

    pub(super) async fn take(
        connection: &mut SqliteConnection,
        gauge: Gauge<'_>,
        now: Timestamp,
    ) -> Result<Result<Timestamp, Timestamp>, StoreError> {
        let statement = "INSERT INTO buckets (name, full_at) VALUES (?1, ?2 + ?3)
            ON CONFLICT (name) DO UPDATE SET full_at = max(full_at, ?2) + ?3
            WHERE max(full_at, ?2) + ?3 <= ?2 + ?4
            RETURNING full_at";
        let Gauge { name, interval, capacity } = gauge;
        let query = sqlx::query(statement).bind(name).bind(now.millis()).bind(interval).bind(capacity);
        if let Some(row) = query.fetch_optional(&mut *connection).await? {
            return Ok(Ok(Timestamp::from_millis(row.try_get("full_at")?)));
        }
        Ok(Err(Self::look(connection, name).await?.unwrap_or(now)))
    }

    pub(super) async fn look(connection: &mut SqliteConnection, name: &str) -> Result<Option<Timestamp>, StoreError> {
        let query = sqlx::query("SELECT full_at FROM buckets WHERE name = ?").bind(name);
        let row = query.fetch_optional(connection).await?;
        Ok(row.map(|row| row.try_get("full_at")).transpose()?.map(Timestamp::from_millis))
    }

    pub(super) async fn give_back(connection: &mut SqliteConnection, gauge: Gauge<'_>) -> Result<(), StoreError> {
        let query = sqlx::query("UPDATE buckets SET full_at = full_at - ?2 WHERE name = ?1");
        query.bind(gauge.name).bind(gauge.interval).execute(connection).await?;
        Ok(())
    }

    /// Fills it, as if nothing had been taken.
    pub(super) async fn fill(connection: &mut SqliteConnection, name: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM buckets WHERE name = ?").bind(name).execute(connection).await?;
        Ok(())
    }

    /// Keeps it empty until `span` is over; says when it will be full again.
    pub(super) async fn shut(
        connection: &mut SqliteConnection,
        gauge: Gauge<'_>,
        now: Timestamp,
        span: Duration,
    ) -> Result<Timestamp, StoreError> {
        let full_at = Timestamp::from_millis(now.after(span).millis() + gauge.capacity - gauge.interval);
        let query = sqlx::query("UPDATE buckets SET full_at = ?2 WHERE name = ?1");
        query.bind(gauge.name).bind(full_at.millis()).execute(connection).await?;
        Ok(full_at)
    }
}
