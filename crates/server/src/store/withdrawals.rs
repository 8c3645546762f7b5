//! A code that was admitted and never sent: taken back, so that it neither replaces the one that was delivered nor counts.

use passlock_core::Timestamp;

use super::sql::{Ending, Link, Work, query, sql};
use super::{Gauge, Store, StoreError};

/// What stood in the place of a code before it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Former {
    code_id: String,
    digest: Vec<u8>,
    tries: i64,
    expires_at: Timestamp,
    consumed_at: Option<Timestamp>,
    nonce: Option<String>,
    sent_at: Option<Timestamp>,
    wait: i64,
}

/// A code that has not been sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Withdrawal<'a> {
    /// What the database calls the number.
    pub(crate) subject: &'a str,
    /// Which code it is.
    pub(crate) code_id: &'a str,
    /// What it replaced.
    pub(crate) former: Option<&'a Former>,
    /// The buckets that get theirs back, in the order in which it was taken.
    pub(crate) gauges: &'a [Gauge<'a>],
}

impl Store {
    /// Puts back what was there, unless the code was used or replaced meanwhile; then nothing happens. Says whether it has.
    pub(crate) async fn withdraw(&self, withdrawal: &Withdrawal<'_>) -> Result<bool, StoreError> {
        self.writer.transact(withdrawal).await
    }

    /// What stands in the place of a number's code. Nobody changes it until the end of the transaction; where nothing
    /// stands yet, two first requests of the same moment may both find nothing.
    pub(super) async fn former(link: &mut Link, subject: &str) -> Result<Option<Former>, StoreError> {
        let statement = sql! {
            sqlite: "SELECT code_id, digest, tries, expires_at, consumed_at, nonce, sent_at, wait FROM codes
                WHERE subject = $1",
            postgres: "SELECT code_id, digest, tries, expires_at, consumed_at, nonce, sent_at, wait FROM codes
                WHERE subject = $1 FOR UPDATE",
        };
        let Some(row) = query(statement).bind(subject).fetch_optional(link).await? else { return Ok(None) };
        Ok(Some(Former {
            code_id: row.get("code_id")?,
            digest: row.get("digest")?,
            tries: row.get("tries")?,
            expires_at: row.time("expires_at")?,
            consumed_at: row.maybe_time("consumed_at")?,
            nonce: row.get("nonce")?,
            sent_at: row.maybe_time("sent_at")?,
            wait: row.get("wait")?,
        }))
    }
}

impl Work for Withdrawal<'_> {
    type Outcome = bool;

    async fn run(&self, link: &mut Link) -> Result<Ending<bool>, StoreError> {
        if !put_back(link, self).await? {
            return Ok(Ending::RollBack(false));
        }
        for gauge in self.gauges {
            Store::give_back(link, *gauge).await?;
        }
        Ok(Ending::CommitLightly(true))
    }
}

async fn put_back(link: &mut Link, withdrawal: &Withdrawal<'_>) -> Result<bool, StoreError> {
    let Withdrawal { subject, code_id, former, .. } = *withdrawal;
    let Some(former) = former else {
        let statement = "DELETE FROM codes WHERE subject = $1 AND code_id = $2 AND consumed_at IS NULL";
        return Ok(query(statement).bind(subject).bind(code_id).execute(link).await? > 0);
    };
    // Whoever typed something meanwhile had a try: nobody gets more of them by having messages fail.
    let statement = "UPDATE codes SET code_id = $3, digest = $4, tries = tries + $5, expires_at = $6, consumed_at = $7,
            nonce = $8, sent_at = $9, wait = $10
        WHERE subject = $1 AND code_id = $2 AND consumed_at IS NULL";
    let query = query(statement).bind(subject).bind(code_id).bind(&former.code_id).bind(&former.digest);
    let query = query.bind(former.tries).bind(former.expires_at).bind(former.consumed_at).bind(&former.nonce);
    Ok(query.bind(former.sent_at).bind(former.wait).execute(link).await? > 0)
}
