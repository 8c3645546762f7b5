//! Who sent a request, as far as the network tells.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use axum::http::request::Parts;

use crate::app::App;
use crate::config::Client;
use crate::cors::refuse;
use crate::error::ApiError;
use crate::limits::{Bucket, Rate, neighbourhood};

/// The page and the machine that a request comes from.
pub(crate) struct Caller {
    origin: Option<String>,
    address: IpAddr,
}

impl Caller {
    /// Fails unless the page, if it is one, may call for this client.
    pub(crate) fn check(&self, app: &App, client: &Client) -> Result<(), ApiError> {
        match &self.origin {
            Some(origin) if !app.settings.allows(client, origin) => Err(refuse(origin)),
            _ => Ok(()),
        }
    }

    /// What this machine may use up.
    pub(crate) fn bucket(&self, app: &App, purpose: &str, rate: Rate) -> Bucket {
        let name = app.keys.hash.fingerprint(purpose, &[&neighbourhood(self.address)]);
        Bucket { name, rate }
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // Without a socket the caller is this very process.
        let address = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| peer.ip());
        Ok(Self { origin: origin(&parts.headers), address })
    }
}

/// The page that a request comes from. What cannot be read becomes a text that no setting allows.
pub(crate) fn origin(headers: &HeaderMap) -> Option<String> {
    headers.get(ORIGIN).map(|value| value.to_str().unwrap_or("(unreadable)").to_owned())
}
