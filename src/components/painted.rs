//! A form that the page showed before the lock was there, and what the person has done in it by then.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, FocusOptions, HtmlDialogElement, HtmlElement, HtmlInputElement};

/// A painted form. Its field becomes the lock's and stays the very same element: a copy would lose what belongs to the
/// element alone, such as that the browser filled it in, or the text as the person's keyboard knows it.
#[derive(Debug, Clone)]
pub(super) struct Painted(Rc<Form>);

#[derive(Debug)]
struct Form {
    field: HtmlInputElement,
    /// All of the form, which goes when the lock stands in its place.
    root: Option<Element>,
    /// Whether the person was in the field when the lock came.
    was_focused: bool,
    /// Where in the field they were, until they are there again.
    grip: RefCell<Option<Grip>>,
    /// The button that they were on instead when the lock took the form's place.
    held: Cell<Option<&'static str>>,
}

/// What a focused field loses when it is taken from one place of the page to another.
#[derive(Debug)]
struct Grip {
    /// How many signs of the number stand before the selection, and before its end.
    marks: [usize; 2],
    direction: Option<String>,
}

impl Painted {
    pub(super) fn new(field: HtmlInputElement) -> Self {
        let is_focused = field.matches(":focus").unwrap_or_default();
        let grip = is_focused.then(|| {
            let text = field.value();
            let marks = [field.selection_start(), field.selection_end()];
            let marks = marks.map(|place| mark(&text, place.ok().flatten().unwrap_or(u32::MAX)));
            Grip { marks, direction: field.selection_direction().ok().flatten() }
        });
        let root = field.closest(ROOT).ok().flatten();
        Self(Rc::new(Form { field, root, was_focused: is_focused, grip: RefCell::new(grip), held: Cell::new(None) }))
    }

    pub(super) fn field(&self) -> &HtmlInputElement {
        &self.0.field
    }

    /// Whether the person was somewhere in it, which is where [`Self::settle`] leaves them. On a slow device they may have
    /// gone on from there before anything else is done.
    pub(super) fn was_in_hand(&self) -> bool {
        self.0.was_focused || self.held().is_some()
    }

    /// The button that the person was on when this was first asked: a dialog that opens takes the focus away.
    fn held(&self) -> Option<&'static str> {
        let Form { root, held, .. } = &*self.0;
        held.set(held.get().or_else(|| root.as_ref().and_then(held_in)));
        held.get()
    }

    /// Puts the lock in the form's place as soon as the field has been moved into it, which is about to happen, and then
    /// does what is left to `finish`: all before the browser draws again or hears another key, so that nobody sees two
    /// forms or none, and nothing is pressed in one that does not know what was typed.
    pub(super) fn settle_soon(&self, finish: impl FnOnce() + 'static) {
        if self.0.root.as_ref().is_some_and(|root| root.is_connected()) {
            let painted = self.clone();
            spawn_local(async move {
                painted.settle();
                finish();
            });
        }
    }

    /// Shows the lock that the field is in now, takes the form off the page, and gives the field its focus and selection
    /// back.
    pub(super) fn settle(&self) {
        let Form { field, root, grip, .. } = &*self.0;
        // The second time they may have gone on to another.
        let held = self.held().filter(|_| root.as_ref().is_some_and(|root| root.is_connected()));
        let lock = field.closest(ROOT).ok().flatten();
        if let Some(lock) = &lock {
            // An attribute that is not there is gone already.
            let _ = lock.remove_attribute("hidden");
        }
        if let Some(dialog) = field.closest("dialog").ok().flatten().and_then(|dialog| dialog.dyn_into().ok()) {
            let dialog: HtmlDialogElement = dialog;
            if !dialog.open() {
                // Refused only for a dialog outside of a document, which nobody sees.
                let _ = dialog.show_modal();
            }
        }
        if let Some(root) = root {
            root.remove();
        }
        let calmly = FocusOptions::new();
        calmly.set_prevent_scroll(true);
        if let Some(button) = held.and_then(|name| lock?.query_selector(name).ok().flatten()) {
            let button: HtmlElement = button.unchecked_into();
            let _ = button.focus_with_options(&calmly);
        }
        let Some(Grip { marks, direction }) = grip.borrow_mut().take() else { return };
        // A field that is on the page no more has nothing to lose.
        let _ = field.focus_with_options(&calmly);
        let text = field.value();
        let [start, end] = marks.map(|mark| place(&text, mark));
        let direction = direction.as_deref().unwrap_or("none");
        let _ = field.set_selection_range_with_direction(start, end, direction);
    }
}

impl PartialEq for Painted {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What a lock or a painted form lives in, in the host that both share.
const ROOT: &str = ".pl-root";

/// What the person can stand on beside the field, by names that a painted form and a lock share.
const BUTTONS: [&str; 3] = ["button.pl-country", ".pl-close", "[type=submit]"];

/// Which of a form's buttons has the focus.
fn held_in(root: &Element) -> Option<&'static str> {
    let focused = root.query_selector(":focus").ok().flatten()?;
    BUTTONS.into_iter().find(|name| focused.matches(name).unwrap_or_default())
}

/// How many signs of a number stand before a place, which is counted in UTF-16 code units. What stands between them comes
/// and goes as the number is formatted.
fn mark(text: &str, place: u32) -> usize {
    places(text).take_while(|(end, _)| *end <= place).filter(|(_, sign)| is_of_number(*sign)).count()
}

/// The place behind so many signs of a number, in UTF-16 code units.
fn place(text: &str, mark: usize) -> u32 {
    let mut ends = places(text).filter(|(_, sign)| is_of_number(*sign)).map(|(end, _)| end);
    mark.checked_sub(1).and_then(|before| ends.nth(before)).unwrap_or(0)
}

/// Every sign of a text, and where it ends.
fn places(text: &str) -> impl Iterator<Item = (u32, char)> {
    text.chars().scan(0, |end, sign| {
        *end += if sign.len_utf16() == 1 { 1 } else { 2 };
        Some((*end, sign))
    })
}

fn is_of_number(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '+'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, at: u32, after: &str, expected: u32) {
        assert_eq!(place(after, mark(before, at)), expected, "{before} {at}");
    }

    #[test]
    fn a_caret_stays_between_the_same_signs() {
        check("07400123456", 7, "07400 123456", 8);
        check("07400123456", 5, "07400 123456", 5);
        check("(020) 7946", 6, "020 7946", 3);
        check("+1", 1, "+1", 1);
        check("", 0, "", 0);
        check("0740", 0, "07 40", 0);
        check("\u{1d7d8}\u{1d7d9}12", 2, "0112", 1);
        check("07400", u32::MAX, "07 400", 6);
    }
}
