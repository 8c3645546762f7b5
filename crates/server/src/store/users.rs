//! Users: one for each identifier of a connection, or one for several that were linked (`identities.rs`).

use passlock_core::Timestamp;

use super::sql::{Link, Row, query};
use super::{Store, StoreError};

/// A person who has an account, or is about to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UserRow {
    /// 24 hexadecimal digits, unguessable, unrelated to the identifier.
    pub(crate) id: String,
    /// The connection's name.
    pub(crate) connection: String,
    /// The number, E.164, or the address in lower case.
    pub(crate) identifier: String,
    /// The address as the person typed it when the account was made.
    pub(crate) typed: Option<String>,
    /// The last login.
    pub(crate) updated_at: Timestamp,
    /// Whether the person is shut out.
    pub(crate) is_blocked: bool,
}

impl Store {
    /// The user with this id. An account that became a part of another is nobody's.
    pub(crate) async fn user(&self, id: &str) -> Result<Option<UserRow>, StoreError> {
        let row = self.reader.fetch_optional(&query(BY_ID).bind(id)).await?;
        Ok(row.as_ref().map(UserRow::read).transpose()?)
    }

    /// The user with this identifier.
    pub(crate) async fn user_of(&self, connection: &str, identifier: &str) -> Result<Option<UserRow>, StoreError> {
        Self::find_user(&mut self.reader.acquire().await?, connection, identifier).await
    }

    /// Makes an account for somebody who has not logged in yet. `false` when there is one.
    pub(crate) async fn add_user(&self, newcomer: &UserRow) -> Result<bool, StoreError> {
        let statement = "INSERT INTO users (id, connection, identifier, created_at, updated_at, logins, typed)
            VALUES ($1, $2, $3, $4, $4, 0, $5) ON CONFLICT (connection, identifier) DO NOTHING";
        let query = query(statement)
            .bind(&newcomer.id)
            .bind(&newcomer.connection)
            .bind(&newcomer.identifier)
            .bind(newcomer.updated_at)
            .bind(&newcomer.typed);
        Ok(self.writer.execute(&query).await? > 0)
    }

    /// Shuts a person out, or lets them in again when there is no moment since when. `false` when there is no such person.
    pub(crate) async fn block_user(
        &self,
        connection: &str,
        identifier: &str,
        since: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let statement = "UPDATE users SET blocked_at = $1 WHERE id =
            (SELECT coalesce(own.linked_to, own.id) FROM users AS own WHERE connection = $2 AND identifier = $3)";
        Ok(self.writer.execute(&query(statement).bind(since).bind(connection).bind(identifier)).await? > 0)
    }

    pub(super) async fn user_by_id(link: &mut Link, id: &str) -> Result<Option<UserRow>, StoreError> {
        let row = query(BY_ID).bind(id).fetch_optional(link).await?;
        Ok(row.as_ref().map(UserRow::read).transpose()?)
    }

    /// Whose number or address it is. One statement, whether another account is behind it or not.
    pub(super) async fn find_user(
        link: &mut Link,
        connection: &str,
        identifier: &str,
    ) -> Result<Option<UserRow>, StoreError> {
        let statement = "SELECT users.id AS id, users.connection AS connection, users.identifier AS identifier,
                users.typed AS typed, users.updated_at AS updated_at, users.blocked_at AS blocked_at
            FROM users AS own JOIN users ON users.id = coalesce(own.linked_to, own.id)
            WHERE own.connection = $1 AND own.identifier = $2";
        let row = query(statement).bind(connection).bind(identifier).fetch_optional(link).await?;
        Ok(row.as_ref().map(UserRow::read).transpose()?)
    }

    /// The user of the newcomer's identifier; the newcomer, if there was none. `None` for somebody who is shut out.
    pub(super) async fn admit_anyone(link: &mut Link, newcomer: &UserRow) -> Result<Option<UserRow>, StoreError> {
        let statement = "INSERT INTO users (id, connection, identifier, created_at, updated_at, logins, typed)
            VALUES ($1, $2, $3, $4, $4, 1, $5)
            ON CONFLICT (connection, identifier) DO UPDATE
                SET updated_at = excluded.updated_at, logins = users.logins + 1 WHERE users.blocked_at IS NULL
            RETURNING id, connection, identifier, typed, updated_at, blocked_at, linked_to";
        let query = query(statement)
            .bind(&newcomer.id)
            .bind(&newcomer.connection)
            .bind(&newcomer.identifier)
            .bind(newcomer.updated_at)
            .bind(&newcomer.typed);
        let own = query.fetch_optional(link).await?;
        Self::admit_to_account(link, own, newcomer).await
    }

    /// The user of the newcomer's identifier. `None` for a stranger, and for somebody who is shut out.
    pub(super) async fn admit_known(link: &mut Link, newcomer: &UserRow) -> Result<Option<UserRow>, StoreError> {
        let statement = "UPDATE users SET updated_at = $1, logins = logins + 1
            WHERE connection = $2 AND identifier = $3 AND blocked_at IS NULL
            RETURNING id, connection, identifier, typed, updated_at, blocked_at, linked_to";
        let query = query(statement).bind(newcomer.updated_at).bind(&newcomer.connection).bind(&newcomer.identifier);
        let own = query.fetch_optional(link).await?;
        Self::admit_to_account(link, own, newcomer).await
    }

    /// The account behind a number or address that has just been proved.
    async fn admit_to_account(
        link: &mut Link,
        own: Option<Row>,
        newcomer: &UserRow,
    ) -> Result<Option<UserRow>, StoreError> {
        let Some(own) = own else { return Ok(None) };
        let Some(account) = own.get::<Option<String>>("linked_to")? else { return Ok(Some(UserRow::read(&own)?)) };
        let statement = "UPDATE users SET updated_at = $1, logins = logins + 1 WHERE id = $2 AND blocked_at IS NULL
            RETURNING id, connection, identifier, typed, updated_at, blocked_at";
        let row = query(statement).bind(newcomer.updated_at).bind(&account).fetch_optional(link).await?;
        Ok(row.as_ref().map(UserRow::read).transpose()?)
    }
}

impl UserRow {
    pub(super) fn read(row: &Row) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.get("id")?,
            connection: row.get("connection")?,
            identifier: row.get("identifier")?,
            typed: row.get("typed")?,
            updated_at: row.time("updated_at")?,
            is_blocked: row.maybe_time("blocked_at")?.is_some(),
        })
    }
}

const BY_ID: &str = "SELECT id, connection, identifier, typed, updated_at, blocked_at FROM users
    WHERE id = $1 AND linked_to IS NULL";
