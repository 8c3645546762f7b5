//! What a token and `/userinfo` tell about a person.

use passlock_core::PhoneNumber;
use passlock_core::session::Profile;

use crate::clock::rfc3339;
use crate::scope::Scopes;
use crate::store::UserRow;

/// The person's identifier at this server, such as `sms|5f2c…`.
pub(crate) fn subject(user: &UserRow) -> String {
    format!("{}|{}", user.connection, user.id)
}

/// The claims that `scopes` open (OpenID Connect Core 1.0, section 5.4). `issuer` ends in a slash.
pub(crate) fn profile(user: &UserRow, issuer: &str, scopes: Scopes) -> Profile {
    let mut profile = Profile { sub: subject(user), ..Profile::default() };
    if scopes.profile() {
        // Until there is a better name the number is one, as it reads well in a greeting.
        let number = PhoneNumber::parse(&user.identifier, None);
        let name = number.map_or_else(|_| user.identifier.clone(), |number| number.international());
        profile.name = Some(name.clone());
        profile.nickname = Some(name);
        profile.picture = Some(format!("{issuer}avatars/{}.svg", user.id));
        profile.updated_at = Some(rfc3339(user.updated_at));
    }
    if scopes.profile() || scopes.phone() {
        profile.phone_number = Some(user.identifier.clone());
        profile.phone_number_verified = Some(true);
    }
    profile
}
