//! Logins that can be renewed: each a family of refresh tokens, of which the newest counts.

use std::time::Duration;

use passlock_core::Timestamp;

use super::sql::{Ending, Link, Row, Work, query, sql};
use super::{Store, StoreError, UserRow};

/// A login that can be renewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FamilyRow {
    /// A hash of what all of its tokens begin with.
    pub(crate) id: Vec<u8>,
    /// Whom its tokens are for.
    pub(crate) client_id: String,
    /// Who made them. It ends in a slash.
    pub(crate) issuer: String,
    /// What was granted at the login.
    pub(crate) scope: String,
    /// The API that the access tokens are for.
    pub(crate) audience: Option<String>,
    /// When the person proved who they are.
    pub(crate) logged_in_at: Timestamp,
    /// When it ends, whatever happens: none of its tokens lasts longer.
    pub(crate) expires_at: Timestamp,
}

/// A family that begins with a login, and its first token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewFamily {
    pub(crate) row: FamilyRow,
    /// A hash of the first token.
    pub(crate) first: Vec<u8>,
    /// When the first token expires, if the login has not ended before.
    pub(crate) idle_at: Timestamp,
}

/// A token that is about to be traded for the next one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Renewal<'a> {
    /// Which family it claims to be of.
    pub(crate) family: &'a [u8],
    /// A hash of the token.
    pub(crate) digest: &'a [u8],
    /// A hash of the next one.
    pub(crate) successor: &'a [u8],
    /// Who presents it.
    pub(crate) client_id: &'a str,
    /// How long a token may wait to be used.
    pub(crate) idle: Duration,
    /// How long the token that was used last may be used again.
    pub(crate) leeway: Duration,
    /// The present moment.
    pub(crate) now: Timestamp,
}

/// What came of a renewal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Renewed {
    /// The token is used up, its successor counts.
    Yes(Box<(FamilyRow, UserRow)>),
    /// There is no such login, or its time is over, or it is another client's.
    Unknown,
    /// The token was used before: somebody has a copy, and the whole family is ended. It was this user's.
    Reused(String),
    /// It would have been right, but the person is shut out.
    Blocked,
}

impl Store {
    /// Trades a token for its successor. One transaction, so that of any number of equal requests one is the first.
    pub(crate) async fn renew(&self, renewal: &Renewal<'_>) -> Result<Renewed, StoreError> {
        self.writer.transact(renewal).await
    }

    /// Ends a client's login. `false` when there is none.
    pub(crate) async fn end_family(&self, family: &[u8], client_id: &str) -> Result<bool, StoreError> {
        let query = query("DELETE FROM families WHERE id = $1 AND client_id = $2").bind(family).bind(client_id);
        Ok(self.writer.execute(&query).await? > 0)
    }

    pub(super) async fn begin_family(link: &mut Link, new: &NewFamily, user: &UserRow) -> Result<(), StoreError> {
        let NewFamily { row, first, idle_at } = new;
        let idle_at = (*idle_at).min(row.expires_at);
        let statement = "INSERT INTO families
            (id, user_id, client_id, issuer, scope, audience, logged_in_at, expires_at, idle_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let query = query(statement)
            .bind(&row.id)
            .bind(&user.id)
            .bind(&row.client_id)
            .bind(&row.issuer)
            .bind(&row.scope)
            .bind(&row.audience)
            .bind(row.logged_in_at)
            .bind(row.expires_at)
            .bind(idle_at);
        query.execute(link).await?;
        add(link, &row.id, first, None, idle_at).await
    }
}

impl Work for Renewal<'_> {
    type Outcome = Renewed;

    async fn run(&self, link: &mut Link) -> Result<Ending<Renewed>, StoreError> {
        let Some((family, user)) = find(link, self).await? else { return Ok(Ending::RollBack(Renewed::Unknown)) };
        Ok(match judge(link, self).await? {
            Verdict::Expired => Ending::RollBack(Renewed::Unknown),
            Verdict::Reused => {
                query("DELETE FROM families WHERE id = $1").bind(self.family).execute(link).await?;
                Ending::Commit(Renewed::Reused(user.id))
            }
            Verdict::Good if user.is_blocked => Ending::RollBack(Renewed::Blocked),
            Verdict::Good => {
                succeed(link, self, family.expires_at).await?;
                Ending::Commit(Renewed::Yes(Box::new((family, user))))
            }
        })
    }
}

