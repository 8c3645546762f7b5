//! Connections to other servers.

use std::io;
use std::time::Duration;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;

/// Makes connections for HTTP/1.1, encrypted where the address says so. Trusts the authorities that this system trusts.
///
/// # Errors
/// When it trusts none.
pub(crate) fn connector() -> io::Result<HttpsConnector<HttpConnector>> {
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    http.set_nodelay(true);
    http.set_connect_timeout(Some(CONNECTING));
    Ok(HttpsConnectorBuilder::new().with_native_roots()?.https_or_http().enable_http1().wrap_connector(http))
}

/// For a connection to come about.
const CONNECTING: Duration = Duration::from_secs(5);
