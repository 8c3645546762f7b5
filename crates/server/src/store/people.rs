//! All that is kept of one person: to be shown, and to be forgotten.

use passlock_core::Timestamp;

use super::sql::{Ending, Link, Work, query};
use super::{Store, StoreError};

/// An account as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccountRow {
    pub(crate) id: String,
    /// The connection's name.
    pub(crate) connection: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) logins: i64,
    pub(crate) blocked_at: Option<Timestamp>,
    /// Logins that can be renewed.
    pub(crate) families: i64,
}

impl Store {
    /// The account behind this identifier.
    pub(crate) async fn account(&self, connection: &str, identifier: &str) -> Result<Option<AccountRow>, StoreError> {
        let statement = "SELECT users.id AS id, users.connection AS connection, users.created_at AS created_at,
                users.updated_at AS updated_at, users.logins AS logins, users.blocked_at AS blocked_at,
                (SELECT count(*) FROM families WHERE families.user_id = users.id) AS families
            FROM users AS own JOIN users ON users.id = coalesce(own.linked_to, own.id)
            WHERE own.connection = $1 AND own.identifier = $2";
        let row = self.reader.fetch_optional(&query(statement).bind(connection).bind(identifier)).await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(AccountRow {
            id: row.get("id")?,
            connection: row.get("connection")?,
            created_at: row.time("created_at")?,
            updated_at: row.time("updated_at")?,
            logins: row.get("logins")?,
            blocked_at: row.maybe_time("blocked_at")?,
            families: row.get("families")?,
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
        self.writer.transact(&Oblivion { connection, identifier, subject }).await
    }
}

struct Oblivion<'a> {
    connection: &'a str,
    identifier: &'a str,
    subject: &'a str,
}

impl Work for Oblivion<'_> {
    type Outcome = bool;

    async fn run(&self, link: &mut Link) -> Result<Ending<bool>, StoreError> {
        query("DELETE FROM codes WHERE subject = $1").bind(self.subject).execute(link).await?;
        // An email goes to the address as it was typed.
        let kept = "DELETE FROM outbox WHERE lower(recipient) = lower($1)";
        query(kept).bind(self.identifier).execute(link).await?;
        let account = Store::find_user(link, self.connection, self.identifier).await?;
        let Some(account) = account else { return Ok(Ending::Commit(false)) };
        for identity in Store::identities_of(link, &account.id).await? {
            query(kept).bind(&identity.written).execute(link).await?;
        }
        // Its other numbers and addresses go with it.
        let count = query("DELETE FROM users WHERE id = $1").bind(&account.id).execute(link).await?;
        Ok(Ending::Commit(count > 0))
    }
}
