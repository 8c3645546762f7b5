//! The browser's own JSON parser: smaller than one in wasm, and faster.

use js_sys::{Array, JSON, Object};
use passlock_core::protocol::{Json, Unreadable, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

/// [`Json`] by way of `JSON.parse`.
pub(crate) enum BrowserJson {}

impl Json for BrowserJson {
    fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
        let value = JSON::parse(text).map_err(|_| Unreadable::NotJson)?;
        serde_wasm_bindgen::from_value(value).map_err(|_| Unreadable::MissingFields)
    }

    /// Without serde, which would take ten times the code for the same.
    fn value(text: &str) -> Result<Value, Unreadable> {
        JSON::parse(text).map(|value| down_to(Value::DEPTH, &value)).map_err(|_| Unreadable::NotJson)
    }
}

fn down_to(depth: u8, value: &JsValue) -> Value {
    if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(truth) = value.as_bool() {
        Value::Truth(truth)
    } else if value.is_null() {
        Value::Absent
    } else if depth == 0 {
        Value::TooDeep
    } else if Array::is_array(value) {
        Value::List(Array::from(value).iter().map(|value| down_to(depth - 1, &value)).collect())
    } else {
        let field = |pair: JsValue| {
            let pair = Array::from(&pair);
            (pair.get(0).as_string().unwrap_or_default(), down_to(depth - 1, &pair.get(1)))
        };
        Value::Object(Object::entries(value.unchecked_ref()).iter().map(field).collect())
    }
}

/// The JSON text of a value; `None` only for a value that has none, such as a map with keys that are no text.
pub(crate) fn write(value: &impl Serialize) -> Option<String> {
    let value = value.serialize(&Serializer::json_compatible()).ok()?;
    JSON::stringify(&value).ok().map(String::from)
}
