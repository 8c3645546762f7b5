//! The backend's public keys: fetched while the person waits for the code, kept for as long as they are believed.

use std::cell::RefCell;
use std::rc::Rc;

use passlock_core::Problem;
use passlock_core::protocol::{Domain, JWKS_PATH, KeySet, read_keys};
use passlock_core::session::{KeyCache, TokenFault};
use wasm_bindgen_futures::spawn_local;
use web_sys::RequestCache;

use crate::api::{self, Abort, BrowserJson, Signal};
use crate::clock::Clock;

/// The keys of one backend. Dropping it gives up the request that nobody waits for.
#[derive(Debug)]
pub(crate) struct Keyring {
    /// Keys come from here alone, whatever address a token names.
    domain: Domain,
    clock: Clock,
    cache: RefCell<KeyCache>,
    ahead: RefCell<Option<Abort>>,
}

impl Keyring {
    pub(crate) fn new(domain: Domain, clock: Clock) -> Self {
        Self { domain, clock, cache: RefCell::default(), ahead: RefCell::default() }
    }

    /// Begins to fetch the keys that a login will need in a moment. That it fails does not matter yet.
    pub(crate) fn fetch_ahead(self: &Rc<Self>) {
        if self.cache.borrow().is_fresh(self.clock.now()) {
            return;
        }
        let abort = Abort::new();
        let (keyring, domain, signal) = (Rc::downgrade(self), self.domain.clone(), abort.signal());
        let clock = self.clock.clone();
        spawn_local(async move {
            let fetched = fetch(&domain, RequestCache::Default, &clock, &signal).await;
            if let (Some(keyring), Ok(keys)) = (keyring.upgrade(), fetched) {
                keyring.keep(keys);
            }
        });
        self.ahead.replace(Some(abort));
    }

    /// Has keys at hand before something is done that cannot be done twice.
    ///
    /// # Errors
    /// The [`Problem`] that kept the keys from coming.
    pub(crate) async fn make_ready(&self, signal: &Signal) -> Result<(), Problem> {
        if !self.cache.borrow().is_fresh(self.clock.now()) {
            self.keep(fetch(&self.domain, RequestCache::Default, &self.clock, signal).await?);
        }
        Ok(())
    }

    /// The keys, one of which may have signed a token with this `kid`. When there is none, the backend is asked once more
    /// and past the browser's cache, because it may have changed its keys a moment ago.
    ///
    /// # Errors
    /// [`Problem::TokenRefused`] when the backend has no such key or its keys could not be fetched;
    /// [`Problem::Cancelled`].
    pub(crate) async fn known(&self, kid: Option<&str>, signal: &Signal) -> Result<Rc<KeySet>, Problem> {
        self.ahead.take();
        if !self.cache.borrow().is_fresh(self.clock.now()) {
            self.refetch(RequestCache::Default, signal).await?;
        }
        if let Some(keys) = self.cache.borrow().known(kid) {
            return Ok(keys);
        }
        if self.cache.borrow_mut().may_ask_again(self.clock.now()) {
            self.refetch(RequestCache::NoCache, signal).await?;
        }
        self.cache.borrow().known(kid).ok_or(TokenFault::KeyUnknown.into())
    }

    /// The code is spent by now: what the person can do about a failure is ask for another, and not to send it again.
    async fn refetch(&self, mode: RequestCache, signal: &Signal) -> Result<(), Problem> {
        let keys = fetch(&self.domain, mode, &self.clock, signal).await.map_err(|problem| match problem {
            Problem::Cancelled => Problem::Cancelled,
            _ => TokenFault::KeysUnavailable.into(),
        })?;
        self.keep(keys);
        Ok(())
    }

    fn keep(&self, keys: KeySet) {
        self.cache.borrow_mut().keep(keys, self.clock.now());
    }
}

async fn fetch(domain: &Domain, cache: RequestCache, clock: &Clock, signal: &Signal) -> Result<KeySet, Problem> {
    let reply = api::get_document(domain, JWKS_PATH, cache, signal).await?;
    read_keys::<BrowserJson>(&reply, clock.now())
}
