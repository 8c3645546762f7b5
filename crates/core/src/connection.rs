//! The ways that a code takes to its person, and where it goes.

use crate::protocol::{EMAIL, SMS};
use crate::{EmailAddress, PhoneNumber};

/// A way to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Connection {
    /// A text message to a phone.
    #[default]
    Sms,
    /// An email.
    Email,
}

impl Connection {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Sms, Self::Email];

    /// What pages call it, and servers unless told otherwise.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sms => SMS,
            Self::Email => EMAIL,
        }
    }
}

/// Where a code goes. `Debug` shows neither number nor address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Recipient {
    /// A phone.
    Phone(PhoneNumber),
    /// A mailbox.
    Email(EmailAddress),
}

impl Recipient {
    /// The way there.
    #[must_use]
    pub const fn connection(&self) -> Connection {
        match self {
            Self::Phone(_) => Connection::Sms,
            Self::Email(_) => Connection::Email,
        }
    }

    /// As servers know it: E.164, or the address as it was typed.
    #[must_use]
    pub fn username(&self) -> String {
        match self {
            Self::Phone(phone) => phone.e164(),
            Self::Email(address) => address.as_str().to_owned(),
        }
    }

    /// As people read it: a number with its country and in groups, or the address as it was typed.
    #[must_use]
    pub fn readable(&self) -> String {
        match self {
            Self::Phone(phone) => phone.international(),
            Self::Email(address) => address.as_str().to_owned(),
        }
    }
}
