//! The engine of this project as a module: all that the phone field uses.

use passlock_phone::{AsYouType, PhoneNumber, Region};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// Reads a text in a region, checks the number, and writes a valid one for eyes anywhere.
#[wasm_bindgen]
#[must_use]
pub fn international(text: &str, region: &str) -> Option<String> {
    let number = PhoneNumber::parse(text, Region::new(region)).ok()?;
    number.is_valid().then(|| number.international())
}

/// Formats a text as if it was typed, sign by sign.
#[wasm_bindgen]
#[must_use]
pub fn typed(text: &str, region: &str) -> String {
    AsYouType::format(text, Region::new(region))
}

/// A mobile number of a region, the way it is written there.
#[wasm_bindgen]
#[must_use]
pub fn example(region: &str) -> Option<String> {
    Region::new(region)?.example().map(|number| number.national())
}
