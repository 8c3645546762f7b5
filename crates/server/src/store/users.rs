//! Users: one for each identifier of a connection.

use passlock_core::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};

/// A person who has logged in at least once, or is about to.
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
}

impl Store {
    /// The user with this id.
    pub(crate) async fn user(&self, id: &str) -> Result<Option<UserRow>, StoreError> {
        let statement = "SELECT id, connection, identifier, updated_at FROM users WHERE id = ?";
        let row = sqlx::query(statement).bind(id).fetch_optional(&self.reader).await?;
        Ok(row.as_ref().map(read).transpose()?)
    }

    /// The user of the newcomer's identifier; the newcomer, if there was none.
    pub(super) async fn log_in(connection: &mut SqliteConnection, newcomer: &UserRow) -> Result<UserRow, StoreError> {
        let statement = "INSERT INTO users (id, connection, identifier, created_at, updated_at, logins)
            VALUES (?1, ?2, ?3, ?4, ?4, 1)
            ON CONFLICT (connection, identifier) DO UPDATE SET updated_at = excluded.updated_at, logins = logins + 1
            RETURNING id, connection, identifier, updated_at";
        let query = sqlx::query(statement)
            .bind(&newcomer.id)
            .bind(&newcomer.connection)
            .bind(&newcomer.identifier)
            .bind(newcomer.updated_at.millis());
        Ok(read(&query.fetch_one(connection).await?)?)
    }
}

fn read(row: &SqliteRow) -> Result<UserRow, sqlx::Error> {
    Ok(UserRow {
        id: row.try_get("id")?,
        connection: row.try_get("connection")?,
        identifier: row.try_get("identifier")?,
        updated_at: Timestamp::from_millis(row.try_get("updated_at")?),
    })
}
