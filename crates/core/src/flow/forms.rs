//! What stands in the forms, one for each connection, and which of them the person sees.

use super::{EmailEntry, PhoneEntry};
use crate::{Connection, Problem, Recipient, Region};

/// The forms. Going from one to another loses nothing that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// The one that is shown.
    pub shown: Connection,
    /// The one for a number.
    pub phone: PhoneEntry,
    /// The one for an address.
    pub email: EmailEntry,
}

impl Forms {
    /// Empty forms.
    #[must_use]
    pub fn blank(shown: Connection, region: Option<Region>) -> Self {
        Self { shown, phone: PhoneEntry::blank(region), email: EmailEntry::blank() }
    }

    /// Who is meant by the form that is shown.
    ///
    /// # Errors
    /// As [`PhoneEntry::number`] and [`EmailEntry::address`].
    pub fn recipient(&self) -> Result<Recipient, Problem> {
        match self.shown {
            Connection::Sms => self.phone.number().map(Recipient::Phone),
            Connection::Email => self.email.address().map(Recipient::Email),
        }
    }

    /// Whether nothing has to be typed in the form that is shown.
    #[must_use]
    pub fn is_known(&self) -> bool {
        match self.shown {
            Connection::Sms => matches!(self.phone, PhoneEntry::Known(_)),
            Connection::Email => matches!(self.email, EmailEntry::Known(_)),
        }
    }

    /// Whether the person may take another number or address than the one that is shown.
    #[must_use]
    pub fn may_change(&self) -> bool {
        !self.is_given(self.shown)
    }

    /// Whether the host page has said who is to log in by a connection.
    pub(super) fn is_given(&self, connection: Connection) -> bool {
        match connection {
            Connection::Sms => !self.phone.may_change(),
            Connection::Email => !self.email.may_change(),
        }
    }

    /// Empties the forms, apart from what the host page wants confirmed.
    pub(super) fn clear(&mut self, region: Option<Region>) {
        if self.phone.may_change() {
            self.phone = PhoneEntry::blank(region);
        }
        if self.email.may_change() {
            self.email = EmailEntry::blank();
        }
    }
}

/// The form for a number alone.
impl From<PhoneEntry> for Forms {
    fn from(phone: PhoneEntry) -> Self {
        Self { phone, ..Self::blank(Connection::Sms, None) }
    }
}
