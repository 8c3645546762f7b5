//! A new key takes over.

use std::time::Duration;

use passlock_core::Timestamp;

use super::{KeyError, signing_key};
use crate::store::{SigningKeyRow, Store};

/// Why there shall be a new key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// It is time. The new key signs in a quarter of an hour, when every copy of the public keys has it; the old one
    /// verifies until its last token has expired. Nobody notices.
    Planned,
    /// Somebody else may have the old keys. They are forgotten at once, and every token that they signed is worth
    /// nothing; refresh tokens are not signed, and stay.
    Leaked,
}

/// A key whose public half is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedKey {
    /// Its name, as in the header of a token (RFC 7638).
    pub kid: String,
    /// From then on it signs, until another does.
    pub signs_from: Timestamp,
}

/// Makes a key and publishes it.
pub(crate) async fn rotate(store: &Store, rotation: Rotation, now: Timestamp) -> Result<PublishedKey, KeyError> {
    let signs_from = match rotation {
        Rotation::Planned => now.after(NOTICE),
        Rotation::Leaked => now,
    };
    let row = SigningKeyRow { key: signing_key::generate().await?, signs_from };
    store.add_signing_key(&row, now, rotation == Rotation::Leaked).await?;
    Ok(PublishedKey { kid: row.key.kid, signs_from })
}

/// The published keys, the one that will sign last first.
pub(crate) async fn list(store: &Store) -> Result<Vec<PublishedKey>, KeyError> {
    let rows = store.signing_keys().await?;
    Ok(rows.into_iter().map(|row| PublishedKey { kid: row.key.kid, signs_from: row.signs_from }).collect())
}

/// Longer than the public keys may be kept (`Cache-Control` of their address), and than a process takes to look again.
const NOTICE: Duration = Duration::from_mins(15);
