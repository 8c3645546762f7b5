//! Token buckets, each kept as one number: the moment at which it is full again.
//!
//! Taking a token moves that moment away by one interval; it may lie at most `capacity` ahead. This is the generic cell
//! rate algorithm (ITU-T I.371, annex A), and it takes one statement, so processes cannot overlap in the middle.

use passlock_core::Timestamp;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};

impl Store {
    /// Takes a token. `Err` with the moment of fullness when the bucket is empty.
    pub(crate) async fn take_token(
        &self,
        bucket: &str,
        now: Timestamp,
        interval: i64,
        capacity: i64,
    ) -> Result<Result<(), Timestamp>, StoreError> {
        let mut connection = self.writer.acquire().await?;
        Self::take(&mut connection, bucket, now, interval, capacity).await
    }

    pub(super) async fn take(
        connection: &mut SqliteConnection,
        bucket: &str,
        now: Timestamp,
        interval: i64,
        capacity: i64,
    ) -> Result<Result<(), Timestamp>, StoreError> {
        let statement = "INSERT INTO buckets (name, full_at) VALUES (?1, ?2 + ?3)
            ON CONFLICT (name) DO UPDATE SET full_at = max(full_at, ?2) + ?3
            WHERE max(full_at, ?2) + ?3 <= ?2 + ?4";
        let query = sqlx::query(statement).bind(bucket).bind(now.millis()).bind(interval).bind(capacity);
        if query.execute(&mut *connection).await?.rows_affected() == 1 {
            return Ok(Ok(()));
        }
        let query = sqlx::query("SELECT full_at FROM buckets WHERE name = ?").bind(bucket);
        let full_at = query.fetch_one(connection).await?.try_get("full_at")?;
        Ok(Err(Timestamp::from_millis(full_at)))
    }

    pub(super) async fn give_back(
        connection: &mut SqliteConnection,
        bucket: &str,
        interval: i64,
    ) -> Result<(), StoreError> {
        let query =
            sqlx::query("UPDATE buckets SET full_at = full_at - ?2 WHERE name = ?1").bind(bucket).bind(interval);
        query.execute(connection).await?;
        Ok(())
    }

    /// Forgets buckets that are full, as a bucket that nobody has heard of is.
    pub(crate) async fn forget_full_buckets(&self, now: Timestamp) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM buckets WHERE full_at < ?").bind(now.millis());
        query.execute(&self.writer).await?;
        Ok(())
    }
}
