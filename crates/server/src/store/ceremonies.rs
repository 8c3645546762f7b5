//! What was asked of a person's device, until it answers: once, and to whom it was asked for.

use passlock_core::Timestamp;

use super::sql::{Ending, Link, Work, query};
use super::{Gauge, Store, StoreError};

/// A question that is about to go out.
#[derive(Debug)]
pub(crate) struct NewCeremony<'a> {
    /// A hash of what it is answered under.
    pub(crate) digest: &'a [u8],
    /// Whom it is for.
    pub(crate) client_id: &'a str,
    /// Who is logged in already.
    pub(crate) user_id: Option<&'a str>,
    /// The question, as the one who asks wants it back.
    pub(crate) asked: &'a str,
    /// When an answer comes too late.
    pub(crate) expires_at: Timestamp,
    /// The bucket of questions from that place.
    pub(crate) gauge: Gauge<'a>,
    /// The present moment.
    pub(crate) now: Timestamp,
}

/// An answer that has come.
#[derive(Debug)]
pub(crate) struct Answered<'a> {
    /// A hash of what it came under.
    pub(crate) digest: &'a [u8],
    /// Who brings it.
    pub(crate) client_id: &'a str,
    /// Who is logged in.
    pub(crate) user_id: Option<&'a str>,
    /// The bucket of tries from that place.
    pub(crate) gauge: Gauge<'a>,
    /// The present moment.
    pub(crate) now: Timestamp,
}

/// What it is the answer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Question {
    /// To this. It has been taken away: there is no second answer, whatever becomes of this one.
    Open(String),
    /// To nothing that this client asked for this person, or that was not answered yet; or it comes too late.
    Closed,
    /// Too many came from there. The bucket is full again at this moment.
    Limited(Timestamp),
}

impl Store {
    /// Keeps a question. `Err` with the moment at which the bucket is full again when there were too many.
    pub(crate) async fn ask(&self, new: &NewCeremony<'_>) -> Result<Result<(), Timestamp>, StoreError> {
        self.writer.transact(new).await
    }

    /// Finds the question to an answer, and forgets it.
    pub(crate) async fn question(&self, answered: &Answered<'_>) -> Result<Question, StoreError> {
        self.writer.transact(answered).await
    }
}

impl Work for NewCeremony<'_> {
    type Outcome = Result<(), Timestamp>;

    async fn run(&self, link: &mut Link) -> Result<Ending<Self::Outcome>, StoreError> {
        if let Err(full_at) = Store::take(link, self.gauge, self.now).await? {
            return Ok(Ending::RollBack(Err(full_at)));
        }
        let statement = "INSERT INTO ceremonies (digest, client_id, user_id, asked, expires_at)
            VALUES ($1, $2, $3, $4, $5)";
        let query = query(statement).bind(self.digest).bind(self.client_id).bind(self.user_id);
        query.bind(self.asked).bind(self.expires_at).execute(link).await?;
        // Whoever loses one asks again.
        Ok(Ending::CommitLightly(Ok(())))
    }
}

impl Work for Answered<'_> {
    type Outcome = Question;

    async fn run(&self, link: &mut Link) -> Result<Ending<Question>, StoreError> {
        if let Err(full_at) = Store::take(link, self.gauge, self.now).await? {
            return Ok(Ending::RollBack(Question::Limited(full_at)));
        }
        let statement = "DELETE FROM ceremonies
            WHERE digest = $1 AND client_id = $2 AND coalesce(user_id, '') = coalesce($3, '')
            RETURNING asked, expires_at";
        let query = query(statement).bind(self.digest).bind(self.client_id).bind(self.user_id);
        let Some(row) = query.fetch_optional(link).await? else {
            return Ok(Ending::CommitLightly(Question::Closed));
        };
        let is_over = row.time("expires_at")? <= self.now;
        // That it is gone is what a second use is refused by, so it has to last.
        Ok(Ending::Commit(if is_over { Question::Closed } else { Question::Open(row.get("asked")?) }))
    }
}
