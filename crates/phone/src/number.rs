//! A phone number that cannot be built wrong.

use std::fmt;

use crate::{NumberKind, PhoneError, Region, metadata};

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
    /// is a national number of `region`.
    ///
    /// # Errors
    /// What is wrong with the text, and by how much where that can be told.
    pub fn parse(text: &str, region: Option<Region>) -> Result<Self, PhoneError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PhoneError::Empty);
        }
        let e164 = metadata::parse(text, region.as_ref().map(Region::code))?;
        let digits = e164.strip_prefix('+').and_then(|digits| digits.parse().ok());
        digits.map(|digits| Self { digits }).ok_or(PhoneError::NotANumber)
    }

    /// The form for the wire: `+447911123456`.
    #[must_use]
    pub fn e164(&self) -> String {
        format!("+{}", self.digits)
    }

    /// The form for eyes anywhere: `+44 7911 123456`.
    #[must_use]
    pub fn international(&self) -> String {
        metadata::international(&self.e164())
    }

    /// The form for eyes in the number's own country: `07911 123456`.
    #[must_use]
    pub fn national(&self) -> String {
        metadata::national(&self.e164())
    }

    /// Where the number belongs; `None` for numbers of no country, such as +800.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        metadata::region(&self.e164()).and_then(|code| Region::from_ascii(&code))
    }

    /// What the number is for, as far as its digits tell.
    #[must_use]
    pub fn kind(&self) -> NumberKind {
        metadata::kind(&self.e164())
    }

    /// Whether a known pattern of its country matches. `false` only warns: numbering plans change faster than tables.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        metadata::is_valid(&self.e164())
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
