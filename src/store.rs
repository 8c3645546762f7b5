//! Where a session is kept between visits: the only user of the browser's storage.

mod note;
pub(crate) mod sent_code;

use std::cell::RefCell;

use passlock_core::protocol::Value;
use passlock_core::session::{Entries, IdToken, RefreshToken, Session};
use passlock_core::{EmailAddress, PhoneNumber, Recipient};
use web_sys::Storage;

use crate::api;
use crate::clock::Clock;
use crate::config::{Config, Keep};

pub(crate) use note::Note;

/// A place for one session, under keys that begin with the one that the host page chose.
///
/// The id_token stands under that key as it came, so that a page reads it with one line; profile (JSON) and expiry
/// (milliseconds since the epoch) stand beside it. An access token is never written down, a refresh token only when the
/// page wants it.
#[derive(Debug)]
pub(crate) struct Store {
    shelf: Shelf,
    key: String,
    keeps_refresh_token: bool,
    /// The tokens that this tab wrote or read last.
    seen: RefCell<Tokens>,
}

/// What tells one session from another: the id_token and, where it is kept, the refresh token.
type Tokens = (Option<IdToken>, Option<RefreshToken>);

#[derive(Debug)]
enum Shelf {
    /// For every tab and visit.
    Shared(Storage),
    /// For this tab.
    Own(Storage),
    /// Nothing is kept, as the host page wished.
    Nowhere,
    /// Nothing is kept, because the browser does not let us.
    Denied,
}

/// The browser does not let the page keep anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Denied;

impl Store {
    pub(crate) fn open(config: &Config) -> Self {
        let shelf = match config.keep {
            Keep::Local => local().filter(is_usable).map_or(Shelf::Denied, Shelf::Shared),
            Keep::Session => of_tab().filter(is_usable).map_or(Shelf::Denied, Shelf::Own),
            Keep::Memory | Keep::Nothing => Shelf::Nowhere,
        };
        let keeps_refresh_token = config.keeps_refresh_token();
        let store = Self { shelf, key: config.storage_key.clone(), keeps_refresh_token, seen: RefCell::default() };
        if !keeps_refresh_token {
            // One that was kept when the page still wanted it.
            store.remove(REFRESH_TOKEN);
        }
        store
    }

