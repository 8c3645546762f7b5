//! Options as a page writes them, made into a [`Config`] once.

use js_sys::Object;
use passlock_core::{Code, PhoneNumber, Region};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};

use crate::config::{Config, FirstPhone, Keep, Theme};

/// Every option by the name that a page uses.
const NAMES: [&str; 19] = [
    "clientId",
    "domain",
    "connection",
    "scope",
    "storage",
    "storageKey",
    "inline",
    "closable",
    "autoclose",
    "title",
    "logo",
    "appName",
    "country",
    "theme",
    "phone",
    "readonly",
    "remember",
    "autoSubmit",
    "codeLength",
];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    client_id: String,
    domain: String,
    connection: Option<String>,
    scope: Option<String>,
    storage: Option<String>,
    storage_key: Option<String>,
    #[serde(default)]
    inline: bool,
    closable: Option<bool>,
    #[serde(default)]
    autoclose: bool,
    title: Option<String>,
    logo: Option<String>,
    app_name: Option<String>,
    country: Option<String>,
    theme: Option<String>,
    phone: Option<String>,
    readonly: Option<bool>,
    remember: Option<bool>,
    auto_submit: Option<bool>,
    code_length: Option<u8>,
}

/// The settings that an options object describes.
pub(super) fn read(options: JsValue) -> Result<Config, String> {
    if let Some(unknown) = names(&options).find(|name| !NAMES.contains(&name.as_str())) {
        return Err(format!("{unknown}: there is no such option"));
    }
    let options: Options = serde_wasm_bindgen::from_value(options).map_err(|error| error.to_string())?;
    if options.client_id.trim().is_empty() {
        return Err("clientId: an application's client id is needed".to_owned());
    }
    let mut config = Config::new(options.client_id, &options.domain).map_err(|error| format!("domain: {error}"))?;
    if options.inline {
        config = config.inline();
    }
    config.keep = match options.storage.as_deref() {
        None | Some("local") => Keep::Local,
        Some("memory") => Keep::Memory,
        Some(other) => return Err(format!("storage: \"{other}\" is neither \"local\" nor \"memory\"")),
    };
    config.theme = match options.theme.as_deref() {
        None | Some("auto") => Theme::Auto,
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        Some(other) => return Err(format!("theme: \"{other}\" is not \"auto\", \"light\" or \"dark\"")),
    };
    config.country = match options.country.as_deref() {
        None => None,
        Some(code) => Some(Region::new(code).ok_or_else(|| format!("country: \"{code}\" is no country's code"))?),
    };
    config.phone = first_phone(options.phone, options.readonly.unwrap_or_default(), config.country)?;
    config.remember = options.remember.unwrap_or_default();
    config.auto_submit = options.auto_submit.unwrap_or(config.auto_submit);
    config.code_length = match options.code_length {
        Some(length) if !Code::LENGTHS.contains(&length) => {
            return Err(format!("codeLength: {length} is not a length from 4 to 12"));
        }
        length => length,
    };
    config.connection = options.connection.unwrap_or(config.connection);
    config.scope = options.scope.unwrap_or(config.scope);
    config.storage_key = options.storage_key.unwrap_or(config.storage_key);
    config.closable = options.closable.unwrap_or(config.closable);
    config.autoclose = options.autoclose;
    config.title = options.title;
    config.logo = options.logo;
    config.app_name = options.app_name;
    Ok(config)
}

fn first_phone(phone: Option<String>, readonly: bool, country: Option<Region>) -> Result<FirstPhone, String> {
    match (phone, readonly) {
        (None, false) => Ok(FirstPhone::Empty),
        (Some(text), false) => Ok(FirstPhone::Editable(text)),
        (phone, true) => match PhoneNumber::parse(&phone.unwrap_or_default(), country) {
            Ok(number) => Ok(FirstPhone::Fixed(number)),
            Err(_) => Err("readonly: \"phone\" has to be a whole number, such as +447911123456".to_owned()),
        },
    }
}

/// The names in an options object; serde would read over those that it does not know.
fn names(options: &JsValue) -> impl Iterator<Item = String> {
    let object = options.dyn_ref::<Object>().map(Object::keys).unwrap_or_default();
    object.to_vec().into_iter().filter_map(|name| name.as_string())
}
