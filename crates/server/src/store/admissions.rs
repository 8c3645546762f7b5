//! A request for a code: the limits that it has to pass and the code that it leads to, in one transaction.
//!
//! Either all of it happens or nothing, so a request that one limit refuses takes nothing from the others. All requests
//! touch rows in the same order, from what few share to what all do: the code of the number, its bucket, then those of the
//! address, the network, the client, the country and everybody. None waits for another that waits for it, and the rows
//! that all want are held for the shortest time.

use std::collections::HashMap;
use std::time::Duration;

use passlock_core::Timestamp;
use serde::Serialize;

use super::sql::{Ending, Link, Work, query, sql};
use super::{Former, Gauge, Store, StoreError, Waiting};

/// A code that shall wait for a number, if nothing stands against it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order<'a> {
    /// What the database calls the number.
    pub(crate) subject: &'a str,
    /// What shall wait.
    pub(crate) waiting: &'a Waiting,
    /// How long the number has to wait between messages that nobody answers.
    pub(crate) pauses: Pauses,
    /// The buckets that it takes one from, the one that most requests share last.
    pub(crate) gauges: &'a [Gauge<'a>],
    /// The present moment.
    pub(crate) now: Timestamp,
}

/// How long it is between messages that nobody answers: nothing after the first, then `first`, then twice as long as the
/// last time, up to `most`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pauses {
    pub(crate) first: Duration,
    pub(crate) most: Duration,
    /// When a message that nobody answered does not matter any more.
    pub(crate) forget: Duration,
}

/// What came of a request that nothing stands against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Admitted {
    /// When the next may follow, as far as pauses and buckets go.
    pub(crate) next: Timestamp,
    /// What the code replaced.
    pub(crate) former: Option<Former>,
}

/// What stands against a request for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// The bucket at this place of the list is empty, and full again at this moment.
    Empty(usize, Timestamp),
    /// The last message to the number has not been answered; the next may follow at this moment.
    Early(Timestamp),
}

impl Store {
    /// What stands against a request right now. Changes nothing, and needs no turn at the writer: a flood of requests
    /// that are refused stays out of the way of the others.
    pub(crate) async fn obstacles(
        &self,
        subject: &str,
        pauses: Pauses,
        gauges: &[Gauge<'_>],
        now: Timestamp,
    ) -> Result<Vec<Obstacle>, StoreError> {
        let statement = sql! {
            sqlite: "SELECT name, full_at AS moment FROM buckets
                WHERE name IN (SELECT value ->> 'name' FROM json_each($1))
                UNION ALL SELECT subject, sent_at + CASE WHEN wait > $2 THEN $2 ELSE wait END FROM codes
                WHERE subject = $3 AND sent_at >= $4 AND wait > 0 AND $2 > 0",
            postgres: "SELECT name, full_at AS moment FROM buckets
                WHERE name IN (SELECT asked.name FROM json_to_recordset($1::json) AS asked (name text))
                UNION ALL SELECT subject, sent_at + CASE WHEN wait > $2 THEN $2 ELSE wait END FROM codes
                WHERE subject = $3 AND sent_at >= $4 AND wait > 0 AND $2 > 0",
        };
        let asked = asked(gauges)?;
        let [most, forgotten] = [millis(pauses.most), now.millis().saturating_sub(millis(pauses.forget))];
        let query = query(statement).bind(&asked).bind(most).bind(subject).bind(forgotten);
        let mut moments = HashMap::new();
        for row in self.reader.fetch_all(&query).await? {
            moments.insert(row.get::<String>("name")?, row.time("moment")?);
        }
        let early = moments.get(subject).filter(|&&moment| moment > now).map(|&moment| Obstacle::Early(moment));
        let empty = gauges.iter().enumerate().filter_map(|(at, gauge)| {
            let full_at = *moments.get(gauge.name)?;
            (gauge.next(full_at) > now).then_some(Obstacle::Empty(at, full_at))
        });
        Ok(early.into_iter().chain(empty).collect())
    }

    /// Takes one from every bucket and puts the new code in the place of the old one. Or says what stands against it, and
    /// then nothing has happened.
    pub(crate) async fn admit(&self, order: &Order<'_>) -> Result<Result<Admitted, Vec<Obstacle>>, StoreError> {
        self.writer.transact(order).await
    }
}

impl Work for Order<'_> {
    type Outcome = Result<Admitted, Vec<Obstacle>>;

    async fn run(&self, link: &mut Link) -> Result<Ending<Self::Outcome>, StoreError> {
        let former = Store::former(link, self.subject).await?;
        let Some(wait) = replace_code(link, self).await? else {
            let until = pause(link, self).await?;
            return Ok(Ending::RollBack(Err(vec![Obstacle::Early(until)])));
        };
        let taken = take_all(link, self).await?;
        if taken.len() < self.gauges.len() {
            return Ok(Ending::RollBack(Err(empty(link, self, &taken).await?)));
        }
        let nexts = self.gauges.iter().filter_map(|gauge| Some(gauge.next(*taken.get(gauge.name)?)));
        let next = nexts.fold(Timestamp::from_millis(self.now.millis().saturating_add(wait)), Timestamp::max);
        Ok(Ending::CommitLightly(Ok(Admitted { next, former })))
    }
}

