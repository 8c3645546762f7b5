//! Addresses in settings: encrypted, or on this machine.

use thiserror::Error;
use url::{ParseError, Url};

use crate::loopback;

/// Why a text is no address for a setting.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AddressError {
    /// Not an absolute address at all.
    #[error("this is not an address like https://shop.example: {0}")]
    NotAnAddress(#[from] ParseError),
    /// Codes and tokens do not travel unencrypted.
    #[error("only https, or http on this machine")]
    Unencrypted,
    /// There is more in it than a scheme, a host and a port.
    #[error("an origin is a scheme, a host and a port; did you mean {0}?")]
    NotAnOrigin(String),
}

/// An address that people or pages may be sent to.
///
/// # Errors
/// [`AddressError`] says what to change.
pub fn web_address(text: &str) -> Result<Url, AddressError> {
    let url = Url::parse(text)?;
    if url.scheme() == "https" || loopback::is_loopback(&url) { Ok(url) } else { Err(AddressError::Unencrypted) }
}

/// An origin, as browsers write it; a slash at the end is forgiven.
pub(crate) fn origin(text: &str) -> Result<String, AddressError> {
    let origin = web_address(text)?.origin().ascii_serialization();
    if origin == text.strip_suffix('/').unwrap_or(text) { Ok(origin) } else { Err(AddressError::NotAnOrigin(origin)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, AddressError>) {
        assert_eq!(origin(text), expected.map(str::to_owned), "{text:?}");
    }

    #[test]
    fn origins_are_encrypted_or_local() {
        check("https://shop.example", Ok("https://shop.example"));
        check("https://shop.example:8443/", Ok("https://shop.example:8443"));
        check("http://localhost:3000", Ok("http://localhost:3000"));
        check("http://shop.example", Err(AddressError::Unencrypted));
        check("ftp://localhost", Err(AddressError::Unencrypted));
        check("*", Err(AddressError::NotAnAddress(ParseError::RelativeUrlWithoutBase)));
        check("null", Err(AddressError::NotAnAddress(ParseError::RelativeUrlWithoutBase)));
    }

    #[test]
    fn what_is_almost_an_origin_is_corrected() {
        let shop = || Err(AddressError::NotAnOrigin("https://shop.example".to_owned()));
        check("https://shop.example/page", shop());
        check("https://shop.example:443", shop());
        check("https://Shop.example", shop());
        check("https://user@shop.example", shop());
        check("https://shop.example//", shop());
    }
}
