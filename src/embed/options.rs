//! Options as a page writes them, made into a [`Config`] once.

use js_sys::{Array, Object, Reflect};
use passlock_core::protocol::Flow;
use passlock_core::session::Leeway;
use passlock_core::{Code, Connection, EmailAddress, PhoneNumber, Region};
use wasm_bindgen::{JsCast, JsValue};

use super::hook;
use crate::api;
use crate::config::{Config, FirstEmail, FirstPhone, Flash, FlashKind, Keep, Theme, WithoutCrypto};
use crate::locale;

/// The settings that an options object describes, or which option is wrong and why.
pub(super) fn read(options: &JsValue) -> Result<Config, String> {
    let given = |name: &str| Reflect::get(options, &name.into()).unwrap_or_default();
    let client_id = text(&given("clientId")).map_err(about("clientId"))?;
    if client_id.trim().is_empty() {
        return Err("clientId: an application's client id is needed".to_owned());
    }
    let domain = text(&given("domain")).map_err(about("domain"))?;
    let mut config = Config::new(client_id, &domain).map_err(|error| format!("domain: {error}"))?;
    if given("inline").is_truthy() {
        config = config.inline();
    }
    for entry in options.dyn_ref::<Object>().map(Object::entries).unwrap_or_default().iter() {
        let entry = Array::from(&entry);
        let (name, value) = (entry.get(0).as_string().unwrap_or_default(), entry.get(1));
        // Null stands for the default, as if nothing had been written.
        if !value.is_null() && !value.is_undefined() {
            set(&mut config, &name, &value).map_err(about(&name))?;
        }
    }
    if let Some(tag) = given("language").as_string() {
        config.texts = locale::texts(&tag, api::from_js(&given("texts")));
    }
    check_countries(&config)?;
    if config.persist_refresh_token && config.keep != Keep::Local {
        return Err("persistRefreshToken: only the storage \"local\" keeps one".to_owned());
    }
    if given("readonly").is_truthy() {
        fix(&mut config).map_err(about("readonly"))?;
    }
    Ok(config)
}

/// Sets one option by the name that a page uses. `js/test` holds these names against those of the scripts.
fn set(config: &mut Config, name: &str, value: &JsValue) -> Result<(), String> {
    match name {
        "clientId" | "domain" | "inline" | "readonly" | "texts" => {}
        "language" => drop(text(value)?),
        "connections" => config.connections = connections(value)?,
        "connection" => config.connection = text(value)?,
        "scope" => config.scope = text(value)?,
        "audience" => config.audience = Some(text(value)?),
        "flow" => config.flow = flow(value)?,
        "storage" => config.keep = keep(value)?,
        "storageKey" => config.storage_key = text(value)?,
        "persistRefreshToken" => config.persist_refresh_token = yes_or_no(value)?,
        "closable" => config.closable = yes_or_no(value)?,
        "autoclose" => config.autoclose = yes_or_no(value)?,
        "title" => config.title = Some(text(value)?),
        "logo" => config.logo = Some(text(value)?),
        "appName" => config.app_name = Some(text(value)?),
        "country" => config.country = Some(region(value)?),
        "phone" => config.phone = FirstPhone::Editable(text(value)?),
        "email" => config.email = FirstEmail::Editable(text(value)?),
        "prefill" => prefill(config, value)?,
        "remember" => config.remember = yes_or_no(value)?,
        "autoSubmit" => config.auto_submit = yes_or_no(value)?,
        "codeLength" => config.code_length = Some(code_length(value)?),
        "onlyCountries" => config.only_countries = regions(value)?,
        "excludeCountries" => config.exclude_countries = regions(value)?,
        "priorityCountries" => config.priority_countries = regions(value)?,
        "theme" => config.theme = theme(value)?,
        "primaryColor" => config.primary_color = Some(text(value)?),
        "autofocus" => config.autofocus = Some(yes_or_no(value)?),
        "flashMessage" => config.flash = Some(flash(value)?),
        "hooks" => hook::check(value)?,
        "flags" => config.flags = Some(text(value)?),
        "leeway" => config.leeway = leeway(value)?,
        "withoutCrypto" => config.without_crypto = without_crypto(value)?,
        _ => return Err("there is no such option".to_owned()),
    }
    Ok(())
}

fn about(name: &str) -> impl FnOnce(String) -> String {
    let name = name.to_owned();
    move |reason| format!("{name}: {reason}")
}

fn text(value: &JsValue) -> Result<String, String> {
    value.as_string().ok_or_else(|| "a text is needed".to_owned())
}

fn yes_or_no(value: &JsValue) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "true or false is needed".to_owned())
}

fn code_length(value: &JsValue) -> Result<u8, String> {
    let length = Code::LENGTHS.into_iter().find(|known| value.as_f64() == Some((*known).into()));
    length.ok_or_else(|| "a whole number from 4 to 12 is needed".to_owned())
}

/// Auth0's names for `phone` and `email`, which go before these.
fn prefill(config: &mut Config, value: &JsValue) -> Result<(), String> {
    let given = |name: &str| Reflect::get(value, &name.into()).map_err(|_| "an object is needed".to_owned());
    let (phone, email) = (given("phoneNumber")?, given("email")?);
    if !phone.is_undefined() && config.phone == FirstPhone::Empty {
        config.phone = FirstPhone::Editable(text(&phone).map_err(about("phoneNumber"))?);
    }
    if !email.is_undefined() && config.email == FirstEmail::Empty {
        config.email = FirstEmail::Editable(text(&email).map_err(about("email"))?);
    }
    Ok(())
}

