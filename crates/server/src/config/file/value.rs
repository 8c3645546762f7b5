//! Values out of texts, each with a sentence that says what is wrong.

use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::time::Duration;

use ipnet::IpNet;
use url::Url;

use super::mistake::Refusal;
use crate::address::web_address;
use crate::config::{AllowedNumber, AllowedOrigin, Issuer};
use crate::limits::Rate;
use crate::nearest::nearest;
use crate::span;
use crate::template::check_template;

pub(super) fn socket_address(text: &str) -> Result<SocketAddr, Refusal> {
    text.parse().map_err(|_| format!("{} is not an address and a port like 127.0.0.1:4000", quoted(text)).into())
}

pub(super) fn issuer(text: &str) -> Result<Issuer, Refusal> {
    Issuer::fixed(text).map_err(|error| format!("{}: {error}", quoted(text)).into())
}

pub(super) fn origin(text: &str) -> Result<AllowedOrigin, Refusal> {
    AllowedOrigin::exact(text).map_err(|error| format!("{}: {error}", quoted(text)).into())
}

pub(super) fn address(text: &str) -> Result<Url, Refusal> {
    web_address(text).map_err(|error| format!("{}: {error}", quoted(text)).into())
}

/// RFC 6749, section 3.1.2.
pub(super) fn callback(text: &str) -> Result<Url, Refusal> {
    let url = address(text)?;
    let refusal = || format!("{}: an address to come back to has no fragment", quoted(text)).into();
    if url.fragment().is_none() { Ok(url) } else { Err(refusal()) }
}

/// A network, or a single address.
pub(super) fn network(text: &str) -> Result<IpNet, Refusal> {
    let single = || text.parse().ok().map(|address: IpAddr| IpNet::from(address));
    let refusal = || format!("{} is not a network like 10.0.0.0/8 or 127.0.0.1", quoted(text)).into();
    text.parse().ok().or_else(single).ok_or_else(refusal)
}

pub(super) fn rate(text: &str) -> Result<Rate, Refusal> {
    text.parse().map_err(|_| {
        format!("{} is not a rate like 5/10m: at most 5, refilled evenly over 10 minutes", quoted(text)).into()
    })
}

/// A length of time within these bounds.
pub(super) fn span(bounds: RangeInclusive<Duration>) -> impl Fn(&str) -> Result<Duration, Refusal> {
    move |text| {
        let (least, most) = (span::write(*bounds.start()), span::write(*bounds.end()));
        match span::read(text) {
            None => {
                Err(format!("{} is not a duration like 30s, 3m or 10h, from {least} to {most}", quoted(text)).into())
            }
            Some(span) if !bounds.contains(&span) => {
                Err(format!("{} is out of range: from {least} to {most}", quoted(text)).into())
            }
            Some(span) => Ok(span),
        }
    }
}

/// One of these, by name.
pub(super) fn choice<T: Clone>(options: Vec<(&'static str, T)>) -> impl Fn(&str) -> Result<T, Refusal> {
    move |text| {
        let chosen = options.iter().find(|(name, _)| *name == text).map(|(_, value)| value.clone());
        chosen.ok_or_else(|| {
            let names: Vec<_> = options.iter().map(|(name, _)| *name).collect();
            let nearest = nearest(text, names.iter().copied()).map(str::to_owned);
            Refusal { why: format!("{} is not one of: {}", quoted(text), names.join(", ")), nearest }
        })
    }
}

pub(super) fn template(text: &str) -> Result<String, Refusal> {
    check_template(text).map(|()| text.to_owned()).map_err(|fault| fault.to_string().into())
}

/// A number of an allow-list. It is not quoted: it may be a person's.
pub(super) fn allowed_number(text: &str) -> Result<AllowedNumber, Refusal> {
    AllowedNumber::read(text).map_err(|error| error.to_string().into())
}

pub(super) fn client_id(text: &str) -> Result<String, Refusal> {
    let is_id = (1..=64).contains(&text.len())
        && text.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-' || sign == b'_');
    let refusal = || format!("{} is not 1 to 64 letters, digits, - and _", quoted(text)).into();
    if is_id { Ok(text.to_owned()) } else { Err(refusal()) }
}

pub(super) fn client_name(text: &str) -> Result<String, Refusal> {
    let is_name = (1..=100).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    let refusal = || format!("{} is not 1 to 100 characters in one line", quoted(text)).into();
    if is_name && !text.trim().is_empty() { Ok(text.to_owned()) } else { Err(refusal()) }
}

/// A text in quotes, with no more of it than helps, and nothing that could move a terminal's cursor.
pub(super) fn quoted(text: &str) -> String {
    let mut signs = text.chars();
    let head: String = signs.by_ref().take(LONGEST).collect();
    if signs.next().is_none() { format!("{head:?}") } else { format!("{head:?}…") }
}

const LONGEST: usize = 60;
