//! Keeps the session over time, visits and tabs: the hands for everything that the flow wants of it.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use passlock_core::flow::{Attempt, Event};
use passlock_core::session::{Dropped, RefreshToken, Session};
use passlock_core::{Problem, Timestamp};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::tabs::{Outside, Tabs, Word};
use super::turn::{self, Turn};
use crate::api::{Abort, BrowserJson, Signal};
use crate::client::Client;
use crate::config::Config;
use crate::store::Store;

/// Dropping it gives up the renewal that is under way, stops the alarm and hears no more of other tabs.
#[derive(Debug)]
pub(super) struct Keeper {
    desk: Rc<Desk>,
    tabs: Rc<Tabs>,
    alarm: Option<Timeout>,
    renewal: Option<Abort>,
}

/// What the hands share with the ears.
#[derive(Debug)]
struct Desk {
    client: Client,
    config: Config,
    store: Store,
    answer: Callback<Event>,
    /// Whether somebody wants to be woken.
    is_armed: Cell<bool>,
}

impl Keeper {
    pub(super) fn new(client: &Client, config: &Config, answer: &Callback<Event>) -> Self {
        let desk = Rc::new(Desk {
            client: client.clone(),
            config: config.clone(),
            store: Store::open(config),
            answer: answer.clone(),
            is_armed: Cell::new(false),
        });
        let tabs = Tabs::listen(&desk.name(), {
            let desk = Rc::clone(&desk);
            move |outside| hear(&desk, outside)
        });
        Self { desk, tabs: Rc::new(tabs), alarm: None, renewal: None }
    }

    /// Where things are kept.
    pub(super) fn store(&self) -> &Store {
        &self.desk.store
    }

    /// What was kept of an earlier visit.
    pub(super) fn found(&self) -> Option<Event> {
        match self.desk.read() {
            Ok(Some(session)) => {
                self.store().mark_seen();
                Some(Event::SessionRestored(Box::new(session)))
            }
            Ok(None) => None,
            Err(dropped) => Some(Event::SessionUnusable(dropped)),
        }
    }

    pub(super) fn save(&self, session: &Session) {
        self.desk.save(session, &self.tabs);
    }

    /// Renews a session in this tab's turn, unless another tab has.
    pub(super) fn renew(&mut self, attempt: Attempt, session: Box<Session>) {
        let abort = Abort::new();
        let (desk, tabs, signal) = (Rc::clone(&self.desk), Rc::clone(&self.tabs), abort.signal());
        self.renewal = Some(abort);
        spawn_local(async move {
            let event = match desk.renewed(&session, &tabs, attempt, signal).await {
                Ok(event) => event,
                Err(problem) => Event::SessionNotRenewed { attempt, problem },
            };
            desk.answer.emit(event);
        });
    }

    /// Gives the renewal up that is under way, if any.
    pub(super) fn cancel(&mut self) {
        self.renewal = None;
    }

    pub(super) fn revoke(&self, token: RefreshToken) {
        let client = self.desk.client.clone();
        spawn_local(async move {
            // Nobody waits for it, and nobody could do anything about it.
            let _ = client.revoke(&token).await;
        });
    }

    pub(super) fn log_out_tabs(&self) {
        self.tabs.say(Word::LoggedOut);
    }

    pub(super) fn set_alarm(&mut self, at: Timestamp) {
        let wait = self.desk.client.clock().now().until(at).as_millis();
        let desk = Rc::clone(&self.desk);
        desk.is_armed.set(true);
        // Whoever is woken early sets the alarm again.
        let wait = u32::try_from(wait).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT);
        self.alarm = Some(Timeout::new(wait, move || hear(&desk, Outside::Awake)));
    }

    pub(super) fn stop_alarm(&mut self) {
        self.desk.is_armed.set(false);
        self.alarm = None;
    }
}

