//! Token buckets, each kept as one number: the moment at which it is full again.
//!
//! Taking a token moves that moment away by one interval; it may lie at most `capacity` ahead. This is the generic cell
//! rate algorithm (ITU-T I.371, annex A), and it takes one statement, so processes cannot overlap in the middle.

use std::time::Duration;

use passlock_core::Timestamp;

use super::sql::{Link, query};
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
    pub(super) async fn take(
        link: &mut Link,
        gauge: Gauge<'_>,
        now: Timestamp,
    ) -> Result<Result<Timestamp, Timestamp>, StoreError> {
        // The later of two moments is called max here and greatest there; both know CASE.
        let statement = "INSERT INTO buckets (name, full_at) VALUES ($1, $2 + $3)
            ON CONFLICT (name) DO UPDATE
                SET full_at = CASE WHEN buckets.full_at > $2 THEN buckets.full_at ELSE $2 END + $3
                WHERE CASE WHEN buckets.full_at > $2 THEN buckets.full_at ELSE $2 END + $3 <= $2 + $4
            RETURNING full_at";
        let Gauge { name, interval, capacity } = gauge;
        let query = query(statement).bind(name).bind(now).bind(interval).bind(capacity);
        if let Some(row) = query.fetch_optional(link).await? {
            return Ok(Ok(row.time("full_at")?));
        }
        Ok(Err(Self::look(link, name).await?.unwrap_or(now)))
    }

    /// When the bucket is full again; `None` when it has long been.
    pub(super) async fn look(link: &mut Link, name: &str) -> Result<Option<Timestamp>, StoreError> {
        let row = query("SELECT full_at FROM buckets WHERE name = $1").bind(name).fetch_optional(link).await?;
        Ok(row.map(|row| row.time("full_at")).transpose()?)
    }

    pub(super) async fn give_back(link: &mut Link, gauge: Gauge<'_>) -> Result<(), StoreError> {
        let query = query("UPDATE buckets SET full_at = full_at - $2 WHERE name = $1");
        query.bind(gauge.name).bind(gauge.interval).execute(link).await?;
        Ok(())
    }

    /// Fills it, as if nothing had been taken.
    pub(super) async fn fill(link: &mut Link, name: &str) -> Result<(), StoreError> {
        query("DELETE FROM buckets WHERE name = $1").bind(name).execute(link).await?;
        Ok(())
    }

    /// Keeps it empty until `span` is over; says when it will be full again.
    pub(super) async fn shut(
        link: &mut Link,
        gauge: Gauge<'_>,
        now: Timestamp,
        span: Duration,
    ) -> Result<Timestamp, StoreError> {
        let full_at = Timestamp::from_millis(now.after(span).millis() + gauge.capacity - gauge.interval);
        query("UPDATE buckets SET full_at = $2 WHERE name = $1").bind(gauge.name).bind(full_at).execute(link).await?;
        Ok(full_at)
    }
}
