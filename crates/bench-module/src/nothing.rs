//! The module without any library: what strings, memory and the runtime weigh by themselves.

use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// Says something of both texts, as the modules with a library do.
#[wasm_bindgen]
#[must_use]
pub fn international(text: &str, region: &str) -> Option<String> {
    (text.len() > region.len()).then(|| text.to_owned())
}
