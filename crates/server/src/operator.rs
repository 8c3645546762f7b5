//! What is done to a deployment beside its server: keys are replaced, people let in and shut out.

use passlock_core::Timestamp;
use thiserror::Error;

use crate::clock::rfc3339;
use crate::codes;
use crate::config::CodeKeyText;
use crate::events::Event;
use crate::identity::Identity;
use crate::keys::{self, KeyError, PublishedKey, Rotation};
use crate::secrets::random_id;
use crate::store::{OpenError, Store, StoreError, UserRow};

/// Somebody with the database at hand. Servers on the same database notice within seconds.
#[derive(Debug, Clone)]
pub struct Operator {
    pub(crate) store: Store,
}

/// What is kept of a person. Moments are as RFC 3339 has them, in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The `sub` of tokens.
    pub subject: String,
    /// Through what the person is reached.
    pub connection: String,
    /// When the account was made.
    pub created_at: String,
    /// `None` when the person has not logged in yet.
    pub last_login_at: Option<String>,
    /// How often the person has logged in.
    pub logins: i64,
    /// Since when the person is shut out.
    pub blocked_at: Option<String>,
    /// Logins that can be renewed.
    pub sessions: i64,
    /// The person's passkeys, the oldest first.
    pub passkeys: Vec<AccountPasskey>,
}

/// What is kept of a passkey, beside its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPasskey {
    /// What the person calls it.
    pub name: Option<String>,
    /// The name that it belongs to.
    pub rp_id: String,
    /// The make of the device, as a UUID.
    pub aaguid: String,
    /// When it was added.
    pub created_at: String,
    /// `None` when it has not been used yet.
    pub last_used_at: Option<String>,
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

    /// Makes the database of a deployment if it is missing, and brings its tables up to date.
    ///
    /// # Errors
    /// [`OperatorError::Database`] says what is wrong with the address or the file.
    pub async fn migrate(database: &str) -> Result<Self, OperatorError> {
        Ok(Self { store: Store::open(database).await? })
    }

    /// Makes a signing key and publishes it.
    ///
    /// # Errors
    /// [`OperatorError`] when there is no key or the database did not take it.
    pub async fn rotate_keys(&self, rotation: Rotation, now: Timestamp) -> Result<PublishedKey, OperatorError> {
        let key = keys::rotate(&self.store, rotation, now).await?;
        Event::KeysRotated { kid: &key.kid, leaked: rotation == Rotation::Leaked }.tell();
        Ok(key)
    }

    /// The signing keys whose public halves are published, the one that will sign last first.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not answer.
    pub async fn keys(&self) -> Result<Vec<PublishedKey>, OperatorError> {
        Ok(keys::list(&self.store).await?)
    }

    /// Makes an account for a number or an address. `false` when it has one.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not take it.
    pub async fn add_user(&self, person: impl Into<Identity>, now: Timestamp) -> Result<bool, OperatorError> {
        let whom = &person.into();
        let newcomer = UserRow {
            id: random_id().map_err(|_| OperatorError::Crypto)?,
            connection: whom.connection().name().to_owned(),
            identifier: whom.key().to_owned(),
            typed: whom.typed().map(str::to_owned),
            updated_at: now,
            is_blocked: false,
        };
        let is_new = self.store.add_user(&newcomer).await?;
        if is_new {
            Event::UserAdded { whom }.tell();
        }
        Ok(is_new)
    }

    /// Shuts the person with this number or address out: no code, no login, no renewal. `false` when there is no account.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not take it.
    pub async fn block_user(&self, person: impl Into<Identity>, now: Timestamp) -> Result<bool, OperatorError> {
        let whom = &person.into();
        let is_known = self.store.block_user(whom.connection().name(), whom.key(), Some(now)).await?;
        if is_known {
            Event::UserBlocked { whom: Some(whom) }.tell();
        }
        Ok(is_known)
    }

    /// Lets the person with this number or address in again. `false` when there is no account.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not take it.
    pub async fn unblock_user(&self, person: impl Into<Identity>) -> Result<bool, OperatorError> {
        let whom = &person.into();
        let is_known = self.store.block_user(whom.connection().name(), whom.key(), None).await?;
        if is_known {
            Event::UserUnblocked { whom: Some(whom) }.tell();
        }
        Ok(is_known)
    }

    /// What is kept of the person with this number or address; `None` when there is no account.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not answer.
    pub async fn account(&self, person: impl Into<Identity>) -> Result<Option<Account>, OperatorError> {
        let whom = person.into();
        self.account_of(whom.connection().name(), whom.key()).await
    }

    /// Forgets the person with this number or address: the account, all logins, the code that waits, kept messages. `key` is the one
    /// that codes are hashed with, if the deployment has one of its own. `false` when there is no account.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not take it.
    pub async fn delete_user(
        &self,
        person: impl Into<Identity>,
        key: Option<&CodeKeyText>,
        now: Timestamp,
    ) -> Result<bool, OperatorError> {
        let whom = &person.into();
        let subject = codes::name(&keys::hash_key(&self.store, key, now).await?, whom);
        let is_known = self.store.forget_person(whom.connection().name(), whom.key(), &subject).await?;
        if is_known {
            Event::UserDeleted { whom: Some(whom) }.tell();
        }
        Ok(is_known)
    }

    /// The account of an identifier; `None` when there is none.
    pub(crate) async fn account_of(
        &self,
        connection: &str,
        identifier: &str,
    ) -> Result<Option<Account>, OperatorError> {
        let Some(row) = self.store.account(connection, identifier).await? else { return Ok(None) };
        let passkeys = self.store.passkeys_of(&row.id).await?.into_iter().map(|row| AccountPasskey {
            name: row.name,
            rp_id: row.rp_id,
            aaguid: row.aaguid,
            created_at: rfc3339(row.created_at),
            last_used_at: row.used_at.map(rfc3339),
        });
        Ok(Some(Account {
            subject: format!("{}|{}", row.connection, row.id),
            connection: row.connection,
            created_at: rfc3339(row.created_at),
            last_login_at: (row.logins > 0).then(|| rfc3339(row.updated_at)),
            logins: row.logins,
            blocked_at: row.blocked_at.map(rfc3339),
            sessions: row.families,
            passkeys: passkeys.collect(),
        }))
    }
}
