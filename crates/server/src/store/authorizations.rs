//! Authorization codes (RFC 6749, section 4.1.2): for one client, once.

use passlock_core::Timestamp;

use super::sql::{Ending, Link, Row, Work, query, sql};
use super::{NewFamily, Store, StoreError, UserRow};

/// What an authorization code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AuthorizationRow {
    /// Whom it is for.
    pub(crate) client_id: String,
    /// Who made it. It ends in a slash.
    pub(crate) issuer: String,
    /// Where it was sent.
    pub(crate) redirect_uri: String,
    /// A hash of the secret that its client has to know (RFC 7636), base64url.
    pub(crate) challenge: Option<String>,
    /// What the client wants to find in the id_token.
    pub(crate) nonce: Option<String>,
    /// What was granted.
    pub(crate) scope: String,
    /// The API that the access token is for.
    pub(crate) audience: Option<String>,
    /// When the person proved who they are.
    pub(crate) logged_in_at: Timestamp,
}

/// An authorization code that is traded for tokens.
pub(crate) struct Exchange<'a, F, B> {
    /// A hash of the code.
    pub(crate) digest: &'a [u8],
    /// Who presents it.
    pub(crate) client_id: &'a str,
    /// Whether it is the client and the address that the code was made for.
    pub(crate) is_right: F,
    /// The login that it begins, if that is one that can be renewed.
    pub(crate) family: B,
    /// The present moment.
    pub(crate) now: Timestamp,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Exchanged {
    /// The code is used up.
    Yes(Box<(AuthorizationRow, UserRow)>),
    /// There is no such code, its time is over, or it is somebody else's.
    Unknown,
    /// It was used before, and the login that it began is ended. It was this user's.
    Reused(String),
    /// It would have been right, but the person is shut out.
    Blocked,
}

impl Store {
    pub(crate) async fn keep_authorization(
        &self,
        digest: &[u8],
        row: &AuthorizationRow,
        user_id: &str,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let statement =
            "INSERT INTO authorizations (digest, client_id, user_id, issuer, redirect_uri, challenge, nonce,
                scope, audience, logged_in_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        let query = query(statement)
            .bind(digest)
            .bind(&row.client_id)
            .bind(user_id)
            .bind(&row.issuer)
            .bind(&row.redirect_uri)
            .bind(&row.challenge)
            .bind(&row.nonce)
            .bind(&row.scope)
            .bind(&row.audience)
            .bind(row.logged_in_at)
            .bind(expires_at);
        self.writer.execute(&query).await?;
        Ok(())
    }

    /// Trades a code. One transaction, so that of any number of equal requests one is the first.
    pub(crate) async fn exchange<F, B>(&self, exchange: &Exchange<'_, F, B>) -> Result<Exchanged, StoreError>
    where
        F: Fn(&AuthorizationRow) -> bool + Sync,
        B: Fn(&AuthorizationRow) -> Option<NewFamily> + Sync,
    {
        self.writer.transact(exchange).await
    }
}

impl<F, B> Work for Exchange<'_, F, B>
where
    F: Fn(&AuthorizationRow) -> bool + Sync,
    B: Fn(&AuthorizationRow) -> Option<NewFamily> + Sync,
{
    type Outcome = Exchanged;

    async fn run(&self, link: &mut Link) -> Result<Ending<Exchanged>, StoreError> {
        let statement = sql! {
            sqlite: "SELECT client_id, issuer, redirect_uri, challenge, nonce, scope, audience, logged_in_at, expires_at,
                    used_at, family_id, users.id AS id, connection, identifier, typed, updated_at, blocked_at
                FROM authorizations JOIN users ON users.id = authorizations.user_id
                WHERE digest = $1 AND client_id = $2",
            postgres: "SELECT client_id, issuer, redirect_uri, challenge, nonce, scope, audience, logged_in_at, expires_at,
                    used_at, family_id, users.id AS id, connection, identifier, typed, updated_at, blocked_at
                FROM authorizations JOIN users ON users.id = authorizations.user_id
                WHERE digest = $1 AND client_id = $2 FOR UPDATE OF authorizations",
        };
        let Some(row) = query(statement).bind(self.digest).bind(self.client_id).fetch_optional(link).await? else {
            return Ok(Ending::RollBack(Exchanged::Unknown));
        };
        let (authorization, user) = (read(&row)?, UserRow::read(&row)?);
        if row.maybe_time("used_at")?.is_some() {
            if let Some(family) = row.get::<Option<Vec<u8>>>("family_id")? {
                query("DELETE FROM families WHERE id = $1").bind(&family).execute(link).await?;
            }
            return Ok(Ending::Commit(Exchanged::Reused(user.id)));
        }
        if row.time("expires_at")? <= self.now || !(self.is_right)(&authorization) {
            return Ok(Ending::RollBack(Exchanged::Unknown));
        }
        if user.is_blocked {
            return Ok(Ending::RollBack(Exchanged::Blocked));
        }
        let family = (self.family)(&authorization);
        let id = family.as_ref().map(|family| family.row.id.as_slice());
        let statement = "UPDATE authorizations SET used_at = $2, family_id = $3 WHERE digest = $1";
        query(statement).bind(self.digest).bind(self.now).bind(id).execute(link).await?;
        if let Some(family) = &family {
            Store::begin_family(link, family, &user).await?;
        }
        Ok(Ending::Commit(Exchanged::Yes(Box::new((authorization, user)))))
    }
}

fn read(row: &Row) -> Result<AuthorizationRow, sqlx::Error> {
    Ok(AuthorizationRow {
        client_id: row.get("client_id")?,
        issuer: row.get("issuer")?,
        redirect_uri: row.get("redirect_uri")?,
        challenge: row.get("challenge")?,
        nonce: row.get("nonce")?,
        scope: row.get("scope")?,
        audience: row.get("audience")?,
        logged_in_at: row.time("logged_in_at")?,
    })
}
