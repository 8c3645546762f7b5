//! `phonenumber` as a module.

fn main() {}

#[cfg(target_arch = "wasm32")]
pub use browser::international;

#[cfg(target_arch = "wasm32")]
mod browser {
    use phonenumber::Mode;
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Reads a text in a region, checks the number, and writes a valid one for eyes anywhere.
    #[wasm_bindgen]
    #[must_use]
    pub fn international(text: &str, region: &str) -> Option<String> {
        let number = phonenumber::parse(region.parse().ok(), text).ok()?;
        phonenumber::is_valid(&number).then(|| number.format().mode(Mode::International).to_string())
    }
}
