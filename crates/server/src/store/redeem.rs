//! A try at a code: everything that it touches, in one transaction.
//!
//! One transaction means one turn at the writer. Requests that arrive together are answered in their order instead of
//! each waiting behind all others at every step, and one that is given up half-way leaves no trace.

use std::time::Duration;

use passlock_core::Timestamp;
use sqlx::{Row, SqliteConnection};

use super::{Gauge, NewFamily, Store, StoreError, UserRow};

/// A try that is about to be made.
#[derive(Debug)]
pub(crate) struct Attempt<'a> {
    /// What the database calls the number.
    pub(crate) subject: &'a str,
    /// Tries that a code has.
    pub(crate) most_tries: u32,
    /// The bucket of guesses from that place.
    pub(crate) guesses: Gauge<'a>,
    /// The bucket of wrong guesses at this number from that place, and for how long the last one shuts it out.
    pub(crate) failures: (Gauge<'a>, Duration),
    /// Who it is, if nobody with this number has an account.
    pub(crate) newcomer: UserRow,
    /// Whether somebody without an account gets one.
    pub(crate) takes_newcomers: bool,
    /// What is put where no code waits, so that the answers do not tell that none does.
    pub(crate) decoy: Waiting,
    /// The login to remember, if it shall be one that can be renewed.
    pub(crate) family: Option<NewFamily>,
    /// The present moment.
    pub(crate) now: Timestamp,
}

/// A code that waits to be entered, as far as the database knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// Which code it is.
    pub(crate) code_id: String,
    /// What the right code hashes to.
    pub(crate) digest: Vec<u8>,
    /// When it stops working.
    pub(crate) expires_at: Timestamp,
    /// What the request for it wants to find in the id_token.
    pub(crate) nonce: Option<String>,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The code was right and is used up; this is the user, and this the nonce of the request for the code.
    Right(UserRow, Option<String>),
    /// It was not, after so many tries, this one included.
    Wrong(u32),
    /// Its time is over.
    Expired,
    /// It has been tried as often as it may.
    Exhausted,
    /// It was right and is used up; the person is shut out.
    Blocked,
    /// It was right and is used up; there is no account, and none is made.
    Uninvited,
    /// Nothing was compared: too many guesses came from there. The bucket is full again at this moment.
    Limited(Timestamp),
    /// Too many wrong guesses at this number came from there, this one included if it was compared. That bucket is full
    /// again at this moment.
    LockedOut(Timestamp),
}

impl Store {
    /// Counts the try, has `is_right` compare, and if it is, uses the code up and finds or creates the user.
    pub(crate) async fn redeem(
        &self,
        attempt: &Attempt<'_>,
        is_right: impl FnOnce(&Waiting) -> bool + Send,
    ) -> Result<Outcome, StoreError> {
        let Attempt { guesses, failures: (failures, _), now, .. } = attempt;
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if let Err(full_at) = Self::take(&mut transaction, *guesses, *now).await? {
            return Ok(Outcome::Limited(full_at));
        }
        if let Some(full_at) = Self::look(&mut transaction, failures.name).await?.filter(|&at| failures.next(at) > *now)
        {
            return Ok(Outcome::LockedOut(full_at));
        }
        let outcome = match claim(&mut transaction, attempt).await? {
            Claim::Claimed(waiting, _) if is_right(&waiting) => {
                Self::give_back(&mut transaction, *guesses).await?;
                Self::fill(&mut transaction, failures.name).await?;
                use_up(&mut transaction, attempt).await?;
                admit(&mut transaction, attempt, waiting.nonce).await?
            }
            Claim::Claimed(_, tries) => fail(&mut transaction, attempt, tries).await?,
            Claim::Expired => Outcome::Expired,
            Claim::Exhausted => Outcome::Exhausted,
        };
        transaction.commit().await?;
        Ok(outcome)
    }
}

enum Claim {
    Claimed(Waiting, u32),
    Expired,
    Exhausted,
}

async fn claim(connection: &mut SqliteConnection, attempt: &Attempt<'_>) -> Result<Claim, StoreError> {
    let Attempt { subject, most_tries, decoy, now, .. } = attempt;
    let statement = "SELECT code_id, digest, expires_at, nonce, tries, consumed_at FROM codes WHERE subject = ?";
    let waiting = match sqlx::query(statement).bind(subject).fetch_optional(&mut *connection).await? {
        Some(row) if row.try_get::<Option<i64>, _>("consumed_at")?.is_none() => {
            if row.try_get::<i64, _>("expires_at")? <= now.millis() {
                return Ok(Claim::Expired);
            }
            if row.try_get::<u32, _>("tries")? >= *most_tries {
                return Ok(Claim::Exhausted);
            }
            Waiting {
                code_id: row.try_get("code_id")?,
                digest: row.try_get("digest")?,
                expires_at: Timestamp::from_millis(row.try_get("expires_at")?),
                nonce: row.try_get("nonce")?,
            }
        }
        _ => {
            Store::put(connection, subject, decoy).await?;
            decoy.clone()
        }
    };
    let query = sqlx::query("UPDATE codes SET tries = tries + 1 WHERE subject = ? RETURNING tries").bind(subject);
    let tries = query.fetch_one(connection).await?.try_get("tries")?;
    Ok(Claim::Claimed(waiting, tries))
}

async fn use_up(connection: &mut SqliteConnection, attempt: &Attempt<'_>) -> Result<(), StoreError> {
    let query = sqlx::query("UPDATE codes SET consumed_at = ? WHERE subject = ?");
    query.bind(attempt.now.millis()).bind(attempt.subject).execute(connection).await?;
    Ok(())
}

/// The code was right. Only now may the answer depend on who it is: whoever reads a number's messages may know.
async fn admit(
    connection: &mut SqliteConnection,
    attempt: &Attempt<'_>,
    nonce: Option<String>,
) -> Result<Outcome, StoreError> {
    let UserRow { connection: name, identifier, .. } = &attempt.newcomer;
    match Store::find_user(&mut *connection, name, identifier).await? {
        Some(known) if known.is_blocked => return Ok(Outcome::Blocked),
        None if !attempt.takes_newcomers => return Ok(Outcome::Uninvited),
        _ => {}
    }
    let user = Store::log_in(&mut *connection, &attempt.newcomer).await?;
    if let Some(family) = &attempt.family {
        Store::begin_family(connection, family, &user).await?;
    }
    Ok(Outcome::Right(user, nonce))
}

async fn fail(connection: &mut SqliteConnection, attempt: &Attempt<'_>, tries: u32) -> Result<Outcome, StoreError> {
    let Attempt { failures: (failures, span), now, .. } = attempt;
    match Store::take(&mut *connection, *failures, *now).await? {
        Ok(full_at) if failures.next(full_at) <= *now => Ok(Outcome::Wrong(tries)),
        _ => Store::shut(connection, *failures, *now, *span).await.map(Outcome::LockedOut),
    }
}
