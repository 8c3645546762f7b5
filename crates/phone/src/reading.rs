//! What Google's library makes of a text, for tools and comparisons; a login form wants [`PhoneNumber`](crate::PhoneNumber).

use thiserror::Error;

use crate::classify::Parsed;
use crate::format::Form;
use crate::parse::{Refusal, parse};
use crate::plan::{Fit, Plan};
use crate::{NumberKind, Region};

/// A text read as a number, possible or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    number: Parsed,
    extension: Option<String>,
}

/// Whether letters stand for the keys that carry them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vanity {
    /// Three letters or more make a text no number: in a login form they are a mistake.
    Refuse,
    /// As in `1-800-FLOWERS`, which is how Google's library reads it.
    Allow,
}

/// Whether a number has a length that its country uses (`isPossibleNumberWithReason`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Length {
    /// Of a possible length.
    Possible,
    /// Dialable inside its own area only.
    PossibleLocalOnly,
    /// No country has the calling code.
    InvalidCallingCode,
    /// Shorter than every number of the country.
    TooShort,
    /// Between the shortest and the longest, but unused.
    Invalid,
    /// Longer than every number of the country.
    TooLong,
}

/// Why a text cannot be read at all, with the kinds of Google's `NumberParseException`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// No country has the calling code, or there is none and no region either.
    #[error("no country has this code")]
    InvalidCallingCode,
    /// Nothing that could be a number.
    #[error("this is not a phone number")]
    NotANumber,
    /// Nothing after the international prefix.
    #[error("nothing follows the international prefix")]
    TooShortAfterInternationalPrefix,
    /// Fewer than two digits.
    #[error("too few digits")]
    TooShort,
    /// More than 17 digits, or a text of more than 250 signs.
    #[error("too many digits")]
    TooLong,
}

impl Reading {
    /// Reads a text; `region` is where one that names no country belongs.
    ///
    /// # Errors
    /// When there is no number in the text, or no country to read it in.
    ///
    /// ```
    /// use passlock_phone::{Length, Reading, Region, Vanity};
    ///
    /// let reading = Reading::parse("030 123456 ext. 7", Region::new("DE"), Vanity::Allow)?;
    /// assert_eq!(reading.e164(), "+4930123456");
    /// assert_eq!(reading.length(), Length::Possible);
    /// assert_eq!(reading.national(), "030 123456 ext. 7");
    /// # Ok::<(), passlock_phone::ReadError>(())
    /// ```
    pub fn parse(text: &str, region: Option<Region>, vanity: Vanity) -> Result<Self, ReadError> {
        let plan = region.and_then(Plan::of_region);
        let (number, extension) = parse(text, plan, vanity == Vanity::Allow)?;
        Ok(Self { number, extension })
    }

    /// `+` and all digits, without the extension.
    #[must_use]
    pub fn e164(&self) -> String {
        self.number.e164()
    }

    /// `isValidNumber`: whether a pattern of its country matches.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.number.is_valid()
    }

    /// `isPossibleNumberWithReason`
    #[must_use]
    pub fn length(&self) -> Length {
        match self.number.fit() {
            None => Length::InvalidCallingCode,
            Some(Fit::Possible) => Length::Possible,
            Some(Fit::LocalOnly) => Length::PossibleLocalOnly,
            Some(Fit::TooShort) => Length::TooShort,
            Some(Fit::Wrong) => Length::Invalid,
            Some(Fit::TooLong) => Length::TooLong,
        }
    }

    /// `getRegionCodeForNumber`: two letters, `001` for numbers of no country, `None` where several could be meant.
    #[must_use]
    pub fn region_code(&self) -> Option<&'static str> {
        self.number.plan().map(Plan::code)
    }

    /// `getNumberType`
    #[must_use]
    pub fn kind(&self) -> NumberKind {
        self.number.kind()
    }

    /// What is dialled after the call is answered.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// The form for eyes in the number's own country, extension included.
    #[must_use]
    pub fn national(&self) -> String {
        self.number.format(Form::National, self.extension())
    }

    /// The form for eyes anywhere, extension included.
    #[must_use]
    pub fn international(&self) -> String {
        self.number.format(Form::International, self.extension())
    }

    /// The form for links, extension included: `tel:+49-30-123456;ext=7`.
    #[must_use]
    pub fn rfc3966(&self) -> String {
        self.number.format(Form::Rfc3966, self.extension())
    }
}

impl Length {
    /// The name of the constant in Google's `ValidationResult`.
    #[must_use]
    pub fn google_name(self) -> &'static str {
        match self {
            Self::Possible => "IS_POSSIBLE",
            Self::PossibleLocalOnly => "IS_POSSIBLE_LOCAL_ONLY",
            Self::InvalidCallingCode => "INVALID_COUNTRY_CODE",
            Self::TooShort => "TOO_SHORT",
            Self::Invalid => "INVALID_LENGTH",
            Self::TooLong => "TOO_LONG",
        }
    }
}

impl ReadError {
    /// The name of the constant in Google's `NumberParseException.ErrorType`.
    #[must_use]
    pub fn google_name(self) -> &'static str {
        match self {
            Self::InvalidCallingCode => "INVALID_COUNTRY_CODE",
            Self::NotANumber => "NOT_A_NUMBER",
            Self::TooShortAfterInternationalPrefix => "TOO_SHORT_AFTER_IDD",
            Self::TooShort => "TOO_SHORT_NSN",
            Self::TooLong => "TOO_LONG",
        }
    }
}

impl From<Refusal> for ReadError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NoRegion | Refusal::UnknownCallingCode => Self::InvalidCallingCode,
            Refusal::NotANumber | Refusal::Vanity => Self::NotANumber,
            Refusal::ShortAfterInternationalPrefix => Self::TooShortAfterInternationalPrefix,
            Refusal::Short(..) => Self::TooShort,
            Refusal::Long(..) | Refusal::LongText => Self::TooLong,
        }
    }
}
