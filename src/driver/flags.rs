//! Whether the system's letters include flags, which Windows' do not: found out by drawing one.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::country::Flags;

/// How flags are shown here; `picture` is the address of the picture that has them all.
pub(super) fn flags(picture: Option<&str>) -> Flags {
    match (draw(), picture) {
        (Some(pixels), _) if is_tricolour(&pixels) => Flags::Glyphs,
        (_, Some(address)) => Flags::Picture(address.to_owned().into()),
        (_, None) => Flags::Letters,
    }
}

/// The flag of France as this system writes it: red, green, blue, opacity of each pixel. `None` where the page may not
/// draw, or may not look at what it drew.
fn draw() -> Option<Vec<u8>> {
    let document = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(SIDE);
    canvas.set_height(SIDE);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    context.set_font("16px sans-serif");
    context.fill_text("\u{1f1eb}\u{1f1f7}", 0.0, 18.0).ok()?;
    let side = f64::from(SIDE);
    Some(context.get_image_data(0.0, 0.0, side, side).ok()?.data().0)
}

/// Whether there is blue, and red well behind it. Letters have one colour, and the noise that some browsers hand out
/// against fingerprinting has all of them everywhere.
fn is_tricolour(pixels: &[u8]) -> bool {
    let (mut blue, mut red) = (Patch::default(), Patch::default());
    for (at, pixel) in (0..).zip(pixels.chunks_exact(4)) {
        let &[r, _, b, opacity] = pixel else { continue };
        let x = at % SIDE;
        if opacity > 127 && b > r.saturating_add(40) {
            blue.add(x);
        } else if opacity > 127 && r > b.saturating_add(40) {
            red.add(x);
        }
    }
    match (blue.centre(), red.centre()) {
        (Some(blue), Some(red)) => red >= blue + SIDE / 4,
        _ => false,
    }
}

/// The pixels of one colour.
#[derive(Default)]
struct Patch {
    n: u32,
    sum: u32,
}

impl Patch {
    fn add(&mut self, x: u32) {
        self.n += 1;
        self.sum += x;
    }

    /// Their middle; a few pixels are an accident.
    fn centre(&self) -> Option<u32> {
        if self.n < 8 { None } else { self.sum.checked_div(self.n) }
    }
}

/// Width and height of the canvas, in pixels: room for one flag.
const SIDE: u32 = 24;

#[cfg(test)]
mod tests {
    use super::*;

    /// A canvas whose pixels are painted by where they are.
    fn painted(paint: impl Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
        (0..SIDE * SIDE).flat_map(|at| paint(at % SIDE, at / SIDE)).collect()
    }

    const NOTHING: [u8; 4] = [0, 0, 0, 0];
    const WHITE: [u8; 4] = [255, 255, 255, 255];
    const BLUE: [u8; 4] = [0, 38, 84, 255];
    const RED: [u8; 4] = [206, 17, 38, 255];

    #[test]
    fn a_flag_is_one() {
        let wide = painted(|x, y| match (x, y) {
            (_, 0..6 | 20..) => NOTHING,
            (0..7, _) => [10, 90, 190, 255],
            (7..14, _) => WHITE,
            (14..20, _) => RED,
            _ => NOTHING,
        });
        assert!(is_tricolour(&wide));
        let small = painted(|x, y| match (x, y) {
            (_, 0..8 | 18..) | (16.., _) => NOTHING,
            (0..5, _) => BLUE,
            (5..11, _) => WHITE,
            _ => RED,
        });
        assert!(is_tricolour(&small));
    }

    #[test]
    fn letters_are_none_in_whatever_colour() {
        for colour in [[0, 0, 0, 255], RED, [30, 80, 200, 255], WHITE] {
            assert!(!is_tricolour(&painted(|x, y| if (x + y) % 3 == 0 { colour } else { NOTHING })), "{colour:?}");
        }
    }

    #[test]
    fn a_canvas_that_may_not_be_read_has_none() {
        assert!(!is_tricolour(&painted(|_, _| WHITE)));
        assert!(!is_tricolour(&painted(|_, _| NOTHING)));
        assert!(!is_tricolour(&[]));
    }

    #[test]
    fn noise_is_none() {
        for seed in 1..200_u32 {
            let noise = painted(|x, y| {
                // Xorshift, after mixing in the place.
                let mut state = seed.wrapping_mul(2_654_435_761) ^ (x * 31 + y * 1009 + 1).wrapping_mul(2_246_822_519);
                for _ in 0..3 {
                    state ^= state << 13;
                    state ^= state >> 17;
                    state ^= state << 5;
                }
                let [r, g, b, _] = state.to_be_bytes();
                [r, g, b, 255]
            });
            assert!(!is_tricolour(&noise), "{seed}");
        }
    }
}
