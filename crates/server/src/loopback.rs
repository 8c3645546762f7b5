//! Which addresses never leave this machine.

use url::{Host, Url};

/// Whether an address is one of this machine's (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3).
pub(crate) fn is_loopback(url: &Url) -> bool {
    let local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    // A user name before the host fools eyes; nothing local needs one.
    local && matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none()
}

/// Whether the text of an `Origin` header names this machine, in exactly the form that browsers write.
pub(crate) fn is_loopback_origin(origin: &str) -> bool {
    Url::parse(origin).is_ok_and(|url| is_loopback(&url) && url.origin().ascii_serialization() == origin)
}

/// The origin that a `Host` header names, when it is one of this machine's.
pub(crate) fn origin_of_host(host: &str) -> Option<String> {
    if host.contains(['/', '?', '#', '@', '\\']) {
        return None;
    }
    let url = Url::parse(&format!("http://{host}/")).ok()?;
    is_loopback(&url).then(|| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_host(host: &str, expected: Option<&str>) {
        assert_eq!(origin_of_host(host).as_deref(), expected, "{host:?}");
    }

    #[track_caller]
    fn check_origin(origin: &str, expected: bool) {
        assert_eq!(is_loopback_origin(origin), expected, "{origin:?}");
    }

    #[test]
    fn hosts_of_this_machine_become_origins() {
        check_host("127.0.0.1:4000", Some("http://127.0.0.1:4000"));
        check_host("LocalHost:4000", Some("http://localhost:4000"));
        check_host("[::1]:4000", Some("http://[::1]:4000"));
        check_host("login.localhost", Some("http://login.localhost"));
    }

    #[test]
    fn other_hosts_do_not() {
        check_host("", None);
        check_host("example.com", None);
        check_host("127.0.0.1.example.com", None);
        check_host("localhost@example.com", None);
        check_host("user@localhost", None);
        check_host("localhost/path", None);
        check_host("0.0.0.0:4000", None);
    }

    #[test]
    fn origins_of_any_port_count() {
        check_origin("http://127.0.0.1:5173", true);
        check_origin("http://localhost", true);
        check_origin("https://localhost:8443", true);
        check_origin("http://[::1]:8080", true);
    }

    #[test]
    fn what_only_looks_local_does_not() {
        check_origin("null", false);
        check_origin("http://127.0.0.1.example.com", false);
        check_origin("http://localhost.example.com", false);
        check_origin("http://localhost:5173/", false);
        check_origin("http://user@localhost:5173", false);
        check_origin("http://0x7f.1:80", false);
        check_origin("ftp://localhost", false);
    }
}
