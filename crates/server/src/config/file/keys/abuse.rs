//! The keys of what keeps a deployment from being used for other ends: limits, pauses, numbers that get no message.

use super::{Key, Section, Shape};

pub(crate) const LIMITS: Section = Section {
    name: "limits",
    says: "How often codes may be asked for. docs/backend/abuse.md says what each limit is for.",
    keys: &[&BY_NUMBER, &BY_ADDRESS, &BY_NETWORK, &BY_CLIENT, &BY_COUNTRY, &BY_ALL],
};
pub(crate) const BACK_OFF: Section = Section {
    name: "back_off",
    says: "How long a number waits between messages that nobody answers by logging in.",
    keys: &[&FIRST_PAUSE, &LONGEST_PAUSE, &FORGET_AFTER],
};
pub(crate) const NUMBERS: Section = Section {
    name: "numbers",
    says: "Which numbers get messages. Premium-rate, toll-free and shared-cost numbers, those of whole companies and those of voicemail never do.",
    keys: &[&ALLOW_COUNTRIES, &DENY_COUNTRIES, &LANDLINE, &VOIP],
};
pub(crate) const LOCKOUT: Section = Section {
    name: "lockout",
    says: "When wrong codes shut a network address out from a number.",
    keys: &[&FAILURES, &LOCKOUT_FOR],
};

pub(crate) const BY_NUMBER: Key = Key::new("limits", "number", Shape::Text)
    .form("a rate")
    .default(r#""5/10m""#)
    .says("Codes for one number: so many at once, and as many again spread over that time.");
pub(crate) const BY_ADDRESS: Key = Key::new("limits", "address", Shape::Text)
    .form("a rate")
    .default(r#""50/1h""#)
    .says("Codes asked for from one network address; a /64 of IPv6 is one.");
pub(crate) const BY_NETWORK: Key = Key::new("limits", "network", Shape::Text)
    .form("a rate, or off")
    .default(r#""200/1h""#)
    .says("Codes asked for from the addresses around one: a /24 of IPv4, a /48 of IPv6.");
pub(crate) const BY_CLIENT: Key = Key::new("limits", "client", Shape::Text)
    .form("a rate, or off")
    .default(r#""5000/1h""#)
    .says("Codes asked for by the pages of one client.");
pub(crate) const BY_COUNTRY: Key = Key::new("limits", "country", Shape::Text)
    .form("a rate, or off")
    .default(r#""1000/1h""#)
    .says("Codes for the numbers of one country; those of no country count as one.");
pub(crate) const BY_ALL: Key = Key::new("limits", "global", Shape::Text)
    .form("a rate, or off")
    .default(r#""10000/1h""#)
    .says("Codes for everybody together.");

pub(crate) const FIRST_PAUSE: Key = Key::new("back_off", "first", Shape::Text)
    .form("a duration from 0s to 1h")
    .default(r#""1m""#)
    .says("Between the second message and the third; each pause is twice as long as the one before. 0s for no pauses. The second message may follow the first as `codes.resend_after` says.");
pub(crate) const LONGEST_PAUSE: Key = Key::new("back_off", "most", Shape::Text)
    .form("a duration from 0s to 1d")
    .default(r#""32m""#)
    .says("The longest pause.");
pub(crate) const FORGET_AFTER: Key = Key::new("back_off", "forget_after", Shape::Text)
    .form("a duration from 1m to 1d")
    .default(r#""1d""#)
    .says("When a message that nobody answered does not matter any more. A login has them forgotten at once.");

pub(crate) const ALLOW_COUNTRIES: Key = Key::new("numbers", "allow_countries", Shape::List)
    .form("letters of ISO 3166 like DE, or international")
    .default("[]")
    .says("The countries whose numbers get messages; all of them when the list is empty. `international` stands for numbers of no country, such as +800 and +883, and those whose country cannot be told.");
pub(crate) const DENY_COUNTRIES: Key = Key::new("numbers", "deny_countries", Shape::List)
    .form("letters of ISO 3166 like DE, or international")
    .default("[]")
    .says("The countries whose numbers get none. Only one of the two lists can have something in it.");
pub(crate) const LANDLINE: Key = Key::new("numbers", "landline", Shape::Text)
    .form("allow or refuse")
    .default(r#""allow""#)
    .says("Landlines, where numbers tell them from mobile phones.");
pub(crate) const VOIP: Key = Key::new("numbers", "voip", Shape::Text)
    .form("allow or refuse")
    .default(r#""allow""#)
    .says("Telephony over the internet, where numbers tell it.");

pub(crate) const FAILURES: Key = Key::new("lockout", "failures", Shape::Text)
    .form("a rate")
    .default(r#""10/1h""#)
    .says("Wrong codes for one number from one network address; the last of them shuts it out.");
pub(crate) const LOCKOUT_FOR: Key = Key::new("lockout", "duration", Shape::Text)
    .form("a duration from 1s to 30d")
    .default(r#""15m""#)
    .says("For how long.");
