//! What stood in the phone field before, for undo: a browser forgets its own list as soon as a script writes the field.

use passlock_core::flow::TypedPhone;

/// The field's present text and the ones around it.
#[derive(Debug)]
pub(super) struct Drafts {
    present: Draft,
    past: Vec<Draft>,
    future: Vec<Draft>,
}

/// A text and where the caret stood in it, in UTF-16 code units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) typed: TypedPhone,
    pub(super) caret: usize,
}

/// Which way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Undo,
    Redo,
}

/// More than anybody takes back.
const MOST: usize = 200;

impl Draft {
    /// A text with the caret behind it.
    pub(super) fn new(typed: TypedPhone) -> Self {
        let caret = typed.text.encode_utf16().count();
        Self { typed, caret }
    }
}

impl Drafts {
    /// A field with that text, and nothing to take back.
    pub(super) fn new(typed: TypedPhone) -> Self {
        Self { present: Draft::new(typed), past: Vec::new(), future: Vec::new() }
    }

    pub(super) fn present(&self) -> &TypedPhone {
        &self.present.typed
    }

    /// What stands in the field now. Nothing happens when it stood there already.
    pub(super) fn write(&mut self, draft: Draft) {
        if draft.typed == self.present.typed {
            self.present.caret = draft.caret;
            return;
        }
        self.past.push(std::mem::replace(&mut self.present, draft));
        if self.past.len() > MOST {
            self.past.remove(0);
        }
        self.future.clear();
    }

    /// What stands in the field after a step; `None` at either end.
    pub(super) fn step(&mut self, step: Step) -> Option<Draft> {
        let (from, to) = match step {
            Step::Undo => (&mut self.past, &mut self.future),
            Step::Redo => (&mut self.future, &mut self.past),
        };
        let draft = from.pop()?;
        to.push(std::mem::replace(&mut self.present, draft));
        Some(self.present.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> Draft {
        Draft::new(TypedPhone { region: None, text: text.to_owned() })
    }

    #[test]
    fn every_step_back_can_be_taken_again() {
        let mut drafts = Drafts::new(TypedPhone::default());
        drafts.write(draft("1"));
        drafts.write(draft("12"));
        assert_eq!(drafts.step(Step::Undo), Some(draft("1")));
        assert_eq!(drafts.step(Step::Undo), Some(draft("")));
        assert_eq!(drafts.step(Step::Undo), None);
        assert_eq!(drafts.step(Step::Redo), Some(draft("1")));
        assert_eq!(drafts.step(Step::Redo), Some(draft("12")));
        assert_eq!(drafts.step(Step::Redo), None);
    }

    #[test]
    fn typing_after_a_step_back_begins_another_way_forward() {
        let mut drafts = Drafts::new(TypedPhone::default());
        drafts.write(draft("1"));
        drafts.step(Step::Undo);
        drafts.write(draft("2"));
        assert_eq!(drafts.step(Step::Redo), None);
        assert_eq!(drafts.step(Step::Undo), Some(draft("")));
    }
}
