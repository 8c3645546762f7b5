//! Colours as a page writes them, read by the browser.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::palette::Colour;

/// The colour that a text of CSS stands for: `#ea5323`, `tomato`, `hsl(14 83% 53%)`. `None` for what is no colour, or one
/// that can be seen through.
pub(super) fn read(text: &str) -> Option<Colour> {
    let document = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.unchecked_into();
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    // A canvas passes over what it cannot read, so that one of two different colours would stay.
    let normal = ["#000000", "#ffffff"].map(|before| {
        context.set_fill_style_str(before);
        context.set_fill_style_str(text);
        context.fill_style().as_string()
    });
    match normal {
        [Some(first), Some(second)] if first == second => of_digits(&first),
        _ => None,
    }
}

/// `#rrggbb`, which is how a canvas writes a colour that nothing shines through.
fn of_digits(text: &str) -> Option<Colour> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_digits() {
        assert_eq!(of_digits("#ea5323"), Some([0xea, 0x53, 0x23]));
        for other in ["rgba(0, 0, 0, 0.5)", "#fff", "#ea532", "#gggggg", ""] {
            assert_eq!(of_digits(other), None, "{other}");
        }
    }
}
