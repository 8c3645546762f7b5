//! Who a request may be told that it talks to.

use axum::http::HeaderMap;
use axum::http::header::HOST;

use crate::config::Issuer;
use crate::loopback;

/// The issuer of what is made for a request. It ends in a slash.
pub(crate) fn of(issuer: &Issuer, headers: &HeaderMap) -> String {
    match issuer {
        Issuer::Fixed(issuer) => issuer.clone(),
        // 127.0.0.1 and localhost are different servers to a page, which compares the issuer with its own setting.
        Issuer::FromHost { otherwise } => {
            local_origin(headers).map_or_else(|| otherwise.clone(), |origin| format!("{origin}/"))
        }
    }
}

/// Whether `iss` is a name that this server gives itself.
pub(crate) fn accepts(issuer: &Issuer, iss: &str) -> bool {
    match issuer {
        Issuer::Fixed(issuer) => issuer == iss,
        Issuer::FromHost { otherwise } => {
            otherwise == iss || iss.strip_suffix('/').is_some_and(loopback::is_loopback_origin)
        }
    }
}

/// The address of this machine that a request was sent to; `None` when it was sent to another name.
pub(crate) fn local_origin(headers: &HeaderMap) -> Option<String> {
    loopback::origin_of_host(headers.get(HOST)?.to_str().ok()?)
}
