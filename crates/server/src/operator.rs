//! What is done to a deployment beside its server: keys are replaced, people let in and shut out.

use passlock_core::protocol::SMS;
use passlock_core::{PhoneNumber, Timestamp};
use thiserror::Error;

use crate::keys::{self, KeyError, PublishedKey, Rotation};
use crate::secrets::random_id;
use crate::store::{OpenError, Store, StoreError, UserRow};

/// Somebody with the database at hand. Servers on the same database notice within seconds.
#[derive(Debug, Clone)]
pub struct Operator {
    store: Store,
}

/// Why it was not done.
#[derive(Debug, Error)]
pub enum OperatorError {
    /// No database.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No key.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The operating system gave no randomness.
    #[error("the cryptography library refused")]
    Crypto,
}

impl Operator {
    /// Opens the database of a deployment, which has to be there, and brings its tables up to date.
    ///
    /// # Errors
    /// [`OperatorError::Database`] says what is wrong with the address or the file.
    pub async fn open(database: &str) -> Result<Self, OperatorError> {
        Ok(Self { store: Store::open_existing(database).await? })
    }

    /// Makes a signing key and publishes it.
    ///
    /// # Errors
    /// [`OperatorError`] when there is no key or the database did not take it.
    pub async fn rotate_keys(&self, rotation: Rotation, now: Timestamp) -> Result<PublishedKey, OperatorError> {
        Ok(keys::rotate(&self.store, rotation, now).await?)
    }

    /// The signing keys whose public halves are published, the one that will sign last first.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not answer.
    pub async fn keys(&self) -> Result<Vec<PublishedKey>, OperatorError> {
        Ok(keys::list(&self.store).await?)
    }

    /// Makes an account for a number. `false` when it has one.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not take it.
    pub async fn add_user(&self, number: &PhoneNumber, now: Timestamp) -> Result<bool, OperatorError> {
        let newcomer = UserRow {
            id: random_id().map_err(|_| OperatorError::Crypto)?,
            connection: SMS.to_owned(),
            identifier: number.e164(),
            updated_at: now,
            is_blocked: false,
        };
        Ok(self.store.add_user(&newcomer).await?)
    }

    /// Shuts the person with this number out: no code, no login, no renewal. `false` when the number has no account.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not take it.
    pub async fn block_user(&self, number: &PhoneNumber, now: Timestamp) -> Result<bool, OperatorError> {
        Ok(self.store.block_user(SMS, &number.e164(), Some(now)).await?)
    }

    /// Lets the person with this number in again. `false` when the number has no account.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not take it.
    pub async fn unblock_user(&self, number: &PhoneNumber) -> Result<bool, OperatorError> {
        Ok(self.store.block_user(SMS, &number.e164(), None).await?)
    }
}
