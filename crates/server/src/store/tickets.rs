//! Login tickets: a code that was right, on its way to `/authorize`.

use passlock_core::Timestamp;

use super::sql::{Ending, Link, Work, query};
use super::{NewSession, Store, StoreError, UserRow};
use crate::profile::subject;

/// A ticket that is handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewTicket {
    /// A hash of it.
    pub(crate) digest: Vec<u8>,
    /// A hash of the cookie that the browser got with it.
    pub(crate) cookie: Vec<u8>,
    /// A hash of the verifier that the page got with it.
    pub(crate) verifier: Vec<u8>,
    /// Whom it is for.
    pub(crate) client_id: String,
    /// When the person proved who they are.
    pub(crate) logged_in_at: Timestamp,
    /// When it stops working.
    pub(crate) expires_at: Timestamp,
}

/// A ticket that is presented.
#[derive(Debug)]
pub(crate) struct Presented {
    /// A hash of it.
    pub(crate) digest: Vec<u8>,
    /// A hash of the browser's cookie, if it has one.
    pub(crate) cookie: Option<Vec<u8>>,
    /// A hash of the page's verifier, if it came along.
    pub(crate) verifier: Option<Vec<u8>>,
    /// Who presents it.
    pub(crate) client_id: String,
    /// Whose it has to be, by their `sub`, if that is said.
    pub(crate) sub: Option<String>,
    /// The session that begins, if the cookie is the ticket's: a verifier alone may have come with a link.
    pub(crate) session: NewSession,
    /// The present moment.
    pub(crate) now: Timestamp,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Admission {
    /// The ticket is used up.
    Yes {
        user: UserRow,
        /// When they proved who they are.
        logged_in_at: Timestamp,
        /// Whether the session has begun.
        has_session: bool,
    },
    /// There is no such ticket for this client and this browser, or its time is over.
    Unknown,
    /// It is not of the person whose it has to be. Nothing has changed, whoever is logged in.
    SomebodyElse,
}

impl Store {
    /// Uses a ticket up. One transaction.
    pub(crate) async fn use_ticket(&self, presented: &Presented) -> Result<Admission, StoreError> {
        self.writer.transact(presented).await
    }

    pub(super) async fn keep_ticket(link: &mut Link, new: &NewTicket, user_id: &str) -> Result<(), StoreError> {
        let NewTicket { digest, cookie, verifier, client_id, logged_in_at, expires_at } = new;
        let statement = "INSERT INTO tickets (digest, cookie, verifier, client_id, user_id, logged_in_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let query = query(statement).bind(digest).bind(cookie).bind(verifier).bind(client_id).bind(user_id);
        query.bind(*logged_in_at).bind(*expires_at).execute(link).await?;
        Ok(())
    }
}

impl Work for Presented {
    type Outcome = Admission;

    async fn run(&self, link: &mut Link) -> Result<Ending<Admission>, StoreError> {
        let statement = "DELETE FROM tickets
            WHERE digest = $1 AND client_id = $2 AND (cookie = $3 OR verifier = $4) AND expires_at > $5
            RETURNING cookie, user_id, logged_in_at";
        let query = query(statement)
            .bind(&self.digest)
            .bind(&self.client_id)
            .bind(self.cookie.as_deref())
            .bind(self.verifier.as_deref())
            .bind(self.now);
        let Some(row) = query.fetch_optional(link).await? else { return Ok(Ending::RollBack(Admission::Unknown)) };
        let Some(user) = Store::user_by_id(link, &row.get::<String>("user_id")?).await? else {
            return Ok(Ending::Commit(Admission::Unknown));
        };
        if self.sub.as_ref().is_some_and(|sub| *sub != subject(&user)) {
            return Ok(Ending::RollBack(Admission::SomebodyElse));
        }
        let logged_in_at = row.time("logged_in_at")?;
        let has_session = self.cookie == Some(row.get("cookie")?) && !user.is_blocked;
        if has_session {
            let session = NewSession { logged_in_at, ..self.session.clone() };
            Store::begin_session(link, &session, &user.id).await?;
        }
        Ok(Ending::Commit(Admission::Yes { user, logged_in_at, has_session }))
    }
}
