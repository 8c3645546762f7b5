//! Random texts that open something once or for a while, and that the database knows as hashes alone.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::secrets::{CryptoError, random};

/// The cookie of a session, a login ticket or an authorization code: 256 random bits, which is also why a hash of them
/// needs no key.
#[derive(Clone, Copy)]
pub(crate) struct Opaque([u8; 32]);

impl Opaque {
    pub(crate) fn new() -> Result<Self, CryptoError> {
        random().map(Self)
    }

    /// Reads what somebody presents; `None` for what can be none of this server's.
    pub(crate) fn read(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// 43 signs of base64url.
    pub(crate) fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database knows of it.
    pub(crate) fn digest(&self) -> Vec<u8> {
        digest(&SHA256, &self.0).as_ref().to_vec()
    }
}

impl fmt::Debug for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opaque([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_read_as_it_was_written() {
        let one = Opaque::new().unwrap();
        let text = one.text();
        assert_eq!(text.len(), 43);
        assert_eq!(Opaque::read(&text).unwrap().digest(), one.digest());
        for other in ["", "a", "a.b.c", &text[1..], &format!("{text}A"), &format!("{text}=")] {
            assert!(Opaque::read(other).is_none(), "{other:?}");
        }
        assert_ne!(Opaque::new().unwrap().text(), text);
        assert_eq!(format!("{one:?}"), "Opaque([redacted])");
    }
}
