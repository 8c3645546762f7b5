//! Where the backend is: the domain that a page configures, made into a base address.

use std::fmt;

use thiserror::Error;

/// A backend's address, from the `domain` that Auth0's libraries take: a host, with a port if need be.
///
/// Pages may also give a whole origin (`http://127.0.0.1:4000`). Plain http is for loopback addresses only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    origin: String,
}

/// Why a text is not a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DomainError {
    /// Nothing, or something with blanks, a path or a user name in it.
    #[error("a domain looks like example.eu.auth0.com or 127.0.0.1:4000")]
    NotADomain,
    /// Codes and tokens do not travel unencrypted.
    #[error("plain http is allowed for loopback addresses only")]
    Unencrypted,
}

impl Domain {
    /// Reads a domain.
    ///
    /// # Errors
    /// [`DomainError`] says what the page's author has to change.
    pub fn parse(text: &str) -> Result<Self, DomainError> {
        let text = text.trim().trim_end_matches('/');
        let with_scheme = text.split_once(':').and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)));
        let (scheme, host) = match with_scheme {
            Some((scheme, host)) => (Some(scheme), host),
            None => (None, text),
        };
        let well_formed = |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(well_formed) {
            return Err(DomainError::NotADomain);
        }
        let scheme = match scheme {
            None | Some("http") if is_loopback(host) => "http",
            None | Some("https") => "https",
            Some("http") => return Err(DomainError::Unencrypted),
            Some(_) => return Err(DomainError::NotADomain),
        };
        // Browsers leave the default port out of origins, and servers out of issuers.
        let default_port = if scheme == "http" { ":80" } else { ":443" };
        let host = host.strip_suffix(default_port).unwrap_or(host);
        let host: String = host.chars().flat_map(char::to_lowercase).collect();
        Ok(Self { origin: format!("{scheme}://{host}") })
    }

    /// Scheme, host and port, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The address of a path that begins with a slash.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Whether it is a tenant under Auth0's own name. Tenants under names of their own look like any other server.
    #[must_use]
    pub fn is_auth0s(&self) -> bool {
        self.origin.ends_with(".auth0.com")
    }

    /// The `iss` of this server's tokens: the origin with a slash.
    #[must_use]
    pub fn issuer(&self) -> String {
        format!("{}/", self.origin)
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

/// Addresses that never leave the machine (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3).
fn is_loopback(host: &str) -> bool {
    if let Some(rest) = host.strip_prefix("[::1]") {
        return rest.is_empty() || rest.starts_with(':');
    }
    let name = host.split(':').next().unwrap_or_default();
    let octets: Vec<_> = name.split('.').map(str::parse::<u8>).collect();
    name == "localhost"
        || name.ends_with(".localhost")
        || (octets.len() == 4 && octets.iter().all(Result::is_ok) && octets.first() == Some(&Ok(127)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, DomainError>) {
        assert_eq!(Domain::parse(text).map(|domain| domain.origin), expected.map(str::to_owned), "{text:?}");
    }

    #[test]
    fn a_host_means_https() {
        check("example.eu.auth0.com", Ok("https://example.eu.auth0.com"));
        check("https://Login.Example.com/", Ok("https://login.example.com"));
        check("login.example.com:8443", Ok("https://login.example.com:8443"));
        check("login.example.com:443", Ok("https://login.example.com"));
    }

    #[test]
    fn a_loopback_host_means_http() {
        check("127.0.0.1:4000", Ok("http://127.0.0.1:4000"));
        check("localhost:4000", Ok("http://localhost:4000"));
        check("localhost:80", Ok("http://localhost"));
        check("[::1]:4000", Ok("http://[::1]:4000"));
        check("http://127.0.0.1:4000", Ok("http://127.0.0.1:4000"));
    }

    #[test]
    fn names_that_only_begin_like_loopback_are_not() {
        check("127.0.0.1.example.com", Ok("https://127.0.0.1.example.com"));
        check("127.attacker.example", Ok("https://127.attacker.example"));
        check("http://127.0.0.1.example.com", Err(DomainError::Unencrypted));
        check("http://localhost.example.com", Err(DomainError::Unencrypted));
    }

    #[test]
    fn tenants_of_auth0s_are_known_by_its_name() {
        let is_auth0s = |text| Domain::parse(text).unwrap().is_auth0s();
        assert!(is_auth0s("shop.auth0.com") && is_auth0s("https://shop.eu.AUTH0.com/"));
        for other in
            ["login.shop.example", "auth0.com.example", "notauth0.com", "shop.auth0.com:8443", "localhost:4000"]
        {
            assert!(!is_auth0s(other), "{other}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        check("", Err(DomainError::NotADomain));
        check("  ", Err(DomainError::NotADomain));
        check("ftp://example.com", Err(DomainError::NotADomain));
        check("user@example.com", Err(DomainError::NotADomain));
        check("example.com/path", Err(DomainError::NotADomain));
    }
}
