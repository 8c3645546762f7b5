//! Which passkeys the pages of a client may use: the name that these belong to, and the origins.

use std::time::Duration;

use url::{Host, Url};

use super::{AllowedOrigin, Client, Fault, Grant, Issuer, Mistake, Place, Settings};
use crate::{address, loopback};

/// What a client decides about passkeys. They are there for clients with [`Grant::Webauthn`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyRules {
    /// The name that passkeys belong to (Web Authentication, section 5.1.2), such as `shop.example`; the server's own when
    /// `None`. Passkeys of one name are of no use under another.
    pub rp_id: Option<String>,
    /// The pages and apps that may use them; the client's origins and web origins, as far as they are on this name, when
    /// `None`.
    pub origins: Option<Vec<Url>>,
    /// Pages of other names that may use them, too (Web Authentication, section 5.11).
    pub related_origins: Vec<Url>,
    /// Whether somebody without an account gets one by a passkey alone.
    pub takes_newcomers: bool,
    /// How old a login may be that a passkey is added with.
    pub recent_login: Duration,
}

/// A text that is no name for passkeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotAName;

impl PasskeyRules {
    /// Of the server's own name, for people who have an account, to be added within an hour of logging in.
    pub const USUAL: Self = Self {
        rp_id: None,
        origins: None,
        related_origins: Vec::new(),
        takes_newcomers: false,
        recent_login: Duration::from_hours(1),
    };

    /// A name that passkeys can belong to: lower-case, of several parts or `localhost`, and no address.
    pub(super) fn read_name(text: &str) -> Result<String, NotAName> {
        let is_name = matches!(Host::parse(text), Ok(Host::Domain(name)) if name == text);
        let is_whole = text == LOCALHOST || text.trim_matches('.').contains('.') && !text.ends_with('.');
        if is_name && is_whole { Ok(text.to_owned()) } else { Err(NotAName) }
    }

    /// An origin of a page, or of an Android app (`android:apk-key-hash:` and a hash of 256 bits as base64url).
    pub(super) fn read_origin(text: &str) -> Result<Url, address::AddressError> {
        let hash = text.strip_prefix(ANDROID).unwrap_or_default();
        let is_hash =
            hash.len() == 43 && hash.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"-_".contains(&sign));
        let text = if is_hash { text.to_owned() } else { address::origin(text)? };
        Ok(Url::parse(&text)?)
    }
}

impl Settings {
    /// The name that a client's passkeys belong to.
    pub(crate) fn rp_id(&self, client: &Client) -> String {
        client.passkeys.rp_id.clone().unwrap_or_else(|| self.own_name())
    }

    /// The origins from which a client's passkeys may be used; `local` when pages of this machine may, and it is one.
    pub(crate) fn passkey_origins(&self, client: &Client, local: Option<&str>) -> Vec<Url> {
        let rp_id = self.rp_id(client);
        let local = local
            .filter(|origin| client.origins.contains(&AllowedOrigin::Loopback) && loopback::is_loopback_origin(origin));
        let own = match &self.issuer {
            Issuer::Fixed(issuer) => Url::parse(issuer).ok(),
            Issuer::FromHost { .. } => None,
        };
        let mut origins = client.passkeys.origins.clone().unwrap_or_else(|| usual_origins(client));
        origins.extend(own.into_iter().chain(local.and_then(|origin| Url::parse(origin).ok())));
        // What is left out here is a mistake already, or a page of the developer's machine.
        origins.retain(|origin| is_under(origin, &rp_id));
        origins.extend(client.passkeys.related_origins.iter().cloned());
        origins
    }

    /// The origins of other names for which passkeys of this name are valid, too.
    pub(crate) fn related_origins(&self, rp_id: &str) -> Vec<String> {
        let clients = self.clients.iter().filter(|client| client.may_use(Grant::Webauthn));
        let related =
            clients.filter(|client| self.rp_id(client) == rp_id).flat_map(|client| &client.passkeys.related_origins);
        let mut origins: Vec<_> = related.map(|origin| origin.origin().ascii_serialization()).collect();
        origins.sort_unstable();
        origins.dedup();
        origins
    }

