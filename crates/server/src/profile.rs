//! What a token and `/userinfo` tell about a person.

use passlock_core::PhoneNumber;
use passlock_core::session::Profile;
use serde::Serialize;

use crate::clock::rfc3339;
use crate::config::Connection;
use crate::scope::Scopes;
use crate::store::{PASSKEY, UserRow};

/// A person, as far as scopes open what is known of them.
#[derive(Serialize)]
pub(crate) struct Described {
    #[serde(flatten)]
    profile: Profile,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<bool>,
}

/// The person's identifier at this server, such as `sms|5f2c…`.
pub(crate) fn subject(user: &UserRow) -> String {
    format!("{}|{}", user.connection, user.id)
}

/// The claims that `scopes` open (OpenID Connect Core 1.0, section 5.4). `issuer` ends in a slash.
pub(crate) fn profile(user: &UserRow, issuer: &str, scopes: Scopes) -> Described {
    let mut profile = Profile { sub: subject(user), ..Profile::default() };
    let is_email = user.connection == Connection::Email.name();
    let written = user.typed.as_ref().unwrap_or(&user.identifier);
    if scopes.profile() {
        let [name, nickname] = names(user);
        profile.name = Some(name);
        profile.nickname = Some(nickname);
        profile.picture = Some(format!("{issuer}avatars/{}.svg", user.id));
        profile.updated_at = Some(rfc3339(user.updated_at));
    }
    // Who came with a passkey alone has a name; nothing of it is proved, so no claim has it that could be taken for proof.
    if !is_email && user.connection != PASSKEY && (scopes.profile() || scopes.phone()) {
        profile.phone_number = Some(written.clone());
        profile.phone_number_verified = Some(true);
    }
    // Whoever has an account has read a message that went to it.
    let email = (is_email && scopes.email()).then(|| written.clone());
    Described { profile, email_verified: email.is_some().then_some(true), email }
}

/// What to call a person, in full and in short.
pub(crate) fn names(user: &UserRow) -> [String; 2] {
    let written = user.typed.as_ref().unwrap_or(&user.identifier);
    if user.connection == Connection::Email.name() { by_address(written) } else { by_number(written) }
}

/// Until there is a better name the number is one, as it reads well in a greeting.
fn by_number(number: &str) -> [String; 2] {
    let name = PhoneNumber::parse(number, None).map_or_else(|_| number.to_owned(), |number| number.international());
    [name.clone(), name]
}

/// As Auth0 has it: the address, and what stands before the `@`.
fn by_address(address: &str) -> [String; 2] {
    let nickname = address.rsplit_once('@').map_or(address, |(local, _)| local);
    [address.to_owned(), nickname.to_owned()]
}
