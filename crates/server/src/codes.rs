//! One-time codes (protocol section 10.2): newest only, three tries, once.

use passlock_core::Timestamp;
use passlock_core::protocol::SMS;

use crate::app::App;
use crate::error::ApiError;
use crate::secrets::{random, random_code, random_id};
use crate::store::{Claimed, Standing, UserRow};

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
        let now = app.now();
        let (code, code_id) = (random_code()?, random_id()?);
        let digest = app.keys.hash.hash(PURPOSE, &self.parts(&code_id, &code));
        app.store.replace_code(&self.key, &code_id, &digest, now.after(app.settings.code_lifetime)).await?;
        Ok(code)
    }

    /// Trades a code for its user, who is created at the first login.
    pub(crate) async fn redeem(&self, app: &App, code: &str) -> Result<UserRow, ApiError> {
        let now = app.now();
        let claimed = self.claim(app, now).await?;
        let wrong = ApiError::WrongCode { attempts_left: MOST_TRIES.saturating_sub(claimed.tries) };
        if !app.keys.hash.verify(PURPOSE, &self.parts(&claimed.code_id, code), &claimed.digest) {
            return Err(wrong);
        }
        let newcomer =
            UserRow { id: random_id()?, connection: SMS.to_owned(), identifier: self.number.clone(), updated_at: now };
        app.store.consume_code(&self.key, &claimed.code_id, &newcomer, now).await?.ok_or(wrong)
    }

    /// Counts a try. Where no code waits a decoy is put, so that the answers do not tell that none does.
    async fn claim(&self, app: &App, now: Timestamp) -> Result<Claimed, ApiError> {
        for _ in 0..2 {
            if let Some(claimed) = app.store.claim_try(&self.key, MOST_TRIES, now).await? {
                return Ok(claimed);
            }
            match app.store.standing(&self.key, now).await? {
                Standing::Expired => return Err(ApiError::CodeExpired),
                Standing::Exhausted => return Err(ApiError::TooManyTries),
                Standing::Nothing => {
                    let (code_id, digest) = (random_id()?, random::<32>()?);
                    let expires_at = now.after(app.settings.code_lifetime);
                    app.store.place_decoy(&self.key, &code_id, &digest, expires_at).await?;
                }
            }
        }
        // Others used up the decoy in between.
        Err(ApiError::TooManyTries)
    }

    fn parts<'a>(&'a self, code_id: &'a str, code: &'a str) -> [&'a str; 4] {
        [SMS, &self.number, code_id, code]
    }
}

/// Tries that a code has.
pub(crate) const MOST_TRIES: u32 = 3;
const PURPOSE: &str = "code";
