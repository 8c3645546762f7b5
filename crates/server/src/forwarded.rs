//! Who a request comes from when a proxy hands it on.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The address that a request was sent from: the peer, unless that is a proxy of ours, which says in `X-Forwarded-For`
/// from whom it has the request. Each proxy adds one address at the end; what stands before the first that we do not
/// trust was written by a stranger.
pub(crate) fn sender(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let lines = headers.get_all("x-forwarded-for").into_iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<_> = lines.flat_map(|line| line.split(',')).map(read).collect();
    let mut sender = peer;
    for hop in hops.into_iter().rev() {
        match hop {
            Some(address) if is_ours(sender, proxies) => sender = address,
            _ => break,
        }
    }
    sender
}

/// Whether a machine is a proxy of ours.
pub(crate) fn is_ours(address: IpAddr, proxies: &[IpNet]) -> bool {
    proxies.iter().any(|proxy| proxy.contains(&address.to_canonical()))
}

/// An address, as some proxies write it with its port.
fn read(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    bare.parse().ok().or_else(|| hop.parse().ok().map(|address: SocketAddr| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(peer: &str, lines: &[&str], expected: &str) {
        let proxies = ["10.0.0.0/8", "::1/128"].map(|network| network.parse().unwrap());
        let headers = lines.iter().map(|line| ("x-forwarded-for".parse().unwrap(), line.parse().unwrap())).collect();
        assert_eq!(sender(peer.parse().unwrap(), &headers, &proxies), expected.parse::<IpAddr>().unwrap(), "{lines:?}");
    }

    #[test]
    fn a_stranger_is_who_they_are_whatever_they_say() {
        check("192.0.2.1", &[], "192.0.2.1");
        check("192.0.2.1", &["198.51.100.7"], "192.0.2.1");
        check("192.0.2.1", &["10.0.0.1"], "192.0.2.1");
    }

    #[test]
    fn a_proxy_tells_from_whom_it_has_a_request() {
        check("10.0.0.1", &["198.51.100.7"], "198.51.100.7");
        check("::1", &["2001:db8::7"], "2001:db8::7");
        check("::ffff:10.0.0.1", &["198.51.100.7"], "198.51.100.7");
        check("10.0.0.1", &["198.51.100.7:4711"], "198.51.100.7");
        check("10.0.0.1", &["[2001:db8::7]:4711"], "2001:db8::7");
        check("10.0.0.1", &["[2001:db8::7]"], "2001:db8::7");
    }

    #[test]
    fn only_what_our_own_proxies_added_is_believed() {
        check("10.0.0.1", &["203.0.113.9, 198.51.100.7"], "198.51.100.7");
        check("10.0.0.1", &["203.0.113.9", "198.51.100.7"], "198.51.100.7");
        check("10.0.0.1", &["203.0.113.9, 198.51.100.7, 10.0.0.2"], "198.51.100.7");
        check("10.0.0.1", &["10.0.0.3,10.0.0.2"], "10.0.0.3");
    }

    #[test]
    fn what_is_no_address_ends_the_chain() {
        check("10.0.0.1", &["198.51.100.7, unknown"], "10.0.0.1");
        check("10.0.0.1", &["unknown, 198.51.100.7"], "198.51.100.7");
        check("10.0.0.1", &[""], "10.0.0.1");
        check("10.0.0.1", &[], "10.0.0.1");
    }
}
