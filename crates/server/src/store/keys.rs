//! Keys that the server made for itself.

use passlock_core::Timestamp;

use super::sql::{Ending, Link, Query, Row, Work, query};
use super::{Store, StoreError};

/// A key as it lies in the database. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct KeyRow {
    /// The name under which others find it.
    pub(crate) kid: String,
    /// The secret itself.
    pub(crate) material: Vec<u8>,
}

/// A key that signs tokens, now or later or formerly.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SigningKeyRow {
    pub(crate) key: KeyRow,
    /// From then on it signs, until another does.
    pub(crate) signs_from: Timestamp,
}

impl Store {
    /// The key for a purpose that has one. Its first one: if another process was faster, `fresh` is dropped.
    pub(crate) async fn only_key(&self, purpose: &str, fresh: &KeyRow, now: Timestamp) -> Result<KeyRow, StoreError> {
        self.keep_first(purpose, fresh, now).await?;
        // By the writer: a key that another process has just committed must be seen.
        let query = query("SELECT kid, material FROM keys WHERE purpose = $1 ORDER BY created_at LIMIT 1");
        Ok(read(&self.writer.fetch_one(&query.bind(purpose)).await?)?)
    }

    /// The keys that sign, the one that will sign last first.
    pub(crate) async fn signing_keys(&self) -> Result<Vec<SigningKeyRow>, StoreError> {
        let statement = "SELECT kid, material, signs_from FROM keys WHERE purpose = $1
            ORDER BY signs_from DESC, created_at DESC, kid";
        let rows = self.writer.fetch_all(&query(statement).bind(SIGNING)).await?;
        let read = |row: &Row| -> Result<SigningKeyRow, sqlx::Error> {
            Ok(SigningKeyRow { key: read(row)?, signs_from: row.time("signs_from")? })
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// Keeps the first key that signs. If another process was faster its key stands and this one is dropped.
    pub(crate) async fn keep_first_signing_key(&self, key: &KeyRow, now: Timestamp) -> Result<(), StoreError> {
        self.keep_first(SIGNING, key, now).await
    }

    /// Adds a key that signs from a moment on. With `alone` it takes the place of all others at once.
    pub(crate) async fn add_signing_key(
        &self,
        row: &SigningKeyRow,
        now: Timestamp,
        alone: bool,
    ) -> Result<(), StoreError> {
        let statement = "INSERT INTO keys (purpose, kid, material, created_at, signs_from) VALUES ($1, $2, $3, $4, $5)";
        let SigningKeyRow { key: KeyRow { kid, material }, signs_from } = row;
        let insert = query(statement).bind(SIGNING).bind(kid).bind(material).bind(now).bind(*signs_from);
        self.writer.transact(&Addition { insert, alone }).await
    }

    /// Forgets keys that others had taken over from before `then`.
    pub(crate) async fn forget_signing_keys(&self, then: Timestamp) -> Result<(), StoreError> {
        let statement = "DELETE FROM keys WHERE purpose = $1 AND EXISTS (
            SELECT 1 FROM keys AS newer WHERE newer.purpose = $1
                AND newer.signs_from > keys.signs_from AND newer.signs_from <= $2)";
        self.writer.execute_lightly(&query(statement).bind(SIGNING).bind(then)).await?;
        Ok(())
    }

    async fn keep_first(&self, purpose: &str, key: &KeyRow, now: Timestamp) -> Result<(), StoreError> {
        let statement = "INSERT INTO keys (purpose, kid, material, created_at)
            SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM keys WHERE purpose = $1)";
        let insert = query(statement).bind(purpose).bind(&key.kid).bind(&key.material).bind(now);
        self.writer.transact(&Addition { insert, alone: false }).await
    }
}

struct Addition<'q> {
    insert: Query<'q>,
    /// Whether it takes the place of all keys that sign.
    alone: bool,
}

impl Work for Addition<'_> {
    type Outcome = ();

    async fn run(&self, link: &mut Link) -> Result<Ending<()>, StoreError> {
        // Of two that look whether there is a key, both would find none. Readers go on.
        link.in_turn("LOCK TABLE keys IN SHARE ROW EXCLUSIVE MODE").await?;
        if self.alone {
            query("DELETE FROM keys WHERE purpose = $1").bind(SIGNING).execute(link).await?;
        }
        self.insert.execute(link).await?;
        Ok(Ending::Commit(()))
    }
}

fn read(row: &Row) -> Result<KeyRow, sqlx::Error> {
    Ok(KeyRow { kid: row.get("kid")?, material: row.get("material")? })
}

const SIGNING: &str = "sign";
