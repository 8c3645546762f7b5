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

    /// Reads a code of `length` digits out of what was typed or pasted; see [`Code::digits`].
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

    /// The digits of a text that is being typed, or the code inside a whole message; at most `length` of them.
    ///
    /// Digits of every script count. In a text with words ("2 minutes left: G-427 193"), the code is the run of digits
    /// that has the right length; blanks and hyphens do not end a run when there is no run without them.
    #[must_use]
    pub fn digits(text: &str, length: u8) -> String {
        let length = usize::from(length);
        let has_words = !text.chars().all(is_part);
        let run = |splits: fn(char) -> bool| {
            let mut runs = text.split(splits).map(ascii_digits);
            runs.find(|run| run.len() == length).filter(|_| has_words)
        };
        let is_no_digit = |sign| digit_value(sign).is_none();
        run(is_no_digit).or_else(|| run(|sign| !is_part(sign))).unwrap_or_else(|| {
            let mut digits = ascii_digits(text);
            digits.truncate(length);
            digits
        })
    }

    /// The digits, for the one request that carries them.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }
}

/// Digits and what stands between those of one code.
fn is_part(sign: char) -> bool {
    digit_value(sign).is_some() || matches!(sign, ' ' | '-' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

fn ascii_digits(text: &str) -> String {
    text.chars().filter_map(digit_value).map(|value| char::from(b'0' + value)).collect()
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
    fn a_whole_message_holds_its_code() {
        check("Your code is 427193. It is valid for 5 minutes.", Ok("427193"));
        check("2 minutes left: 427193", Ok("427193"));
        check("Use 427 193 to sign in to Swapart 24", Ok("427193"));
        check("2-step code: 427-193", Ok("427193"));
        check("Code 427193\n@app.example.com #427193", Ok("427193"));
        check("code ٤٢٧١٩٣ 5", Ok("427193"));
        // Where nothing has the right length, the digits count as typed.
        check("code 42", Err(CodeError::TooShort { missing: 4 }));
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