/// Nothing is over by a clock that is in doubt.
fn hear(desk: &Rc<Desk>, outside: Outside) {
    let needs_time = outside == Outside::Awake && desk.is_armed.get() && desk.client.clock().is_in_doubt();
    if !needs_time {
        return desk.hear(outside);
    }
    let desk = Rc::clone(desk);
    spawn_local(async move {
        desk.client.ask_for_the_time().await;
        // Somebody else may be waiting for the answer; then they will be heard as well.
        if !desk.client.clock().is_in_doubt() {
            desk.hear(outside);
        }
    });
}

impl Desk {
    /// What tabs with the same session have in common, and no others.
    fn name(&self) -> String {
        let Config { client_id, domain, storage_key, .. } = &self.config;
        format!("passlock {client_id} {domain} {storage_key}")
    }

    fn hear(&self, outside: Outside) {
        if outside == Outside::LoggedOut {
            if !self.store.is_shared() {
                self.store.clear();
            }
            self.answer.emit(Event::LoggedOutElsewhere);
        }
        self.look();
        if outside == Outside::Awake && self.is_armed.get() {
            self.answer.emit(Event::Woken);
        }
    }

    /// Looks for what other tabs have left. What makes no sense is passed over: it may be half of something.
    fn look(&self) {
        if !self.store.has_news() {
            return;
        }
        match self.read() {
            Ok(Some(session)) => {
                self.store.mark_seen();
                self.answer.emit(Event::SessionShared(Box::new(session)));
            }
            Ok(None) => {
                self.store.mark_seen();
                self.answer.emit(Event::SessionMissed);
            }
            Err(_) => {}
        }
    }

    fn read(&self) -> Result<Option<Session>, Dropped> {
        Session::read::<BrowserJson>(self.store.entries(self.client.clock()), &self.config.rules())
    }

    fn save(&self, session: &Session, tabs: &Tabs) {
        match self.store.save(session, self.client.clock()) {
            Ok(()) => tabs.say(Word::Session),
            Err(_) => self.answer.emit(Event::StorageRefused),
        }
    }

    /// A later session than `old`, where tabs share their refresh token.
    fn by_another_tab(&self, old: &Session) -> Option<Session> {
        let is_later = |found: &Session| self.config.keeps_refresh_token() && found.supersedes(old);
        let found = self.read().ok().flatten().filter(is_later)?;
        self.store.mark_seen();
        Some(found)
    }

    async fn renewed(&self, old: &Session, tabs: &Tabs, attempt: Attempt, signal: Signal) -> Result<Event, Problem> {
        let is_over = |session: &Session| session.is_over(self.client.clock().now());
        let mut newest = old.clone();
        let (token, turn) = loop {
            let token = newest.refresh_token.clone().ok_or(Problem::LoginRequired)?;
            let turn = self.turn(&token, &signal).await?;
            match self.by_another_tab(&newest) {
                Some(later) if !is_over(&later) => return Ok(Event::SessionShared(Box::new(later))),
                // Over as well, but its token is the one to use.
                Some(later) => newest = later,
                None => break (token, turn),
            }
        };
        match self.client.renew(&token, signal).await {
            Ok(session) => {
                let session = session.in_place_of(old)?;
                self.save(&session, tabs);
                if session.refresh_token.as_ref() != Some(&token) {
                    turn.keep();
                }
                Ok(Event::SessionRenewed { attempt, session: Box::new(session) })
            }
            Err(problem) => {
                // A refusal may mean that another tab was quicker, and has not been heard of yet.
                turn::sleep(turn::SETTLING).await;
                match self.by_another_tab(&newest).filter(|session| !is_over(session)) {
                    Some(session) => Ok(Event::SessionShared(Box::new(session))),
                    None => Err(problem),
                }
            }
        }
    }

    /// Waits until this tab may use a refresh token. One that tabs do not share needs no waiting.
    async fn turn(&self, token: &RefreshToken, signal: &Signal) -> Result<Turn, Problem> {
        if !self.config.keeps_refresh_token() {
            return Ok(Turn::Alone);
        }
        let name = format!("{} {:x}", self.name(), token.fingerprint());
        turn::take(&name, &self.store, signal).await.ok_or(Problem::Cancelled)
    }
}

/// The most that browsers count: with a millisecond more their timers go off at once.
const LONGEST_WAIT: u32 = i32::MAX.unsigned_abs();
