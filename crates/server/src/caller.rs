//! Who sent a request, as far as the network tells.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, ORIGIN};
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use crate::app::App;
use crate::body::Fields;
use crate::codes::{Guess, MOST_TRIES};
use crate::config::Client;
use crate::cors::{refuse, refuse_cookies};
use crate::error::ApiError;
use crate::forwarded::sender;
use crate::identity::Identity;
use crate::limits::{Bucket, Limit, Rate, neighbourhood, network};
use crate::store::Sequel;

/// The page and the machine that a request comes from.
pub(crate) struct Caller {
    origin: Option<String>,
    /// The client that proves itself in the header, and its secret.
    basic: Option<[String; 2]>,
    address: IpAddr,
    is_by_proxy: bool,
}

impl Caller {
    /// Fails unless the page, if it is one, may call for this client.
    pub(crate) fn check(&self, app: &App, client: &Client) -> Result<(), ApiError> {
        match &self.origin {
            Some(origin) if !app.settings.allows(client, origin) => Err(refuse(origin)),
            _ => Ok(()),
        }
    }

    /// The client that a request names (protocol section 2), in its body or its header (RFC 6749, section 2.3.1). Fails unless
    /// this page may call for it and it proves itself.
    pub(crate) fn client<'a>(&self, app: &'a App, fields: &Fields) -> Result<&'a Client, ApiError> {
        let (id, secret) = match &self.basic {
            None => (fields.needed("client_id")?, fields.optional("client_secret")?),
            Some([id, secret]) => {
                let is_other = fields.optional("client_id")?.is_some_and(|other| other != id);
                if is_other || fields.optional("client_secret")?.is_some() {
                    return Err(ApiError::invalid("The client proves itself in two ways."));
                }
                (id.as_str(), Some(secret.as_str()))
            }
        };
        let client = app.settings.client(id).ok_or(ApiError::UnknownClient)?;
        self.check(app, client)?;
        if client.is_proved_by(secret) { Ok(client) } else { Err(ApiError::WrongSecret) }
    }

    /// Whether this server's login page is calling, which logs people in for every client that `/authorize` answers. It can
    /// keep no secret of theirs, and needs none: what comes of it goes to `/authorize`, and on to a place that is registered.
    /// What is no browser can say that it is this page; a code that it asks for is worth no more to it.
    pub(crate) fn is_login_page(&self, app: &App, client: &Client) -> bool {
        let is_own = self.origin.as_deref().is_some_and(|origin| app.settings.is_own(origin));
        is_own && client.may_cross_origins() && app.settings.has_login_page()
    }

    /// Its network address.
    pub(crate) fn address(&self) -> IpAddr {
        self.address
    }

    /// The network that its address belongs to.
    pub(crate) fn network(&self) -> String {
        network(self.address)
    }

    /// What this machine may use up.
    pub(crate) fn bucket(&self, app: &App, purpose: &str, rate: Rate, limit: Limit) -> Bucket {
        let name = app.keys.hash.fingerprint(purpose, &[&neighbourhood(self.address)]);
        Bucket { name, rate, limit }
    }

    /// What this machine may do wrong with one person.
    pub(crate) fn failures(&self, app: &App, whom: &Identity) -> Bucket {
        let name = app.keys.hash.fingerprint("failures", &[whom.key(), &neighbourhood(self.address)]);
        Bucket { name, rate: app.settings.lockout.failures, limit: Limit::Lockout }
    }

    /// Fails unless a page is calling that may use cookies for this client.
    pub(crate) fn check_trust(&self, app: &App, client: &Client) -> Result<(), ApiError> {
        match &self.origin {
            Some(origin) if app.settings.trusts(client, origin) => Ok(()),
            Some(origin) => Err(refuse_cookies(origin)),
            None => Err(ApiError::OriginNotAllowed("(none)".to_owned())),
        }
    }

    /// Whether a proxy of ours handed the request on, so that what it adds to the headers can be believed.
    pub(crate) fn is_by_proxy(&self) -> bool {
        self.is_by_proxy
    }

    /// The tries that this machine has: as many wrong ones as the codes that it may ask for have. Right ones are given back.
    pub(crate) fn guesses(&self, app: &App) -> Bucket {
        self.bucket(app, "guess by address", app.settings.address_limit.times(MOST_TRIES), Limit::Guesses)
    }

    /// A try at somebody's code from here.
    pub(crate) fn guess<'a>(&self, app: &App, whom: &Identity, code: &'a str, sequel: Sequel) -> Guess<'a> {
        let (guesses, failures) = (self.guesses(app), self.failures(app, whom));
        Guess { code, guesses, failures, network: self.network(), sequel }
    }

    /// The host of the page, if a bound line can name it (protocol section 10.3): a line has no place for a port, and
    /// browsers read no address in brackets. Ask only after [`Caller::check`].
    pub(crate) fn host(&self) -> Option<String> {
        match Url::parse(self.origin.as_deref()?).ok()?.host()? {
            Host::Domain(name) => Some(name.to_owned()),
            Host::Ipv4(address) => Some(address.to_string()),
            Host::Ipv6(_) => None,
        }
    }
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // Without a socket the caller is this very process.
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| peer.ip());
        let address = sender(peer, &parts.headers, &app.settings.trusted_proxies);
        let is_by_proxy = app.settings.trusted_proxies.iter().any(|proxy| proxy.contains(&peer.to_canonical()));
        Ok(Self { origin: origin(&parts.headers), basic: basic(&parts.headers), address, is_by_proxy })
    }
}

/// User name and password of a header. What cannot be read becomes a client that there is not.
fn basic(headers: &HeaderMap) -> Option<[String; 2]> {
    let (scheme, rest) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = STANDARD.decode(rest.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let pair = pair.as_deref().and_then(|pair| pair.split_once(':')).unwrap_or_default();
    // Both are as in a form, so that a colon can be in the first.
    let read = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    Some([read(pair.0), read(pair.1)])
}

/// The page that a request comes from. What cannot be read becomes a text that no setting allows.
pub(crate) fn origin(headers: &HeaderMap) -> Option<String> {
    headers.get(ORIGIN).map(|value| value.to_str().unwrap_or("(unreadable)").to_owned())
}
