//! What operators may want to hear of: events with names that stay, in the log under the target `passlock_server::events`.
//!
//! No event has a whole number, an email address, a code or a token in it. A number is its country and its last two digits,
//! an email address is how its domain ends, a network address is the network that it belongs to.

use crate::config::Country;
use crate::identity::Identity;
use crate::limits::Refusal;

/// Something that has happened.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Event<'a> {
    /// A limit refused a request.
    LimitHit { refusal: Refusal, whom: Option<&'a Identity>, client: Option<&'a str>, network: &'a str },
    /// A wrong code too many has shut a network address out from a person.
    LockedOut { refusal: Refusal, whom: &'a Identity, network: &'a str },
    /// Somebody who is shut out asked for a code, or typed the right one.
    BlockedUserTried { whom: Option<&'a Identity>, network: &'a str },
    /// Somebody without an account asked for a code, or typed the right one, where accounts are not for everybody.
    SignUpRefused { whom: &'a Identity, network: &'a str },
    /// A code for a number of a country that is not served.
    CountryRefused { country: Country, client: &'a str, network: &'a str },
    /// A code for a number of a type that gets none.
    TypeRefused { whom: &'a Identity, kind: &'static str, client: &'a str, network: &'a str },
    /// A token that is good for one use was used again, by whoever has a copy; the login is ended.
    TokenReused { token: &'static str, user: &'a str },
    /// Somebody has proved that another account is theirs as well; it is a part of the first one from now on.
    IdentityLinked { user: &'a str, identity: &'a str },
    /// Somebody has taken a number or address out of their account.
    IdentityUnlinked { user: &'a str, identity: &'a str },
    /// A passkey counts less than it did: there are two of it.
    PasskeyCopied { user: &'a str, passkey: &'a str },
    /// Somebody has one passkey more.
    PasskeyAdded { user: &'a str, passkey: &'a str },
    /// Somebody removed one of their passkeys.
    PasskeyRemoved { user: &'a str, passkey: &'a str },
    /// An operator added a client to the configuration.
    ClientAdded { client: &'a str },
    /// An operator made a signing key.
    KeysRotated { kid: &'a str, leaked: bool },
    /// An operator made an account.
    UserAdded { whom: &'a Identity },
    /// An operator shut somebody out.
    UserBlocked { whom: Option<&'a Identity> },
    /// An operator let somebody in again.
    UserUnblocked { whom: Option<&'a Identity> },
    /// An operator had somebody forgotten.
    UserDeleted { whom: Option<&'a Identity> },
}

/// A row of the documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventKind {
    /// What stays, whatever becomes of the sentence beside it.
    pub name: &'static str,
    /// `info`, or `warn` where somebody may be doing harm.
    pub level: &'static str,
    /// The fields beside `event` and the sentence.
    pub fields: &'static [&'static str],
    /// When it happens.
    pub says: &'static str,
}

/// Every event.
pub const EVENTS: [EventKind; 18] = [
    kind(
        "limit_hit",
        "warn",
        &["limit", "number", "client", "network", "retry_after"],
        "A limit refused a request. `limit` is `number` (or an email address), `back_off`, `address`, `network`, `client`, `country` or `global` for a code that was asked for, `guesses` for one that was typed, `lockout` for either from a place that is shut out, `passkeys` for a challenge for one. A typed code has no `client`.",
    ),
    kind(
        "locked_out",
        "warn",
        &["number", "network", "retry_after"],
        "The last wrong code that was allowed: the address is shut out from the number, or from the email address.",
    ),
    kind(
        "blocked_user_tried",
        "warn",
        &["number", "network"],
        "Somebody who is blocked asked for a code and got none, or typed one that they got before.",
    ),
    kind(
        "sign_up_refused",
        "info",
        &["number", "network"],
        "Somebody without an account asked for a code and got none, or typed one, where `sign_ups.policy` does not let them in.",
    ),
    kind(
        "country_refused",
        "info",
        &["country", "client", "network"],
        "A code was asked for, for a number of a country that `[numbers]` does not serve.",
    ),
    kind(
        "type_refused",
        "info",
        &["number", "kind", "client", "network"],
        "A code was asked for, for a number of a type that gets none; `kind` is the type by Google's name for it.",
    ),
    kind(
        "token_reused",
        "warn",
        &["token", "user"],
        "Somebody has a copy: a `refresh_token`, an `authorization_code` or a `session` cookie was used again when it had been replaced. The login is ended; `user` is the id behind `sms|` or `email|`.",
    ),
    kind(
        "identity_linked",
        "info",
        &["user", "identity"],
        "Somebody showed tokens of two logins, and the account `identity` became a part of `user`; both are ids behind the `|` of a `sub`.",
    ),
    kind(
        "identity_unlinked",
        "info",
        &["user", "identity"],
        "Somebody made a part of their account one of its own again.",
    ),
    kind(
        "passkey_copied",
        "warn",
        &["user", "passkey"],
        "The counter of a passkey did not grow: there may be a copy of it. The login was refused; the passkey stays, for its owner to remove.",
    ),
    kind(
        "passkey_added",
        "info",
        &["user", "passkey"],
        "Somebody added a passkey to their account, or signed up with one.",
    ),
    kind("passkey_removed", "info", &["user", "passkey"], "Somebody removed a passkey of theirs."),
    kind("client_added", "info", &["client"], "`client add` put a client into the configuration."),
    kind("keys_rotated", "info", &["kid", "leaked"], "`keys rotate` made a signing key."),
    kind("user_added", "info", &["number"], "`users add` made an account."),
    kind("user_blocked", "info", &["number"], "`users block` shut somebody out."),
    kind("user_unblocked", "info", &["number"], "`users unblock` let somebody in again."),
    kind("user_deleted", "info", &["number"], "`users delete` forgot somebody."),
];

/// An application was added to a configuration; for whoever writes one.
pub fn note_client(client: &str) {
    Event::ClientAdded { client }.tell();
}

impl Event<'_> {
    /// Writes it to the log. Every arm is a row of [`EVENTS`].
    pub(crate) fn tell(self) {
        match self {
            Self::LimitHit { refusal, whom, client, network } => {
                let (limit, retry_after) = (refusal.limit.name(), refusal.retry_after);
                let number = masked(whom);
                tracing::warn!(target: TARGET, event = "limit_hit", limit, number, client, network, retry_after, "a limit refused a request");
            }
            Self::LockedOut { refusal, whom, network } => {
                let (number, retry_after) = (whom.masked(), refusal.retry_after);
                tracing::warn!(target: TARGET, event = "locked_out", number, network, retry_after, "wrong codes have shut an address out from a number");
            }
            Self::BlockedUserTried { whom, network } => {
                tracing::warn!(target: TARGET, event = "blocked_user_tried", number = masked(whom), network, "somebody who is blocked tried to log in");
            }
            Self::SignUpRefused { whom, network } => {
                tracing::info!(target: TARGET, event = "sign_up_refused", number = whom.masked(), network, "somebody without an account tried to log in");
            }
            Self::CountryRefused { country, client, network } => {
                tracing::info!(target: TARGET, event = "country_refused", country = country.name(), client, network, "a number of a country that is not served");
            }
            Self::TypeRefused { whom, kind, client, network } => {
                tracing::info!(target: TARGET, event = "type_refused", number = whom.masked(), kind, client, network, "a number of a type that gets no codes");
            }
            Self::TokenReused { token, user } => {
                tracing::warn!(target: TARGET, event = "token_reused", token, user, "a token was used twice; the login is ended");
            }
            Self::IdentityLinked { user, identity } => {
                tracing::info!(target: TARGET, event = "identity_linked", user, identity, "two accounts became one");
            }
            Self::IdentityUnlinked { user, identity } => {
                tracing::info!(target: TARGET, event = "identity_unlinked", user, identity, "one account became two");
            }
            Self::PasskeyCopied { user, passkey } => {
                tracing::warn!(target: TARGET, event = "passkey_copied", user, passkey, "the counter of a passkey did not grow");
            }
            Self::PasskeyAdded { user, passkey } => {
                tracing::info!(target: TARGET, event = "passkey_added", user, passkey, "added a passkey");
            }
            Self::PasskeyRemoved { user, passkey } => {
                tracing::info!(target: TARGET, event = "passkey_removed", user, passkey, "removed a passkey");
            }
            Self::ClientAdded { client } => {
                tracing::info!(target: TARGET, event = "client_added", client, "added a client");
            }
            Self::KeysRotated { kid, leaked } => {
                tracing::info!(target: TARGET, event = "keys_rotated", kid, leaked, "made a signing key");
            }
            Self::UserAdded { whom } => {
                tracing::info!(target: TARGET, event = "user_added", number = whom.masked(), "added a user");
            }
            Self::UserBlocked { whom } => {
                tracing::info!(target: TARGET, event = "user_blocked", number = masked(whom), "blocked a user");
            }
            Self::UserUnblocked { whom } => {
                tracing::info!(target: TARGET, event = "user_unblocked", number = masked(whom), "unblocked a user");
            }
            Self::UserDeleted { whom } => {
                tracing::info!(target: TARGET, event = "user_deleted", number = masked(whom), "deleted a user");
            }
        }
    }
}

/// Somebody who comes with a passkey has said nothing of themselves.
fn masked(whom: Option<&Identity>) -> String {
    whom.map_or_else(|| "none".to_owned(), Identity::masked)
}

const fn kind(
    name: &'static str,
    level: &'static str,
    fields: &'static [&'static str],
    says: &'static str,
) -> EventKind {
    EventKind { name, level, fields, says }
}

/// Where the log has them.
pub(crate) const TARGET: &str = "passlock_server::events";