fn connections(value: &JsValue) -> Result<Vec<Connection>, String> {
    let names: &Array = value.dyn_ref().ok_or("an array such as [\"sms\", \"email\"] is needed")?;
    let mut connections = Vec::new();
    for name in names.iter() {
        let name = text(&name)?;
        let known = Connection::ALL.into_iter().find(|known| known.name() == name);
        let connection = known.ok_or_else(|| format!("\"{name}\" is neither \"sms\" nor \"email\""))?;
        if connections.contains(&connection) {
            return Err(format!("\"{name}\" is there twice"));
        }
        connections.push(connection);
    }
    if connections.is_empty() { Err("at least one is needed".to_owned()) } else { Ok(connections) }
}

/// A message for the person. Its text is text: markup in it is shown as it is written.
fn flash(value: &JsValue) -> Result<Flash, String> {
    let field = |name: &str| Reflect::get(value, &name.into()).unwrap_or_default();
    let kind = match field("type").as_string().as_deref() {
        Some("error") => FlashKind::Error,
        Some("success") => FlashKind::Success,
        Some("info") => FlashKind::Info,
        _ => return Err("its \"type\" has to be \"error\", \"success\" or \"info\"".to_owned()),
    };
    let text = text(&field("text")).ok().filter(|text| !text.trim().is_empty());
    Ok(Flash { kind, text: text.ok_or("its \"text\" is missing")? })
}

const NO_ADDRESS: &str = "\"email\" has to be a whole address, such as ada@example.com";

/// Who is only to be confirmed: by a number, by an address, or by either.
fn fix(config: &mut Config) -> Result<(), String> {
    if let FirstEmail::Editable(text) = &config.email {
        let address = EmailAddress::parse(text);
        config.email = FirstEmail::Fixed(address.map_err(|_| NO_ADDRESS)?);
    }
    let text = match &config.phone {
        FirstPhone::Editable(text) => text.as_str(),
        _ if config.names_person() => return Ok(()),
        _ if config.connections == [Connection::Email] => return Err(NO_ADDRESS.to_owned()),
        _ => "",
    };
    let number = PhoneNumber::parse(text, config.country);
    config.phone = FirstPhone::Fixed(number.map_err(|_| "\"phone\" has to be a whole number, such as +447911123456")?);
    Ok(())
}

fn flow(value: &JsValue) -> Result<Flow, String> {
    match &*text(value)? {
        "auto" => Ok(Flow::Auto),
        "token" => Ok(Flow::Token),
        "cross-origin" => Ok(Flow::CrossOrigin),
        "hosted" => Ok(Flow::Hosted),
        other => Err(format!("\"{other}\" is not \"auto\", \"token\" or \"cross-origin\"")),
    }
}

fn keep(value: &JsValue) -> Result<Keep, String> {
    match &*text(value)? {
        "local" => Ok(Keep::Local),
        "session" => Ok(Keep::Session),
        "memory" => Ok(Keep::Memory),
        "none" => Ok(Keep::Nothing),
        other => Err(format!("\"{other}\" is not \"local\", \"session\", \"memory\" or \"none\"")),
    }
}

fn theme(value: &JsValue) -> Result<Theme, String> {
    match &*text(value)? {
        "auto" => Ok(Theme::Auto),
        "light" => Ok(Theme::Light),
        "dark" => Ok(Theme::Dark),
        other => Err(format!("\"{other}\" is not \"auto\", \"light\" or \"dark\"")),
    }
}

fn leeway(value: &JsValue) -> Result<Leeway, String> {
    let seconds = (0..=Leeway::MOST).find(|known| value.as_f64() == Some((*known).into()));
    seconds.and_then(Leeway::from_seconds).ok_or_else(|| "whole seconds from 0 to 300 are needed".to_owned())
}

fn without_crypto(value: &JsValue) -> Result<WithoutCrypto, String> {
    match &*text(value)? {
        "refuse" => Ok(WithoutCrypto::Refuse),
        "trust-tls" => Ok(WithoutCrypto::TrustTls),
        other => Err(format!("\"{other}\" is neither \"refuse\" nor \"trust-tls\"")),
    }
}

fn region(value: &JsValue) -> Result<Region, String> {
    let code = text(value)?;
    Region::new(&code).ok_or_else(|| format!("\"{code}\" is no country's code"))
}

fn regions(value: &JsValue) -> Result<Vec<Region>, String> {
    let codes: &Array = value.dyn_ref().ok_or("an array of countries' codes is needed")?;
    codes.iter().map(|code| region(&code)).collect()
}

/// Whether the countries that were named go together.
fn check_countries(config: &Config) -> Result<(), String> {
    if !Region::all().iter().any(|region| config.allows(*region)) {
        return Err("excludeCountries: no country is left to choose".to_owned());
    }
    match config.country.filter(|region| !config.allows(*region)) {
        Some(region) => Err(format!("country: \"{region}\" is not among the countries to choose from")),
        None => Ok(()),
    }
}
