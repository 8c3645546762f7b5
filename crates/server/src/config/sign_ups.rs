//! Whether somebody who has no account gets one by logging in.

use passlock_core::PhoneNumber;
use thiserror::Error;

/// Who may come. Whoever has an account may, unless they are shut out, and nobody learns who has one: under every policy
/// `/passwordless/start` answers everybody alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignUps {
    /// Everybody who can read a text message.
    Open,
    /// Only those who are known already. A stranger gets no message.
    Closed,
    /// Those who are known, and these. Another stranger gets no message.
    Listed(Vec<AllowedNumber>),
}

/// A number, or the beginning of many. It does not print: it may be a person's.
#[derive(Clone, PartialEq, Eq)]
pub struct AllowedNumber {
    /// A plus sign and digits.
    digits: String,
    /// Whether more digits may follow.
    is_prefix: bool,
}

/// Why a text is no entry of an allow-list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an entry is a number like +447400123456, or the beginning of numbers like +4474*")]
pub struct AllowedNumberError;

impl SignUps {
    /// The names of the policies.
    pub const NAMES: [&'static str; 3] = ["open", "closed", "allow-list"];

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Listed(_) => "allow-list",
        }
    }

    /// Whether somebody with this number (E.164) gets an account at the first login.
    #[must_use]
    pub fn admit(&self, number: &str) -> bool {
        match self {
            Self::Open => true,
            Self::Closed => false,
            Self::Listed(numbers) => numbers.iter().any(|allowed| allowed.matches(number)),
        }
    }
}

impl AllowedNumber {
    /// Reads a number, E.164, or the beginning of numbers with a `*` behind it.
    ///
    /// # Errors
    /// [`AllowedNumberError`] says how they look.
    pub fn read(text: &str) -> Result<Self, AllowedNumberError> {
        let (written, is_prefix) = text.strip_suffix('*').map_or((text, false), |prefix| (prefix, true));
        let digits = written.strip_prefix('+').ok_or(AllowedNumberError)?;
        let is_begun = (1..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|sign| sign.is_ascii_digit());
        let is_number = || PhoneNumber::parse(written, None).is_ok_and(|number| number.e164() == written);
        if is_begun && (is_prefix || is_number()) {
            Ok(Self { digits: written.to_owned(), is_prefix })
        } else {
            Err(AllowedNumberError)
        }
    }

    fn matches(&self, number: &str) -> bool {
        if self.is_prefix { number.starts_with(&self.digits) } else { number == self.digits }
    }
}

impl std::fmt::Debug for AllowedNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AllowedNumber([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_admits_numbers_and_beginnings() {
        let list = SignUps::Listed(["+447400123456", "+49*"].map(|text| AllowedNumber::read(text).unwrap()).to_vec());
        for (number, admitted) in [
            ("+447400123456", true),
            ("+447400123457", false),
            ("+4474001234567", false),
            ("+4915112345678", true),
            ("+4", false),
        ] {
            assert_eq!(list.admit(number), admitted, "{number}");
        }
        assert!(SignUps::Open.admit("+1") && !SignUps::Closed.admit("+1"));
    }

    #[test]
    fn what_is_neither_is_refused() {
        for text in ["", "+", "*", "+*", "447400123456", "+44 7400 123456", "07400123456", "+0*", "+44**", "+4474"] {
            assert_eq!(AllowedNumber::read(text), Err(AllowedNumberError), "{text:?}");
        }
        assert_eq!(format!("{:?}", AllowedNumber::read("+44*").unwrap()), "AllowedNumber([redacted])");
    }
}
