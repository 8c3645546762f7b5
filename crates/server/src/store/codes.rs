//! Codes: one row for each number, claimed and consumed by single statements that cannot overlap.

use passlock_core::Timestamp;
use sqlx::Row;

use super::{Store, StoreError, UserRow};

/// A try that has been counted; the caller now compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claimed {
    /// Which code it is.
    pub(crate) code_id: String,
    /// What the right code hashes to.
    pub(crate) digest: Vec<u8>,
    /// Tries so far, this one included.
    pub(crate) tries: u32,
}

/// What is known about a number whose code could not be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No code was sent, or it has been used.
    Nothing,
    /// The code's time is over.
    Expired,
    /// The code has been tried as often as it may.
    Exhausted,
}

impl Store {
    /// Puts a new code in the place of the old one.
    pub(crate) async fn replace_code(
        &self,
        subject: &str,
        code_id: &str,
        digest: &[u8],
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let statement = "INSERT INTO codes (subject, code_id, digest, expires_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (subject) DO UPDATE SET code_id = excluded.code_id, digest = excluded.digest,
                expires_at = excluded.expires_at, tries = 0, consumed_at = NULL";
        let query = sqlx::query(statement).bind(subject).bind(code_id).bind(digest).bind(expires_at.millis());
        query.execute(&self.writer).await?;
        Ok(())
    }

    /// Puts a code that nothing matches where there is none, so that the next tries look as they do elsewhere.
    pub(crate) async fn place_decoy(
        &self,
        subject: &str,
        code_id: &str,
        digest: &[u8],
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let statement = "INSERT INTO codes (subject, code_id, digest, expires_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (subject) DO UPDATE SET code_id = excluded.code_id, digest = excluded.digest,
                expires_at = excluded.expires_at, tries = 0, consumed_at = NULL
            WHERE consumed_at IS NOT NULL";
        let query = sqlx::query(statement).bind(subject).bind(code_id).bind(digest).bind(expires_at.millis());
        query.execute(&self.writer).await?;
        Ok(())
    }

    /// Counts a try before anything is compared, so that parallel tries cannot outrun the count.
    pub(crate) async fn claim_try(
        &self,
        subject: &str,
        most_tries: u32,
        now: Timestamp,
    ) -> Result<Option<Claimed>, StoreError> {
        let statement = "UPDATE codes SET tries = tries + 1
            WHERE subject = ? AND consumed_at IS NULL AND tries < ? AND expires_at > ?
            RETURNING code_id, digest, tries";
        let query = sqlx::query(statement).bind(subject).bind(most_tries).bind(now.millis());
        let Some(row) = query.fetch_optional(&self.writer).await? else { return Ok(None) };
        Ok(Some(Claimed {
            code_id: row.try_get("code_id")?,
            digest: row.try_get("digest")?,
            tries: row.try_get("tries")?,
        }))
    }

    /// Why [`Store::claim_try`] found nothing to claim.
    pub(crate) async fn standing(&self, subject: &str, now: Timestamp) -> Result<Standing, StoreError> {
        let query = sqlx::query("SELECT expires_at FROM codes WHERE subject = ? AND consumed_at IS NULL").bind(subject);
        let Some(row) = query.fetch_optional(&self.reader).await? else { return Ok(Standing::Nothing) };
        let expires_at: i64 = row.try_get("expires_at")?;
        Ok(if expires_at <= now.millis() { Standing::Expired } else { Standing::Exhausted })
    }

    /// Uses the code up and finds or creates its user, both or neither. `None` when another request was first.
    pub(crate) async fn consume_code(
        &self,
        subject: &str,
        code_id: &str,
        newcomer: &UserRow,
        now: Timestamp,
    ) -> Result<Option<UserRow>, StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let statement = "UPDATE codes SET consumed_at = ? WHERE subject = ? AND code_id = ? AND consumed_at IS NULL";
        let query = sqlx::query(statement).bind(now.millis()).bind(subject).bind(code_id);
        if query.execute(&mut *transaction).await?.rows_affected() != 1 {
            transaction.rollback().await?;
            return Ok(None);
        }
        let user = Self::log_in(&mut transaction, newcomer).await?;
        transaction.commit().await?;
        Ok(Some(user))
    }

    /// Forgets codes that expired before `then`.
    pub(crate) async fn forget_codes(&self, then: Timestamp) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM codes WHERE expires_at < ?").bind(then.millis());
        query.execute(&self.writer).await?;
        Ok(())
    }
}
