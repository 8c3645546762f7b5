//! Keys that the server made for itself.

use passlock_core::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::{Store, StoreError};

/// A key as it lies in the database. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct KeyRow {
    /// The name under which others find it.
    pub(crate) kid: String,
    /// The secret itself.
    pub(crate) material: Vec<u8>,
}

/// A key that signs tokens, now or later or formerly.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SigningKeyRow {
    pub(crate) key: KeyRow,
    /// From then on it signs, until another does.
    pub(crate) signs_from: Timestamp,
}

impl Store {
    /// The key for a purpose that has one. Its first one: if another process was faster, `fresh` is dropped.
    pub(crate) async fn only_key(&self, purpose: &str, fresh: &KeyRow, now: Timestamp) -> Result<KeyRow, StoreError> {
        self.keep_first(purpose, fresh, now).await?;
        // By the writer: a key that another process has just committed must be seen.
        let query = sqlx::query("SELECT kid, material FROM keys WHERE purpose = ? ORDER BY created_at LIMIT 1");
        Ok(read(&query.bind(purpose).fetch_one(&self.writer).await?)?)
    }

    /// The keys that sign, the one that will sign last first.
    pub(crate) async fn signing_keys(&self) -> Result<Vec<SigningKeyRow>, StoreError> {
        let statement = "SELECT kid, material, signs_from FROM keys WHERE purpose = ?
            ORDER BY signs_from DESC, created_at DESC, kid";
        let rows = sqlx::query(statement).bind(SIGNING).fetch_all(&self.writer).await?;
        let read = |row: &SqliteRow| -> Result<SigningKeyRow, sqlx::Error> {
            Ok(SigningKeyRow { key: read(row)?, signs_from: Timestamp::from_millis(row.try_get("signs_from")?) })
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// Keeps the first key that signs. If another process was faster its key stands and this one is dropped.
    pub(crate) async fn keep_first_signing_key(&self, key: &KeyRow, now: Timestamp) -> Result<(), StoreError> {
        self.keep_first(SIGNING, key, now).await
    }

    /// Adds a key that signs from a moment on. With `alone` it takes the place of all others at once.
    pub(crate) async fn add_signing_key(
        &self,
        row: &SigningKeyRow,
        now: Timestamp,
        alone: bool,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if alone {
            sqlx::query("DELETE FROM keys WHERE purpose = ?").bind(SIGNING).execute(&mut *transaction).await?;
        }
        let statement = "INSERT INTO keys (purpose, kid, material, created_at, signs_from) VALUES (?, ?, ?, ?, ?)";
        let SigningKeyRow { key: KeyRow { kid, material }, signs_from } = row;
        let query = sqlx::query(statement).bind(SIGNING).bind(kid).bind(material);
        query.bind(now.millis()).bind(signs_from.millis()).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Forgets keys that others had taken over from before `then`.
    pub(crate) async fn forget_signing_keys(&self, then: Timestamp) -> Result<(), StoreError> {
        let statement = "DELETE FROM keys WHERE purpose = ?1 AND EXISTS (
            SELECT 1 FROM keys AS newer WHERE newer.purpose = ?1
                AND newer.signs_from > keys.signs_from AND newer.signs_from <= ?2)";
        sqlx::query(statement).bind(SIGNING).bind(then.millis()).execute(&self.writer).await?;
        Ok(())
    }

    async fn keep_first(&self, purpose: &str, key: &KeyRow, now: Timestamp) -> Result<(), StoreError> {
        let statement = "INSERT INTO keys (purpose, kid, material, created_at)
            SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM keys WHERE purpose = ?1)";
        let query = sqlx::query(statement).bind(purpose).bind(&key.kid).bind(&key.material).bind(now.millis());
        query.execute(&self.writer).await?;
        Ok(())
    }
}

fn read(row: &SqliteRow) -> Result<KeyRow, sqlx::Error> {
    Ok(KeyRow { kid: row.try_get("kid")?, material: row.try_get("material")? })
}

const SIGNING: &str = "sign";
