//! Tokens: texts that open doors, and therefore never print.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
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

impl IdToken {
    /// The JSON of the claims in the middle part, unverified; `None` when the token is damaged.
    #[must_use]
    pub fn payload(&self) -> Option<String> {
        let mut parts = self.0.split('.');
        let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        String::from_utf8(URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
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
    }
}
