//! The engine of this project as a module.

use passlock_phone::{PhoneNumber, Region};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// Reads a text in a region, checks the number, and writes a valid one for eyes anywhere.
#[wasm_bindgen]
#[must_use]
pub fn international(text: &str, region: &str) -> Option<String> {
    let number = PhoneNumber::parse(text, Region::new(region)).ok()?;
    number.is_valid().then(|| number.international())
}