    /// Whether other tabs see what this one keeps.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self.shelf, Shelf::Shared(_))
    }

    /// Whether another session is kept than this tab knows of, or none any more.
    pub(crate) fn has_news(&self) -> bool {
        self.tokens() != *self.seen.borrow()
    }

    /// A note about whose turn it is, by a tab of this name; `None` where there is no storage.
    pub(crate) fn note(&self, mine: String) -> Option<Note> {
        Some(Note::new(local()?, self.key(TURN), mine))
    }

    /// What is kept; the clock is set to what was known of the server's.
    pub(crate) fn entries(&self, clock: &Clock) -> Entries {
        if let Some(ahead) = self.entry(CLOCK).and_then(|ahead| ahead.parse().ok()) {
            clock.set(ahead);
        }
        let (id_token, refresh_token) = self.tokens();
        Entries { id_token, profile: self.entry(PROFILE), expires_at: self.entry(EXPIRY), refresh_token }
    }

    /// Remembers what is kept as known to this tab.
    pub(crate) fn mark_seen(&self) {
        *self.seen.borrow_mut() = self.tokens();
    }

    /// Keeps a session.
    ///
    /// # Errors
    /// [`Denied`] when the browser refuses, by policy or for want of room. Nothing half-written stays behind.
    pub(crate) fn save(&self, session: &Session, clock: &Clock) -> Result<(), Denied> {
        let storage = match &self.shelf {
            Shelf::Shared(storage) | Shelf::Own(storage) => storage,
            Shelf::Nowhere => return Ok(()),
            Shelf::Denied => return Err(Denied),
        };
        let refresh_token = session.refresh_token.as_ref().filter(|_| self.keeps_refresh_token);
        // The token comes last: other tabs look when it changes, and find the rest in place.
        let entries = [
            (PROFILE, api::write_json(&Value::from(&session.profile))),
            (EXPIRY, Some(session.expires_at.millis().to_string())),
            (CLOCK, Some(clock.ahead()).filter(|ahead| *ahead != 0).map(|ahead| ahead.to_string())),
            (REFRESH_TOKEN, refresh_token.map(|token| token.secret().to_owned())),
            (ID_TOKEN, Some(session.id_token.secret().to_owned())),
        ];
        let is_refused = |(name, value): (&str, Option<String>)| match value {
            Some(value) => storage.set_item(&self.key(name), &value).is_err(),
            None => storage.remove_item(&self.key(name)).is_err(),
        };
        if entries.into_iter().any(is_refused) {
            self.clear();
            return Err(Denied);
        }
        self.mark_seen();
        Ok(())
    }

    /// Forgets the session.
    pub(crate) fn clear(&self) {
        for name in [PROFILE, EXPIRY, CLOCK, REFRESH_TOKEN, TURN, ID_TOKEN] {
            self.remove(name);
        }
        self.mark_seen();
    }

    /// Who logged in last.
    pub(crate) fn recipient(&self) -> Option<Recipient> {
        recipient(&local()?.get_item(&self.key(RECIPIENT)).ok().flatten()?)
    }

    /// Keeps who logged in for the next time, or nobody. It outlives the session, wherever that is kept.
    pub(crate) fn keep_recipient(&self, to: Option<&Recipient>) {
        if let Some(storage) = local() {
            // What is not kept is typed again, which is no failure.
            let _ = match to {
                Some(to) => storage.set_item(&self.key(RECIPIENT), &to.username()),
                None => storage.remove_item(&self.key(RECIPIENT)),
            };
        }
    }

    fn tokens(&self) -> Tokens {
        let refresh_token = self.entry(REFRESH_TOKEN).filter(|_| self.keeps_refresh_token);
        (self.entry(ID_TOKEN).map(IdToken::new), refresh_token.map(RefreshToken::new))
    }

    fn entry(&self, name: &str) -> Option<String> {
        match &self.shelf {
            Shelf::Shared(storage) | Shelf::Own(storage) => storage.get_item(&self.key(name)).ok().flatten(),
            Shelf::Nowhere | Shelf::Denied => None,
        }
    }

    fn remove(&self, name: &str) {
        if let Shelf::Shared(storage) | Shelf::Own(storage) = &self.shelf {
            // A browser that does not let go of an entry did not let us write it either.
            let _ = storage.remove_item(&self.key(name));
        }
    }

    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.key)
    }
}

/// Who is meant by what was kept of [`Recipient::username`].
fn recipient(kept: &str) -> Option<Recipient> {
    if kept.contains('@') {
        EmailAddress::parse(kept).ok().map(Recipient::Email)
    } else {
        PhoneNumber::parse(kept, None).ok().map(Recipient::Phone)
    }
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn of_tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// Whether a storage takes a value: some browsers hand one out and refuse to write.
fn is_usable(storage: &Storage) -> bool {
    const PROBE: &str = "passlock_probe";
    storage.set_item(PROBE, "").is_ok() && storage.remove_item(PROBE).is_ok()
}

/// What the keys end in.
const ID_TOKEN: &str = "";
const PROFILE: &str = "_profile";
const EXPIRY: &str = "_expires_at";
/// By how many milliseconds the server is ahead of this device; there only where a clock is wrong.
const CLOCK: &str = "_clock";
const REFRESH_TOKEN: &str = "_refresh_token";
/// Whose turn it is, for pages without locks.
const TURN: &str = "_turn";
/// A number or an address. Pages know it by the name that it had when there were numbers alone.
const RECIPIENT: &str = "_phone";
