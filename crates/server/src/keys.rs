//! The keys of this server: made once, kept in the database, shared by every process on it.

use std::fmt;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, Header};
use passlock_core::Timestamp;
use serde::Serialize;
use thiserror::Error;

use crate::config::CodeKeyText;
use crate::secrets::{CryptoError, HashKey, hex, random};
use crate::store::{KeyRow, Store, StoreError};

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
    /// Newest first; the newest signs, all of them verify.
    signing: Vec<SigningKey>,
}

/// A key pair for RS256 (RFC 7518, section 3.3), parsed once.
struct SigningKey {
    kid: String,
    pair: RsaKeyPair,
    public: DecodingKey,
    jwk: Jwk,
}

impl Keys {
    /// Reads the keys, and makes those that are missing.
    pub(crate) async fn load(store: &Store, code_key: Option<&CodeKeyText>, now: Timestamp) -> Result<Self, KeyError> {
        let hash = match code_key {
            Some(text) => HashKey::new(text.bytes()),
            None => load_hash_key(store, now).await?,
        };
        let signing = load_signing_keys(store, now).await?;
        Ok(Self { hash, signing })
    }

    /// The signed form of `claims` (RFC 7515, section 7.1).
    pub(crate) fn sign<T: Serialize>(&self, claims: &T) -> Result<String, CryptoError> {
        let key = self.signing.first().ok_or(CryptoError)?;
        let header = Header { kid: Some(key.kid.clone()), ..Header::new(Algorithm::RS256) };
        let message = format!("{}.{}", part(&header)?, part(claims)?);
        let mut signature = vec![0; key.pair.public_modulus_len()];
        key.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature)?;
        Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// What verifies signatures of the key with this name.
    pub(crate) fn verifier(&self, kid: &str) -> Option<&DecodingKey> {
        self.signing.iter().find(|key| key.kid == kid).map(|key| &key.public)
    }

    /// The public halves (RFC 7517, section 5).
    pub(crate) fn public(&self) -> JwkSet {
        JwkSet { keys: self.signing.iter().map(|key| key.jwk.clone()).collect() }
    }
}

impl SigningKey {
    fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let pair = RsaKeyPair::from_pkcs8(der).map_err(|_| KeyError::Crypto)?;
        let RsaPublicKeyComponents { n, e } = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
        let public = DecodingKey::from_rsa_raw_components(&n, &e);
        let mut jwk = Jwk::from_decoding_key(&public, Some(Algorithm::RS256)).map_err(|_| KeyError::Crypto)?;
        let kid = jwk.thumbprint(ThumbprintHash::SHA256).map_err(|_| KeyError::Crypto)?;
        jwk.common.key_id = Some(kid.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { kid, pair, public, jwk })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

async fn load_hash_key(store: &Store, now: Timestamp) -> Result<HashKey, KeyError> {
    let fresh = random::<32>().map_err(|_| KeyError::Crypto)?;
    let row = KeyRow { kid: hex(&random::<8>().map_err(|_| KeyError::Crypto)?), material: fresh.to_vec() };
    store.keep_first_key(HASHING, &row, now).await?;
    let kept = store.keys(HASHING).await?;
    kept.first().map(|row| HashKey::new(&row.material)).ok_or(KeyError::Crypto)
}

async fn load_signing_keys(store: &Store, now: Timestamp) -> Result<Vec<SigningKey>, KeyError> {
    let mut rows = store.keys(SIGNING).await?;
    if rows.is_empty() {
        let row = tokio::task::spawn_blocking(new_signing_key).await.map_err(|_| KeyError::Crypto)??;
        store.keep_first_key(SIGNING, &row, now).await?;
        rows = store.keys(SIGNING).await?;
    }
    rows.iter().map(|row| SigningKey::from_pkcs8(&row.material)).collect()
}

/// Takes tenths of a second.
fn new_signing_key() -> Result<KeyRow, KeyError> {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError::Crypto)?;
    let der = pair.as_der().map_err(|_| KeyError::Crypto)?.as_ref().to_vec();
    Ok(KeyRow { kid: SigningKey::from_pkcs8(&der)?.kid, material: der })
}

fn part<T: Serialize>(value: &T) -> Result<String, CryptoError> {
    serde_json::to_vec(value).map(|json| URL_SAFE_NO_PAD.encode(json)).map_err(|_| CryptoError)
}

const HASHING: &str = "hash";
const SIGNING: &str = "sign";
