//! A login between the claims of its token, which were checked, and its signature, which is yet to be.

use std::time::Duration;

use base64ct::{Base64UrlUnpadded, Encoding as _};

use super::{Rules, Session, TokenFault, renewal};
use crate::protocol::{Json, TokenReply};
use crate::{Nonsense, Problem, Timestamp};

/// A login that is only claimed. It becomes a [`Session`] when its signature was verified, and not before.
#[derive(Debug)]
pub struct Unproved {
    session: Session,
    kid: Option<String>,
    at_hash: Option<String>,
    signature: Vec<u8>,
}

impl Unproved {
    /// A login from what the token endpoint sent, if its id_token says what `rules` ask for.
    ///
    /// # Errors
    /// [`Problem::TokenRefused`] with the first check that the token did not pass; [`Nonsense::MissingFields`] when there
    /// is no token.
    pub fn read<J: Json>(reply: TokenReply, rules: &Rules<'_>, now: Timestamp) -> Result<Self, Problem> {
        let id_token = reply.id_token.ok_or(Problem::Nonsense(Nonsense::MissingFields))?;
        let said = rules.check::<J>(&id_token, now)?;
        let access_life = Duration::from_secs(reply.expires_in.into());
        // Lives are counted from now on: a clock that is wrong counts them right all the same.
        let renew_at = renewal::due(now, said.life().min(access_life), id_token.secret());
        let session = Session {
            id_token,
            access_token: Some(reply.access_token),
            access_expires_at: Some(now.after(access_life)),
            renew_at,
            refresh_token: reply.refresh_token,
            profile: said.profile,
            expires_at: said.expires_at,
        };
        Ok(Self { session, kid: said.kid, at_hash: said.at_hash, signature: said.signature })
    }

    /// The name of the key that the token says it was signed by.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// What was signed: header and payload as they came (RFC 7515, section 5.2).
    #[must_use]
    pub fn message(&self) -> &str {
        self.session.id_token.message()
    }

    /// The signature over [`Unproved::message`].
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The text whose SHA-256 [`Unproved::proved`] has to be given: the access token, when the id_token speaks of it.
    #[must_use]
    pub fn to_be_hashed(&self) -> Option<&str> {
        let access_token = self.session.access_token.as_ref()?;
        (self.at_hash.is_some()).then_some(access_token.secret())
    }

    /// The session, once the signature was verified. `at_hash`, if the token has it, has to be the left half of the hash
    /// (OpenID Connect Core 1.0, section 3.1.3.6).
    ///
    /// # Errors
    /// [`TokenFault::AccessTokenHash`] when it is not, or when there is no hash to compare it with.
    pub fn proved(self, hash: Option<&[u8]>) -> Result<Session, TokenFault> {
        let Some(said) = self.at_hash else { return Ok(self.session) };
        let left_half = hash.map(|hash| hash.split_at(hash.len() / 2).0);
        match Base64UrlUnpadded::decode_vec(&said) {
            Ok(said) if left_half == Some(&said) => Ok(self.session),
            _ => Err(TokenFault::AccessTokenHash),
        }
    }

    /// The session on the word of the connection: the token came straight from the token endpoint, whose certificate the
    /// browser has checked (OpenID Connect Core 1.0, section 3.1.3.7, point 6).
    #[must_use]
    pub fn trusted(self) -> Session {
        self.session
    }
}
