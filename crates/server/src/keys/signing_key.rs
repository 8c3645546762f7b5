//! One key pair for RS256, parsed once.

use std::fmt;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, Header};
use passlock_core::Timestamp;
use serde::Serialize;

use super::KeyError;
use crate::secrets::CryptoError;
use crate::store::{KeyRow, SigningKeyRow};

/// A key pair for RS256 (RFC 7518, section 3.3).
pub(crate) struct SigningKey {
    pub(super) kid: String,
    /// From then on it signs, until another does.
    pub(super) signs_from: Timestamp,
    pair: RsaKeyPair,
    public: DecodingKey,
    jwk: Jwk,
}

impl SigningKey {
    pub(super) fn read(row: &SigningKeyRow) -> Result<Self, KeyError> {
        Self::from_pkcs8(&row.key.material, row.signs_from)
    }

    /// The signed form of `claims` (RFC 7515, section 7.1), with this `typ`.
    pub(super) fn sign<T: Serialize>(&self, kind: &str, claims: &T) -> Result<String, CryptoError> {
        let header =
            Header { kid: Some(self.kid.clone()), typ: Some(kind.to_owned()), ..Header::new(Algorithm::RS256) };
        let message = format!("{}.{}", part(&header)?, part(claims)?);
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature)?;
        Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// What verifies its signatures.
    pub(crate) fn public(&self) -> &DecodingKey {
        &self.public
    }

    /// The public half (RFC 7517, section 4).
    pub(super) fn jwk(&self) -> Jwk {
        self.jwk.clone()
    }

    fn from_pkcs8(der: &[u8], signs_from: Timestamp) -> Result<Self, KeyError> {
        let pair = RsaKeyPair::from_pkcs8(der).map_err(|_| KeyError::Crypto)?;
        let RsaPublicKeyComponents { n, e } = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
        let public = DecodingKey::from_rsa_raw_components(&n, &e);
        let mut jwk = Jwk::from_decoding_key(&public, Some(Algorithm::RS256)).map_err(|_| KeyError::Crypto)?;
        let kid = jwk.thumbprint(ThumbprintHash::SHA256).map_err(|_| KeyError::Crypto)?;
        jwk.common.key_id = Some(kid.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { kid, signs_from, pair, public, jwk })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .field("signs_from", &self.signs_from)
            .finish_non_exhaustive()
    }
}

/// A fresh key pair as the database keeps it. Takes tenths of a second, elsewhere.
pub(super) async fn generate() -> Result<KeyRow, KeyError> {
    tokio::task::spawn_blocking(|| {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError::Crypto)?;
        let der = pair.as_der().map_err(|_| KeyError::Crypto)?.as_ref().to_vec();
        let kid = SigningKey::from_pkcs8(&der, Timestamp::from_millis(0))?.kid;
        Ok(KeyRow { kid, material: der })
    })
    .await
    .map_err(|_| KeyError::Crypto)?
}

fn part<T: Serialize>(value: &T) -> Result<String, CryptoError> {
    serde_json::to_vec(value).map(|json| URL_SAFE_NO_PAD.encode(json)).map_err(|_| CryptoError)
}
