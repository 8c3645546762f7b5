//! The root of the widget: owns the one state and the one driver.

mod anew;

use std::rc::Rc;

use passlock_core::Timestamp;
use passlock_core::flow::{Effect, Event, Notice, PhoneEntry, Settings, Stage, State, TypedPhone, step};
use passlock_core::session::Session;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::accent::paint;
use super::code_entry::CodeForm;
use super::flash::flash;
use super::focus::{Scene, View};
use super::frame::{Frame, Modal, slot};
use super::heading::{emblem, subtitle, title};
use super::logged_in::logged_in;
use super::painted::Painted;
use super::phone_entry::PhoneForm;
use super::visible::{Watch, Zoom};
use super::way::{self, Step};
use crate::config::{Config, FirstPhone, Keep};
use crate::country::{Countries, FirstCountry, Flags};
use crate::driver::{self, Driver};
use crate::gate::Gate;

/// What a host gives to a [`Lock`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LockProps {
    /// Others may follow at any time: what the person typed stays, and nothing is sent.
    pub config: Config,
    /// Whether the lock is on the screen. The person can close it; [`Notice::Hidden`] tells.
    #[prop_or(true)]
    pub open: bool,
    /// Hears of everything that a host page may care about.
    #[prop_or_default]
    pub on_notice: Callback<Notice>,
    /// A phone field that the page showed before, which becomes the lock's with what the person has typed in it. Read when
    /// the lock is created. A form that it stands in, down from an element of the class `pl-root`, goes.
    #[prop_or_default]
    pub field: Option<HtmlInputElement>,
    /// Hears which view has come onto the screen.
    #[prop_or_default]
    pub on_view: Callback<View>,
    /// Is asked before a code is sent for and before one is checked.
    #[prop_or_default]
    pub gate: Option<Gate>,
}

/// The login: phone number, code, logged in.
#[derive(Debug)]
pub struct Lock {
    state: State,
    /// The hands. A lock has none on a server, nor before it is on the page: it shows an empty form.
    driver: Option<Driver>,
    countries: Rc<Countries>,
    first_country: Option<FirstCountry>,
    id: AttrValue,
    now: Timestamp,
    modal: Modal,
    painted: Option<Painted>,
    /// What was on the screen when the focus was last brought somewhere.
    scene: Scene,
    /// Refers to the one element of a view that takes the focus.
    entrance: NodeRef,
    /// Whether what the page wants to be read is still of interest.
    has_flash: bool,
    root: NodeRef,
    /// The page's colour that the root wears.
    colour: Option<String>,
    /// Which way the person came to this view.
    way: Option<&'static str>,
    watch: Option<Watch>,
}

impl Component for Lock {
    /// Something happened, or the lock woke up and is to be drawn anew.
    type Message = Option<Event>;
    type Properties = LockProps;

    fn create(ctx: &Context<Self>) -> Self {
        let LockProps { config, open, field, .. } = ctx.props();
        let mut state = State::new(settings(config), PhoneEntry::blank(config.country));
        state.visible = *open;
        let mut lock = Self {
            state,
            driver: None,
            now: Timestamp::from_seconds(0),
            countries: Rc::new(Countries::new(Vec::new(), config, Flags::Letters)),
            first_country: None,
            id: "passlock".into(),
            painted: field.clone().map(Painted::new),
            modal: Modal::default(),
            scene: Scene::default(),
            entrance: NodeRef::default(),
            has_flash: true,
            root: NodeRef::default(),
            colour: None,
            way: None,
            watch: None,
        };
        // Where a field is, there is a page.
        if field.is_some() {
            lock.wake(ctx);
        }
        lock
    }

    fn update(&mut self, ctx: &Context<Self>, event: Option<Event>) -> bool {
        self.wake(ctx);
        if let Some(event) = event {
            self.take(event);
        }
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &LockProps) -> bool {
        if self.driver.is_some() {
            self.follow(ctx, old);
        } else {
            self.wake(ctx);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let config = &ctx.props().config;
        let onevent = ctx.link().callback(Some);
        let stage = &self.state.stage;
        let may_go_back = stage.is_busy() || matches!(stage, Stage::EnteringCode { .. });
        let frame = Frame {
            id: &self.id,
            title: title(config, stage),
            subtitle: subtitle(stage, &config.texts, &onevent),
            emblem: emblem(config, stage),
            theme: config.theme.name(),
            texts: &config.texts,
            way: self.way,
            step: Step::of(stage).name(),
            root: self.root.clone(),
            closable: config.closable,
            may_go_back,
            onevent: &onevent,
            flash: config.flash.as_ref().filter(|_| self.has_flash).map(|given| flash(&self.id, given)),
            view: self.view_stage(config, &onevent),
        };
        let visible = self.state.visible;
        if config.inline { frame.inline(visible) } else { frame.dialog(&self.modal, visible) }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        let Some(driver) = &self.driver else {
            // Rendered for the first time, and on a page: servers do not come here.
            self.wake(ctx);
            return;
        };
        let Config { inline, primary_color, .. } = &ctx.props().config;
        if self.colour != *primary_color {
            self.colour.clone_from(primary_color);
            paint(&self.root, primary_color.as_deref().and_then(|given| driver.accents(given)));
        }
        let scene = Scene::of(&self.state);
        let come = scene.view().filter(|view| self.scene.view() != Some(*view));
        if scene != self.scene {
            let is_busy = self.painted.as_ref().is_some_and(Painted::is_on_button);
            scene.focus(&self.entrance, ctx.props().config.takes_focus() && !is_busy);
            self.scene = scene;
        }
        if !*inline {
            let visible = self.state.visible;
            self.modal.follow(visible);
            if visible != self.watch.is_some() {
                self.watch = visible.then(|| Watch::new(&self.root, Zoom::Stay)).flatten();
            }
        }
        if let Some(painted) = self.painted.take_if(|_| self.state.visible) {
            painted.settle();
        }
        if let Some(view) = come {
            ctx.props().on_view.emit(view);
        }
    }
}

impl Lock {
    /// The session of who is logged in at this moment, if somebody is. An access token whose time is over is left out.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        let now = self.driver.as_ref()?.now();
        match &self.state.stage {
            Stage::LoggedIn { session } if !session.is_over(now) => {
                Some(Session { access_token: session.usable_access_token(now).cloned(), ..(**session).clone() })
            }
            _ => None,
        }
    }

