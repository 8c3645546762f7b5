//! The browser's own JSON parser: smaller than one in wasm, and faster.

use js_sys::JSON;
use passlock_core::protocol::{Json, Unreadable};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;

/// [`Json`] by way of `JSON.parse`.
pub(crate) enum BrowserJson {}

impl Json for BrowserJson {
    fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
        let value = JSON::parse(text).map_err(|_| Unreadable::NotJson)?;
        serde_wasm_bindgen::from_value(value).map_err(|_| Unreadable::MissingFields)
    }
}

/// The JSON text of a value; `None` only for a value that has none, such as a map with keys that are no text.
pub(crate) fn write(value: &impl Serialize) -> Option<String> {
    let value = value.serialize(&Serializer::json_compatible()).ok()?;
    JSON::stringify(&value).ok().map(String::from)
}
