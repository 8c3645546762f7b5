//! What the forms begin with: what the host page gave, or whoever logged in last, or nothing.

use passlock_core::flow::{
    Edit, EmailEntry, Forms, KnownBy, KnownEmail, KnownPhone, PhoneEntry, State, TypedEmail, TypedPhone,
};
use passlock_core::{Connection, EmailAddress, PhoneNumber, Recipient, Region};

use crate::config::{Config, FirstEmail, FirstPhone};

/// The forms of a lock that begins, somewhere (`here`). Who is remembered is shown, unless the page says something else.
pub(super) fn of(config: &Config, remembered: Option<Recipient>, here: Option<Region>) -> Forms {
    let first = config.connections.first().copied().unwrap_or_default();
    let mut forms = Forms::blank(first, here);
    forms.phone = match &config.phone {
        FirstPhone::Fixed(phone) => PhoneEntry::Known(KnownPhone { phone: *phone, by: KnownBy::Host }),
        FirstPhone::Editable(text) => typed_phone(here, text),
        FirstPhone::Empty => forms.phone,
    };
    forms.email = match &config.email {
        FirstEmail::Fixed(address) => known_email(address.clone(), KnownBy::Host),
        FirstEmail::Editable(text) => EmailEntry::Typed(TypedEmail::whole(text)),
        FirstEmail::Empty => forms.email,
    };
    match remembered {
        Some(Recipient::Phone(phone)) if config.phone == FirstPhone::Empty => {
            forms.phone = PhoneEntry::Known(KnownPhone { phone, by: KnownBy::Browser });
            forms.shown = Connection::Sms;
        }
        Some(Recipient::Email(address)) if config.email == FirstEmail::Empty => {
            forms.email = known_email(address, KnownBy::Browser);
            forms.shown = Connection::Email;
        }
        _ => {}
    }
    forms
}

/// The forms of a lock that begins as `first`, once a code is on its way `to` somebody; `None` when the page does not want
/// that person, or no longer offers that way.
pub(super) fn with(first: &State, to: &Recipient) -> Option<Forms> {
    if !first.offered().any(|offered| offered == to.connection()) {
        return None;
    }
    let mut forms = first.forms.clone();
    match (to, &forms.phone, &forms.email) {
        (Recipient::Phone(phone), PhoneEntry::Known(known), _) if known.by == KnownBy::Host => {
            return (known.phone == *phone).then_some(forms);
        }
        (Recipient::Email(address), _, EmailEntry::Known(known)) if known.by == KnownBy::Host => {
            return (known.address == *address).then_some(forms);
        }
        (Recipient::Phone(phone), PhoneEntry::Typed(_), _) => forms.phone = written(*phone),
        (Recipient::Email(address), _, EmailEntry::Typed(_)) => {
            forms.email = EmailEntry::Typed(TypedEmail::whole(address.as_str()));
        }
        // Remembered: it is asked for once more on the way back.
        _ => {}
    }
    Some(forms)
}

fn typed_phone(region: Option<Region>, text: &str) -> PhoneEntry {
    let typed = TypedPhone { region, text: String::new() };
    PhoneEntry::Typed(typed.edited(Edit::Inserted, text, 0).0)
}

fn written(phone: PhoneNumber) -> PhoneEntry {
    let typed = TypedPhone { region: phone.region(), text: phone.international() };
    PhoneEntry::Typed(typed.edited(Edit::Inserted, &typed.text, 0).0)
}

fn known_email(address: EmailAddress, by: KnownBy) -> EmailEntry {
    EmailEntry::Known(KnownEmail { address, by })
}
