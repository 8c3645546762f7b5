//! Codes: one row for each number, so that the newest is the only one.

use super::sql::query;
use super::{Store, StoreError, Waiting};

impl Store {
    /// Puts a new code in the place of the old one.
    pub(crate) async fn replace_code(&self, subject: &str, waiting: &Waiting) -> Result<(), StoreError> {
        let statement = "INSERT INTO codes (subject, code_id, digest, expires_at, nonce) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (subject) DO UPDATE SET code_id = excluded.code_id, digest = excluded.digest,
                expires_at = excluded.expires_at, nonce = excluded.nonce, tries = 0, consumed_at = NULL";
        let Waiting { code_id, digest, expires_at, nonce } = waiting;
        let query = query(statement).bind(subject).bind(code_id).bind(digest).bind(*expires_at).bind(nonce);
        self.writer.execute_lightly(&query).await?;
        Ok(())
    }
}
