//! Browsers that people have logged in with.

use passlock_core::Timestamp;

use super::sql::{Ending, Link, Work, query, sql};
use super::{Store, StoreError, UserRow};
use crate::config::SessionRules;

/// A browser that begins to be logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewSession {
    /// A hash of its cookie.
    pub(crate) digest: Vec<u8>,
    /// A hash of the cookie that it came with, which is worth nothing from now on.
    pub(crate) replaces: Option<Vec<u8>>,
    /// When the person proved who they are.
    pub(crate) logged_in_at: Timestamp,
    /// How long it lasts.
    pub(crate) rules: SessionRules,
}

/// A cookie that is presented.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visit<'a> {
    /// A hash of it.
    pub(crate) digest: &'a [u8],
    /// A hash of the one that may take its place.
    pub(crate) successor: &'a [u8],
    /// How long cookies last.
    pub(crate) rules: SessionRules,
    /// The present moment.
    pub(crate) now: Timestamp,
}

/// Whose cookie it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Visitor {
    /// Somebody who is logged in.
    Known {
        user: UserRow,
        /// When they proved who they are.
        logged_in_at: Timestamp,
        /// Whether the successor counts from now on.
        is_rotated: bool,
    },
    /// Nobody, as far as anybody knows.
    Unknown,
    /// Somebody has a copy of a cookie that was replaced; the session is ended. It was this user's.
    Copied(String),
}

impl Store {
    /// Says who has a cookie, and gives them another one when it is time. One transaction.
    pub(crate) async fn visit(&self, visit: &Visit<'_>) -> Result<Visitor, StoreError> {
        self.writer.transact(visit).await
    }

    /// Ends a session by its cookie, or the one before.
    pub(crate) async fn end_session(&self, digest: &[u8]) -> Result<bool, StoreError> {
        let query = query("DELETE FROM sessions WHERE digest = $1 OR previous = $1").bind(digest);
        Ok(self.writer.execute(&query).await? > 0)
    }

    pub(super) async fn begin_session(link: &mut Link, new: &NewSession, user_id: &str) -> Result<(), StoreError> {
        let NewSession { digest, replaces, logged_in_at, rules } = new;
        if let Some(old) = replaces {
            query("DELETE FROM sessions WHERE digest = $1 OR previous = $1").bind(old).execute(link).await?;
        }
        let expires_at = logged_in_at.after(rules.lifetime);
        let statement = "INSERT INTO sessions
            (digest, user_id, logged_in_at, created_at, rotated_at, used_at, expires_at, idle_at)
            VALUES ($1, $2, $3, $3, $3, $3, $4, $5)";
        let query = query(statement)
            .bind(digest)
            .bind(user_id)
            .bind(*logged_in_at)
            .bind(expires_at)
            .bind(logged_in_at.after(rules.idle).min(expires_at));
        query.execute(link).await?;
        Ok(())
    }
}

impl Work for Visit<'_> {
    type Outcome = Visitor;

    async fn run(&self, link: &mut Link) -> Result<Ending<Visitor>, StoreError> {
        let Self { digest, successor, rules, now } = self;
        let statement = sql! {
            sqlite: "SELECT digest, rotated_at, expires_at, idle_at, logged_in_at,
                    users.id AS id, connection, identifier, typed, updated_at, blocked_at
                FROM sessions JOIN users ON users.id = sessions.user_id
                WHERE digest = $1 OR previous = $1",
            postgres: "SELECT digest, rotated_at, expires_at, idle_at, logged_in_at,
                    users.id AS id, connection, identifier, typed, updated_at, blocked_at
                FROM sessions JOIN users ON users.id = sessions.user_id
                WHERE digest = $1 OR previous = $1 FOR UPDATE OF sessions",
        };
        let Some(row) = query(statement).bind(*digest).fetch_optional(link).await? else {
            return Ok(Ending::RollBack(Visitor::Unknown));
        };
        let (current, rotated_at) = (row.get::<Vec<u8>>("digest")?, row.time("rotated_at")?);
        let (user, logged_in_at) = (UserRow::read(&row)?, row.time("logged_in_at")?);
        let expires_at = row.time("expires_at")?;
        if row.time("idle_at")?.min(expires_at) <= *now {
            return Ok(Ending::RollBack(Visitor::Unknown));
        }
        let is_current = current == *digest;
        if !is_current && rotated_at.after(rules.leeway) <= *now {
            query("DELETE FROM sessions WHERE digest = $1").bind(&current).execute(link).await?;
            return Ok(Ending::Commit(Visitor::Copied(user.id)));
        }
        let idle_at = now.after(rules.idle).min(expires_at);
        let is_rotated = is_current && rotated_at.after(rules.rotation) <= *now;
        if is_rotated {
            let statement = "UPDATE sessions
                SET digest = $2, previous = $1, rotated_at = $3, used_at = $3, idle_at = $4 WHERE digest = $1";
            query(statement).bind(&current).bind(*successor).bind(*now).bind(idle_at).execute(link).await?;
        } else {
            let statement = "UPDATE sessions SET used_at = $2, idle_at = $3 WHERE digest = $1";
            query(statement).bind(&current).bind(*now).bind(idle_at).execute(link).await?;
        }
        Ok(Ending::Commit(Visitor::Known { user, logged_in_at, is_rotated }))
    }
}
