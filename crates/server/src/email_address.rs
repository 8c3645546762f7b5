//! An email address: what can be one, how it is written to, and by what people are told apart.

use std::fmt;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;

/// An address that an email can be sent to (RFC 5321, section 4.1.2; RFC 6531, section 3.3), without quoted local parts and
/// without network addresses in brackets, which people do not have. It does not print: it is a person's.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailAddress {
    text: String,
    /// Where the `@` is.
    at: usize,
    key: String,
}

/// Why a text is no email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EmailAddressError {
    /// There are no two parts.
    #[error("it has no @ with something on both sides")]
    NoAt,
    /// What stands before the `@`.
    #[error("before the @ is a sign that cannot stand there, or a dot at a wrong place")]
    Local,
    /// What stands behind it.
    #[error("behind the @ is no domain like shop.example")]
    Domain,
    /// RFC 5321, section 4.5.3.1: 64 bytes before the `@`, 254 in all.
    #[error("it is longer than addresses can be")]
    TooLong,
}

impl EmailAddress {
    /// Reads what somebody typed; spaces around it are forgiven.
    ///
    /// # Errors
    /// [`EmailAddressError`] says which part cannot be one.
    pub fn read(text: &str) -> Result<Self, EmailAddressError> {
        let text = text.trim_matches(' ');
        if text.len() > LONGEST_TYPED {
            return Err(EmailAddressError::TooLong);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailAddressError::NoAt)?;
        // RFC 6532, section 3.1. It also makes one address of signs that look alike because they are the same, such as the
        // K of kelvin: the message goes where the account is.
        let local: String = local.nfc().collect();
        if local.is_empty() || domain.is_empty() {
            return Err(EmailAddressError::NoAt);
        }
        if !is_local_part(&local) {
            return Err(EmailAddressError::Local);
        }
        let domain = ascii(domain).ok_or(EmailAddressError::Domain)?;
        let text = format!("{local}@{domain}");
        if local.len() > LONGEST_LOCAL || text.len() > LONGEST {
            return Err(EmailAddressError::TooLong);
        }
        Ok(Self { at: local.len(), key: format!("{}@{domain}", local.to_lowercase()), text })
    }

    /// As it was typed, with the domain in ASCII: where messages go.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What tells people apart: the same in lower case. No mail server tells `Anna` from `anna`, and no person expects it to.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What stands before the `@`.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.text[..self.at]
    }

    /// What stands behind it, in ASCII and lower case.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.text[self.at + 1..]
    }
}

/// As much as a log may have: how its domain ends.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress(….{})", self.domain().rsplit('.').next().unwrap_or_default())
    }
}

/// The form of a domain that goes over the wire (UTS 46), if it is one on the internet: several labels, and no number at the
/// end, as a network address has it.
pub(crate) fn ascii(domain: &str) -> Option<String> {
    let (rules, length) = (AsciiDenyList::STD3, DnsLength::Verify);
    let ascii = Uts46::new().to_ascii(domain.as_bytes(), rules, Hyphens::CheckFirstLast, length).ok()?;
    let (_, last) = ascii.rsplit_once('.')?;
    let is_number = last.bytes().all(|sign| sign.is_ascii_digit());
    (!is_number).then(|| ascii.into_owned())
}

/// A dot-string of RFC 5321, section 4.1.2, with what RFC 6531 adds to it. Signs that nobody sees, or that turn the order of
/// others around, are in no address that somebody has.
fn is_local_part(text: &str) -> bool {
    let is_seen = |sign: char| !sign.is_control() && !sign.is_whitespace() && !is_format(sign);
    let is_sign =
        |sign: char| sign.is_ascii_alphanumeric() || SIGNS.contains(sign) || (!sign.is_ascii() && is_seen(sign));
    text.split('.').all(|part| !part.is_empty() && part.chars().all(is_sign))
}

/// Unicode's format characters that matter in one line, the tags, and what is no character.
fn is_format(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{10ffff}')
}

