//! A one-time code as it goes over the wire.

use std::fmt;

use passlock_phone::digit_value;
use thiserror::Error;

/// Four to twelve ASCII digits. `Debug` never shows them.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

/// Why a text is not a whole code yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CodeError {
    /// No digit was typed.
    #[error("no code was typed")]
    Empty,
    /// Digits are missing.
    #[error("{missing} digits are missing")]
    TooShort {
        /// Digits to add.
        missing: u8,
    },
}

impl Code {
    /// The shortest and the longest code that a server may ask for, in digits.
    pub const LENGTHS: std::ops::RangeInclusive<u8> = 4..=12;

    /// Reads a code of `length` digits out of what was typed: blanks, hyphens and anything else that is no digit is
    /// skipped, digits of every script count, and digits beyond `length` are dropped.
    ///
    /// # Errors
    /// [`CodeError`] when fewer than `length` digits are there.
    pub fn parse(text: &str, length: u8) -> Result<Self, CodeError> {
        let digits = Self::digits(text, length);
        match (digits.len(), usize::from(length)) {
            (0, _) => Err(CodeError::Empty),
            (have, want) if have < want => {
                Err(CodeError::TooShort { missing: u8::try_from(want - have).unwrap_or(u8::MAX) })
            }
            _ => Ok(Self(digits)),
        }
    }

    /// The digits of a text that is still being typed, at most `length` of them.
    #[must_use]
    pub fn digits(text: &str, length: u8) -> String {
        let values = text.chars().filter_map(digit_value).take(usize::from(length));
        values.filter_map(|value| char::from_digit(value.into(), 10)).collect()
    }

    /// The digits, for the one request that carries them.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, CodeError>) {
        assert_eq!(Code::parse(text, 6), expected.map(|digits| Code(digits.to_owned())), "{text:?}");
    }

    #[test]
    fn what_surrounds_the_digits_is_skipped() {
        check("427193", Ok("427193"));
        check(" 427 193\n", Ok("427193"));
        check("427-193", Ok("427193"));
        check("G-427193 is your code", Ok("427193"));
    }

    #[test]
    fn digits_of_every_script_count() {
        check("٤٢٧١٩٣", Ok("427193"));
        check("۴۲۷۱۹۳", Ok("427193"));
        check("४२७१९३", Ok("427193"));
        check("４２７１９３", Ok("427193"));
    }

    #[test]
    fn what_is_missing_is_counted() {
        check("", Err(CodeError::Empty));
        check("abc", Err(CodeError::Empty));
        check("427", Err(CodeError::TooShort { missing: 3 }));
        check("4271934", Ok("427193"));
    }

    #[test]
    fn debug_output_does_not_tell_the_code() {
        assert_eq!(format!("{:?}", Code("427193".to_owned())), "Code([redacted])");
    }
}
