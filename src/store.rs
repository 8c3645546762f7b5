//! Where a session is kept between visits: the only user of gloo-storage.

pub(crate) mod sent_code;

use gloo_storage::{LocalStorage, Storage as _};
use passlock_core::PhoneNumber;
use passlock_core::session::{IdToken, Session};
use web_sys::Storage;

use crate::api;
use crate::config::Keep;

/// A place for one session, under keys that begin with the one that the host page chose.
///
/// The id_token stands under that key as it came, so that a page reads it with one line; profile (JSON) and expiry
/// (milliseconds since the epoch) stand beside it. Access and refresh tokens are never written down.
#[derive(Debug)]
pub(crate) struct Store {
    shelf: Shelf,
    /// What outlives a session, wherever that is kept.
    local: Option<Storage>,
    key: String,
}

#[derive(Debug)]
enum Shelf {
    Local(Storage),
    /// Nothing is kept, as the host page wished.
    Memory,
    /// Nothing is kept, because the browser does not let us.
    Denied,
}

/// The browser does not let the page keep anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Denied;

impl Store {
    pub(crate) fn open(keep: Keep, key: &str) -> Self {
        // `raw` panics where storage is denied, hence the question before.
        let local = is_usable().then(LocalStorage::raw);
        let shelf = match (keep, &local) {
            (Keep::Memory, _) => Shelf::Memory,
            (Keep::Local, None) => Shelf::Denied,
            (Keep::Local, Some(storage)) => Shelf::Local(storage.clone()),
        };
        Self { shelf, local, key: key.to_owned() }
    }

    /// The id_token of an earlier visit.
    pub(crate) fn id_token(&self) -> Option<IdToken> {
        match &self.shelf {
            Shelf::Local(storage) => storage.get_item(&self.key).ok().flatten().map(IdToken::new),
            Shelf::Memory | Shelf::Denied => None,
        }
    }

    /// Keeps a session.
    ///
    /// # Errors
    /// [`Denied`] when the browser refuses, by policy or for want of room. Nothing half-written stays behind.
    pub(crate) fn save(&self, session: &Session) -> Result<(), Denied> {
        let storage = match &self.shelf {
            Shelf::Local(storage) => storage,
            Shelf::Memory => return Ok(()),
            Shelf::Denied => return Err(Denied),
        };
        let entries = [
            (self.key.clone(), session.id_token.secret().to_owned()),
            (self.profile_key(), api::write_json(&session.profile).unwrap_or_default()),
            (self.expiry_key(), session.expires_at.millis().to_string()),
        ];
        if entries.iter().any(|(key, value)| storage.set_item(key, value).is_err()) {
            self.clear();
            return Err(Denied);
        }
        Ok(())
    }

    /// Forgets the session.
    pub(crate) fn clear(&self) {
        if let Shelf::Local(storage) = &self.shelf {
            for key in [&self.key, &self.profile_key(), &self.expiry_key()] {
                // A browser that does not let go of an entry did not let us write it either.
                let _ = storage.remove_item(key);
            }
        }
    }

    /// The number of the last login.
    pub(crate) fn phone(&self) -> Option<PhoneNumber> {
        let e164 = self.local.as_ref()?.get_item(&self.phone_key()).ok().flatten()?;
        PhoneNumber::parse(&e164, None).ok()
    }

    /// Keeps a number for the next login, or none.
    pub(crate) fn keep_phone(&self, phone: Option<PhoneNumber>) {
        if let Some(storage) = &self.local {
            // A number that is not kept is typed again, which is no failure.
            let _ = match phone {
                Some(phone) => storage.set_item(&self.phone_key(), &phone.e164()),
                None => storage.remove_item(&self.phone_key()),
            };
        }
    }

    fn phone_key(&self) -> String {
        format!("{}_phone", self.key)
    }

    fn profile_key(&self) -> String {
        format!("{}_profile", self.key)
    }

    fn expiry_key(&self) -> String {
        format!("{}_expires_at", self.key)
    }
}

/// Whether localStorage is there and takes a value: some browsers hand it out and refuse to write.
fn is_usable() -> bool {
    const PROBE: &str = "passlock_probe";
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    storage.is_some_and(|storage| storage.set_item(PROBE, "").is_ok() && storage.remove_item(PROBE).is_ok())
}
