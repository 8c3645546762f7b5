//! Formats a number while it is typed, by the steps of Google's `AsYouTypeFormatter`.

use std::fmt;

use crate::Region;
use crate::digits::push_digits;
use crate::draft::{Draft, reachable};
use crate::head::Head;
use crate::plan::Plan;
use crate::text::{digit_value, is_plus};

/// Formats a number while it is typed (`AsYouTypeFormatter`).
///
/// Separators are put in between the digits that were typed and sometimes after them, as the space in `+44 `; the digits
/// stay the same, in the same order. Digits of any script count, and are shown as ASCII ones where there is a format.
/// Whoever types separators gets the text back as it is from there on.
///
/// Every text is that of Google's Java and JavaScript, with three exceptions. A full-width plus counts as a plus, with
/// which neither formats anything. Digits of all scripts count, of which JavaScript knows the full-width and the Arabic
/// ones only. And where both lose digits, after two carrier codes in a row, the text is shown as it was typed.
///
/// ```
/// use passlock_phone::{AsYouType, Region};
///
/// let mut number = AsYouType::new(Region::new("US"));
/// assert_eq!("650253".chars().map(|sign| number.push(sign)).last().as_deref(), Some("650-253"));
/// assert_eq!(number.push('2'), "650-2532");
/// assert_eq!(number.push('2'), "(650) 253-22");
/// assert_eq!(AsYouType::format("+33612345678", None), "+33 6 12 34 56 78");
/// ```
pub struct AsYouType {
    typed: String,
    /// What to show instead of the typed text.
    shown: Option<String>,
    head: Head,
    /// The formats that the number may have, and the one in use.
    possible: Vec<Draft>,
    draft: Option<Draft>,
    is_prefix_apart: bool,
    step: Step,
}

/// What the next digit is tried as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    National,
    CallingCode,
    /// No format fits. A longer prefix may still be found.
    Stuck,
    /// Formatted by hand.
    ByHand,
}

impl AsYouType {
    /// Nothing typed yet; `region` is where a number that names no country belongs.
    #[must_use]
    pub fn new(region: Option<Region>) -> Self {
        Self {
            typed: String::new(),
            shown: None,
            head: Head::new(region.and_then(Plan::of_region)),
            possible: Vec::new(),
            draft: None,
            is_prefix_apart: false,
            step: Step::National,
        }
    }

    /// Types one more sign (`inputDigit`), and gives the text as it should look now.
    pub fn push(&mut self, sign: char) -> String {
        self.input(sign);
        self.text().to_owned()
    }

    /// The text as it should look now.
    #[must_use]
    pub fn text(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.typed)
    }

    /// How a whole text looks when its signs are typed in order.
    #[must_use]
    pub fn format(text: &str, region: Option<Region>) -> String {
        let mut typing = Self::new(region);
        text.chars().for_each(|sign| typing.input(sign));
        typing.shown.unwrap_or(typing.typed)
    }

    fn input(&mut self, sign: char) {
        match digit_value(sign) {
            _ if self.typed.len() >= LONGEST_TEXT => self.step = Step::ByHand,
            Some(digit) => self.head.push(digit),
            None if is_plus(sign) && self.typed.is_empty() => self.head.push_plus(),
            None => self.step = Step::ByHand,
        }
        self.typed.push(sign);
        self.shown = self.formatted();
    }

    /// What to show for the digits; `None` for what was typed.
    fn formatted(&mut self) -> Option<String> {
        let count = self.head.signs();
        match self.step {
            Step::ByHand => return None,
            Step::Stuck => {
                let found = if self.head.take_international_prefix() {
                    self.head.take_calling_code()
                } else {
                    self.head.take_longer_national_prefix()
                };
                return if found { self.start() } else { None };
            }
            _ if count < SHORTEST => return None,
            Step::National if count == SHORTEST => {
                if !self.head.take_international_prefix() {
                    self.head.take_first_national_prefix();
                    return self.start();
                }
                self.step = Step::CallingCode;
            }
            Step::National | Step::CallingCode => {}
        }
        if self.step == Step::CallingCode {
            if self.head.take_calling_code() {
                self.step = Step::National;
            }
            return Some(self.text_with(None));
        }
        if self.possible.is_empty() {
            return self.start();
        }
        if self.draft.is_none_or(|draft| draft.room() < self.head.national().len()) {
            // A single format that was not in use so far is given up; of several, another is tried.
            if self.possible.len() == 1 {
                self.step = Step::Stuck;
            }
            self.draft = None;
        }
        self.in_format()
    }

    /// Begins with the formats again (`attemptToChooseFormattingPattern`).
    fn start(&mut self) -> Option<String> {
        self.step = Step::National;
        self.draft = None;
        self.possible.clear();
        if self.head.national().len() < SHORTEST {
            return Some(self.text_with(None));
        }
        if let Some(plan) = self.head.plan {
            let (beginning, formats) = (self.head.beginning(), reachable(plan, self.head.national()));
            let formats = (0..u32::BITS).filter(|number| formats & 1 << number != 0);
            self.possible.extend(formats.filter_map(|number| Draft::of(plan, number, beginning)));
        }
        self.in_format()
    }

    /// The number in the first format that it has the right length for (`attemptToFormatAccruedDigits`), else as far as it
    /// goes in the one in use, or in the first with enough room (`maybeCreateNewTemplate`).
    fn in_format(&mut self) -> Option<String> {
        let length = self.head.national().len();
        if let Some(draft) = self.possible.iter().find(|draft| draft.grouping.fits(length)) {
            self.is_prefix_apart = draft.is_prefix_apart;
            return Some(self.text_with(Some((*draft, length))));
        }
        let formats = self.head.plan.map_or(0, |plan| reachable(plan, self.head.national()));
        self.possible.retain(|draft| formats & 1 << draft.number != 0);
        // The same groups as before stay as they are, even in a format with other separators.
        let used = self.draft.map(|draft| draft.grouping);
        match self.possible.iter().find(|draft| Some(draft.grouping) == used || draft.room() >= length) {
            Some(draft) if Some(draft.grouping) == used => {}
            Some(draft) => {
                self.is_prefix_apart = draft.is_prefix_apart;
                self.draft = Some(*draft);
            }
            None => self.step = Step::Stuck,
        }
        let draft = self.draft.filter(|_| self.step == Step::National)?;
        Some(self.text_with(Some((draft, draft.room()))))
    }

    /// The prefix and the number, as that of a length in a format (`appendNationalNumber`).
    fn text_with(&self, draft: Option<(Draft, usize)>) -> String {
        let mut text = self.head.prefix.clone();
        if self.is_prefix_apart && text.as_bytes().last().is_some_and(|&sign| sign != b' ') {
            text.push(' ');
        }
        match draft {
            Some((draft, length)) => draft.write(&mut text, self.head.national(), length),
            None => push_digits(&mut text, self.head.national()),
        }
        text
    }
}

/// Hides the digits: `Debug` ends up in logs.
impl fmt::Debug for AsYouType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AsYouType({} signs)", self.typed.chars().count())
    }
}

/// From so many signs on there is something to format (`MIN_LEADING_DIGITS_LENGTH`).
const SHORTEST: usize = 3;
/// Bytes of a text beyond which nothing is formatted any more.
const LONGEST_TEXT: usize = 250;
