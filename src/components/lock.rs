//! The root of the widget: a lock that owns the one state and the one driver, and one that draws a session's.

mod anew;
mod login;
mod screen;
mod seat;
mod seated;

use passlock_core::flow::{Event, Notice};
use passlock_core::session::Session;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::view::View;
use crate::config::Config;
use crate::country::FirstCountry;
use crate::gate::Gate;
use screen::Screen;

pub(crate) use login::{Login, Wires};
pub(crate) use seat::{Seat, Word};
pub(crate) use seated::Seated;

/// What a page gives to a lock that stands alone.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct StandaloneProps {
    /// Others may follow at any time: what the person typed stays, and nothing is sent.
    pub(crate) config: Config,
    /// Whether the lock is on the screen. The person can close it; [`Notice::Hidden`] tells.
    pub(crate) open: bool,
    /// Hears of everything that a host page may care about.
    pub(crate) on_notice: Callback<Notice>,
    /// A phone field that the page showed before, which becomes the lock's with what the person has typed in it. Read when
    /// the lock is created. A form that it stands in, down from an element of the class `pl-root`, goes.
    pub(crate) field: Option<HtmlInputElement>,
    /// Hears which view has come onto the screen.
    pub(crate) on_view: Callback<View>,
    /// Is asked before a code is sent for and before one is checked.
    pub(crate) gate: Option<Gate>,
}

/// The login: phone number, code, logged in.
#[derive(Debug)]
pub(crate) struct Standalone {
    login: Login,
    screen: Screen,
    /// Always the same one, so that a form whose state is the same is the same: hydration hands out the first props late.
    onevent: Callback<Event>,
}

impl Component for Standalone {
    /// Something happened, or the lock woke up and is to be drawn anew.
    type Message = Option<Event>;
    type Properties = StandaloneProps;

    fn create(ctx: &Context<Self>) -> Self {
        let StandaloneProps { config, open, field, .. } = ctx.props();
        let (login, screen) = (Login::new(config, *open), Screen::new(field.clone()));
        let mut lock = Self { login, screen, onevent: ctx.link().callback(Some) };
        // Where a field is, there is a page.
        if field.is_some() {
            lock.wake(ctx);
        }
        lock
    }

    fn update(&mut self, ctx: &Context<Self>, event: Option<Event>) -> bool {
        self.wake(ctx);
        if let Some(event) = event {
            self.login.take(event);
        }
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &StandaloneProps) -> bool {
        if self.login.is_awake() {
            self.follow(ctx, old);
        } else {
            self.wake(ctx);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        self.screen.view(&self.login, &ctx.props().config, self.login.state.visible, &self.onevent)
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        if self.login.is_awake() {
            let StandaloneProps { config, on_view, .. } = ctx.props();
            self.screen.rendered(&self.login, config, on_view);
        } else {
            // Rendered for the first time, and on a page: servers do not come here.
            self.wake(ctx);
        }
    }
}

impl Standalone {
    /// The session of who is logged in at this moment, if somebody is. An access token whose time is over is left out.
    pub(crate) fn session(&self) -> Option<Session> {
        self.login.session()
    }

    /// The country that the form began with; `None` when the settings leave none to choose.
    pub(crate) fn first_country(&self) -> Option<FirstCountry> {
        self.login.first_country()
    }

    fn wake(&mut self, ctx: &Context<Self>) {
        if self.login.is_awake() {
            return;
        }
        let StandaloneProps { config, open, .. } = ctx.props();
        self.login.wake(config, *open, self.screen.typed_before(), self.wires(ctx));
        ctx.link().send_message(None);
    }

    fn follow(&mut self, ctx: &Context<Self>, old: &StandaloneProps) {
        let StandaloneProps { config, open, gate, .. } = ctx.props();
        self.login.follow_flash(config, &old.config);
        if !config.differs_in_looks_only(&old.config) || *gate != old.gate {
            self.login.follow(config, &old.config, None, self.wires(ctx));
        }
        if *open != old.open {
            self.login.take(if *open { Event::Opened } else { Event::Closed });
        }
    }

    fn wires(&self, ctx: &Context<Self>) -> Wires {
        let StandaloneProps { on_notice, gate, .. } = ctx.props();
        Wires { answer: self.onevent.clone(), host: on_notice.clone(), gate: gate.clone() }
    }
}
