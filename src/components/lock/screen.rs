//! What a lock has on the screen: the view of a login, where its focus is, and the dialog when it is one.

use passlock_core::flow::{Event, Stage};
use passlock_core::{Connection, Problem};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Login;
use crate::components::accent::paint;
use crate::components::code_entry::CodeForm;
use crate::components::email_entry::EmailForm;
use crate::components::flash::flash;
use crate::components::focus::Scene;
use crate::components::frame::{Frame, Modal, slot};
use crate::components::heading::{emblem, subtitle, title};
use crate::components::logged_in::logged_in;
use crate::components::others::{has_others, others};
use crate::components::painted::Painted;
use crate::components::phone_entry::PhoneForm;
use crate::components::view::View;
use crate::components::visible::{Watch, Zoom};
use crate::config::Config;

/// The elements of one lock, and what is known of them.
#[derive(Debug, Default)]
pub(super) struct Screen {
    modal: Modal,
    painted: Option<Painted>,
    /// What was on the screen when the focus was last brought somewhere.
    scene: Scene,
    /// Refers to the one element of a view that takes the focus.
    entrance: NodeRef,
    root: NodeRef,
    /// The page's colour that the root wears.
    colour: Option<String>,
    watch: Option<Watch>,
}

impl Screen {
    /// A screen that takes over a `field` which the page showed before.
    pub(super) fn new(field: Option<HtmlInputElement>) -> Self {
        Self { painted: field.map(Painted::new), ..Self::default() }
    }

    /// What stands in the field that the page showed before.
    pub(super) fn typed_before(&self) -> Option<String> {
        self.painted.as_ref().map(|painted| painted.field().value())
    }

    pub(super) fn view(&self, login: &Login, config: &Config, visible: bool, onevent: &Callback<Event>) -> Html {
        let stage = &login.state.stage;
        let may_go_back = stage.is_busy() || matches!(stage, Stage::EnteringCode { .. });
        let frame = Frame {
            id: &login.id,
            title: title(config, stage),
            subtitle: subtitle(&login.state, &config.texts, onevent),
            emblem: emblem(config, stage),
            theme: config.theme.name(),
            texts: &config.texts,
            way: login.way,
            name: View::of(&login.state).name(),
            has_others: has_others(&login.state),
            root: self.root.clone(),
            closable: config.closable,
            may_go_back,
            onevent,
            flash: config.flash.as_ref().filter(|_| login.has_flash).map(|given| flash(&login.id, given)),
            view: self.view_stage(login, config, onevent),
        };
        if config.inline { frame.inline(visible) } else { frame.dialog(&self.modal, visible) }
    }

    /// Follows with colour, focus and dialog what was drawn. There is nothing to follow before the login is awake.
    pub(super) fn rendered(&mut self, login: &Login, config: &Config, on_view: &Callback<View>) {
        let Some(driver) = login.driver() else { return };
        let Config { inline, primary_color, .. } = config;
        if self.colour != *primary_color {
            self.colour.clone_from(primary_color);
            paint(&self.root, primary_color.as_deref().and_then(|given| driver.accents(given)));
        }
        let scene = Scene::of(&login.state);
        let come = scene.view().filter(|view| self.scene.view() != Some(*view));
        if scene != self.scene {
            let was_in_hand = self.painted.as_ref().is_some_and(Painted::was_in_hand);
            // Whoever goes from one form to another wants to type there.
            let is_at_work = come.is_some() && self.scene.is_form() && scene.is_form();
            scene.focus(&self.entrance, is_at_work || config.takes_focus() && !was_in_hand);
            self.scene = scene;
        }
        let visible = login.state.visible;
        if !*inline {
            self.modal.follow(visible);
            if visible != self.watch.is_some() {
                self.watch = visible.then(|| Watch::new(&self.root, Zoom::Stay)).flatten();
            }
        }
        if let Some(painted) = self.painted.take_if(|_| visible) {
            painted.settle();
        }
        if let Some(view) = come {
            on_view.emit(view);
        }
    }

    fn view_stage(&self, login: &Login, config: &Config, onevent: &Callback<Event>) -> Html {
        let Login { id, now, state, .. } = login;
        let (input, texts) = (&self.entrance, &config.texts);
        let code = |waiting, problem, busy, resending| {
            let (now, others) = (*now, others(state, texts, onevent));
            CodeForm { id, input, waiting, problem, busy, resending, now, others, texts, onevent }.view()
        };
        match &state.stage {
            Stage::EnteringRecipient { problem } => self.form(login, config, problem.as_ref(), false, onevent),
            Stage::RequestingCode { .. } => self.form(login, config, None, true, onevent),
            Stage::EnteringCode { waiting, problem, resending } => {
                code(waiting, problem.as_ref(), false, resending.is_some())
            }
            Stage::VerifyingCode { waiting, .. } => code(waiting, None, true, false),
            Stage::LoggedIn { .. } => {
                slot("logged-in", logged_in(input, config.app_name.as_deref(), config.closable, texts, onevent))
            }
        }
    }

    /// The form for the number or the address.
    fn form(
        &self,
        login: &Login,
        config: &Config,
        problem: Option<&Problem>,
        busy: bool,
        onevent: &Callback<Event>,
    ) -> Html {
        let Login { id, countries, state, .. } = login;
        let (place, texts, focus, now) = (&self.entrance, &config.texts, config.takes_focus(), login.now);
        let others = others(state, texts, onevent);
        match state.forms.shown {
            Connection::Sms => {
                let (entry, adopt) = (&state.forms.phone, self.painted.as_ref());
                PhoneForm { id, place, countries, entry, problem, busy, focus, adopt, now, others, texts, onevent }
                    .view()
            }
            Connection::Email => {
                let entry = &state.forms.email;
                EmailForm { id, place, entry, problem, busy, focus, now, others, texts, onevent }.view()
            }
        }
    }
}
