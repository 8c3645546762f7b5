//! Email addresses as people type them: kept as they are, and looked at no more closely than their structure.

mod suggest;

use std::fmt;

use thiserror::Error;

/// An address that a message can be sent to, as it was typed: its case, its tags and its script are the person's own.
///
/// Nobody but the server that takes the mail knows which names there are, so only what no address can be is refused
/// (RFC 5321, section 4.5.3.1; RFC 6531). A domain of another script stays in that script: servers write it in ASCII.
/// `Debug` shows the domain alone.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

/// Why a text is not an email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum EmailError {
    /// Nothing was typed.
    #[error("no address was typed")]
    Empty,
    /// It stops too early: there is no @, nothing before it, or no whole domain behind it.
    #[error("a part of the address is missing")]
    Incomplete,
    /// It has something in it that no address has, or is longer than any.
    #[error("no address looks like this")]
    Invalid,
}

impl EmailAddress {
    /// The longest address that mail servers take, in bytes (RFC 5321, erratum 1690).
    pub const LONGEST: usize = 254;

    /// Reads what was typed or pasted. White space around it, and signs that nobody sees, are left out; the wide signs of
    /// an input method for `@` and `.` count as these.
    ///
    /// # Errors
    /// [`EmailError`] with what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let address = tidied(text);
        if address.is_empty() {
            return Err(EmailError::Empty);
        }
        let (local, domain) = address.split_once('@').ok_or(EmailError::Incomplete)?;
        if !is_local(local) || !is_domain(domain) || address.len() > Self::LONGEST {
            return Err(EmailError::Invalid);
        }
        let (mut next, mut last) = ("", "");
        for label in domain.split('.') {
            (next, last) = (last, label);
        }
        if local.is_empty() || last.is_empty() || next.is_empty() {
            return Err(EmailError::Incomplete);
        }
        // A number is where a machine is, not whose it is.
        if last.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(EmailError::Invalid);
        }
        Ok(Self(address))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the @.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.split_once('@').unwrap_or_default().1
    }

    /// The address for the eyes of whoever may be somebody else: `a•••@example.com`.
    #[must_use]
    pub fn masked(&self) -> String {
        let first = self.0.chars().next().map(String::from).unwrap_or_default();
        [&first, "•••@", self.domain()].concat()
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress(…@{})", self.domain())
    }
}

fn tidied(text: &str) -> String {
    let mut is_domain = false;
    let tidy = |sign| {
        let tidy = match sign {
            '＠' => '@',
            '。' | '．' | '｡' if is_domain => '.',
            sign => sign,
        };
        is_domain |= tidy == '@';
        tidy
    };
    text.trim_matches(is_no_part).chars().map(tidy).collect()
}

/// Whether a name may stand before the @. Quoted names, which nobody has, are left out.
fn is_local(name: &str) -> bool {
    /// RFC 5321, section 4.5.3.1.1, in bytes.
    const LONGEST: usize = 64;
    let is_special = |sign| matches!(sign, '"' | '(' | ')' | ',' | ':' | ';' | '<' | '>' | '@' | '[' | '\\' | ']');
    name.len() <= LONGEST && !name.chars().any(|sign| is_special(sign) || is_no_part(sign))
}

/// Whether a text is made of names of machines; the last two may be missing still.
fn is_domain(domain: &str) -> bool {
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    domain.is_empty() || domain.split('.').enumerate().all(|(at, label)| is_label(label) || at == 0 && label.is_empty())
}

/// RFC 1123, section 2.1, and any sign of another script (RFC 5890 leaves to servers which).
fn is_label(label: &str) -> bool {
    /// RFC 1035, section 2.3.4; names of other scripts become longer in ASCII, which servers find out.
    const LONGEST: usize = 63;
    let is_sign =
        |sign: char| if sign.is_ascii() { sign.is_ascii_alphanumeric() || sign == '-' } else { !is_no_part(sign) };
    let is_short = label.chars().count() <= LONGEST;
    is_short && !label.is_empty() && label.chars().all(is_sign) && !label.starts_with('-') && !label.ends_with('-')
}

fn is_no_part(sign: char) -> bool {
    sign.is_whitespace() || sign.is_control() || is_unseen(sign)
}

/// Signs without a shape that come along when a text is copied, and those that turn a text around.
fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
