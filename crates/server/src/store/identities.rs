//! Several numbers and addresses of one account: added by who has proved both, and taken away again.
//!
//! The row of a number or address that was linked stays, and says whose it is. What was begun with the account that it was
//! before has ended by then.

use super::sql::{Ending, Link, Row, Work, query, sql};
use super::{Store, StoreError};

/// A number or an address of an account.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct IdentityRow {
    /// The id that it had, or has, as an account of its own.
    pub(crate) id: String,
    /// The connection's name.
    pub(crate) connection: String,
    /// The number, or the address as it was typed.
    pub(crate) written: String,
}

/// What came of linking.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Linked {
    /// The account, with all that it has now.
    Yes(Vec<IdentityRow>),
    /// One of the two is not there, or shut out, or has become a part of another account.
    Gone,
}

impl Store {
    /// All numbers and addresses of an account, its own first.
    pub(crate) async fn identities(&self, account: &str) -> Result<Vec<IdentityRow>, StoreError> {
        Self::identities_of(&mut self.reader.acquire().await?, account).await
    }

    /// Makes an account, with all that is linked to it, a part of another one. Its logins end.
    pub(crate) async fn link_accounts(&self, account: &str, part: &str) -> Result<Linked, StoreError> {
        self.writer.transact(&Linking { account, part }).await
    }

    /// Makes a part of an account one of its own again. `false` when it is none.
    pub(crate) async fn unlink(&self, account: &str, connection: &str, part: &str) -> Result<bool, StoreError> {
        self.writer.transact(&Parting { account, connection, part }).await
    }

    pub(super) async fn identities_of(link: &mut Link, account: &str) -> Result<Vec<IdentityRow>, StoreError> {
        let statement = "SELECT id, connection, coalesce(typed, identifier) AS written, 0 AS place, created_at
                FROM users WHERE id = $1
            UNION ALL SELECT id, connection, coalesce(typed, identifier), 1, created_at FROM users WHERE linked_to = $1
            ORDER BY place, created_at, id";
        let rows = query(statement).bind(account).fetch_all(link).await?;
        Ok(rows.iter().map(IdentityRow::read).collect::<Result<_, _>>()?)
    }
}

struct Linking<'a> {
    account: &'a str,
    part: &'a str,
}

impl Work for Linking<'_> {
    type Outcome = Linked;

    async fn run(&self, link: &mut Link) -> Result<Ending<Linked>, StoreError> {
        // Both are held, so that nobody logs in with either while they become one.
        let statement = sql! {
            sqlite: "SELECT id FROM users WHERE id IN ($1, $2) AND linked_to IS NULL AND blocked_at IS NULL ORDER BY id",
            postgres: "SELECT id FROM users WHERE id IN ($1, $2) AND linked_to IS NULL AND blocked_at IS NULL
                ORDER BY id FOR UPDATE",
        };
        let found = query(statement).bind(self.account).bind(self.part).fetch_all(link).await?;
        if found.len() != 2 {
            return Ok(Ending::RollBack(Linked::Gone));
        }
        let statement = "UPDATE users SET linked_to = $1 WHERE id = $2 OR linked_to = $2";
        query(statement).bind(self.account).bind(self.part).execute(link).await?;
        // The devices go on with the names that they have; the rows of passkeys remember those.
        query("UPDATE passkeys SET user_id = $1 WHERE user_id = $2")
            .bind(self.account)
            .bind(self.part)
            .execute(link)
            .await?;
        for statement in [
            "DELETE FROM families WHERE user_id = $1",
            "DELETE FROM sessions WHERE user_id = $1",
            "DELETE FROM tickets WHERE user_id = $1",
            "DELETE FROM authorizations WHERE user_id = $1",
        ] {
            query(statement).bind(self.part).execute(link).await?;
        }
        Ok(Ending::Commit(Linked::Yes(Store::identities_of(link, self.account).await?)))
    }
}

struct Parting<'a> {
    account: &'a str,
    connection: &'a str,
    part: &'a str,
}

impl Work for Parting<'_> {
    type Outcome = bool;

    async fn run(&self, link: &mut Link) -> Result<Ending<bool>, StoreError> {
        let Self { account, connection, part } = self;
        let statement = "UPDATE users SET linked_to = NULL WHERE id = $1 AND connection = $2 AND linked_to = $3";
        if query(statement).bind(*part).bind(*connection).bind(*account).execute(link).await? == 0 {
            return Ok(Ending::RollBack(false));
        }
        // What it brought along goes with it.
        let statement = "UPDATE passkeys SET user_id = $1 WHERE user_id = $2 AND handle = $1";
        query(statement).bind(*part).bind(*account).execute(link).await?;
        Ok(Ending::Commit(true))
    }
}

impl IdentityRow {
    fn read(row: &Row) -> Result<Self, sqlx::Error> {
        Ok(Self { id: row.get("id")?, connection: row.get("connection")?, written: row.get("written")? })
    }
}
