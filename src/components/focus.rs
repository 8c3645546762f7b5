//! Where the keyboard goes on.

use passlock_core::Problem;
use passlock_core::flow::{Stage, State};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::NodeRef;

use super::view::View;

/// Brings the focus to an element, or to the field in it. One that is gone, or in a page that is hidden, can't take it,
/// which is no failure.
pub(super) fn focus_on(element: &NodeRef) {
    if let Some(element) = field_in(element) {
        let _ = element.focus();
    }
}

/// The field that an element holds, or the element itself when it holds none.
pub(super) fn field_in(element: &NodeRef) -> Option<HtmlElement> {
    let element = element.cast::<Element>()?;
    element.query_selector("[name=phone],[name=email]").ok().flatten().unwrap_or(element).dyn_into().ok()
}

/// What is on the screen, as far as the focus follows it: when it changes, the keyboard goes on somewhere else.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Scene {
    /// `None` while the lock is not on the screen.
    view: Option<View>,
    /// Whether somebody stands there who need not be typed.
    is_known: bool,
    problem: Option<Problem>,
}

impl Scene {
    pub(super) fn of(state: &State) -> Self {
        if !state.visible {
            return Self::default();
        }
        let (is_known, problem) = match &state.stage {
            Stage::EnteringRecipient { problem } => (state.forms.is_known(), problem.clone()),
            Stage::RequestingCode { .. } => (state.forms.is_known(), None),
            Stage::EnteringCode { problem, .. } => (false, problem.clone()),
            Stage::VerifyingCode { .. } | Stage::LoggedIn { .. } => (false, None),
        };
        Self { view: Some(View::of(state)), is_known, problem }
    }

    /// Whether it is one of the forms that a login begins with.
    pub(super) fn is_form(&self) -> bool {
        matches!(self.view, Some(View::Phone | View::Email))
    }

    /// The view, when one is on the screen.
    pub(super) fn view(&self) -> Option<View> {
        self.view
    }

    /// Brings the focus to the view's one element for it: a field when it appears and when something is wrong with what is
    /// in it, or the button to go on with. A lock that does not take the focus (`eager`) leaves it alone at first.
    pub(super) fn focus(&self, element: &NodeRef, eager: bool) {
        let is_wrong = self.problem.is_some();
        match self.view {
            None => {}
            Some(View::Phone | View::Email) if !eager && !is_wrong => {}
            Some(View::Phone | View::Email | View::LoggedIn) => focus_on(element),
            Some(View::Code) => {
                focus_on(element);
                // Typing replaces a wrong code.
                if let Some(field) = element.cast::<HtmlInputElement>().filter(|_| is_wrong) {
                    field.select();
                }
            }
        }
    }
}
