//! Writes the phone field: what the person types as it should stand there, and what stood there before.

use std::cell::{Cell, RefCell};

use passlock_core::Region;
use passlock_core::flow::{Edit, Event, TypedPhone};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::{Callback, NodeRef};

use super::change;
use super::drafts::{Draft, Drafts, Step};
use crate::components::focus::{field_in, focus_on};

#[derive(Debug)]
pub(super) struct Pen {
    /// The element around the field.
    place: NodeRef,
    drafts: RefCell<Drafts>,
    /// Whether what stood in the field at first is known: servers draw it, and people type in it before any of this runs.
    has_begun: Cell<bool>,
    onevent: Callback<Event>,
}

impl Pen {
    /// A pen for a field in which `typed` stands.
    pub(super) fn new(place: NodeRef, typed: TypedPhone, onevent: Callback<Event>) -> Self {
        Self { place, drafts: RefCell::new(Drafts::new(typed)), has_begun: Cell::new(false), onevent }
    }

    pub(super) fn has_begun(&self) -> bool {
        self.has_begun.get()
    }

    /// Begins with what stands in the field already, or else with `typed`. Later it takes up only what has come into the
    /// field unheard: saying the same number twice would undo what was done with it in between.
    pub(super) fn begin(&self, typed: &TypedPhone) {
        // Before a country is known, nothing can be made of a number.
        if typed.region.is_none() && typed.text.is_empty() {
            return;
        }
        let Some(input) = self.input() else { return };
        let text = input.value();
        if self.has_begun.replace(true) {
            if text == self.drafts.borrow().present().text {
                return;
            }
        } else if text.is_empty() {
            input.set_value(&typed.text);
            return;
        } else {
            // All of it came at once, as far as this pen knows.
            *self.drafts.borrow_mut() = Drafts::new(TypedPhone { region: typed.region, text: String::new() });
        }
        self.edited(Some(Edit::Inserted));
    }

    /// The field may have been given its text by somebody else than the person.
    pub(super) fn follow(&self, typed: &TypedPhone) {
        let mut drafts = self.drafts.borrow_mut();
        if drafts.present() != typed {
            let draft = Draft::new(typed.clone());
            drafts.write(draft.clone());
            if let Some(input) = self.input() {
                change::show(&input, &draft);
            }
        }
    }

    /// Takes up what was done to the field's text. `None` while that is still being composed.
    pub(super) fn edited(&self, edit: Option<Edit>) {
        let Some(input) = self.input() else { return };
        let (text, caret) = (input.value(), change::caret(&input));
        let before = self.drafts.borrow().present().clone();
        let (typed, caret) = match edit {
            Some(edit) => before.edited(edit, &text, caret),
            None => (TypedPhone { region: before.region, text }, caret),
        };
        self.write(Draft { typed, caret });
    }

    /// Takes the text's new country up. The focus comes back to the field.
    pub(super) fn chosen(&self, region: Region) {
        focus_on(&self.place);
        let typed = self.drafts.borrow().present().in_country(region);
        self.write(Draft::new(typed));
    }

    /// Goes a step back or forth, if there is one.
    pub(super) fn step(&self, step: Step) {
        let draft = self.drafts.borrow_mut().step(step);
        if let Some(draft) = draft {
            self.show(draft);
        }
    }

    /// The same by a key: a browser whose own list of steps is empty says nothing before an undo.
    pub(super) fn pressed(&self, event: &web_sys::Event) {
        let event: &KeyboardEvent = event.unchecked_ref();
        // Asked first, so that nothing more is done for the keys that everybody presses.
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
            return;
        }
        let step = match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
            ("z", false) => Step::Undo,
            ("z", true) | ("y", false) => Step::Redo,
            _ => return,
        };
        event.prevent_default();
        self.step(step);
    }

    fn write(&self, draft: Draft) {
        self.drafts.borrow_mut().write(draft.clone());
        self.show(draft);
    }

    fn show(&self, draft: Draft) {
        if let Some(input) = self.input() {
            change::show(&input, &draft);
        }
        self.onevent.emit(Event::PhoneChanged(draft.typed));
    }

    /// The field, while it is on the page.
    pub(super) fn input(&self) -> Option<HtmlInputElement> {
        field_in(&self.place)?.dyn_into().ok()
    }
}
