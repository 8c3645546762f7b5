//! What a login leaves behind, and the rules by which it may.

mod claims;
mod fault;
mod keys;
pub(crate) mod renewal;
mod rules;
mod stored;
mod token;
mod unproved;

pub use claims::{Audience, Claims, Profile};
pub use fault::TokenFault;
pub use keys::KeyCache;
pub use rules::{Leeway, Rules};
pub use stored::{Dropped, Entries};
pub use token::{AccessToken, IdToken, LoginTicket, RefreshToken};
pub use unproved::Unproved;

use crate::protocol::Json;
use crate::{Problem, Timestamp};

/// A person who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who it is, signed by the server.
    pub id_token: IdToken,
    /// Opens the server's `/userinfo`; missing in a session that was read back from storage.
    pub access_token: Option<AccessToken>,
    /// When the access token stops being valid; there when the token is.
    pub access_expires_at: Option<Timestamp>,
    /// Renews the others, when `offline_access` was granted.
    pub refresh_token: Option<RefreshToken>,
    /// Who it is, for eyes.
    pub profile: Profile,
    /// When the id_token stops being valid.
    pub expires_at: Timestamp,
    /// From when on it is to be renewed, if it can be.
    pub renew_at: Timestamp,
}

impl Session {
    /// A session from an id_token that was stored earlier. Its time may be over.
    ///
    /// Its signature was verified before it was stored and is not verified again: whoever can change what a page has
    /// stored runs scripts in that page, and needs no token to deceive it.
    ///
    /// # Errors
    /// [`Dropped::Damaged`] or [`Dropped::Foreign`].
    pub fn restore<J: Json>(id_token: IdToken, rules: &Rules<'_>) -> Result<Self, Dropped> {
        let said = rules.check_again::<J>(&id_token).map_err(|fault| match fault {
            TokenFault::Issuer | TokenFault::Audience | TokenFault::AuthorizedParty => Dropped::Foreign,
            _ => Dropped::Damaged,
        })?;
        Ok(Self {
            renew_at: renewal::due(said.issued_at, said.life(), id_token.secret()),
            id_token,
            access_token: None,
            access_expires_at: None,
            refresh_token: None,
            profile: said.profile,
            expires_at: said.expires_at,
        })
    }

    /// The session that takes the place of `old` after a renewal.
    ///
    /// # Errors
    /// [`TokenFault::Subject`] when it is another person's (OpenID Connect Core 1.0, section 12.2).
    pub fn in_place_of(self, old: &Self) -> Result<Self, Problem> {
        if self.profile.sub == old.profile.sub { Ok(self) } else { Err(TokenFault::Subject.into()) }
    }

    /// Whether this session, which was found where tabs share theirs, is a later one of the same person. Two id_tokens of
    /// the same second may be the same text, two refresh tokens never are.
    #[must_use]
    pub fn supersedes(&self, other: &Self) -> bool {
        let is_rotated = self.refresh_token.is_some() && self.refresh_token != other.refresh_token;
        (self.id_token != other.id_token || is_rotated)
            && self.profile.sub == other.profile.sub
            && self.expires_at >= other.expires_at
    }

    /// Whether its time is over.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }

    /// The access token as long as it is good for something.
    #[must_use]
    pub fn usable_access_token(&self, now: Timestamp) -> Option<&AccessToken> {
        let is_over = self.access_expires_at.is_some_and(|expires_at| expires_at <= now);
        self.access_token.as_ref().filter(|_| !is_over)
    }
}
