//! What a token may tell and open.

use std::fmt;

/// The scopes that this server knows (OpenID Connect Core 1.0, section 5.4). Others are not granted, which is no error
/// (RFC 6749, section 3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scopes {
    pub(crate) openid: bool,
    pub(crate) profile: bool,
    pub(crate) phone: bool,
}

impl Scopes {
    pub(crate) const KNOWN: [&str; 3] = ["openid", "profile", "phone"];

    /// What is granted of what was asked for; `openid profile` when nothing was.
    pub(crate) fn granted(asked: Option<&str>) -> Self {
        let asked = asked.filter(|text| !text.trim().is_empty()).unwrap_or("openid profile");
        let has = |name| asked.split_ascii_whitespace().any(|scope| scope == name);
        Self { openid: has("openid"), profile: has("profile"), phone: has("phone") }
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let granted = [self.openid, self.profile, self.phone];
        let names: Vec<_> =
            Self::KNOWN.into_iter().zip(granted).filter_map(|(name, has)| has.then_some(name)).collect();
        f.write_str(&names.join(" "))
    }
}
