//! Tokens: texts that open doors, and therefore never print.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde::{Deserialize, Serialize};

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps a token.
            #[must_use]
            pub fn new(token: impl Into<String>) -> Self {
                Self(token.into())
            }

            /// The token itself, for the one place that needs it.
            #[must_use]
            pub fn secret(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
}

secret!(
    /// A signed statement of who logged in (OpenID Connect Core 1.0, section 2).
    IdToken
);
secret!(
    /// What opens an API (RFC 6749, section 1.4).
    AccessToken
);
secret!(
    /// What renews the other two (RFC 6749, section 1.5).
    RefreshToken
);
secret!(
    /// What a code was traded for, and what `/authorize` trades for tokens, once (protocol section 3.1).
    LoginTicket
);

/// An id_token taken apart (RFC 7515, section 7.1).
#[derive(Debug)]
pub(super) struct Parts {
    /// JSON, by its own account.
    pub(super) header: String,
    /// JSON, by its own account.
    pub(super) payload: String,
    pub(super) signature: Vec<u8>,
}

impl IdToken {
    /// The JSON of the claims in the middle part, unverified; `None` when the token is damaged.
    #[must_use]
    pub fn payload(&self) -> Option<String> {
        self.parts().map(|parts| parts.payload)
    }

    /// The three parts; `None` when there are not three, or not in base64url.
    pub(super) fn parts(&self) -> Option<Parts> {
        let mut parts = self.0.split('.').map(|part| Base64UrlUnpadded::decode_vec(part).ok());
        let mut next = || parts.next().flatten();
        let (header, payload, signature) = (next()?, next()?, next()?);
        if parts.next().is_some() {
            return None;
        }
        Some(Parts { header: String::from_utf8(header).ok()?, payload: String::from_utf8(payload).ok()?, signature })
    }

    /// All but the signature and the dot before it.
    pub(super) fn message(&self) -> &str {
        let end = self.0.bytes().rposition(|byte| byte == b'.');
        end.and_then(|end| self.0.get(..end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_do_not_print() {
        assert_eq!(format!("{:?}", IdToken::new("a.b.c")), "IdToken([redacted])");
        assert_eq!(format!("{:?}", AccessToken::new("abc")), "AccessToken([redacted])");
        assert_eq!(format!("{:?}", RefreshToken::new("abc")), "RefreshToken([redacted])");
        assert_eq!(format!("{:?}", LoginTicket::new("abc")), "LoginTicket([redacted])");
    }
}
