//! All that is kept of one person: to be shown, and to be forgotten.

use passlock_core::Timestamp;
use sqlx::Row;

use super::{Store, StoreError};

/// An account as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccountRow {
    pub(crate) id: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) logins: i64,
    pub(crate) blocked_at: Option<Timestamp>,
    /// Logins that can be renewed.
    pub(crate) families: i64,
}

impl Store {
    /// The account of this identifier.
    pub(crate) async fn account(&self, connection: &str, identifier: &str) -> Result<Option<AccountRow>, StoreError> {
        let statement = "SELECT id, created_at, updated_at, logins, blocked_at,
                (SELECT count(*) FROM families WHERE families.user_id = users.id) AS families
            FROM users WHERE connection = ? AND identifier = ?";
        let query = sqlx::query(statement).bind(connection).bind(identifier);
        let Some(row) = query.fetch_optional(&self.reader).await? else { return Ok(None) };
        Ok(Some(AccountRow {
            id: row.try_get("id")?,
            created_at: Timestamp::from_millis(row.try_get("created_at")?),
            updated_at: Timestamp::from_millis(row.try_get("updated_at")?),
            logins: row.try_get("logins")?,
            blocked_at: row.try_get::<Option<i64>, _>("blocked_at")?.map(Timestamp::from_millis),
            families: row.try_get("families")?,
        }))
    }

    /// Forgets an account with its logins, which go with it, its code (`subject` is what the database calls the number)
    /// and its kept messages. `false` when there is no account; the rest is forgotten all the same.
    pub(crate) async fn forget_person(
        &self,
        connection: &str,
        identifier: &str,
        subject: &str,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let codes = sqlx::query("DELETE FROM codes WHERE subject = ?").bind(subject);
        codes.execute(&mut *transaction).await?;
        let messages = sqlx::query("DELETE FROM outbox WHERE recipient = ?").bind(identifier);
        messages.execute(&mut *transaction).await?;
        let users = sqlx::query("DELETE FROM users WHERE connection = ? AND identifier = ?");
        let users = users.bind(connection).bind(identifier).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(users.rows_affected() > 0)
    }
}
