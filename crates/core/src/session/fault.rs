//! What is wrong with an id_token, each check with a name of its own.

/// The check that an id_token did not pass. The checks are made in this order, and the first that fails is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenFault {
    /// Not three parts of base64url with JSON objects in the first two, or a profile with a field of the wrong type.
    Malformed,
    /// Not signed by RS256: by a shared secret, by nobody, or by something that is not in use here.
    Algorithm,
    /// The header says that this is a token of another kind, or demands an extension that is not known here.
    Header,
    /// `iss` is not the backend that the page is set up for.
    Issuer,
    /// `aud` does not have this client.
    Audience,
    /// `azp` is another client, or missing although there are several audiences.
    AuthorizedParty,
    /// `sub` names nobody.
    Subject,
    /// `exp` is past, or missing.
    Expired,
    /// `iat` is yet to come, or missing.
    IssuedInFuture,
    /// `nbf` is yet to come.
    NotYetValid,
    /// `nonce` is not the one that was sent.
    Nonce,
    /// The browser has no cryptography for this page, because it was not loaded by https.
    NoCrypto,
    /// The backend's keys could not be fetched.
    KeysUnavailable,
    /// The backend has no key of that name that could be used, not even after asking again.
    KeyUnknown,
    /// The signature was not made by the backend's key, or the token was changed since.
    Signature,
    /// `at_hash` belongs to another access token.
    AccessTokenHash,
}

impl TokenFault {
    /// All of them, in the order in which they are looked for.
    pub const ALL: [Self; 16] = [
        Self::Malformed,
        Self::Algorithm,
        Self::Header,
        Self::Issuer,
        Self::Audience,
        Self::AuthorizedParty,
        Self::Subject,
        Self::Expired,
        Self::IssuedInFuture,
        Self::NotYetValid,
        Self::Nonce,
        Self::NoCrypto,
        Self::KeysUnavailable,
        Self::KeyUnknown,
        Self::Signature,
        Self::AccessTokenHash,
    ];

    /// A stable name for the host page's code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Algorithm => "algorithm",
            Self::Header => "header",
            Self::Issuer => "issuer",
            Self::Audience => "audience",
            Self::AuthorizedParty => "authorized_party",
            Self::Subject => "subject",
            Self::Expired => "expired",
            Self::IssuedInFuture => "issued_in_future",
            Self::NotYetValid => "not_yet_valid",
            Self::Nonce => "nonce",
            Self::NoCrypto => "no_crypto",
            Self::KeysUnavailable => "keys_unavailable",
            Self::KeyUnknown => "key_unknown",
            Self::Signature => "signature",
            Self::AccessTokenHash => "access_token_hash",
        }
    }

    /// Whether a device whose clock is wrong would explain it.
    #[must_use]
    pub fn is_of_time(self) -> bool {
        matches!(self, Self::Expired | Self::IssuedInFuture | Self::NotYetValid)
    }
}
