//! A phone number that cannot be built wrong.

use std::fmt;

use crate::classify::Parsed;
use crate::digits::{National, of_number, push_digits};
use crate::explain::{impossible, unreadable};
use crate::format::Form;
use crate::parse::parse;
use crate::plan::Plan;
use crate::{NumberKind, PhoneError, Region};

/// A number that a message can be addressed to: E.164, at most 15 digits, of a length that its country uses.
///
/// Equal numbers are equal however they were typed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber {
    /// The digits after the `+`. They never start with 0, so an integer keeps all of them.
    digits: u64,
}

impl PhoneNumber {
    /// Reads a number as a person types it: with or without `+`, spaces, brackets, trunk prefix.
    ///
    /// A text that names its country (`+44 …`) is read by that country's rules, whatever `region` says; any other text
    /// is a national number of `region`. An extension is set aside; letters are refused, not read as keys.
    ///
    /// # Errors
    /// What is wrong with the text, and by how much where that can be told.
    pub fn parse(text: &str, region: Option<Region>) -> Result<Self, PhoneError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PhoneError::Empty);
        }
        let plan = region.and_then(Plan::of_region);
        let (number, _) = parse(text, plan, false).map_err(|refusal| unreadable(&refusal, text, plan))?;
        match impossible(&number) {
            Some(error) => Err(error),
            None => Ok(Self::of(&number)),
        }
    }

    /// The form for the wire: `+447911123456`.
    #[must_use]
    pub fn e164(&self) -> String {
        let mut text = String::with_capacity(16);
        text.push('+');
        push_digits(&mut text, of_number(self.digits).as_slice());
        text
    }

    /// The form for eyes anywhere: `+44 7911 123456`.
    #[must_use]
    pub fn international(&self) -> String {
        self.format(Form::International)
    }

    /// The form for eyes in the number's own country: `07911 123456`.
    #[must_use]
    pub fn national(&self) -> String {
        self.format(Form::National)
    }

    /// The form for a screen that others may see: `+44 •••• ••••56`, the country and the last two digits.
    #[must_use]
    pub fn masked(&self) -> String {
        let shown = self.international();
        let code = shown.find(' ').unwrap_or_default();
        let last = shown.len().saturating_sub(2);
        let hide =
            |(at, sign): (usize, char)| if sign.is_ascii_digit() && at > code && at < last { '•' } else { sign };
        shown.char_indices().map(hide).collect()
    }

    /// The form for links: `tel:+44-7911-123456`.
    #[must_use]
    pub fn rfc3966(&self) -> String {
        self.format(Form::Rfc3966)
    }

    /// Where the number belongs; `None` for numbers of no country, such as +800.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        self.parts().and_then(|number| number.region())
    }

    /// What the number is for, as far as its digits tell.
    #[must_use]
    pub fn kind(&self) -> NumberKind {
        self.parts().map_or(NumberKind::Unknown, |number| number.kind())
    }

    /// Whether a known pattern of its country matches. `false` only warns: numbering plans change faster than tables.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.parts().is_some_and(|number| number.is_valid())
    }

    /// The number must be possible: more than 15 digits do not fit.
    fn of(number: &Parsed) -> Self {
        let code = of_number(number.calling_code.into());
        let all = code.as_slice().iter().chain(number.national.as_slice());
        Self { digits: all.fold(0, |digits, &digit| digits * 10 + u64::from(digit)) }
    }

    fn format(self, form: Form) -> String {
        // Numbers are built from parts, so there always are some.
        self.parts().map_or_else(|| self.e164(), |number| number.format(form, None))
    }

    fn parts(self) -> Option<Parsed> {
        let digits = of_number(self.digits);
        let (plan, national) = Plan::split(digits.as_slice())?;
        Some(Parsed { calling_code: plan.calling_code(), national: National::new(national)? })
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.international())
    }
}

/// Shows the country code and the last two digits only: a number is personal data and `Debug` ends up in logs.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let region = self.region();
        let place = region.as_ref().map_or("001", Region::code);
        write!(f, "PhoneNumber({place} …{:02})", self.digits % 100)
    }
}
