//! Whom a message is for and whose account it is: a number on the connection sms, an address on the connection email.

use std::fmt;

use passlock_core::PhoneNumber;

use crate::config::{Connection, Country};
use crate::email_address::EmailAddress;
use crate::store::UserRow;

/// A person as a connection knows them. It does not print, beyond what a log may have.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity(Kind);

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Number(String),
    Address(EmailAddress),
}

impl Identity {
    /// What a request names. `None` for what has not even the form: `^\+[0-9]{1,15}$` (protocol section 1.3), or an
    /// address. A number of that form that no plan has stands for itself; nobody has it, and it gets the answers of others.
    pub(crate) fn read(connection: Connection, text: &str) -> Option<Self> {
        match connection {
            Connection::Sms => is_e164(text).then(|| {
                Self(Kind::Number(
                    PhoneNumber::parse(text, None).map_or_else(|_| text.to_owned(), |phone| phone.e164()),
                ))
            }),
            Connection::Email => EmailAddress::read(text).ok().map(|address| Self(Kind::Address(address))),
        }
    }

    /// Whose account it is; `None` for somebody who came with a passkey alone.
    pub(crate) fn of(user: &UserRow) -> Option<Self> {
        let connection = Connection::ALL.into_iter().find(|connection| connection.name() == user.connection)?;
        Self::read(connection, user.typed.as_ref().unwrap_or(&user.identifier))
    }

    /// Through what the person is reached.
    #[must_use]
    pub fn connection(&self) -> Connection {
        match self.0 {
            Kind::Number(_) => Connection::Sms,
            Kind::Address(_) => Connection::Email,
        }
    }

    /// What tells people of one connection apart.
    #[must_use]
    pub fn key(&self) -> &str {
        match &self.0 {
            Kind::Number(number) => number,
            Kind::Address(address) => address.key(),
        }
    }

    /// Where messages go.
    #[must_use]
    pub fn written(&self) -> &str {
        match &self.0 {
            Kind::Number(number) => number,
            Kind::Address(address) => address.text(),
        }
    }

    /// As the person wrote it, where that may differ from [`Identity::key`].
    pub(crate) fn typed(&self) -> Option<&str> {
        match &self.0 {
            Kind::Number(_) => None,
            Kind::Address(address) => Some(address.text()),
        }
    }

    /// The address, if it is one.
    pub(crate) fn address(&self) -> Option<&EmailAddress> {
        match &self.0 {
            Kind::Number(_) => None,
            Kind::Address(address) => Some(address),
        }
    }

    /// What a log may have of it: the country and the last two digits of a number, how the domain of an address ends. What is
    /// no number is not told at all: it may be one with a slip in it.
    pub(crate) fn masked(&self) -> String {
        match &self.0 {
            Kind::Number(number) => masked(number),
            Kind::Address(address) => format!("email ….{}", address.domain().rsplit('.').next().unwrap_or_default()),
        }
    }
}

impl From<&PhoneNumber> for Identity {
    fn from(number: &PhoneNumber) -> Self {
        Self(Kind::Number(number.e164()))
    }
}

impl From<&EmailAddress> for Identity {
    fn from(address: &EmailAddress) -> Self {
        Self(Kind::Address(address.clone()))
    }
}

impl From<&Self> for Identity {
    fn from(identity: &Self) -> Self {
        identity.clone()
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.masked())
    }
}

/// `^\+[0-9]{1,15}$` (protocol section 1.3)
pub(crate) fn is_e164(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (1..=15).contains(&digits.len()) && digits.bytes().all(|sign| sign.is_ascii_digit())
}

fn masked(number: &str) -> String {
    let hide = |number: PhoneNumber| {
        let text = number.e164();
        format!("{} …{}", Country::of(&number).name(), text.get(text.len().saturating_sub(2)..).unwrap_or_default())
    };
    PhoneNumber::parse(number, None).map_or_else(|_| "none".to_owned(), hide)
}
