//! Values out of texts, each with a sentence that says what is wrong.

use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::time::Duration;

use ipnet::IpNet;
use lettre::message::Mailbox;
use url::Url;

use super::mistake::Refusal;
use crate::address::web_address;
use crate::config::{Allowed, AllowedOrigin, Country, Issuer, PasskeyRules, UnknownCountry, is_audience};
use crate::email_address::EmailAddress;
use crate::limits::Rate;
use crate::nearest::nearest;
use crate::span;
use crate::template::{Medium, check_template};

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

/// The name that passkeys belong to.
pub(super) fn rp_id(text: &str) -> Result<String, Refusal> {
    PasskeyRules::read_name(text)
        .map_err(|_| format!("{} is not a name like shop.example, in small letters", quoted(text)).into())
}

/// A page, or an app.
pub(super) fn passkey_origin(text: &str) -> Result<Url, Refusal> {
    PasskeyRules::read_origin(text).map_err(|error| format!("{}: {error}", quoted(text)).into())
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

/// A rate, or none.
pub(super) fn rate_or_off(text: &str) -> Result<Option<Rate>, Refusal> {
    if text == "off" { Ok(None) } else { rate(text).map(Some) }
}

/// The letters of a country.
pub(super) fn country(text: &str) -> Result<Country, Refusal> {
    Country::read(text).map_err(|UnknownCountry { nearest }| Refusal {
        why: format!("{} is not a country with numbers of its own, like DE, nor international", quoted(text)),
        nearest,
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
    check_template(text, Medium::Sms).map(|()| text.to_owned()).map_err(|fault| fault.to_string().into())
}

/// What an email is about.
pub(super) fn email_subject(text: &str) -> Result<String, Refusal> {
    check_template(text, Medium::Subject).map_err(|fault| Refusal::from(fault.to_string()))?;
    line(text)
}

/// The text of an email, or its page.
pub(super) fn email_text(text: &str) -> Result<String, Refusal> {
    check_template(text, Medium::Email).map(|()| text.to_owned()).map_err(|fault| fault.to_string().into())
}

/// An entry of an allow-list. It is not quoted: it may be a person's.
pub(super) fn allowed(text: &str) -> Result<Allowed, Refusal> {
    Allowed::read(text).map_err(|error| error.to_string().into())
}

pub(super) fn client_id(text: &str) -> Result<String, Refusal> {
    let is_id = (1..=64).contains(&text.len())
        && text.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-' || sign == b'_');
    let refusal = || format!("{} is not 1 to 64 letters, digits, - and _", quoted(text)).into();
    if is_id { Ok(text.to_owned()) } else { Err(refusal()) }
}

/// A name, or another text that somebody reads.
pub(super) fn line(text: &str) -> Result<String, Refusal> {
    let is_name = (1..=100).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    let refusal = || format!("{} is not 1 to 100 characters in one line", quoted(text)).into();
    if is_name && !text.trim().is_empty() { Ok(text.to_owned()) } else { Err(refusal()) }
}

/// The name of an API.
pub(super) fn audience(text: &str) -> Result<String, Refusal> {
    let refusal = || format!("{} is not 1 to 1000 bytes in one line", quoted(text)).into();
    if is_audience(text) { Ok(text.to_owned()) } else { Err(refusal()) }
}

/// An identifier of Twilio's: two letters that say what it is of, and 128 bits.
pub(super) fn sid(kind: &'static str) -> impl Fn(&str) -> Result<String, Refusal> {
    move |text| {
        let is_digit = |sign: u8| sign.is_ascii_digit() || (b'a'..=b'f').contains(&sign);
        let is_sid = text.strip_prefix(kind).is_some_and(|rest| rest.len() == 32 && rest.bytes().all(is_digit));
        let refusal = || format!("{} is not {kind} and 32 digits and letters a to f", quoted(text)).into();
        if is_sid { Ok(text.to_owned()) } else { Err(refusal()) }
    }
}

/// Who a text message is from: a number, a short code, or a name, which has a letter in it.
pub(super) fn sender(text: &str) -> Result<String, Refusal> {
    let digits = |text: &str, least, most| {
        (least..=most).contains(&text.len()) && text.bytes().all(|sign| sign.is_ascii_digit())
    };
    let is_number = text.strip_prefix('+').is_some_and(|rest| digits(rest, 7, 15) && !rest.starts_with('0'));
    let is_name = (1..=11).contains(&text.len())
        && text.bytes().any(|sign| sign.is_ascii_alphabetic())
        && text.bytes().all(|sign| sign.is_ascii_alphanumeric() || b" +-_&".contains(&sign));
    let refusal = || {
        format!(
            "{} is not a number like +15005550006, a short code, or a name of at most 11 letters and digits",
            quoted(text)
        )
        .into()
    };
    if is_number || is_name || digits(text, 3, 8) { Ok(text.to_owned()) } else { Err(refusal()) }
}

/// The name or address of a machine, without a port.
pub(super) fn host(text: &str) -> Result<String, Refusal> {
    let is_name = !text.is_empty()
        && text.len() <= 253
        && text.bytes().all(|sign| sign.is_ascii_alphanumeric() || b".-".contains(&sign));
    let refusal = || format!("{} is not a name like smtp.example, or an address", quoted(text)).into();
    if is_name || text.parse::<IpAddr>().is_ok() { Ok(text.to_owned()) } else { Err(refusal()) }
}

pub(super) fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

pub(super) fn port(text: &str) -> Result<u16, Refusal> {
    let refusal = || format!("{} is not a number from 1 to 65535", quoted(text)).into();
    text.parse().ok().filter(|port| *port > 0).ok_or_else(refusal)
}

/// Connections that there may be at a time.
pub(super) fn connections(text: &str) -> Result<usize, Refusal> {
    let refusal = || format!("{} is not a number from 10 to 100000", quoted(text)).into();
    text.parse().ok().filter(|count| (10..=100_000).contains(count)).ok_or_else(refusal)
}

/// A part of a whole.
pub(super) fn part(text: &str) -> Result<f64, Refusal> {
    let part = text.parse().ok().filter(|part| (0.0..=1.0).contains(part));
    part.ok_or_else(|| format!("{} is not a part from 0 to 1", quoted(text)).into())
}

/// Who an email is from.
pub(super) fn mailbox(text: &str) -> Result<String, Refusal> {
    let refusal = || format!("{} is not an address like login@shop.example", quoted(text)).into();
    let is_mailbox = text.parse::<Mailbox>().is_ok() && !text.chars().any(char::is_control);
    if is_mailbox { Ok(text.to_owned()) } else { Err(refusal()) }
}

/// An address that emails are reported to.
pub(super) fn bare_address(text: &str) -> Result<String, Refusal> {
    let refusal = || format!("{} is not an address like bounces@shop.example", quoted(text)).into();
    EmailAddress::read(text).map(|address| address.text().to_owned()).map_err(|_| refusal())
}

/// A text in quotes, with no more of it than helps, and nothing that could move a terminal's cursor.
pub(super) fn quoted(text: &str) -> String {
    let mut signs = text.chars();
    let head: String = signs.by_ref().take(LONGEST).collect();
    if signs.next().is_none() { format!("{head:?}") } else { format!("{head:?}…") }
}

const LONGEST: usize = 60;