/// The new code in the place of the old one, and how long it is until the next one, in milliseconds. `None` when it is too
/// early.
async fn replace_code(link: &mut Link, order: &Order<'_>) -> Result<Option<i64>, StoreError> {
    // Where there is no wait, requests that arrive together may be a moment apart in either order.
    let statement = "INSERT INTO codes (subject, code_id, digest, expires_at, nonce, sent_at, wait)
        VALUES ($1, $2, $3, $4, $5, $6, 0)
        ON CONFLICT (subject) DO UPDATE SET code_id = excluded.code_id, digest = excluded.digest,
            expires_at = excluded.expires_at, nonce = excluded.nonce, tries = 0, consumed_at = NULL,
            sent_at = excluded.sent_at,
            wait = CASE WHEN codes.sent_at IS NULL OR codes.sent_at < $7 THEN 0 WHEN codes.wait = 0 THEN $8
                WHEN codes.wait * 2 > $9 THEN $9 ELSE codes.wait * 2 END
            WHERE codes.sent_at IS NULL OR codes.sent_at < $7 OR codes.wait = 0 OR $9 = 0
                OR codes.sent_at + CASE WHEN codes.wait > $9 THEN $9 ELSE codes.wait END <= $6
        RETURNING wait";
    let Order { subject, waiting, pauses, now, .. } = *order;
    let Waiting { code_id, digest, expires_at, nonce } = waiting;
    let query = query(statement).bind(subject).bind(code_id).bind(digest).bind(*expires_at).bind(nonce).bind(now);
    let forgotten = now.millis().saturating_sub(millis(pauses.forget));
    let query = query.bind(forgotten).bind(millis(pauses.first)).bind(millis(pauses.most));
    let row = query.fetch_optional(link).await?;
    Ok(row.map(|row| row.get("wait")).transpose()?)
}

/// When the next message may follow, of a number for which it is too early.
async fn pause(link: &mut Link, order: &Order<'_>) -> Result<Timestamp, StoreError> {
    let statement =
        "SELECT sent_at + CASE WHEN wait > $2 THEN $2 ELSE wait END AS moment FROM codes WHERE subject = $1";
    let query = query(statement).bind(order.subject).bind(millis(order.pauses.most));
    Ok(query.fetch_one(link).await?.time("moment")?)
}

/// Takes one from each bucket that has some, and says when those are full again, by name.
async fn take_all(link: &mut Link, order: &Order<'_>) -> Result<HashMap<String, Timestamp>, StoreError> {
    // What is proposed is the moment that lies one interval ahead, so a row that is there moves by as much. Both databases
    // go through a JSON array from its beginning, and lock rows in that order.
    let statement = sql! {
        sqlite: "WITH asked (name, step, capacity) AS MATERIALIZED
                (SELECT value ->> 'name', value ->> 'step', value ->> 'capacity' FROM json_each($1))
            INSERT INTO buckets (name, full_at) SELECT name, $2 + step FROM asked WHERE true
            ON CONFLICT (name) DO UPDATE
                SET full_at = excluded.full_at + CASE WHEN buckets.full_at > $2 THEN buckets.full_at - $2 ELSE 0 END
                WHERE excluded.full_at + CASE WHEN buckets.full_at > $2 THEN buckets.full_at - $2 ELSE 0 END
                    <= $2 + (SELECT capacity FROM asked WHERE asked.name = buckets.name)
            RETURNING name, full_at",
        postgres: "WITH asked AS MATERIALIZED
                (SELECT * FROM json_to_recordset($1::json) AS asked (name text, step bigint, capacity bigint))
            INSERT INTO buckets (name, full_at) SELECT name, $2 + step FROM asked
            ON CONFLICT (name) DO UPDATE
                SET full_at = excluded.full_at + CASE WHEN buckets.full_at > $2 THEN buckets.full_at - $2 ELSE 0 END
                WHERE excluded.full_at + CASE WHEN buckets.full_at > $2 THEN buckets.full_at - $2 ELSE 0 END
                    <= $2 + (SELECT capacity FROM asked WHERE asked.name = buckets.name)
            RETURNING name, full_at",
    };
    let asked = asked(order.gauges)?;
    let mut taken = HashMap::new();
    for row in query(statement).bind(&asked).bind(order.now).fetch_all(link).await? {
        taken.insert(row.get("name")?, row.time("full_at")?);
    }
    Ok(taken)
}

/// The buckets from which nothing could be taken.
async fn empty(
    link: &mut Link,
    order: &Order<'_>,
    taken: &HashMap<String, Timestamp>,
) -> Result<Vec<Obstacle>, StoreError> {
    let mut obstacles = Vec::new();
    for (at, gauge) in order.gauges.iter().enumerate().filter(|(_, gauge)| !taken.contains_key(gauge.name)) {
        let full_at = Store::look(link, gauge.name).await?.unwrap_or(order.now);
        obstacles.push(Obstacle::Empty(at, full_at));
    }
    Ok(obstacles)
}

/// Buckets as a statement is told of them.
fn asked(gauges: &[Gauge<'_>]) -> Result<String, StoreError> {
    #[derive(Serialize)]
    struct Asked<'a> {
        name: &'a str,
        step: i64,
        capacity: i64,
    }
    let asked = gauges.iter().map(|&Gauge { name, interval: step, capacity }| Asked { name, step, capacity });
    serde_json::to_string(&asked.collect::<Vec<_>>()).map_err(|_| StoreError::Broken)
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX / 4)
}
