//! Rows that have no meaning any more, thrown away a few hundred at a time.
//!
//! A batch is a transaction of its own, so a writer of SQLite waits for a few milliseconds at most. In Postgres a batch
//! passes over rows that somebody has in hand: several processes share the work instead of waiting for each other.

use passlock_core::Timestamp;

use super::sql::{Sql, query, sql};
use super::{Store, StoreError};

/// Rows with a time that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expiring {
    /// Codes, by the end of their time.
    Codes,
    /// Logins that nobody can renew any more, with their tokens.
    Families,
    /// Buckets that are full, as a bucket that nobody has heard of is.
    Buckets,
    /// Browsers that have not come for too long.
    Sessions,
    /// Tickets that nobody came with.
    Tickets,
    /// Authorization codes, used or not.
    Authorizations,
    /// Questions to devices that nobody has answered.
    Ceremonies,
}

impl Expiring {
    /// All of them. Another table with expiring rows is another variant and another statement.
    pub(crate) const ALL: [Self; 7] = [
        Self::Codes,
        Self::Families,
        Self::Buckets,
        Self::Sessions,
        Self::Tickets,
        Self::Authorizations,
        Self::Ceremonies,
    ];

    /// `$1` is the moment, `$2` the size of a batch.
    fn statement(self) -> Sql {
        match self {
            Self::Codes => sql! {
                sqlite: "DELETE FROM codes WHERE subject IN
                    (SELECT subject FROM codes WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
                postgres: "WITH old AS MATERIALIZED
                    (SELECT subject FROM codes WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                    DELETE FROM codes WHERE subject IN (SELECT subject FROM old)",
            },
            Self::Families => sql! {
                sqlite: "DELETE FROM families WHERE id IN
                    (SELECT id FROM families WHERE idle_at < $1 ORDER BY idle_at LIMIT $2)",
                postgres: "WITH old AS MATERIALIZED
                    (SELECT id FROM families WHERE idle_at < $1 ORDER BY idle_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                    DELETE FROM families WHERE id IN (SELECT id FROM old)",
            },
            Self::Buckets => sql! {
                sqlite: "DELETE FROM buckets WHERE name IN
                    (SELECT name FROM buckets WHERE full_at < $1 ORDER BY full_at LIMIT $2)",
                postgres: "WITH old AS MATERIALIZED
                    (SELECT name FROM buckets WHERE full_at < $1 ORDER BY full_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                    DELETE FROM buckets WHERE name IN (SELECT name FROM old)",
            },
            Self::Sessions => sql! {
                sqlite: "DELETE FROM sessions WHERE digest IN
                    (SELECT digest FROM sessions WHERE idle_at < $1 ORDER BY idle_at LIMIT $2)",
                postgres: "WITH old AS MATERIALIZED
                    (SELECT digest FROM sessions WHERE idle_at < $1 ORDER BY idle_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                    DELETE FROM sessions WHERE digest IN (SELECT digest FROM old)",
            },
            Self::Tickets => sql! {
                sqlite: "DELETE FROM tickets WHERE digest IN
                    (SELECT digest FROM tickets WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
                postgres: "WITH old AS MATERIALIZED
                    (SELECT digest FROM tickets WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                    DELETE FROM tickets WHERE digest IN (SELECT digest FROM old)",
            },
            Self::Authorizations => sql! {
                sqlite: "DELETE FROM authorizations WHERE digest IN
                    (SELECT digest FROM authorizations WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
                postgres: "WITH old AS MATERIALIZED
                    (SELECT digest FROM authorizations WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                    DELETE FROM authorizations WHERE digest IN (SELECT digest FROM old)",
            },
            Self::Ceremonies => sql! {
                sqlite: "DELETE FROM ceremonies WHERE digest IN
                    (SELECT digest FROM ceremonies WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
                postgres: "WITH old AS MATERIALIZED
                    (SELECT digest FROM ceremonies WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                    DELETE FROM ceremonies WHERE digest IN (SELECT digest FROM old)",
            },
        }
    }
}

impl Store {
    /// Throws away at most [`BATCH`] rows whose time was over before `then`, and says how many there were.
    pub(crate) async fn forget_batch(&self, expiring: Expiring, then: Timestamp) -> Result<u64, StoreError> {
        self.writer.execute_lightly(&query(expiring.statement()).bind(then).bind(BATCH)).await
    }
}

/// Rows that are thrown away at once.
pub(crate) const BATCH: u32 = 500;
