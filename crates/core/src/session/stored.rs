//! A session as it is kept between visits, and what to make of what is found.

use super::{IdToken, Profile, RefreshToken, Rules, Session};
use crate::Timestamp;
use crate::protocol::Json;

/// What is found under the keys of a session; whoever wrote it last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entries {
    /// The token, as it came.
    pub id_token: Option<IdToken>,
    /// JSON of a [`Profile`].
    pub profile: Option<String>,
    /// Milliseconds since the epoch, in decimal.
    pub expires_at: Option<String>,
    /// There when the page wants it kept.
    pub refresh_token: Option<RefreshToken>,
}

/// Why what was found is no session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dropped {
    /// The id_token or an entry beside it is no such thing.
    Damaged,
    /// The id_token is of another client or another server.
    Foreign,
    /// The entries do not belong together, or some are missing: somebody wrote half of them.
    HalfWritten,
}

impl Dropped {
    /// A stable name for the host page's code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::Foreign => "foreign",
            Self::HalfWritten => "half_written",
        }
    }
}

impl Session {
    /// The session that was kept; `None` when there is none. Its time may be over: a refresh token may still renew it.
    ///
    /// An id_token alone is enough, for pages that write it themselves. Entries beside it have to agree with it.
    ///
    /// # Errors
    /// [`Dropped`], when what was found is to be thrown away.
    pub fn read<J: Json>(entries: Entries, rules: &Rules<'_>) -> Result<Option<Self>, Dropped> {
        let Entries { id_token, profile, expires_at, refresh_token } = entries;
        let Some(id_token) = id_token else {
            let is_empty = profile.is_none() && expires_at.is_none() && refresh_token.is_none();
            return if is_empty { Ok(None) } else { Err(Dropped::HalfWritten) };
        };
        let expires_at = match expires_at {
            Some(millis) => Some(Timestamp::from_millis(millis.parse().map_err(|_| Dropped::Damaged)?)),
            None => None,
        };
        let profile = match profile {
            Some(profile) => Some(Profile::read(&J::value(&profile).map_err(|_| Dropped::Damaged)?)),
            None => None,
        };
        if profile.as_ref().is_some_and(|profile| profile.sub.is_empty()) {
            return Err(Dropped::Damaged);
        }
        let mut session = Self::restore::<J>(id_token, rules)?;
        let agrees = expires_at.is_none_or(|expires_at| expires_at == session.expires_at)
            && profile.is_none_or(|profile| profile.agrees_with(&session.profile));
        if !agrees {
            return Err(Dropped::HalfWritten);
        }
        session.refresh_token = refresh_token;
        Ok(Some(session))
    }
}

impl Profile {
    /// Whether everything that this profile says is in the other one, too. An earlier version may have said less.
    fn agrees_with(&self, other: &Self) -> bool {
        let pairs = [
            (&self.name, &other.name),
            (&self.nickname, &other.nickname),
            (&self.picture, &other.picture),
            (&self.phone_number, &other.phone_number),
        ];
        self.sub == other.sub && pairs.iter().all(|(ours, theirs)| ours.is_none() || ours == theirs)
    }
}
