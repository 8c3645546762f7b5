//! One-time codes (protocol section 10.2): newest only, three tries, once.

use crate::app::App;
use crate::config::Client;
use crate::error::ApiError;
use crate::events::Event;
use crate::identity::Identity;
use crate::limits::Bucket;
use crate::secrets::{HashKey, random, random_code, random_id};
use crate::store::{Attempt, Outcome, Sequel, UserRow, Waiting};

/// Somebody who is to prove who they are, under the names by which the server knows them.
pub(crate) struct Subject<'a> {
    pub(crate) identity: Identity,
    /// Where they are to be logged in to: a message names it, and its code is good for nothing else.
    client: &'a Client,
    /// What the database calls them: a keyed hash.
    key: String,
}

/// Whether somebody may log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Yes.
    Welcome,
    /// No: an operator has shut the person out.
    Blocked,
    /// No: there is no account, and none is made.
    Uninvited,
}

/// A code that somebody has typed, and from where.
pub(crate) struct Guess<'a> {
    pub(crate) code: &'a str,
    /// What this place may try, with all people together.
    pub(crate) guesses: Bucket,
    /// What this place may do wrong, with this person.
    pub(crate) failures: Bucket,
    /// The network that the place belongs to.
    pub(crate) network: String,
    /// What follows if it is right.
    pub(crate) sequel: Sequel,
}

impl<'c> Subject<'c> {
    pub(crate) fn new(app: &App, client: &'c Client, identity: Identity) -> Self {
        Self { key: name(&app.keys.hash, &identity), identity, client }
    }

    /// The `_id` of a start reply. It depends on the number or address alone, so it cannot tell whether there is an account.
    pub(crate) fn public_id(&self, app: &App) -> String {
        app.keys.hash.fingerprint("_id", &[self.identity.connection().name(), self.identity.key()])
    }

    /// What the database calls them.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Whether a code would be of use to whoever has this number or address.
    pub(crate) async fn standing(&self, app: &App) -> Result<Standing, ApiError> {
        let (connection, key) = (self.identity.connection().name(), self.identity.key());
        Ok(match app.store.user_of(connection, key).await? {
            Some(user) if user.is_blocked => Standing::Blocked,
            None if !app.settings.sign_ups.admit(&self.identity) => Standing::Uninvited,
            _ => Standing::Welcome,
        })
    }

    /// A new code, and what waits for it to be typed.
    pub(crate) fn new_code(&self, app: &App, nonce: Option<&str>) -> Result<(String, Waiting), ApiError> {
        let (code, code_id) = (random_code()?, random_id()?);
        let digest = app.keys.hash.hash(PURPOSE, &self.parts(&code_id, &code));
        let expires_at = app.now().after(app.settings.code_lifetime);
        let waiting = Waiting { code_id, digest, expires_at, nonce: nonce.map(str::to_owned) };
        Ok((code, waiting))
    }

    /// Whether a code is right, which it stays. A wrong one counts as every other.
    pub(crate) async fn look(&self, app: &App, guess: Guess<'_>) -> Result<(), ApiError> {
        self.attempt(app, Guess { sequel: Sequel::Look, ..guess }).await.map(|_| ())
    }

    /// Trades a code for its user, who is created at the first login, and the nonce that the request for it had.
    pub(crate) async fn redeem(&self, app: &App, guess: Guess<'_>) -> Result<(UserRow, Option<String>), ApiError> {
        self.attempt(app, guess).await?.ok_or(ApiError::Internal)
    }

    /// `None` for a code that was only looked at.
    async fn attempt(&self, app: &App, guess: Guess<'_>) -> Result<Option<(UserRow, Option<String>)>, ApiError> {
        let now = app.now();
        let Guess { code, guesses, failures, network, sequel } = guess;
        let attempt = Attempt {
            subject: &self.key,
            most_tries: MOST_TRIES,
            guesses: guesses.gauge(),
            failures: (failures.gauge(), app.settings.lockout.span),
            newcomer: UserRow {
                id: random_id()?,
                connection: self.identity.connection().name().to_owned(),
                identifier: self.identity.key().to_owned(),
                typed: self.identity.typed().map(str::to_owned),
                updated_at: now,
                is_blocked: false,
            },
            takes_newcomers: app.settings.sign_ups.admit(&self.identity),
            decoy: decoy(app)?,
            sequel,
            now,
        };
        let is_right =
            |waiting: &Waiting| app.keys.hash.verify(PURPOSE, &self.parts(&waiting.code_id, code), &waiting.digest);
        let (whom, network) = (&self.identity, network.as_str());
        let limited = |refusal| Event::LimitHit { refusal, whom: Some(whom), client: None, network }.tell();
        match app.store.redeem(&attempt, is_right).await? {
            Outcome::Right(user, nonce) => Ok(Some((user, nonce))),
            Outcome::Seen => Ok(None),
            Outcome::Wrong(tries) => Err(ApiError::WrongCode {
                connection: self.identity.connection(),
                attempts_left: MOST_TRIES.saturating_sub(tries),
            }),
            Outcome::Expired => Err(ApiError::CodeExpired),
            Outcome::Exhausted => Err(ApiError::TooManyTries),
            Outcome::Blocked => {
                Event::BlockedUserTried { whom: Some(whom), network }.tell();
                Err(ApiError::UserBlocked)
            }
            Outcome::Uninvited => {
                Event::SignUpRefused { whom, network }.tell();
                Err(ApiError::SignUpsClosed)
            }
            Outcome::Limited(full_at) => {
                let refusal = guesses.refusal(full_at, now);
                limited(refusal);
                Err(ApiError::TooManyRequests(refusal))
            }
            Outcome::LockedOut(full_at) => {
                let refusal = failures.refusal(full_at, now);
                limited(refusal);
                Err(ApiError::LockedOut(refusal))
            }
            Outcome::ShutOut(full_at) => {
                let refusal = failures.refusal(full_at, now);
                Event::LockedOut { refusal, whom, network }.tell();
                Err(ApiError::LockedOut(refusal))
            }
        }
    }

    fn parts<'a>(&'a self, code_id: &'a str, code: &'a str) -> [&'a str; 5] {
        [self.identity.connection().name(), self.identity.key(), &self.client.id, code_id, code]
    }
}

/// What the database calls somebody.
pub(crate) fn name(key: &HashKey, identity: &Identity) -> String {
    key.fingerprint("subject", &[identity.connection().name(), identity.key()])
}

/// What stands in the place of a code for whoever gets none: no code is right for it.
pub(crate) fn decoy(app: &App) -> Result<Waiting, ApiError> {
    let expires_at = app.now().after(app.settings.code_lifetime);
    Ok(Waiting { code_id: random_id()?, digest: random::<32>()?.to_vec(), expires_at, nonce: None })
}

/// Tries that a code has.
pub(crate) const MOST_TRIES: u32 = 3;
const PURPOSE: &str = "code";
