//! What a token may tell and open.

use std::fmt;

use passlock_core::protocol::OFFLINE_ACCESS;

/// The scopes that this server knows (OpenID Connect Core 1.0, sections 5.4 and 11). Others are not granted, which is no
/// error (RFC 6749, section 3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scopes([bool; 6]);

impl Scopes {
    pub(crate) const KNOWN: [&str; 6] =
        ["openid", "profile", "email", "phone", OFFLINE_ACCESS, "update:current_user_identities"];

    /// What is granted of what was asked for; `openid profile` when nothing was.
    pub(crate) fn granted(asked: Option<&str>) -> Self {
        Self::read(asked.filter(|text| !text.trim().is_empty()).unwrap_or("openid profile"))
    }

    /// The known ones in a text.
    pub(crate) fn read(text: &str) -> Self {
        Self(Self::KNOWN.map(|name| text.split_ascii_whitespace().any(|scope| scope == name)))
    }

    /// Those of them that are asked for; all of them when nothing is (RFC 6749, section 6). Never more.
    pub(crate) fn narrowed(self, asked: Option<&str>) -> Self {
        match asked.filter(|text| !text.trim().is_empty()) {
            None => self,
            Some(text) => Self(std::array::from_fn(|at| self.0[at] && Self::read(text).0[at])),
        }
    }

    /// All of them but the one that brings a refresh token.
    pub(crate) fn while_here(self) -> Self {
        let [openid, profile, email, phone, _, linking] = self.0;
        Self([openid, profile, email, phone, false, linking])
    }

    pub(crate) fn openid(self) -> bool {
        self.0[0]
    }

    pub(crate) fn profile(self) -> bool {
        self.0[1]
    }

    pub(crate) fn email(self) -> bool {
        self.0[2]
    }

    pub(crate) fn phone(self) -> bool {
        self.0[3]
    }

    pub(crate) fn offline_access(self) -> bool {
        self.0[4]
    }

    /// Whether its token may change which numbers and addresses an account has (Auth0's name for it).
    pub(crate) fn linking(self) -> bool {
        self.0[5]
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Self::KNOWN.into_iter().zip(self.0).filter_map(|(name, has)| has.then_some(name)).collect();
        f.write_str(&names.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_becomes_narrower_and_never_wider() {
        let granted = Scopes::granted(Some("openid profile offline_access"));
        for (asked, expected) in [
            (None, "openid profile offline_access"),
            (Some(" "), "openid profile offline_access"),
            (Some("openid"), "openid"),
            (Some("openid phone email address offline_access"), "openid offline_access"),
            (Some("phone"), ""),
        ] {
            assert_eq!(granted.narrowed(asked).to_string(), expected, "{asked:?}");
        }
    }
}
