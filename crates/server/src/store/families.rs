//! Logins that can be renewed: each a family of refresh tokens, of which the newest counts.

use std::time::Duration;

use passlock_core::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

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
    /// How long a token may wait to be used.
    pub(crate) idle: Duration,
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
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let Some((family, user)) = find(&mut transaction, renewal).await? else { return Ok(Renewed::Unknown) };
        let outcome = match judge(&mut transaction, renewal).await? {
            Verdict::Expired => return Ok(Renewed::Unknown),
            Verdict::Reused => {
                let query = sqlx::query("DELETE FROM families WHERE id = ?").bind(renewal.family);
                query.execute(&mut *transaction).await?;
                Renewed::Reused(user.id)
            }
            Verdict::Good if user.is_blocked => return Ok(Renewed::Blocked),
            Verdict::Good => {
                succeed(&mut transaction, renewal, family.expires_at).await?;
                Renewed::Yes(Box::new((family, user)))
            }
        };
        transaction.commit().await?;
        Ok(outcome)
    }

    /// Ends a client's login. `false` when there is none.
    pub(crate) async fn end_family(&self, family: &[u8], client_id: &str) -> Result<bool, StoreError> {
        let query = sqlx::query("DELETE FROM families WHERE id = ? AND client_id = ?").bind(family).bind(client_id);
        Ok(query.execute(&self.writer).await?.rows_affected() > 0)
    }

    /// Forgets logins that nobody can renew any more.
    pub(crate) async fn forget_families(&self, now: Timestamp) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM families WHERE idle_at < ?").bind(now.millis());
        query.execute(&self.writer).await?;
        Ok(())
    }

    pub(super) async fn begin_family(
        connection: &mut SqliteConnection,
        new: &NewFamily,
        user: &UserRow,
    ) -> Result<(), StoreError> {
        let NewFamily { row, first, idle } = new;
        let idle_at = row.logged_in_at.after(*idle).min(row.expires_at);
        let statement = "INSERT INTO families
            (id, user_id, client_id, issuer, scope, audience, logged_in_at, expires_at, idle_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let query = sqlx::query(statement)
            .bind(&row.id)
            .bind(&user.id)
            .bind(&row.client_id)
            .bind(&row.issuer)
            .bind(&row.scope)
            .bind(&row.audience)
            .bind(row.logged_in_at.millis())
            .bind(row.expires_at.millis())
            .bind(idle_at.millis());
        query.execute(&mut *connection).await?;
        add(connection, &row.id, first, None, idle_at).await
    }
}

enum Verdict {
    /// It may be used.
    Good,
    Expired,
    Reused,
}

async fn find(
    connection: &mut SqliteConnection,
    renewal: &Renewal<'_>,
) -> Result<Option<(FamilyRow, UserRow)>, StoreError> {
    let statement = "SELECT families.id AS family_id, client_id, issuer, scope, audience, logged_in_at, expires_at,
            users.id AS id, connection, identifier, updated_at, blocked_at
        FROM families JOIN users ON users.id = families.user_id
        WHERE families.id = ? AND client_id = ?";
    let query = sqlx::query(statement).bind(renewal.family).bind(renewal.client_id);
    let row = query.fetch_optional(connection).await?;
    Ok(row.as_ref().map(|row| Ok::<_, sqlx::Error>((read(row)?, UserRow::read(row)?))).transpose()?)
}

async fn judge(connection: &mut SqliteConnection, renewal: &Renewal<'_>) -> Result<Verdict, StoreError> {
    let statement = "SELECT expires_at, used_at FROM refresh_tokens WHERE digest = ? AND family_id = ?";
    let query = sqlx::query(statement).bind(renewal.digest).bind(renewal.family);
    // The family is there and the token is not: a successor of it has been used.
    let Some(row) = query.fetch_optional(connection).await? else { return Ok(Verdict::Reused) };
    if let Some(used_at) = row.try_get::<Option<i64>, _>("used_at")?
        && Timestamp::from_millis(used_at).after(renewal.leeway) <= renewal.now
    {
        return Ok(Verdict::Reused);
    }
    let is_expired = row.try_get::<i64, _>("expires_at")? <= renewal.now.millis();
    Ok(if is_expired { Verdict::Expired } else { Verdict::Good })
}

async fn succeed(
    connection: &mut SqliteConnection,
    renewal: &Renewal<'_>,
    latest: Timestamp,
) -> Result<(), StoreError> {
    let Renewal { family, digest, successor, idle, now, .. } = renewal;
    // Whoever uses a token has got it, so the one that it was traded for is not needed again.
    let statement = "DELETE FROM refresh_tokens WHERE digest = (SELECT parent FROM refresh_tokens WHERE digest = ?)";
    sqlx::query(statement).bind(digest).execute(&mut *connection).await?;
    let query = sqlx::query("UPDATE refresh_tokens SET used_at = coalesce(used_at, ?) WHERE digest = ?");
    query.bind(now.millis()).bind(digest).execute(&mut *connection).await?;
    let idle_at = now.after(*idle).min(latest);
    let query = sqlx::query("UPDATE families SET idle_at = max(idle_at, ?) WHERE id = ?");
    query.bind(idle_at.millis()).bind(family).execute(&mut *connection).await?;
    add(connection, family, successor, Some(digest), idle_at).await
}

async fn add(
    connection: &mut SqliteConnection,
    family: &[u8],
    digest: &[u8],
    parent: Option<&[u8]>,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO refresh_tokens (digest, family_id, parent, expires_at) VALUES (?, ?, ?, ?)";
    let query = sqlx::query(statement).bind(digest).bind(family).bind(parent).bind(expires_at.millis());
    query.execute(connection).await?;
    Ok(())
}

fn read(row: &SqliteRow) -> Result<FamilyRow, sqlx::Error> {
    Ok(FamilyRow {
        id: row.try_get("family_id")?,
        client_id: row.try_get("client_id")?,
        issuer: row.try_get("issuer")?,
        scope: row.try_get("scope")?,
        audience: row.try_get("audience")?,
        logged_in_at: Timestamp::from_millis(row.try_get("logged_in_at")?),
        expires_at: Timestamp::from_millis(row.try_get("expires_at")?),
    })
}
