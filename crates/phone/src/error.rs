//! What can be wrong with a typed number, precise enough to become a sentence.

use thiserror::Error;

/// Why a text is not a number that a message can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum PhoneError {
    /// Nothing was typed.
    #[error("no number was typed")]
    Empty,
    /// The text holds letters or signs that no number has.
    #[error("this is not a phone number")]
    NotANumber,
    /// The text has no `+` and no region was given to read it in.
    #[error("the country code is missing")]
    MissingCountryCode,
    /// No country has the code after the `+`.
    #[error("no country has this code")]
    InvalidCountryCode,
    /// Shorter than every number of the country.
    #[error("{missing} digits are missing")]
    TooShort {
        /// Digits to add to reach the shortest number that the country has.
        missing: u8,
    },
    /// Longer than every number of the country.
    #[error("{extra} digits too many")]
    TooLong {
        /// Digits to remove to reach the longest number that the country has.
        extra: u8,
    },
    /// Between the shortest and the longest, but of a length that the country does not use.
    #[error("no number of this country has this many digits")]
    InvalidLength,
    /// Only dialable inside its own area: the area code is missing.
    #[error("the area code is missing")]
    LocalOnly,
}
