//! One-time codes (protocol section 10.2): newest only, three tries, once.

use passlock_core::protocol::SMS;

use crate::app::App;
use crate::error::ApiError;
use crate::limits::Bucket;
use crate::secrets::{random, random_code, random_id};
use crate::store::{Attempt, Outcome, UserRow, Waiting};

/// A number on the sms connection, under the names by which the server knows it.
pub(crate) struct Subject {
    /// E.164.
    pub(crate) number: String,
    /// What the database calls it: a keyed hash.
    key: String,
}

impl Subject {
    pub(crate) fn new(app: &App, number: &str) -> Self {
        Self { number: number.to_owned(), key: app.keys.hash.fingerprint("subject", &[SMS, number]) }
    }

    /// The `_id` of a start reply. It depends on the number alone, so it cannot tell whether there is an account.
    pub(crate) fn public_id(&self, app: &App) -> String {
        app.keys.hash.fingerprint("_id", &[SMS, &self.number])
    }

    /// Makes a code, which ends the one before.
    pub(crate) async fn new_code(&self, app: &App) -> Result<String, ApiError> {
        let (code, code_id) = (random_code()?, random_id()?);
        let digest = app.keys.hash.hash(PURPOSE, &self.parts(&code_id, &code));
        let waiting = Waiting { code_id, digest, expires_at: app.now().after(app.settings.code_lifetime) };
        app.store.replace_code(&self.key, &waiting).await?;
        Ok(code)
    }

    /// Trades a code for its user, who is created at the first login. Wrong codes count in `guesses`.
    pub(crate) async fn redeem(&self, app: &App, code: &str, guesses: &Bucket) -> Result<UserRow, ApiError> {
        let now = app.now();
        let attempt = Attempt {
            subject: &self.key,
            most_tries: MOST_TRIES,
            guesses: guesses.parts(),
            newcomer: UserRow {
                id: random_id()?,
                connection: SMS.to_owned(),
                identifier: self.number.clone(),
                updated_at: now,
            },
            decoy: Waiting {
                code_id: random_id()?,
                digest: random::<32>()?.to_vec(),
                expires_at: now.after(app.settings.code_lifetime),
            },
            now,
        };
        let is_right =
            |waiting: &Waiting| app.keys.hash.verify(PURPOSE, &self.parts(&waiting.code_id, code), &waiting.digest);
        match app.store.redeem(&attempt, is_right).await? {
            Outcome::Right(user) => Ok(user),
            Outcome::Wrong(tries) => Err(ApiError::WrongCode { attempts_left: MOST_TRIES.saturating_sub(tries) }),
            Outcome::Expired => Err(ApiError::CodeExpired),
            Outcome::Exhausted => Err(ApiError::TooManyTries),
            Outcome::Limited(full_at) => Err(ApiError::TooManyRequests(guesses.refusal(full_at, now))),
        }
    }

    fn parts<'a>(&'a self, code_id: &'a str, code: &'a str) -> [&'a str; 4] {
        [SMS, &self.number, code_id, code]
    }
}

/// Tries that a code has.
pub(crate) const MOST_TRIES: u32 = 3;
const PURPOSE: &str = "code";
