//! Users: one for each identifier of a connection.

use passlock_core::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};

/// A person who has an account, or is about to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UserRow {
    /// 24 hexadecimal digits, unguessable, unrelated to the number.
    pub(crate) id: String,
    /// The connection's name.
    pub(crate) connection: String,
    /// The number, E.164.
    pub(crate) identifier: String,
    /// The last login.
    pub(crate) updated_at: Timestamp,
    /// Whether the person is shut out.
    pub(crate) is_blocked: bool,
}

impl Store {
    /// The user with this id.
    pub(crate) async fn user(&self, id: &str) -> Result<Option<UserRow>, StoreError> {
        let statement = "SELECT id, connection, identifier, updated_at, blocked_at FROM users WHERE id = ?";
        let row = sqlx::query(statement).bind(id).fetch_optional(&self.reader).await?;
        Ok(row.as_ref().map(UserRow::read).transpose()?)
    }

    /// The user with this identifier.
    pub(crate) async fn user_of(&self, connection: &str, identifier: &str) -> Result<Option<UserRow>, StoreError> {
        let mut reader = self.reader.acquire().await?;
        Self::find_user(&mut reader, connection, identifier).await
    }

    /// Makes an account for somebody who has not logged in yet. `false` when there is one.
    pub(crate) async fn add_user(&self, newcomer: &UserRow) -> Result<bool, StoreError> {
        let statement = "INSERT INTO users (id, connection, identifier, created_at, updated_at, logins)
            VALUES (?1, ?2, ?3, ?4, ?4, 0) ON CONFLICT (connection, identifier) DO NOTHING";
        let query = sqlx::query(statement)
            .bind(&newcomer.id)
            .bind(&newcomer.connection)
            .bind(&newcomer.identifier)
            .bind(newcomer.updated_at.millis());
        Ok(query.execute(&self.writer).await?.rows_affected() > 0)
    }

    /// Shuts a person out, or lets them in again when there is no moment since when. `false` when there is no such person.
    pub(crate) async fn block_user(
        &self,
        connection: &str,
        identifier: &str,
        since: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let query = sqlx::query("UPDATE users SET blocked_at = ? WHERE connection = ? AND identifier = ?");
        let query = query.bind(since.map(Timestamp::millis)).bind(connection).bind(identifier);
        Ok(query.execute(&self.writer).await?.rows_affected() > 0)
    }

    pub(super) async fn find_user(
        connection: &mut SqliteConnection,
        name: &str,
        identifier: &str,
    ) -> Result<Option<UserRow>, StoreError> {
        let statement = "SELECT id, connection, identifier, updated_at, blocked_at FROM users
            WHERE connection = ? AND identifier = ?";
        let row = sqlx::query(statement).bind(name).bind(identifier).fetch_optional(connection).await?;
        Ok(row.as_ref().map(UserRow::read).transpose()?)
    }

    /// The user of the newcomer's identifier; the newcomer, if there was none.
    pub(super) async fn log_in(connection: &mut SqliteConnection, newcomer: &UserRow) -> Result<UserRow, StoreError> {
        let statement = "INSERT INTO users (id, connection, identifier, created_at, updated_at, logins)
            VALUES (?1, ?2, ?3, ?4, ?4, 1)
            ON CONFLICT (connection, identifier) DO UPDATE SET updated_at = excluded.updated_at, logins = logins + 1
            RETURNING id, connection, identifier, updated_at, blocked_at";
        let query = sqlx::query(statement)
            .bind(&newcomer.id)
            .bind(&newcomer.connection)
            .bind(&newcomer.identifier)
            .bind(newcomer.updated_at.millis());
        Ok(UserRow::read(&query.fetch_one(connection).await?)?)
    }
}

impl UserRow {
    pub(super) fn read(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            connection: row.try_get("connection")?,
            identifier: row.try_get("identifier")?,
            updated_at: Timestamp::from_millis(row.try_get("updated_at")?),
            is_blocked: row.try_get::<Option<i64>, _>("blocked_at")?.is_some(),
        })
    }
}