    /// The country that the form began with; `None` when the settings leave none to choose.
    #[must_use]
    pub fn first_country(&self) -> Option<FirstCountry> {
        self.first_country
    }

    /// Gives the lock its hands, once, and learns what this browser knows: who is logged in, and where the person is.
    fn wake(&mut self, ctx: &Context<Self>) {
        if self.driver.is_some() {
            return;
        }
        self.id = driver::unique_id();
        let found = self.begin(ctx);
        let opened = ctx.props().open.then_some(Event::Opened);
        for event in self.typed_before().into_iter().chain(found).chain(opened) {
            self.take(event);
        }
        ctx.link().send_message(None);
    }

    /// Brings the lock to its beginning, or where an earlier one has left off, with hands for the settings as they are; not
    /// on the screen yet. Answers with the session that was found, if there is one.
    fn begin(&mut self, ctx: &Context<Self>) -> Option<Event> {
        let LockProps { config, on_notice, gate, .. } = ctx.props();
        let driver = Driver::new(config, ctx.link().callback(Some), on_notice.clone(), gate.clone());
        let found = driver.found();
        let is_logged_in = matches!(found, Some(Event::SessionRestored(_)));
        self.state = driver.first_state(settings(config), !is_logged_in);
        self.first_country = driver.first_country();
        self.countries = Rc::new(driver::countries(config));
        self.driver = Some(driver);
        found
    }

    /// What stands in a painted field, if a number is to be typed at all.
    fn typed_before(&self) -> Option<Event> {
        let text = self.painted.as_ref()?.field().value();
        match &self.state.stage {
            Stage::EnteringPhone { entry: PhoneEntry::Typed(typed), .. } if !text.is_empty() => {
                Some(Event::PhoneChanged(TypedPhone { region: typed.region, text }))
            }
            _ => None,
        }
    }

    fn take(&mut self, event: Event) {
        let Some(driver) = &mut self.driver else { return };
        self.now = driver.now();
        let (state, effects) = step(self.state.clone(), event, self.now);
        self.way = way::between(&self.state, &state).or(self.way.filter(|_| state.visible));
        self.state = state;
        for effect in effects {
            self.has_flash &= !ends_flash(&effect);
            driver.run(effect);
        }
    }

    fn view_stage(&self, config: &Config, onevent: &Callback<Event>) -> Html {
        let Self { id, countries, now, entrance: input, .. } = self;
        let texts = &config.texts;
        let adopt = self.painted.as_ref();
        let phone = |entry, problem, busy| {
            let (focus, now) = (config.takes_focus(), *now);
            PhoneForm { id, place: input, countries, entry, problem, busy, focus, adopt, now, texts, onevent }.view()
        };
        let code = |waiting, problem, busy, resending| {
            let now = *now;
            CodeForm { id, input, waiting, problem, busy, resending, now, texts, onevent }.view()
        };
        match &self.state.stage {
            Stage::EnteringPhone { entry, problem } => phone(entry, problem.as_ref(), false),
            Stage::RequestingCode { entry, .. } => phone(entry, None, true),
            Stage::EnteringCode { waiting, problem, resending } => {
                code(waiting, problem.as_ref(), false, resending.is_some())
            }
            Stage::VerifyingCode { waiting, .. } => code(waiting, None, true, false),
            Stage::LoggedIn { .. } => {
                slot("logged-in", logged_in(input, config.app_name.as_deref(), config.closable, texts, onevent))
            }
        }
    }
}

fn settings(config: &Config) -> Settings {
    Settings {
        autoclose: config.autoclose,
        remember: config.remember,
        auto_submit: config.auto_submit,
        renew: config.keep != Keep::Nothing,
        // A lock that is part of the page opens with it; a message to be sent needs a person who asks for it.
        send_at_once: matches!(config.phone, FirstPhone::Fixed(_)) && !config.inline,
        countries: if config.allows_all() { Vec::new() } else { config.allowed().collect() },
    }
}

/// What the page wanted to be read is about how the person came here: what they do next puts an end to it.
fn ends_flash(effect: &Effect) -> bool {
    matches!(effect, Effect::RequestCode { .. } | Effect::VerifyCode { .. } | Effect::Notify(Notice::Hidden))
}
