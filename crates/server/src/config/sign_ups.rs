//! Whether somebody who has no account gets one by logging in.

use passlock_core::PhoneNumber;
use thiserror::Error;

use crate::config::Connection;
use crate::email_address::{EmailAddress, ascii};
use crate::identity::Identity;

/// Who may come. Whoever has an account may, unless they are shut out, and nobody learns who has one: under every policy
/// `/passwordless/start` answers everybody alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignUps {
    /// Everybody who can read a message.
    Open,
    /// Only those who are known already. A stranger gets no message.
    Closed,
    /// Those who are known, and these. Another stranger gets no message.
    Listed(Vec<Allowed>),
}

/// A number, the beginning of many, an email address, or all of a domain. It does not print: it may be a person's.
#[derive(Clone, PartialEq, Eq)]
pub struct Allowed(Entry);

#[derive(Clone, PartialEq, Eq)]
enum Entry {
    /// A plus sign and digits.
    Number(String),
    /// The same, and more digits may follow.
    Numbers(String),
    /// In lower case.
    Address(String),
    /// In ASCII.
    Domain(String),
}

/// Why a text is no entry of an allow-list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "an entry is a number like +447400123456, the beginning of numbers like +4474*, an address like person@shop.example, or \
     a domain like @shop.example"
)]
pub struct AllowedError;

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

    /// Whether somebody gets an account at the first login.
    #[must_use]
    pub fn admit(&self, whom: &Identity) -> bool {
        match self {
            Self::Open => true,
            Self::Closed => false,
            Self::Listed(list) => list.iter().any(|allowed| allowed.matches(whom)),
        }
    }
}

impl Allowed {
    /// Reads a number, E.164, or the beginning of numbers with a `*` behind it; an email address, or a domain with an `@`
    /// before it.
    ///
    /// # Errors
    /// [`AllowedError`] says how they look.
    pub fn read(text: &str) -> Result<Self, AllowedError> {
        if let Some(domain) = text.strip_prefix('@') {
            return ascii(domain).map(|domain| Self(Entry::Domain(domain))).ok_or(AllowedError);
        }
        if text.contains('@') {
            // A mailbox may be called so; whoever writes that means a domain.
            if text.starts_with('*') {
                return Err(AllowedError);
            }
            let address = EmailAddress::read(text).map_err(|_| AllowedError)?;
            return Ok(Self(Entry::Address(address.key().to_owned())));
        }
        let (written, is_prefix) = text.strip_suffix('*').map_or((text, false), |prefix| (prefix, true));
        let digits = written.strip_prefix('+').ok_or(AllowedError)?;
        let is_begun = (1..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|sign| sign.is_ascii_digit());
        let is_number = || PhoneNumber::parse(written, None).is_ok_and(|number| number.e164() == written);
        match is_prefix {
            true if is_begun => Ok(Self(Entry::Numbers(written.to_owned()))),
            false if is_begun && is_number() => Ok(Self(Entry::Number(written.to_owned()))),
            _ => Err(AllowedError),
        }
    }

    fn matches(&self, whom: &Identity) -> bool {
        match (&self.0, whom.connection()) {
            (Entry::Number(number), Connection::Sms) => whom.key() == number,
            (Entry::Numbers(beginning), Connection::Sms) => whom.key().starts_with(beginning),
            (Entry::Address(address), Connection::Email) => whom.key() == address,
            (Entry::Domain(domain), Connection::Email) => {
                whom.address().is_some_and(|address| address.domain() == domain)
            }
            _ => false,
        }
    }
}

impl std::fmt::Debug for Allowed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Allowed([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(list: &SignUps, connection: Connection, whom: &str, admitted: bool) {
        assert_eq!(list.admit(&Identity::read(connection, whom).unwrap()), admitted, "{whom}");
    }

    fn list(entries: &[&str]) -> SignUps {
        SignUps::Listed(entries.iter().map(|text| Allowed::read(text).unwrap()).collect())
    }

    #[test]
    fn a_list_admits_numbers_and_beginnings() {
        let list = list(&["+447400123456", "+49*"]);
        for (number, admitted) in [
            ("+447400123456", true),
            ("+447400123457", false),
            ("+4474001234567", false),
            ("+4915112345678", true),
            ("+4", false),
        ] {
            check(&list, Connection::Sms, number, admitted);
        }
        check(&SignUps::Open, Connection::Sms, "+1", true);
        check(&SignUps::Closed, Connection::Sms, "+1", false);
        check(&list, Connection::Email, "anna@shop.example", false);
    }

    #[test]
    fn a_list_admits_addresses_and_domains() {
        let list = list(&["Anna@people.example", "@shop.example", "@b\u{fc}cher.example"]);
        for (address, admitted) in [
            ("anna@people.example", true),
            ("ANNA@People.Example", true),
            ("anna+shop@people.example", false),
            ("berta@people.example", false),
            ("anybody@SHOP.example", true),
            ("anybody@other.shop.example", false),
            ("anybody@myshop.example", false),
            ("anybody@xn--bcher-kva.example", true),
        ] {
            check(&list, Connection::Email, address, admitted);
        }
        check(&list, Connection::Sms, "+447400123456", false);
    }

    #[test]
    fn what_is_neither_is_refused() {
        for text in [
            "",
            "+",
            "*",
            "+*",
            "447400123456",
            "+44 7400 123456",
            "07400123456",
            "+0*",
            "+44**",
            "+4474",
            "@",
            "@shop",
            "a@",
            "*@shop.example",
            "a b@shop.example",
            "shop.example",
        ] {
            assert_eq!(Allowed::read(text), Err(AllowedError), "{text:?}");
        }
        assert_eq!(format!("{:?}", Allowed::read("+44*").unwrap()), "Allowed([redacted])");
    }
}
