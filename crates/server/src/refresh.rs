//! Refresh tokens: random texts that are kept as hashes only.
//!
//! All tokens of a login begin with the same sixteen random bytes, so that even one that was used long ago, and is
//! forgotten, tells which login somebody has a copy of. The other 32 are the secret.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passlock_core::session::RefreshToken;

use crate::secrets::{CryptoError, random};

/// A token as bytes.
#[derive(Clone, Copy)]
pub(crate) struct Secret([u8; FAMILY + 32]);

impl Secret {
    /// The first token of a login.
    pub(crate) fn first() -> Result<Self, CryptoError> {
        random().map(Self)
    }

    /// The next token of the same login.
    pub(crate) fn next(&self) -> Result<Self, CryptoError> {
        let Self(mut bytes) = Self::first()?;
        bytes[..FAMILY].copy_from_slice(&self.0[..FAMILY]);
        Ok(Self(bytes))
    }

    /// Reads what somebody presents; `None` for what can be no token of this server's.
    pub(crate) fn read(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// The token.
    pub(crate) fn text(&self) -> RefreshToken {
        RefreshToken::new(URL_SAFE_NO_PAD.encode(self.0))
    }

    /// What the database calls the login. So many random bits need no key to be safe as a hash.
    pub(crate) fn family(&self) -> Vec<u8> {
        digest(&SHA256, &self.0[..FAMILY]).as_ref().to_vec()
    }

    /// What the database knows of the token.
    pub(crate) fn digest(&self) -> Vec<u8> {
        digest(&SHA256, &self.0).as_ref().to_vec()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

/// Bytes that all tokens of a login have in common.
const FAMILY: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_written() {
        let token = Secret::first().unwrap();
        let text = token.text();
        assert_eq!(text.secret().len(), 64);
        assert_eq!(Secret::read(text.secret()).unwrap().digest(), token.digest());
        for other in ["", "a", "a.b.c", &text.secret()[1..], &format!("{}A", text.secret())] {
            assert!(Secret::read(other).is_none(), "{other:?}");
        }
    }

    #[test]
    fn the_next_token_is_of_the_same_login_and_another() {
        let token = Secret::first().unwrap();
        let next = token.next().unwrap();
        assert_eq!(next.family(), token.family());
        assert_ne!(next.digest(), token.digest());
        assert_ne!(Secret::first().unwrap().family(), token.family());
        assert_eq!(format!("{token:?}"), "Secret([redacted])");
    }
}
