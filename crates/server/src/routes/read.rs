//! What the fields of several requests have in common.

use passlock_core::PhoneNumber;

/// `^\+[0-9]{1,15}$` (protocol section 1.3)
pub(super) fn is_e164(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (1..=15).contains(&digits.len()) && digits.bytes().all(|sign| sign.is_ascii_digit())
}

/// Whether a text may come back as the nonce of an id_token: not endless, and for eyes.
pub(super) fn is_nonce(text: &str) -> bool {
    (1..=LONGEST_NONCE).contains(&text.len()) && !text.chars().any(char::is_control)
}

/// Whether a text may name an API in a token.
pub(super) fn is_audience(text: &str) -> bool {
    text.len() <= LONGEST_AUDIENCE && !text.chars().any(char::is_control)
}

/// A number as start reads it. What cannot be a number has no code, and gets the answer that such numbers get.
pub(super) fn number(username: &str) -> String {
    PhoneNumber::parse(username, None).map_or_else(|_| username.to_owned(), |phone| phone.e164())
}

/// In bytes. Auth0's own libraries send 32 to 43.
const LONGEST_NONCE: usize = 255;
/// In bytes.
const LONGEST_AUDIENCE: usize = 1000;
