//! Keys that the server made for itself.

use passlock_core::Timestamp;
use sqlx::Row;

use super::{Store, StoreError};

/// A key as it lies in the database. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct KeyRow {
    /// The name under which others find it.
    pub(crate) kid: String,
    /// The secret itself.
    pub(crate) material: Vec<u8>,
}

impl Store {
    /// The keys for a purpose, newest first.
    pub(crate) async fn keys(&self, purpose: &str) -> Result<Vec<KeyRow>, StoreError> {
        let statement = "SELECT kid, material FROM keys WHERE purpose = ? ORDER BY created_at DESC, kid";
        // By the writer: a key that another process has just committed must be seen.
        let rows = sqlx::query(statement).bind(purpose).fetch_all(&self.writer).await?;
        let read = |row: sqlx::sqlite::SqliteRow| -> Result<KeyRow, sqlx::Error> {
            Ok(KeyRow { kid: row.try_get("kid")?, material: row.try_get("material")? })
        };
        Ok(rows.into_iter().map(read).collect::<Result<_, _>>()?)
    }

    /// Keeps the first key for a purpose. If another process was faster its key stands and this one is dropped.
    pub(crate) async fn keep_first_key(&self, purpose: &str, key: &KeyRow, now: Timestamp) -> Result<(), StoreError> {
        let statement = "INSERT INTO keys (purpose, kid, material, created_at)
            SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM keys WHERE purpose = ?1)";
        let query = sqlx::query(statement).bind(purpose).bind(&key.kid).bind(&key.material).bind(now.millis());
        query.execute(&self.writer).await?;
        Ok(())
    }
}