enum Verdict {
    /// It may be used.
    Good,
    Expired,
    Reused,
}

/// The family, which is this transaction's own from now on: whoever changes one of its tokens comes by here.
async fn find(link: &mut Link, renewal: &Renewal<'_>) -> Result<Option<(FamilyRow, UserRow)>, StoreError> {
    let statement = sql! {
        sqlite: "SELECT families.id AS family_id, client_id, issuer, scope, audience, logged_in_at, expires_at,
                users.id AS id, connection, identifier, typed, updated_at, blocked_at
            FROM families JOIN users ON users.id = families.user_id
            WHERE families.id = $1 AND client_id = $2",
        postgres: "SELECT families.id AS family_id, client_id, issuer, scope, audience, logged_in_at, expires_at,
                users.id AS id, connection, identifier, typed, updated_at, blocked_at
            FROM families JOIN users ON users.id = families.user_id
            WHERE families.id = $1 AND client_id = $2 FOR UPDATE OF families",
    };
    let row = query(statement).bind(renewal.family).bind(renewal.client_id).fetch_optional(link).await?;
    Ok(row.as_ref().map(|row| Ok::<_, sqlx::Error>((read(row)?, UserRow::read(row)?))).transpose()?)
}

async fn judge(link: &mut Link, renewal: &Renewal<'_>) -> Result<Verdict, StoreError> {
    let query = query("SELECT expires_at, used_at FROM refresh_tokens WHERE digest = $1 AND family_id = $2");
    let row = query.bind(renewal.digest).bind(renewal.family).fetch_optional(link).await?;
    // The family is there and the token is not: a successor of it has been used.
    let Some(row) = row else { return Ok(Verdict::Reused) };
    if row.maybe_time("used_at")?.is_some_and(|used_at| used_at.after(renewal.leeway) <= renewal.now) {
        return Ok(Verdict::Reused);
    }
    Ok(if row.time("expires_at")? <= renewal.now { Verdict::Expired } else { Verdict::Good })
}

async fn succeed(link: &mut Link, renewal: &Renewal<'_>, latest: Timestamp) -> Result<(), StoreError> {
    let Renewal { family, digest, successor, idle, now, .. } = renewal;
    // Whoever uses a token has got it, so the one that it was traded for is not needed again.
    let statement = "DELETE FROM refresh_tokens WHERE digest = (SELECT parent FROM refresh_tokens WHERE digest = $1)";
    query(statement).bind(*digest).execute(link).await?;
    let statement = "UPDATE refresh_tokens SET used_at = coalesce(used_at, $1) WHERE digest = $2";
    query(statement).bind(*now).bind(*digest).execute(link).await?;
    let idle_at = now.after(*idle).min(latest);
    let statement = "UPDATE families SET idle_at = CASE WHEN idle_at > $1 THEN idle_at ELSE $1 END WHERE id = $2";
    query(statement).bind(idle_at).bind(*family).execute(link).await?;
    add(link, family, successor, Some(digest), idle_at).await
}

async fn add(
    link: &mut Link,
    family: &[u8],
    digest: &[u8],
    parent: Option<&[u8]>,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO refresh_tokens (digest, family_id, parent, expires_at) VALUES ($1, $2, $3, $4)";
    query(statement).bind(digest).bind(family).bind(parent).bind(expires_at).execute(link).await?;
    Ok(())
}

fn read(row: &Row) -> Result<FamilyRow, sqlx::Error> {
    Ok(FamilyRow {
        id: row.get("family_id")?,
        client_id: row.get("client_id")?,
        issuer: row.get("issuer")?,
        scope: row.get("scope")?,
        audience: row.get("audience")?,
        logged_in_at: row.time("logged_in_at")?,
        expires_at: row.time("expires_at")?,
    })
}