    /// Clients whose passkeys no browser would give to their pages. In development they are there whether or not pages use
    /// them.
    pub(super) fn passkey_mistakes(&self) -> Vec<Mistake> {
        if self.dev {
            return Vec::new();
        }
        let clients = self.clients.iter().filter(|client| client.may_use(Grant::Webauthn));
        clients.flat_map(|client| self.mistakes_of(client)).collect()
    }

    fn mistakes_of(&self, client: &Client) -> Vec<Mistake> {
        let rp_id = self.rp_id(client);
        let mistake = |key: &str, why: String| {
            let key = format!("clients.{}.{key}", client.id);
            Mistake { place: Place::Nowhere, key, fault: Fault::Value(why), nearest: None }
        };
        if PasskeyRules::read_name(&rp_id).is_err() {
            let why =
                format!("passkeys belong to a name such as shop.example, and {rp_id:?}, where this server is, is none");
            return vec![mistake("passkey_rp_id", why)];
        }
        let origins = client.passkeys.origins.clone().unwrap_or_else(|| usual_origins(client));
        let is_local = client.passkeys.origins.is_none() && rp_id != LOCALHOST;
        let strangers = origins.iter().filter(|origin| !(is_local && loopback::is_loopback(origin)));
        let strangers = strangers.filter(|origin| !is_under(origin, &rp_id)).map(|origin| {
            let why = format!(
                "browsers give no passkey of {rp_id} to pages of {}: passkey_rp_id is their host, or the end of it that they \
                 share; what shares none goes into passkey_related_origins",
                origin.origin().ascii_serialization()
            );
            mistake("passkey_origins", why)
        });
        strangers.collect()
    }

    /// The name by which this server is reached.
    pub(crate) fn own_name(&self) -> String {
        let host = match &self.issuer {
            Issuer::Fixed(issuer) => Url::parse(issuer).ok().and_then(|url| url.host_str().map(str::to_owned)),
            Issuer::FromHost { .. } => None,
        };
        // A developer's server may be anywhere on the machine; only one of its names can have passkeys.
        let host = host.filter(|host| !self.dev || PasskeyRules::read_name(host).is_ok());
        host.unwrap_or_else(|| if self.dev { LOCALHOST.to_owned() } else { String::new() })
    }
}

fn usual_origins(client: &Client) -> Vec<Url> {
    let listed = client.origins.iter().chain(&client.web_origins).filter_map(|origin| match origin {
        AllowedOrigin::Exact(origin) => Url::parse(origin).ok(),
        AllowedOrigin::Loopback => None,
    });
    let mut origins: Vec<Url> = listed.collect();
    origins.dedup();
    origins
}

/// Whether pages of an origin may use passkeys of this name: its host is the name or ends in it (Web Authentication,
/// section 5.1.3; that it may be registered is the browser's part). Apps have no host and say so themselves.
fn is_under(origin: &Url, rp_id: &str) -> bool {
    match origin.host_str() {
        Some(host) => host.strip_suffix(rp_id).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')),
        None => origin.as_str().starts_with(ANDROID),
    }
}

const LOCALHOST: &str = "localhost";
/// How Android says which app is asking.
const ANDROID: &str = "android:apk-key-hash:";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_whole_and_no_address() {
        for (text, is_name) in [
            ("shop.example", true),
            ("login.shop.example", true),
            ("localhost", true),
            ("example", false),
            ("Shop.example", false),
            ("shop.example.", false),
            (".example", false),
            ("127.0.0.1", false),
            ("[::1]", false),
            ("https://shop.example", false),
            ("shop.example:443", false),
            ("", false),
        ] {
            assert_eq!(PasskeyRules::read_name(text).is_ok(), is_name, "{text:?}");
        }
    }

    #[test]
    fn a_page_has_the_name_or_one_below_it() {
        for (origin, is_it) in [
            ("https://shop.example", true),
            ("https://login.shop.example:8443", true),
            ("https://myshop.example", false),
            ("https://example", false),
            ("android:apk-key-hash:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", true),
        ] {
            assert_eq!(is_under(&PasskeyRules::read_origin(origin).unwrap(), "shop.example"), is_it, "{origin}");
        }
        for other in ["android:apk-key-hash:short", "ios:bundle-id:com.example", "http://shop.example"] {
            assert!(PasskeyRules::read_origin(other).is_err(), "{other}");
        }
    }
}
