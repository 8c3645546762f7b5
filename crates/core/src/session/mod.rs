//! What a login leaves behind, and the rules by which it may.

mod claims;
mod fault;
mod keys;
mod rules;
mod token;
mod unproved;

pub use claims::{Audience, Claims, Profile};
pub use fault::TokenFault;
pub use keys::KeyCache;
pub use rules::{Leeway, Rules};
pub use token::{AccessToken, IdToken, RefreshToken};
pub use unproved::Unproved;

use crate::Timestamp;
use crate::protocol::Json;

/// A person who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who it is, signed by the server.
    pub id_token: IdToken,
    /// Opens the server's `/userinfo`; missing in a session that was read back from storage.
    pub access_token: Option<AccessToken>,
    /// Renews the others, when `offline_access` was granted.
    pub refresh_token: Option<RefreshToken>,
    /// Who it is, for eyes.
    pub profile: Profile,
    /// When the id_token stops being valid.
    pub expires_at: Timestamp,
}

impl Session {
    /// A session from an id_token that was stored earlier; `None` when it is damaged, expired or not this client's.
    ///
    /// Its signature was verified before it was stored and is not verified again: whoever can change what a page has
    /// stored runs scripts in that page, and needs no token to deceive it.
    #[must_use]
    pub fn restore<J: Json>(id_token: IdToken, rules: &Rules<'_>, now: Timestamp) -> Option<Self> {
        let said = rules.check_again::<J>(&id_token, now).ok()?;
        Some(Self {
            id_token,
            access_token: None,
            refresh_token: None,
            profile: said.profile,
            expires_at: said.expires_at,
        })
    }
}