/// RFC 5322, section 3.2.3.
const SIGNS: &str = "!#$%&'*+-/=?^_`{|}~";
/// In bytes.
const LONGEST_LOCAL: usize = 64;
/// In bytes: a path of 256 without its brackets (RFC 5321, section 4.5.3.1.3).
const LONGEST: usize = 254;
/// In bytes; letters of other scripts make a domain shorter in one form than in the other.
const LONGEST_TYPED: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, text: &str, key: &str) {
        let address = EmailAddress::read(typed).unwrap();
        assert_eq!((address.text(), address.key()), (text, key), "{typed:?}");
    }

    #[test]
    fn an_address_is_written_to_as_it_was_typed_and_known_by_its_lower_case() {
        check("anna@shop.example", "anna@shop.example", "anna@shop.example");
        check("Anna.B+shop@Shop.EXAMPLE", "Anna.B+shop@shop.example", "anna.b+shop@shop.example");
        check("  anna@shop.example ", "anna@shop.example", "anna@shop.example");
        check("o'neill!#$%&*/=?^_`{|}~-@a.b", "o'neill!#$%&*/=?^_`{|}~-@a.b", "o'neill!#$%&*/=?^_`{|}~-@a.b");
        check("a@sub-domain.shop.museum", "a@sub-domain.shop.museum", "a@sub-domain.shop.museum");
        let address = EmailAddress::read("Anna@Shop.example").unwrap();
        assert_eq!((address.local(), address.domain()), ("Anna", "shop.example"));
    }

    #[test]
    fn domains_and_names_of_every_script_are_welcome() {
        check("anna@Bücher.example", "anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example");
        check("anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example");
        check("Дмитрий@пример.рф", "Дмитрий@xn--e1afmkfd.xn--p1ai", "дмитрий@xn--e1afmkfd.xn--p1ai");
        check("用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v", "用户@xn--fsqu00a.xn--4rr70v");
        check("anna@例子。广告", "anna@xn--fsqu00a.xn--4rr70v", "anna@xn--fsqu00a.xn--4rr70v");
    }

    #[test]
    fn signs_that_are_the_same_are_one_before_a_message_goes_anywhere() {
        // The sign of kelvin, whose small letter is a plain k, and an ö of two signs.
        check("mi\u{212a}e@shop.example", "miKe@shop.example", "mike@shop.example");
        check("bo\u{308}rn@shop.example", "börn@shop.example", "börn@shop.example");
    }

    #[test]
    fn what_cannot_be_an_address_is_refused_by_its_part() {
        use EmailAddressError::{Domain, Local, NoAt, TooLong};
        for (text, fault) in [
            ("", NoAt),
            ("anna", NoAt),
            ("@shop.example", NoAt),
            ("anna@", NoAt),
            ("anna b@shop.example", Local),
            ("anna@b@shop.example", Local),
            (".anna@shop.example", Local),
            ("an..na@shop.example", Local),
            ("anna.@shop.example", Local),
            ("\"anna\"@shop.example", Local),
            ("anna\r\nBcc:x@shop.example", Local),
            ("anna\0@shop.example", Local),
            ("<anna@shop.example", Local),
            ("a,b@shop.example", Local),
            ("anna\u{202e}@shop.example", Local),
            ("an\u{200b}na@shop.example", Local),
            ("anna@shop", Domain),
            ("anna@shop..example", Domain),
            ("anna@shop.example.", Domain),
            ("anna@-shop.example", Domain),
            ("anna@shop_one.example", Domain),
            ("anna@shop.example>", Domain),
            ("anna@shop.example\r\nBcc: x", Domain),
            ("anna@shop.example\n", Domain),
            ("anna@127.0.0.1", Domain),
            ("anna@[127.0.0.1]", Domain),
            ("anna@sh op.example", Domain),
        ] {
            assert_eq!(EmailAddress::read(text).err(), Some(fault), "{text:?}");
        }
        let [local, long] = [64, 65].map(|count| format!("{}@shop.example", "a".repeat(count)));
        assert!(EmailAddress::read(&local).is_ok());
        assert_eq!(EmailAddress::read(&long), Err(TooLong));
        let label = "b".repeat(61);
        let [longest, too_long] =
            ["cd", "cde"].map(|last| format!("{}@{label}.{label}.{label}.{last}", "a".repeat(64)));
        assert_eq!(EmailAddress::read(&longest).map(|address| address.text().len()), Ok(253));
        assert!(EmailAddress::read(&too_long).is_ok());
        assert_eq!(EmailAddress::read(&format!("{too_long}f")), Err(TooLong));
        assert_eq!(EmailAddress::read(&"a@".repeat(10_000)), Err(TooLong));
    }

    #[test]
    fn it_does_not_print() {
        assert_eq!(format!("{:?}", EmailAddress::read("anna@shop.example").unwrap()), "EmailAddress(….example)");
    }
}
