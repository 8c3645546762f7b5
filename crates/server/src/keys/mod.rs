//! The keys of this server: kept in the database, shared by every process on it, and replaced from time to time.
//!
//! A new signing key is published for a while before it signs ([`Rotation::Planned`]), so that whoever keeps a copy of the
//! public keys has it in time. The old one verifies until the last of its tokens has expired, and then it is forgotten.

mod rotation;
mod signing_key;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jsonwebtoken::jwk::JwkSet;
use passlock_core::Timestamp;
use serde::Serialize;
use thiserror::Error;

use crate::config::{CodeKeyText, Settings};
use crate::secrets::{CryptoError, HashKey, hex, random};
use crate::store::{KeyRow, Store, StoreError};

pub use rotation::{PublishedKey, Rotation};
pub(crate) use rotation::{list, rotate};
pub(crate) use signing_key::SigningKey;

/// Why the server has no keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The database did not give or take them.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A key could not be made, or what the database holds is none.
    #[error("a key is damaged or could not be made")]
    Crypto,
}

/// The keys of this server.
#[derive(Debug)]
pub(crate) struct Keys {
    pub(crate) hash: HashKey,
    store: Store,
    ring: RwLock<Ring>,
}

/// The signing keys as the database had them a moment ago.
#[derive(Debug, Clone)]
struct Ring {
    read_at: Timestamp,
    /// The one that will sign last first.
    keys: Vec<Arc<SigningKey>>,
}

impl Keys {
    /// Reads the keys, and makes those that are missing.
    pub(crate) async fn load(store: &Store, settings: &Settings, now: Timestamp) -> Result<Self, KeyError> {
        let hash = hash_key(store, settings.code_key.as_ref(), now).await?;
        forget_retired(store, settings, now).await?;
        if store.signing_keys().await?.is_empty() {
            store.keep_first_signing_key(&signing_key::generate().await?, now).await?;
        }
        let ring = Ring { read_at: now, keys: read(store, &[]).await? };
        Ok(Self { hash, store: store.clone(), ring: RwLock::new(ring) })
    }

    /// The signed form of `claims` (RFC 7515, section 7.1), by the newest key that may sign. `kind` is the `typ` of its header.
    pub(crate) async fn sign<T: Serialize + Sync>(
        &self,
        kind: &str,
        claims: &T,
        now: Timestamp,
    ) -> Result<String, CryptoError> {
        let keys = self.current(now).await;
        // If all of them lie ahead the clock was turned back, and the oldest is the one that signed then.
        let key = keys.iter().find(|key| key.signs_from <= now).or(keys.last()).ok_or(CryptoError)?;
        key.sign(kind, claims)
    }

    /// The key with this name, for verifying.
    pub(crate) async fn verifier(&self, kid: &str, now: Timestamp) -> Option<Arc<SigningKey>> {
        self.current(now).await.into_iter().find(|key| key.kid == kid)
    }

    /// The public halves (RFC 7517, section 5).
    pub(crate) async fn public(&self, now: Timestamp) -> JwkSet {
        JwkSet { keys: self.current(now).await.iter().map(|key| key.jwk()).collect() }
    }

    /// The signing keys, which another process may have changed.
    async fn current(&self, now: Timestamp) -> Vec<Arc<SigningKey>> {
        let known = self.ring.read().unwrap_or_else(PoisonError::into_inner).clone();
        if known.read_at.millis().abs_diff(now.millis()) < RELOAD {
            return known.keys;
        }
        match read(&self.store, &known.keys).await {
            Ok(keys) => {
                let ring = Ring { read_at: now, keys: keys.clone() };
                *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
                keys
            }
            // A database that is busy is no reason to refuse what the known keys can do.
            Err(error) => {
                tracing::warn!(%error, "the signing keys could not be read again");
                known.keys
            }
        }
    }
}

/// Forgets keys whose last token has expired.
pub(crate) async fn forget_retired(store: &Store, settings: &Settings, now: Timestamp) -> Result<(), StoreError> {
    // Other processes may sign with the old key until they look again.
    let span = settings.longest_token() + Duration::from_millis(2 * RELOAD);
    let span = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    store.forget_signing_keys(Timestamp::from_millis(now.millis().saturating_sub(span))).await
}

/// What codes and numbers are hashed with: the deployment's own key, or else the database's.
pub(crate) async fn hash_key(store: &Store, own: Option<&CodeKeyText>, now: Timestamp) -> Result<HashKey, KeyError> {
    if let Some(text) = own {
        return Ok(HashKey::new(text.bytes()));
    }
    let fresh = random::<32>().map_err(|_| KeyError::Crypto)?;
    let row = KeyRow { kid: hex(&random::<8>().map_err(|_| KeyError::Crypto)?), material: fresh.to_vec() };
    Ok(HashKey::new(&store.only_key(HASHING, &row, now).await?.material))
}

/// The keys in the database; those that are known already are not parsed again.
async fn read(store: &Store, known: &[Arc<SigningKey>]) -> Result<Vec<Arc<SigningKey>>, KeyError> {
    let rows = store.signing_keys().await?;
    let find = |kid: &str| known.iter().find(|key| key.kid == kid).map(Arc::clone);
    rows.iter().map(|row| find(&row.key.kid).map_or_else(|| SigningKey::read(row).map(Arc::new), Ok)).collect()
}

const HASHING: &str = "hash";
/// How old the keys in hand may be, in milliseconds.
const RELOAD: u64 = 10_000;
