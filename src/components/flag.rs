//! A country's flag, as far as the system can show it.

use passlock_core::Region;
use yew::prelude::*;

use crate::country::Flags;

/// Decoration: the name or the code beside it says the same.
pub(crate) fn flag(flags: &Flags, region: Region) -> Html {
    let (class, face) = match flags {
        Flags::Glyphs => ("pl-flag", region.flag().into()),
        Flags::Letters => ("pl-flag pl-letters", region.code().to_owned().into()),
        Flags::Picture(address) => ("pl-flag pl-letters", part(address, region)),
    };
    html! { <span {class} aria-hidden="true">{ face }</span> }
}

/// Attributes only, so that the strictest policy allows it: there is no inline style.
fn part(address: &AttrValue, region: Region) -> Html {
    let [width, height] = [COLUMNS * CELL[0], rows() * CELL[1]].map(|length| length.to_string());
    html! { <svg viewBox={place(region)}><image href={address} {width} {height} /></svg> }
}

/// The part of the picture that shows this flag, as `viewBox` takes it.
fn place(region: Region) -> String {
    let place = Region::all().binary_search(&region).unwrap_or_default();
    let [x, y] = [place % COLUMNS * CELL[0], place / COLUMNS * CELL[1]];
    format!("{x} {y} {} {}", CELL[0], CELL[1])
}

fn rows() -> usize {
    Region::all().len().div_ceil(COLUMNS)
}

/// Width and height of one flag in the picture; `flags/draw.mjs` draws in the same cells.
const CELL: [usize; 2] = [40, 30];
const COLUMNS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: &[u8] = include_bytes!("../../flags/flags.webp");

    #[test]
    fn the_picture_has_every_flag_in_its_place() {
        let codes: Vec<_> = Region::all().iter().map(Region::code).collect();
        let codes = codes.join(" ");
        assert_eq!(
            include_str!("../../flags/regions.txt").split_whitespace().collect::<Vec<_>>().join(" "),
            codes,
            "write these into flags/regions.txt and draw anew"
        );
        assert!(PICTURE.windows(codes.len()).any(|part| part == codes.as_bytes()), "flags/draw.mjs draws it anew");
        // A WebP file with metadata (VP8X) has its width and height, less one, in 24 bits each from byte 24.
        let length = |at: usize| u32::from_le_bytes([PICTURE[at], PICTURE[at + 1], PICTURE[at + 2], 0]) as usize + 1;
        assert_eq!(&PICTURE[8..16], b"WEBPVP8X");
        assert_eq!([length(24), length(27)], [COLUMNS * CELL[0], rows() * CELL[1]]);
    }

    #[test]
    fn each_flag_is_a_part_of_the_picture() {
        let place = |code| place(Region::new(code).unwrap());
        assert_eq!(place("AC"), "0 0 40 30");
        assert_eq!(place("AD"), "40 0 40 30");
        assert_eq!(place("ZW"), "160 450 40 30");
    }
}
