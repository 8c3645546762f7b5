//! Token buckets, each kept as one number: the moment at which it is full again.
//!
//! Taking a token moves that moment away by one interval; it may lie at most `capacity` ahead. This is the generic cell
//! rate algorithm (ITU-T I.371, annex A), and it takes one statement, so processes cannot overlap in the middle.

use passlock_core::Timestamp;
use sqlx::Row;

use super::{Store, StoreError};

impl Store {
    /// Takes a token. The new moment of fullness, or `Err` with the old one when the bucket is empty.
    pub(crate) async fn take_token(
        &self,
        bucket: &str,
        now: Timestamp,
        interval: i64,
        capacity: i64,
    ) -> Result<Result<Timestamp, Timestamp>, StoreError> {
        let statement = "INSERT INTO buckets (name, full_at) VALUES (?1, ?2 + ?3)
            ON CONFLICT (name) DO UPDATE SET full_at = max(full_at, ?2) + ?3
            WHERE max(full_at, ?2) + ?3 <= ?2 + ?4
            RETURNING full_at";
        let query = sqlx::query(statement).bind(bucket).bind(now.millis()).bind(interval).bind(capacity);
        if let Some(row) = query.fetch_optional(&self.writer).await? {
            return Ok(Ok(Timestamp::from_millis(row.try_get("full_at")?)));
        }
        let query = sqlx::query("SELECT full_at FROM buckets WHERE name = ?").bind(bucket);
        let full_at = match query.fetch_optional(&self.reader).await? {
            Some(row) => row.try_get("full_at")?,
            None => now.millis(),
        };
        Ok(Err(Timestamp::from_millis(full_at)))
    }

    /// Gives a token back.
    pub(crate) async fn return_token(&self, bucket: &str, interval: i64) -> Result<(), StoreError> {
        let query =
            sqlx::query("UPDATE buckets SET full_at = full_at - ?2 WHERE name = ?1").bind(bucket).bind(interval);
        query.execute(&self.writer).await?;
        Ok(())
    }

    /// Forgets buckets that are full, as a bucket that nobody has heard of is.
    pub(crate) async fn forget_full_buckets(&self, now: Timestamp) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM buckets WHERE full_at < ?").bind(now.millis());
        query.execute(&self.writer).await?;
        Ok(())
    }
}
