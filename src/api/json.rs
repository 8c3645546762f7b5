//! The browser's own JSON parser: smaller than one in wasm, and faster.

use js_sys::{Array, JSON, Object, Reflect};
use passlock_core::protocol::{Json, NotJson, Value};
use wasm_bindgen::{JsCast, JsValue};

/// [`Json`] by way of `JSON.parse`.
pub(crate) enum BrowserJson {}

impl Json for BrowserJson {
    fn value(text: &str) -> Result<Value, NotJson> {
        JSON::parse(text).map(|value| from_js(&value)).map_err(|_| NotJson)
    }
}

/// The value that scripts have.
pub(crate) fn from_js(value: &JsValue) -> Value {
    down_to(Value::DEPTH, value)
}

fn down_to(depth: u8, value: &JsValue) -> Value {
    if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(truth) = value.as_bool() {
        Value::Truth(truth)
    // Messages of other windows may have holes, which JSON has not.
    } else if value.is_null() || value.is_undefined() {
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

/// The JSON text of a value.
pub(crate) fn write(value: &Value) -> Option<String> {
    JSON::stringify(&to_js(value)).ok().map(String::from)
}

/// The value as scripts have it.
pub(crate) fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Absent | Value::TooDeep => JsValue::NULL,
        Value::Text(text) => text.into(),
        Value::Number(number) => (*number).into(),
        Value::Truth(truth) => (*truth).into(),
        Value::List(values) => values.iter().map(to_js).collect::<Array>().into(),
        Value::Object(fields) => {
            let object = Object::new();
            for (name, value) in fields {
                // A new object takes every property.
                let _ = Reflect::set(&object, &name.into(), &to_js(value));
            }
            object.into()
        }
    }
}
