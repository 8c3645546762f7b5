//! Arguments from texts, each with a sentence that says what is wrong.

use std::net::IpAddr;
use std::path::PathBuf;

use ipnet::IpNet;
use passlock_core::PhoneNumber;
use passlock_server::{
    ClientSecret, CodeKeyText, EmailAddress, Identity, Medium, SignUps, TemplateFault, check_template,
};
use url::{Host, Url};

pub(super) fn folder(text: &str) -> Result<PathBuf, String> {
    let folder = PathBuf::from(text);
    if folder.is_dir() { Ok(folder) } else { Err("there is no such folder".to_owned()) }
}

/// A template of messages. `\n` is a line break, because few places where flags are written take a real one.
pub(super) fn template(text: &str) -> Result<String, TemplateFault> {
    check_template(text, Medium::Sms).map(|()| text.replace("\\n", "\n"))
}

pub(super) fn code_key(text: &str) -> Result<CodeKeyText, String> {
    CodeKeyText::new(text).ok_or_else(|| "a key has at least 32 characters".to_owned())
}

pub(super) fn client_secret(text: &str) -> Result<ClientSecret, String> {
    ClientSecret::new(text).ok_or_else(|| "a secret has at least 32 characters".to_owned())
}

pub(super) fn sign_ups(text: &str) -> Result<SignUps, String> {
    match text {
        "open" => Ok(SignUps::Open),
        "closed" => Ok(SignUps::Closed),
        _ => Err("sign-ups are open or closed".to_owned()),
    }
}

/// A network, or a single address.
pub(super) fn network(text: &str) -> Result<IpNet, String> {
    let single = || text.parse().ok().map(|address: IpAddr| IpNet::from(address));
    text.parse().ok().or_else(single).ok_or_else(|| "a network looks like 10.0.0.0/8 or 127.0.0.1".to_owned())
}

/// A host as it stands in a bound line.
pub(super) fn host(text: &str) -> Result<String, String> {
    let refused = || format!("{text:?} is not a host like shop.example, without https:// and without a port");
    let url = Url::parse(&format!("https://{text}/")).map_err(|_| refused())?;
    match url.host() {
        Some(Host::Domain(name)) if name.eq_ignore_ascii_case(text) => Ok(name.to_owned()),
        Some(Host::Ipv4(address)) if address.to_string() == text => Ok(text.to_owned()),
        _ => Err(refused()),
    }
}

/// A number or an email address.
pub(super) fn person(text: &str) -> Result<Identity, String> {
    if text.contains('@') {
        let address = EmailAddress::read(text);
        return address.map(|address| Identity::from(&address)).map_err(|error| format!("no email address: {error}"));
    }
    let number = PhoneNumber::parse(text, None);
    number.map(|number| Identity::from(&number)).map_err(|error| format!("a number looks like +447400123456: {error}"))
}
