//! What a login leaves behind, and the rules by which it may.

mod claims;
mod token;

pub use claims::{Audience, Claims, Profile};
pub use token::{AccessToken, IdToken, RefreshToken};

use crate::protocol::{Domain, Json, TokenReply};
use crate::{Nonsense, Problem, Timestamp};

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
    /// A session from what the token endpoint sent, if its id_token is one for `client_id` from `domain`.
    ///
    /// # Errors
    /// [`Problem::TokenRefused`] when the token is damaged, for somebody else, from somebody else, or expired;
    /// [`Nonsense::MissingFields`] when there is none.
    pub fn establish<J: Json>(
        reply: TokenReply,
        domain: &Domain,
        client_id: &str,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let id_token = reply.id_token.ok_or(Problem::Nonsense(Nonsense::MissingFields))?;
        let Some((claims, profile)) = valid_claims::<J>(&id_token, domain, client_id, now) else {
            return Err(Problem::TokenRefused);
        };
        Ok(Self {
            expires_at: claims.expires_at(),
            id_token,
            access_token: Some(reply.access_token),
            refresh_token: reply.refresh_token,
            profile,
        })
    }

    /// A session from an id_token that was stored earlier; `None` when it is damaged, expired or not this client's.
    #[must_use]
    pub fn restore<J: Json>(id_token: IdToken, domain: &Domain, client_id: &str, now: Timestamp) -> Option<Self> {
        let (claims, profile) = valid_claims::<J>(&id_token, domain, client_id, now)?;
        let expires_at = claims.expires_at();
        Some(Self { id_token, access_token: None, refresh_token: None, profile, expires_at })
    }
}

fn valid_claims<J: Json>(
    id_token: &IdToken,
    domain: &Domain,
    client_id: &str,
    now: Timestamp,
) -> Option<(Claims, Profile)> {
    let payload = id_token.payload()?;
    let claims: Claims = J::read(&payload).ok()?;
    let profile: Profile = J::read(&payload).ok()?;
    (claims.hold_for(&domain.issuer(), client_id, now) && !profile.sub.is_empty()).then_some((claims, profile))
}
