//! What the fields of several requests have in common.

use crate::config::{Client, Connection};
use crate::error::ApiError;
use crate::identity::Identity;

/// The connection of this name, if there is one and the client may use it.
pub(super) fn connection(client: &Client, name: &str) -> Option<Connection> {
    Connection::ALL.into_iter().find(|connection| connection.name() == name && client.may_reach(*connection))
}

/// Whom a code was for: a realm, and a user name of it (protocol section 2.1).
pub(super) fn identity(client: &Client, realm: &str, username: &str) -> Result<Identity, ApiError> {
    let connection =
        connection(client, realm).ok_or_else(|| ApiError::invalid("The realm does not exist or is not enabled."))?;
    Identity::read(connection, username).ok_or_else(|| {
        ApiError::invalid(match connection {
            Connection::Sms => "The username is not a phone number like +447911123456.",
            Connection::Email => "The username is not an email address like person@shop.example.",
        })
    })
}

/// Whether a text may come back as the nonce of an id_token: not endless, and for eyes.
pub(super) fn is_nonce(text: &str) -> bool {
    (1..=LONGEST_NONCE).contains(&text.len()) && !text.chars().any(char::is_control)
}

/// Fails for an API that no access token of this client's may be for. Those of this server itself are for everybody.
pub(super) fn check_audience(client: &Client, issuer: &str, audience: Option<&str>) -> Result<(), ApiError> {
    match audience {
        Some(audience) if !audience.starts_with(issuer) && !client.may_ask_for(audience) => {
            Err(ApiError::invalid("The audience is not one that the client may ask for."))
        }
        _ => Ok(()),
    }
}

/// In bytes. Auth0's own libraries send 32 to 43.
const LONGEST_NONCE: usize = 255;
