//! Where the keyboard goes on.

use passlock_core::Problem;
use passlock_core::flow::{PhoneEntry, Stage, State};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::NodeRef;

/// Brings the focus to an element, or to the field in it. One that is gone, or in a page that is hidden, can't take it,
/// which is no failure.
pub(super) fn focus_on(element: &NodeRef) {
    if let Some(element) = field_in(element) {
        let _ = element.focus();
    }
}

/// The phone field that an element holds, or the element itself when it holds none.
pub(super) fn field_in(element: &NodeRef) -> Option<HtmlElement> {
    let element = element.cast::<Element>()?;
    element.query_selector("[name=phone]").ok().flatten().unwrap_or(element).dyn_into().ok()
}

/// What is on the screen, as far as the focus follows it: when it changes, the keyboard goes on somewhere else.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Scene {
    form: Form,
    problem: Option<Problem>,
}

/// What a person has before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The form for the number.
    Phone,
    /// The form for the code.
    Code,
    /// The welcome of who is logged in.
    LoggedIn,
}

impl View {
    /// A stable name for the host page's code.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Code => "code",
            Self::LoggedIn => "logged_in",
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Form {
    #[default]
    Hidden,
    Phone,
    /// A number that need not be typed.
    KnownPhone,
    Code,
    Welcome,
}

impl Scene {
    pub(super) fn of(state: &State) -> Self {
        if !state.visible {
            return Self::default();
        }
        let (form, problem) = match &state.stage {
            Stage::EnteringPhone { entry, problem } => (Form::of(entry), problem.clone()),
            Stage::RequestingCode { entry, .. } => (Form::of(entry), None),
            Stage::EnteringCode { problem, .. } => (Form::Code, problem.clone()),
            Stage::VerifyingCode { .. } => (Form::Code, None),
            Stage::LoggedIn { .. } => (Form::Welcome, None),
        };
        Self { form, problem }
    }

    /// The view, when one is on the screen.
    pub(super) fn view(&self) -> Option<View> {
        match self.form {
            Form::Hidden => None,
            Form::Phone | Form::KnownPhone => Some(View::Phone),
            Form::Code => Some(View::Code),
            Form::Welcome => Some(View::LoggedIn),
        }
    }

    /// Brings the focus to the view's one element for it: a field when it appears and when something is wrong with what is
    /// in it, or the button to go on with. A lock that does not take the focus (`eager`) leaves it alone at first.
    pub(super) fn focus(&self, element: &NodeRef, eager: bool) {
        let is_wrong = self.problem.is_some();
        match self.form {
            Form::Hidden => {}
            Form::Phone | Form::KnownPhone if !eager && !is_wrong => {}
            Form::Phone | Form::KnownPhone | Form::Welcome => focus_on(element),
            Form::Code => {
                focus_on(element);
                // Typing replaces a wrong code.
                if let Some(field) = element.cast::<HtmlInputElement>().filter(|_| is_wrong) {
                    field.select();
                }
            }
        }
    }
}

impl Form {
    fn of(entry: &PhoneEntry) -> Self {
        match entry {
            PhoneEntry::Typed(_) => Self::Phone,
            PhoneEntry::Known(_) => Self::KnownPhone,
        }
    }
}
