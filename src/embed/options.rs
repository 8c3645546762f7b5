//! Options as a page writes them, made into a [`Config`] once.

use js_sys::Object;
use passlock_core::Region;
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};

use crate::config::{Config, Keep, Theme};

/// Every option by the name that a page uses.
const NAMES: [&str; 14] = [
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

/// The names in an options object; serde would read over those that it does not know.
fn names(options: &JsValue) -> impl Iterator<Item = String> {
    let object = options.dyn_ref::<Object>().map(Object::keys).unwrap_or_default();
    object.to_vec().into_iter().filter_map(|name| name.as_string())
}
