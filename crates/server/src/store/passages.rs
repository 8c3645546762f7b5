//! Logins by a passkey that was found to be right: all that follows from one, in one transaction.

use passlock_core::Timestamp;

use super::sql::{Ending, Link, Work, query};
use super::{Gauge, NewFamily, PASSKEY, PasskeyRow, Store, StoreError, UserRow};

/// A passkey that was used.
#[derive(Debug)]
pub(crate) struct Passage<'a> {
    /// What its device calls it.
    pub(crate) credential: &'a [u8],
    /// How often it was used, as the device counts.
    pub(crate) counter: u32,
    pub(crate) is_backed_up: bool,
    /// The login that it begins, if that is one that can be renewed.
    pub(crate) family: Option<NewFamily>,
    /// The bucket of tries, which gets one back.
    pub(crate) gauge: Gauge<'a>,
    pub(crate) now: Timestamp,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Passed {
    /// This is the user.
    Yes(UserRow),
    /// It is gone.
    Unknown,
    /// The device counts less than it did, or as much: there are two.
    Copied,
    /// The person is shut out.
    Blocked(UserRow),
}

/// Somebody who signs up by a passkey.
#[derive(Debug)]
pub(crate) struct Arrival<'a> {
    pub(crate) passkey: &'a PasskeyRow,
    /// The login that it begins, if that is one that can be renewed.
    pub(crate) family: Option<NewFamily>,
    /// The bucket of tries, which gets one back.
    pub(crate) gauge: Gauge<'a>,
    pub(crate) now: Timestamp,
}

impl Store {
    /// Notes that a passkey was used, and logs the person in.
    pub(crate) async fn pass(&self, passage: &Passage<'_>) -> Result<Passed, StoreError> {
        self.writer.transact(passage).await
    }

    /// Makes an account with a passkey, and logs the person in. `None` when the passkey is known already.
    pub(crate) async fn arrive(&self, arrival: &Arrival<'_>) -> Result<Option<UserRow>, StoreError> {
        self.writer.transact(arrival).await
    }
}

impl Work for Passage<'_> {
    type Outcome = Passed;

    async fn run(&self, link: &mut Link) -> Result<Ending<Passed>, StoreError> {
        let Self { credential, counter, is_backed_up, family, gauge, now } = self;
        Store::give_back(link, *gauge).await?;
        // Others may have used it since it was looked at, so the counter is compared once more, and here it counts.
        let statement = "UPDATE passkeys SET counter = $2, is_backed_up = $3, used_at = $4
            WHERE credential = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0)) RETURNING user_id";
        let update = query(statement).bind(*credential).bind(*counter).bind(i64::from(*is_backed_up)).bind(*now);
        let Some(row) = update.fetch_optional(link).await? else {
            let known = query("SELECT user_id FROM passkeys WHERE credential = $1").bind(*credential);
            let is_known = known.fetch_optional(link).await?.is_some();
            return Ok(Ending::RollBack(if is_known { Passed::Copied } else { Passed::Unknown }));
        };
        let user_id: String = row.get("user_id")?;
        let statement = "UPDATE users SET updated_at = $2, logins = logins + 1 WHERE id = $1 AND blocked_at IS NULL";
        query(statement).bind(&user_id).bind(*now).execute(link).await?;
        let Some(user) = Store::user_by_id(link, &user_id).await? else {
            return Ok(Ending::RollBack(Passed::Unknown));
        };
        if user.is_blocked {
            return Ok(Ending::Commit(Passed::Blocked(user)));
        }
        if let Some(family) = family {
            Store::begin_family(link, family, &user).await?;
        }
        Ok(Ending::Commit(Passed::Yes(user)))
    }
}

impl Work for Arrival<'_> {
    type Outcome = Option<UserRow>;

    async fn run(&self, link: &mut Link) -> Result<Ending<Option<UserRow>>, StoreError> {
        let Self { passkey, family, gauge, now } = self;
        Store::give_back(link, *gauge).await?;
        let Some(user) = Store::admit_anyone(link, &newcomer(&passkey.user_id, &passkey.user_name, *now)).await? else {
            return Ok(Ending::RollBack(None));
        };
        if !Store::insert_passkey(link, passkey).await? {
            return Ok(Ending::RollBack(None));
        }
        if let Some(family) = family {
            Store::begin_family(link, family, &user).await?;
        }
        Ok(Ending::Commit(Some(user)))
    }
}

/// Somebody who comes with a passkey alone, by the name that they gave themselves.
fn newcomer(id: &str, name: &str, now: Timestamp) -> UserRow {
    UserRow {
        id: id.to_owned(),
        connection: PASSKEY.to_owned(),
        // Nothing is proved that could tell the person from others.
        identifier: id.to_owned(),
        typed: Some(name.to_owned()),
        updated_at: now,
        is_blocked: false,
    }
}
