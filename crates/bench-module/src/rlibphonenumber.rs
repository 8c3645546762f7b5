//! `rlibphonenumber` as a module.

fn main() {}

#[cfg(target_arch = "wasm32")]
pub use browser::international;

#[cfg(target_arch = "wasm32")]
mod browser {
    use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, Region};
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Reads a text in a region, checks the number, and writes a valid one for eyes anywhere.
    #[wasm_bindgen]
    #[must_use]
    pub fn international(text: &str, region: &str) -> Option<String> {
        let number = PHONE_NUMBER_UTIL.parse(text, Region::from_code(region).ok()).ok()?;
        number.is_valid().then(|| number.format_as(PhoneNumberFormat::International).into_owned())
    }
}
