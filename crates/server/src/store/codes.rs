//! Codes: one row for each number, so that the newest is the only one.

use passlock_core::Timestamp;
use sqlx::SqliteConnection;

use super::{Store, StoreError, Waiting};

impl Store {
    /// Puts a new code in the place of the old one.
    pub(crate) async fn replace_code(&self, subject: &str, waiting: &Waiting) -> Result<(), StoreError> {
        let mut connection = self.writer.acquire().await?;
        Self::put(&mut connection, subject, waiting).await
    }

    pub(super) async fn put(
        connection: &mut SqliteConnection,
        subject: &str,
        waiting: &Waiting,
    ) -> Result<(), StoreError> {
        let statement = "INSERT INTO codes (subject, code_id, digest, expires_at, nonce) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (subject) DO UPDATE SET code_id = excluded.code_id, digest = excluded.digest,
                expires_at = excluded.expires_at, nonce = excluded.nonce, tries = 0, consumed_at = NULL";
        let Waiting { code_id, digest, expires_at, nonce } = waiting;
        let query = sqlx::query(statement).bind(subject).bind(code_id).bind(digest).bind(expires_at.millis());
        query.bind(nonce).execute(connection).await?;
        Ok(())
    }

    /// Forgets codes that expired before `then`.
    pub(crate) async fn forget_codes(&self, then: Timestamp) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM codes WHERE expires_at < ?").bind(then.millis());
        query.execute(&self.writer).await?;
        Ok(())
    }
}
