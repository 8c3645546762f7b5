//! The one state of a login, and the hands that carry out what it wants.

use std::rc::Rc;

use passlock_core::Timestamp;
use passlock_core::flow::{
    Effect, Event, Forms, Notice, PhoneEntry, Settings, Stage, Standing, State, TypedPhone, step,
};
use passlock_core::session::Session;
use yew::{AttrValue, Callback};

use super::super::view::way_between;
use crate::config::{Config, Keep};
use crate::country::{Countries, FirstCountry, Flags};
use crate::driver::{self, Driver};
use crate::gate::Gate;

/// A login, on the screen or not.
#[derive(Debug)]
pub(crate) struct Login {
    pub(super) state: State,
    /// The hands. A login has none on a server, nor before it is on a page: its form is an empty one.
    driver: Option<Driver>,
    pub(super) countries: Rc<Countries>,
    first_country: Option<FirstCountry>,
    pub(super) id: AttrValue,
    pub(super) now: Timestamp,
    /// Whether what the page wants to be read is still of interest.
    pub(super) has_flash: bool,
    /// Which way the person came to this view.
    pub(super) way: Option<&'static str>,
}

/// Whom the hands of a login answer, tell and ask.
#[derive(Debug, Clone)]
pub(crate) struct Wires {
    pub(crate) answer: Callback<Event>,
    pub(crate) host: Callback<Notice>,
    pub(crate) gate: Option<Gate>,
}

impl Login {
    /// A login that has not begun.
    pub(crate) fn new(config: &Config, visible: bool) -> Self {
        let first = config.connections.first().copied().unwrap_or_default();
        let mut state = State::new(settings(config), Forms::blank(first, config.country));
        state.visible = visible;
        Self {
            state,
            driver: None,
            now: Timestamp::from_seconds(0),
            countries: Rc::new(Countries::new(Vec::new(), config, Flags::Letters)),
            first_country: None,
            id: "passlock".into(),
            has_flash: true,
            way: None,
        }
    }

    /// Whether it has hands, and knows what this browser knows.
    pub(crate) fn is_awake(&self) -> bool {
        self.driver.is_some()
    }

    /// The session of who is logged in at this moment, if somebody is. An access token whose time is over is left out.
    pub(super) fn session(&self) -> Option<Session> {
        let now = self.present()?;
        match &self.state.stage {
            Stage::LoggedIn { session } if !session.is_over(now) => {
                Some(Session { access_token: session.usable_access_token(now).cloned(), ..(**session).clone() })
            }
            _ => None,
        }
    }

    /// Who is logged in, as far as that is decided and told.
    pub(crate) fn standing(&self) -> Standing<'_> {
        if self.is_awake() { self.state.standing() } else { Standing::Undecided }
    }

    /// The moment that it is, by the server's clock; nobody can say before it is awake.
    pub(crate) fn present(&self) -> Option<Timestamp> {
        self.driver.as_ref().map(Driver::now)
    }

    /// The country that the form began with; `None` when the settings leave none to choose.
    pub(super) fn first_country(&self) -> Option<FirstCountry> {
        self.first_country
    }

    /// The hands, for what a screen asks of them.
    pub(super) fn driver(&self) -> Option<&Driver> {
        self.driver.as_ref()
    }

    /// Gives the login its hands, once, and learns what this browser knows: who is logged in, and where the person is. A
    /// text that was `typed` before is taken up, and a lock that is `open` opens.
    pub(crate) fn wake(&mut self, config: &Config, open: bool, typed: Option<String>, wires: Wires) {
        self.id = driver::unique_id();
        let found = self.begin(config, wires);
        let opened = open.then_some(Event::Opened);
        for event in typed.and_then(|text| self.typed_before(text)).into_iter().chain(found).chain(opened) {
            self.take(event);
        }
    }

    /// Lets go of everything: no request, no alarm, no ear for other tabs.
    pub(crate) fn rest(&mut self) {
        self.driver = None;
    }

    /// Has what comes go by these settings.
    pub(super) fn set_rules(&mut self, config: &Config) {
        self.state.settings = settings(config);
    }

    /// Decides what follows from an event, and carries it out.
    pub(crate) fn take(&mut self, event: Event) {
        let Some(driver) = &mut self.driver else { return };
        self.now = driver.now();
        let (state, effects) = step(self.state.clone(), event, self.now);
        self.way = way_between(&self.state, &state).or(self.way.filter(|_| state.visible));
        self.state = state;
        for effect in effects {
            self.has_flash &= !ends_flash(&effect);
            driver.run(effect);
        }
    }

    /// Brings the login to its beginning, or where an earlier one has left off, with hands for the settings as they are;
    /// not on the screen yet. Answers with the session that was found, if there is one.
    pub(super) fn begin(&mut self, config: &Config, wires: Wires) -> Option<Event> {
        let driver = Driver::new(config, wires.answer, wires.host, wires.gate);
        let found = driver.found();
        let is_logged_in = matches!(found, Some(Event::SessionRestored(_)));
        self.state = driver.first_state(settings(config), !is_logged_in);
        self.first_country = driver.first_country();
        self.countries = Rc::new(driver::countries(config));
        self.driver = Some(driver);
        found
    }

    /// What stands in a painted field, if a number is to be typed at all.
    fn typed_before(&self, text: String) -> Option<Event> {
        match (&self.state.stage, &self.state.forms.phone) {
            (Stage::EnteringRecipient { .. }, PhoneEntry::Typed(typed)) if !text.is_empty() => {
                Some(Event::PhoneChanged(TypedPhone { region: typed.region, text }))
            }
            _ => None,
        }
    }
}

fn settings(config: &Config) -> Settings {
    Settings {
        autoclose: config.autoclose,
        connections: config.connections.clone(),
        remember: config.remember,
        auto_submit: config.auto_submit,
        renew: config.keep != Keep::Nothing,
        // A lock that is part of the page opens with it; a message to be sent needs a person who asks for it.
        send_at_once: config.names_person() && !config.inline,
        countries: if config.allows_all() { Vec::new() } else { config.allowed().collect() },
    }
}

/// What the page wanted to be read is about how the person came here: what they do next puts an end to it.
fn ends_flash(effect: &Effect) -> bool {
    matches!(effect, Effect::RequestCode { .. } | Effect::VerifyCode { .. } | Effect::Notify(Notice::Hidden))
}
