//! A lock that draws the login of a session provider.

use std::rc::Rc;

use passlock_core::flow::{Event, Notice};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::screen::Screen;
use super::seat::{Seat, Sitter, Wish, Word};
use crate::components::view::View;
use crate::config::Config;
use crate::gate::Gate;

/// What a page gives to a lock in a session provider. Callbacks and gate are those of its beginning.
#[derive(Debug, Clone, Properties)]
pub(crate) struct SeatedProps {
    pub(crate) seat: Rc<Seat>,
    /// The provider's settings, as this lock looks.
    pub(crate) config: Config,
    pub(crate) open: bool,
    pub(crate) on_notice: Callback<Notice>,
    pub(crate) field: Option<HtmlInputElement>,
    pub(crate) on_view: Callback<View>,
    pub(crate) gate: Option<Gate>,
}

/// The same seat, drawn in the same way.
impl PartialEq for SeatedProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.seat, &other.seat) && self.config == other.config && self.open == other.open
    }
}

#[derive(Debug)]
pub(crate) struct Seated {
    seat: Rc<Seat>,
    number: u32,
    screen: Screen,
    onevent: Callback<Event>,
}

impl Component for Seated {
    /// There is something else to draw.
    type Message = ();
    type Properties = SeatedProps;

    fn create(ctx: &Context<Self>) -> Self {
        sit(ctx)
    }

    fn update(&mut self, _ctx: &Context<Self>, (): ()) -> bool {
        if !self.is_shown() {
            // Its elements go, and what was known of them.
            self.screen = Screen::default();
        }
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, _old: &SeatedProps) -> bool {
        let SeatedProps { seat, config, open, .. } = ctx.props();
        if !Rc::ptr_eq(seat, &self.seat) {
            self.seat.leave(self.number);
            *self = sit(ctx);
        }
        seat.change(self.number, Wish { open: *open, inline: config.inline });
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let SeatedProps { config, open, .. } = ctx.props();
        let login = self.seat.login();
        // Before there is a browser, each lock draws what a browser finds at first.
        let visible = if login.is_awake() { login.state.visible } else { *open };
        if self.is_shown() { self.screen.view(&login, config, visible, &self.onevent) } else { Html::default() }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.seat.tell(Word::Seated);
        }
        if self.is_shown() {
            let SeatedProps { config, on_view, .. } = ctx.props();
            self.screen.rendered(&self.seat.login(), config, on_view);
        }
    }

    fn destroy(&mut self, _ctx: &Context<Self>) {
        self.seat.leave(self.number);
    }
}

impl Seated {
    fn is_shown(&self) -> bool {
        !self.seat.login().is_awake() || self.seat.is_shown(self.number)
    }
}

/// A lock that has just taken its seat.
fn sit(ctx: &Context<Seated>) -> Seated {
    let SeatedProps { seat, config, open, on_notice, field, gate, .. } = ctx.props().clone();
    let wish = Wish { open, inline: config.inline };
    let redraw = ctx.link().callback(|()| ());
    let number = seat.sit(|number| Sitter { number, wish, redraw, on_notice, gate });
    let onevent = {
        let seat = Rc::clone(&seat);
        Callback::from(move |event| seat.tell(Word::Happened(event)))
    };
    Seated { seat, number, screen: Screen::new(field), onevent }
}
