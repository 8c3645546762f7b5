//! A try at a code: everything that it touches, in one transaction.
//!
//! One transaction means one turn at the writer. Requests that arrive together are answered in their order instead of
//! each waiting behind all others at every step, and one that is given up half-way leaves no trace.

use passlock_core::Timestamp;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError, UserRow};

/// A try that is about to be made.
#[derive(Debug)]
pub(crate) struct Attempt<'a> {
    /// What the database calls the number.
    pub(crate) subject: &'a str,
    /// Tries that a code has.
    pub(crate) most_tries: u32,
    /// The bucket of wrong guesses, its interval and its capacity in milliseconds.
    pub(crate) guesses: (&'a str, i64, i64),
    /// Who it is, if nobody with this number has logged in before.
    pub(crate) newcomer: UserRow,
    /// What is put where no code waits, so that the answers do not tell that none does.
    pub(crate) decoy: Waiting,
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
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The code was right and is used up; this is the user.
    Right(UserRow),
    /// It was not, after so many tries, this one included.
    Wrong(u32),
    /// Its time is over.
    Expired,
    /// It has been tried as often as it may.
    Exhausted,
    /// Nothing was compared: too many wrong guesses came from there. The bucket is full again at this moment.
    Limited(Timestamp),
}

impl Store {
    /// Counts the try, has `is_right` compare, and if it is, uses the code up and finds or creates the user.
    pub(crate) async fn redeem(
        &self,
        attempt: &Attempt<'_>,
        is_right: impl FnOnce(&Waiting) -> bool + Send,
    ) -> Result<Outcome, StoreError> {
        let (bucket, interval, capacity) = attempt.guesses;
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if let Err(full_at) = Self::take(&mut transaction, bucket, attempt.now, interval, capacity).await? {
            return Ok(Outcome::Limited(full_at));
        }
        let outcome = match claim(&mut transaction, attempt).await? {
            Claim::Claimed(waiting, _) if is_right(&waiting) => {
                use_up(&mut transaction, attempt).await?;
                Self::give_back(&mut transaction, bucket, interval).await?;
                Outcome::Right(Self::log_in(&mut transaction, &attempt.newcomer).await?)
            }
            Claim::Claimed(_, tries) => Outcome::Wrong(tries),
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
    let query = sqlx::query("SELECT code_id, digest, expires_at, tries, consumed_at FROM codes WHERE subject = ?");
    let waiting = match query.bind(subject).fetch_optional(&mut *connection).await? {
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
