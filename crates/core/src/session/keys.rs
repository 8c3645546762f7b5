//! The backend's keys while the page is there: which of them may verify a token, and when to ask for them anew.

use std::rc::Rc;
use std::time::Duration;

use crate::Timestamp;
use crate::protocol::{KeySet, RsaKey};

/// For how long keys are believed: a key that the backend withdraws is out of use after this.
const LIFETIME: Duration = Duration::from_mins(10);

/// How long after asking again because of an unknown name nobody asks again because of another.
const COOL_DOWN: Duration = Duration::from_mins(1);

/// The keys of one backend, with what is needed to know when to fetch them.
#[derive(Debug, Clone, Default)]
pub struct KeyCache {
    keys: Rc<KeySet>,
    fetched_at: Option<Timestamp>,
    refetched_at: Option<Timestamp>,
}

impl KeyCache {
    /// Keeps what was fetched in place of what was there.
    pub fn keep(&mut self, fetched: KeySet, now: Timestamp) {
        self.keys = Rc::new(fetched);
        self.fetched_at = Some(now);
    }

    /// Whether there are keys that are still believed.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        is_within(LIFETIME, self.fetched_at, now)
    }

    /// All keys, if one of them may have signed a token with this `kid`.
    #[must_use]
    pub fn known(&self, kid: Option<&str>) -> Option<Rc<KeySet>> {
        self.keys.keys.iter().any(|key| key.may_have_signed(kid)).then(|| Rc::clone(&self.keys))
    }

    /// Whether to ask the backend again because it has no key for a token. Yes counts as asked: for the next minute the
    /// answer is no, so that tokens with invented names cannot make this page hammer its backend.
    pub fn may_ask_again(&mut self, now: Timestamp) -> bool {
        let may = !is_within(COOL_DOWN, self.refetched_at, now);
        if may {
            self.refetched_at = Some(now);
        }
        may
    }
}

impl RsaKey {
    /// Whether a token with this `kid` may be signed by this key: a token that names none by any (RFC 7515, section 4.1.4).
    #[must_use]
    pub fn may_have_signed(&self, kid: Option<&str>) -> bool {
        kid.is_none() || self.kid.as_deref() == kid
    }
}

/// Whether `since` is at most `span` ago. A clock that was set back has no say.
fn is_within(span: Duration, since: Option<Timestamp>, now: Timestamp) -> bool {
    since.is_some_and(|since| since <= now && now < since.after(span))
}
