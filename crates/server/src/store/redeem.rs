//! A try at a code: everything that it touches, in one transaction.
//!
//! One transaction means one turn at the writer. Requests that arrive together are answered in their order instead of
//! each waiting behind all others at every step, and one that is given up half-way leaves no trace.
//!
//! In Postgres a try holds the rows that it has touched until its end. All tries touch them in the same order (the place's
//! guesses, the code, its failures or the user), so none waits for another that waits for it.

use std::time::Duration;

use passlock_core::Timestamp;

use super::sql::{Ending, Link, Work, query};
use super::{Gauge, NewFamily, NewSession, NewTicket, Store, StoreError, UserRow};

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
    /// What follows if it is right.
    pub(crate) sequel: Sequel,
    /// The present moment.
    pub(crate) now: Timestamp,
}

/// What follows from a right code, beyond its being used up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sequel {
    /// Nothing that would have to be remembered.
    Nothing,
    /// Not even that: nobody logs in, and the code stays as it was.
    Look,
    /// A login that can be renewed.
    Family(NewFamily),
    /// A ticket to log in with.
    Ticket(NewTicket),
    /// A browser that is logged in.
    Session(NewSession),
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
    /// The code was right, and nothing more has happened.
    Seen,
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
    /// Nothing was compared: too many wrong guesses at this number came from there. That bucket is full again at this
    /// moment.
    LockedOut(Timestamp),
    /// It was wrong, and the last wrong one that there may be from there.
    ShutOut(Timestamp),
}

impl Store {
    /// Counts the try, has `is_right` compare, and if it is, uses the code up and finds or creates the user.
    pub(crate) async fn redeem(
        &self,
        attempt: &Attempt<'_>,
        is_right: impl Fn(&Waiting) -> bool + Sync,
    ) -> Result<Outcome, StoreError> {
        self.writer.transact(&Redemption { attempt, is_right }).await
    }
}

struct Redemption<'a, F> {
    attempt: &'a Attempt<'a>,
    is_right: F,
}

impl<F: Fn(&Waiting) -> bool + Sync> Work for Redemption<'_, F> {
    type Outcome = Outcome;

    async fn run(&self, link: &mut Link) -> Result<Ending<Outcome>, StoreError> {
        let Self { attempt, is_right } = self;
        let Attempt { guesses, failures: (failures, _), now, .. } = attempt;
        if let Err(full_at) = Store::take(link, *guesses, *now).await? {
            return Ok(Ending::RollBack(Outcome::Limited(full_at)));
        }
        if let Some(full_at) = Store::look(link, failures.name).await?.filter(|&at| failures.next(at) > *now) {
            return Ok(Ending::RollBack(Outcome::LockedOut(full_at)));
        }
        Ok(match claim(link, attempt).await? {
            Claim::Claimed(waiting, _) if is_right(&waiting) && attempt.sequel == Sequel::Look => {
                Ending::RollBack(Outcome::Seen)
            }
            Claim::Claimed(waiting, _) if is_right(&waiting) => {
                Store::give_back(link, *guesses).await?;
                Store::fill(link, failures.name).await?;
                use_up(link, attempt).await?;
                Ending::Commit(admit(link, attempt, waiting.nonce).await?)
            }
            Claim::Claimed(_, tries) => Ending::CommitLightly(fail(link, attempt, tries).await?),
            Claim::Expired => Ending::CommitLightly(Outcome::Expired),
            Claim::Exhausted => Ending::CommitLightly(Outcome::Exhausted),
        })
    }
}

enum Claim {
    Claimed(Waiting, u32),
    Expired,
    Exhausted,
}

/// Counts the try at the code that waits, or puts the decoy where none does. One statement, so that nobody comes between
/// the look and the count, not even where there is no row to lock yet.
async fn claim(link: &mut Link, attempt: &Attempt<'_>) -> Result<Claim, StoreError> {
    let statement = "INSERT INTO codes (subject, code_id, digest, expires_at, tries) VALUES ($1, $2, $3, $4, 1)
        ON CONFLICT (subject) DO UPDATE SET
            code_id = CASE WHEN codes.consumed_at IS NULL THEN codes.code_id ELSE excluded.code_id END,
            digest = CASE WHEN codes.consumed_at IS NULL THEN codes.digest ELSE excluded.digest END,
            expires_at = CASE WHEN codes.consumed_at IS NULL THEN codes.expires_at ELSE excluded.expires_at END,
            nonce = CASE WHEN codes.consumed_at IS NULL THEN codes.nonce END,
            tries = CASE WHEN codes.consumed_at IS NULL THEN codes.tries + 1 ELSE 1 END,
            consumed_at = NULL
        RETURNING code_id, digest, expires_at, nonce, tries";
    let Attempt { subject, most_tries, decoy, now, .. } = attempt;
    let query = query(statement).bind(*subject).bind(&decoy.code_id).bind(&decoy.digest).bind(decoy.expires_at);
    let row = query.fetch_one(link).await?;
    let waiting = Waiting {
        code_id: row.get("code_id")?,
        digest: row.get("digest")?,
        expires_at: row.time("expires_at")?,
        nonce: row.get("nonce")?,
    };
    let tries = u32::try_from(row.get::<i64>("tries")?).unwrap_or(u32::MAX);
    Ok(if waiting.expires_at <= *now {
        Claim::Expired
    } else if tries > *most_tries {
        Claim::Exhausted
    } else {
        Claim::Claimed(waiting, tries)
    })
}

async fn use_up(link: &mut Link, attempt: &Attempt<'_>) -> Result<(), StoreError> {
    // Who has answered a message does not wait for the next one.
    let query = query("UPDATE codes SET consumed_at = $1, sent_at = NULL, wait = 0 WHERE subject = $2");
    query.bind(attempt.now).bind(attempt.subject).execute(link).await?;
    Ok(())
}

/// The code was right. Only now may the answer depend on who it is: whoever reads a number's messages may know.
async fn admit(link: &mut Link, attempt: &Attempt<'_>, nonce: Option<String>) -> Result<Outcome, StoreError> {
    let newcomer = &attempt.newcomer;
    let user = if attempt.takes_newcomers {
        Store::admit_anyone(link, newcomer).await?
    } else {
        Store::admit_known(link, newcomer).await?
    };
    let Some(user) = user else {
        let known = Store::find_user(link, &newcomer.connection, &newcomer.identifier).await?;
        return Ok(if known.is_some() { Outcome::Blocked } else { Outcome::Uninvited });
    };
    match &attempt.sequel {
        Sequel::Nothing | Sequel::Look => {}
        Sequel::Family(family) => Store::begin_family(link, family, &user).await?,
        Sequel::Ticket(ticket) => Store::keep_ticket(link, ticket, &user.id).await?,
        Sequel::Session(session) => Store::begin_session(link, session, &user.id).await?,
    }
    Ok(Outcome::Right(user, nonce))
}

async fn fail(link: &mut Link, attempt: &Attempt<'_>, tries: u32) -> Result<Outcome, StoreError> {
    let Attempt { failures: (failures, span), now, .. } = attempt;
    match Store::take(link, *failures, *now).await? {
        Ok(full_at) if failures.next(full_at) <= *now => Ok(Outcome::Wrong(tries)),
        _ => Store::shut(link, *failures, *now, *span).await.map(Outcome::ShutOut),
    }
}
