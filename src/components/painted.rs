//! A form that the page showed before the lock was there, and what the person has done in it by then.

use web_sys::{Element, FocusOptions, HtmlInputElement};

/// A painted form. Its field becomes the lock's and stays the very same element: a copy would lose what belongs to the
/// element alone, such as that the browser filled it in, or the text as the person's keyboard knows it.
#[derive(Debug)]
pub(super) struct Painted {
    field: HtmlInputElement,
    /// All of the form, which goes when the lock stands in its place.
    form: Option<Element>,
    /// Where the person was in the field, if there.
    grip: Option<Grip>,
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
        let form = field.closest(".pl-root").ok().flatten();
        Self { field, form, grip }
    }

    pub(super) fn field(&self) -> &HtmlInputElement {
        &self.field
    }

    /// Takes the form off the page and gives the field its focus and selection back. Called when the lock is to be seen.
    pub(super) fn settle(&mut self) {
        if let Some(form) = self.form.take() {
            form.remove();
        }
        let Some(Grip { marks, direction }) = self.grip.take() else { return };
        let calmly = FocusOptions::new();
        calmly.set_prevent_scroll(true);
        // A field that is on the page no more has nothing to lose.
        let _ = self.field.focus_with_options(&calmly);
        let text = self.field.value();
        let [start, end] = marks.map(|mark| place(&text, mark));
        let direction = direction.as_deref().unwrap_or("none");
        let _ = self.field.set_selection_range_with_direction(start, end, direction);
    }
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
