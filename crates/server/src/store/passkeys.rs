//! Passkeys: public keys, and whose they are.

use passlock_core::Timestamp;

use super::sql::{Ending, Link, Row, Work, query};
use super::{Store, StoreError};

/// A passkey of somebody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PasskeyRow {
    /// 24 hexadecimal digits, unguessable.
    pub(crate) id: String,
    /// What the device calls it.
    pub(crate) credential: Vec<u8>,
    /// Whose it is.
    pub(crate) user_id: String,
    /// Whose it was when it was made, which its device goes on saying.
    pub(crate) handle: String,
    /// The name that it belongs to.
    pub(crate) rp_id: String,
    /// The key with what its device said of it, in JSON.
    pub(crate) material: String,
    /// The key as the device sent it (COSE).
    pub(crate) public_key: Vec<u8>,
    /// The make of the device, as a UUID.
    pub(crate) aaguid: String,
    /// How often it was used, as far as the device says so.
    pub(crate) counter: u32,
    /// Whether there is a copy where the person's other devices find it.
    pub(crate) is_backed_up: bool,
    /// What the device shows in the place of the person's name.
    pub(crate) user_name: String,
    /// What the person calls it.
    pub(crate) name: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) used_at: Option<Timestamp>,
}

/// What became of a passkey that was to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Removed {
    Yes,
    /// This person has none of that name.
    Unknown,
    /// Without it nobody could log in to this account any more.
    Needed,
}

impl Store {
    /// The passkey that a device calls so.
    pub(crate) async fn passkey(&self, credential: &[u8]) -> Result<Option<PasskeyRow>, StoreError> {
        let row = self.reader.fetch_optional(&query(BY_CREDENTIAL).bind(credential)).await?;
        Ok(row.as_ref().map(PasskeyRow::read).transpose()?)
    }

    /// All of a person's, the oldest first.
    pub(crate) async fn passkeys_of(&self, user_id: &str) -> Result<Vec<PasskeyRow>, StoreError> {
        let rows = query(OF_USER).bind(user_id);
        let rows = self.reader.fetch_all(&rows).await?;
        Ok(rows.iter().map(PasskeyRow::read).collect::<Result<_, _>>()?)
    }

    /// Gives one a name, or takes it away. `None` when the person has no such passkey.
    pub(crate) async fn name_passkey(
        &self,
        user_id: &str,
        id: &str,
        name: Option<&str>,
    ) -> Result<Option<PasskeyRow>, StoreError> {
        let statement = "UPDATE passkeys SET name = $3 WHERE id = $1 AND user_id = $2
            RETURNING id, credential, user_id, handle, rp_id, material, public_key, aaguid, counter, is_backed_up, user_name,
            name, created_at, used_at";
        let query = query(statement);
        let row = self.writer.fetch_optional(&query.bind(id).bind(user_id).bind(name)).await?;
        Ok(row.as_ref().map(PasskeyRow::read).transpose()?)
    }

    /// Keeps one more of a person's. `false` when it is known already, whosever it is.
    pub(crate) async fn add_passkey(&self, passkey: &PasskeyRow) -> Result<bool, StoreError> {
        self.writer.transact(&Addition(passkey)).await
    }

    /// Forgets one, unless it `is_only_way` into the account and there is no other.
    pub(crate) async fn remove_passkey(
        &self,
        user_id: &str,
        id: &str,
        is_only_way: bool,
    ) -> Result<Removed, StoreError> {
        self.writer.transact(&Removal { user_id, id, is_only_way }).await
    }

    pub(super) async fn insert_passkey(link: &mut Link, passkey: &PasskeyRow) -> Result<bool, StoreError> {
        let statement =
            "INSERT INTO passkeys (id, credential, user_id, handle, rp_id, material, public_key, aaguid, counter,
                is_backed_up, user_name, name, created_at, used_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (credential) DO NOTHING";
        let query = query(statement)
            .bind(&passkey.id)
            .bind(&passkey.credential)
            .bind(&passkey.user_id)
            .bind(&passkey.handle)
            .bind(&passkey.rp_id)
            .bind(&passkey.material)
            .bind(&passkey.public_key)
            .bind(&passkey.aaguid)
            .bind(passkey.counter)
            .bind(i64::from(passkey.is_backed_up))
            .bind(&passkey.user_name)
            .bind(&passkey.name)
            .bind(passkey.created_at)
            .bind(passkey.used_at);
        Ok(query.execute(link).await? > 0)
    }
}

impl PasskeyRow {
    fn read(row: &Row) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.get("id")?,
            credential: row.get("credential")?,
            user_id: row.get("user_id")?,
            handle: row.get("handle")?,
            rp_id: row.get("rp_id")?,
            material: row.get("material")?,
            public_key: row.get("public_key")?,
            aaguid: row.get("aaguid")?,
            counter: u32::try_from(row.get::<i64>("counter")?).unwrap_or(u32::MAX),
            is_backed_up: row.get::<i64>("is_backed_up")? != 0,
            user_name: row.get("user_name")?,
            name: row.get("name")?,
            created_at: row.time("created_at")?,
            used_at: row.maybe_time("used_at")?,
        })
    }
}

struct Addition<'a>(&'a PasskeyRow);

impl Work for Addition<'_> {
    type Outcome = bool;

    async fn run(&self, link: &mut Link) -> Result<Ending<bool>, StoreError> {
        let user = Store::user_by_id(link, &self.0.user_id).await?;
        // Somebody who was forgotten in the meantime has nothing to add to.
        let is_added = user.is_some() && Store::insert_passkey(link, self.0).await?;
        Ok(if is_added { Ending::Commit(true) } else { Ending::RollBack(false) })
    }
}

struct Removal<'a> {
    user_id: &'a str,
    id: &'a str,
    is_only_way: bool,
}

impl Work for Removal<'_> {
    type Outcome = Removed;

    async fn run(&self, link: &mut Link) -> Result<Ending<Removed>, StoreError> {
        // The person's row is a turn: of two that go at once the second finds itself the last.
        let turn = query("UPDATE users SET updated_at = updated_at WHERE id = $1").bind(self.user_id);
        turn.execute(link).await?;
        let removal = query("DELETE FROM passkeys WHERE id = $1 AND user_id = $2").bind(self.id).bind(self.user_id);
        if removal.execute(link).await? == 0 {
            return Ok(Ending::RollBack(Removed::Unknown));
        }
        let others = query("SELECT count(*) AS others FROM passkeys WHERE user_id = $1").bind(self.user_id);
        if self.is_only_way && others.fetch_one(link).await?.get::<i64>("others")? == 0 {
            return Ok(Ending::RollBack(Removed::Needed));
        }
        Ok(Ending::Commit(Removed::Yes))
    }
}

/// Accounts that were made by a passkey, and that nothing else opens.
pub(crate) const PASSKEY: &str = "passkey";

const BY_CREDENTIAL: &str =
    "SELECT id, credential, user_id, handle, rp_id, material, public_key, aaguid, counter, is_backed_up, user_name,
        name, created_at, used_at
        FROM passkeys WHERE credential = $1";
const OF_USER: &str =
    "SELECT id, credential, user_id, handle, rp_id, material, public_key, aaguid, counter, is_backed_up, user_name,
        name, created_at, used_at
        FROM passkeys WHERE user_id = $1 ORDER BY created_at, id";
