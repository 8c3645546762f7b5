//! The accents of light and dark, made from the one colour of a brand so that everybody can read them.

/// A colour of the sRGB space: red, green, blue, 0 to 255 each.
pub(crate) type Colour = [u8; 3];

/// The brand's colour as an accent of the light and of the dark theme.
///
/// As text on any surface of its theme, and with the theme's own text on it, each has a contrast of at least 4.5 to 1
/// (WCAG 2.2, 1.4.3). A colour that has it already stays as it is; another one is mixed with just enough black, or white.
pub(crate) fn accents(brand: Colour) -> [Colour; 2] {
    // The surfaces that are hardest to read on: those under a pointer. `--pl-hover` in app.css has them, too.
    let [light, dark] = HOVER.map(luminance);
    [
        mixed(brand, 0, |colour| contrast(light, luminance(colour)) >= READABLE),
        mixed(brand, 255, |colour| contrast(luminance(colour), dark) >= READABLE),
    ]
}

/// How CSS writes a colour.
pub(crate) fn css(colour: Colour) -> String {
    let [red, green, blue] = colour;
    format!("rgb({red} {green} {blue})")
}

/// The colour with as little of `end` (black 0, white 255) as will do. Every step is further away from the surface, so the
/// first one that will do is found by halving.
fn mixed(colour: Colour, end: u8, will_do: impl Fn(Colour) -> bool) -> Colour {
    let step = |share: u16| colour.map(|part| mix(part, end, share));
    let (mut too_little, mut enough) = (0, WHOLE);
    if will_do(colour) {
        return colour;
    }
    while enough - too_little > 1 {
        let middle = u16::midpoint(too_little, enough);
        if will_do(step(middle)) { enough = middle } else { too_little = middle }
    }
    step(enough)
}

/// `share` of [`WHOLE`] of `end`, the rest of `part`.
fn mix(part: u8, end: u8, share: u16) -> u8 {
    let [part, end, share, whole] = [part.into(), end.into(), u32::from(share), u32::from(WHOLE)];
    u8::try_from((part * (whole - share) + end * share) / whole).unwrap_or(u8::MAX)
}

/// WCAG 2.2, relative luminance: 0 for black to 1 for white.
fn luminance(colour: Colour) -> f32 {
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// WCAG 2.2, contrast ratio: 1 for two that are the same to 21 for white on black.
fn contrast(lighter: f32, darker: f32) -> f32 {
    (lighter + 0.05) / (darker + 0.05)
}

/// How much light a part of a colour stands for.
fn linear(part: u8) -> f32 {
    let part = f32::from(part) / 255.0;
    if part <= 0.040_45 {
        return part / 12.92;
    }
    // To the power of 2.4 is the square times the fifth root of the square. `powf` would be a kilobyte to load.
    let square = ((part + 0.055) / 1.055) * ((part + 0.055) / 1.055);
    let mut root = 1.0_f32;
    for _ in 0..12 {
        root -= (root - square / (root * root * root * root)) / 5.0;
    }
    square * root
}

/// A little more than the rule asks for, because colours on a screen are whole numbers.
const READABLE: f32 = 4.52;
const WHOLE: u16 = 256;
const HOVER: [Colour; 2] = [[0xf1, 0xf3, 0xf7], [0x26, 0x2c, 0x37]];

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = include_str!("../app.css");

    /// The two values of a colour in app.css.
    fn of_styles(name: &str) -> [Colour; 2] {
        let public = name.replace("--pl-", "--passlock-");
        let (_, rest) = STYLES.split_once(&format!("{name}: var({public}, light-dark(")).unwrap();
        let (values, _) = rest.split_once("));").unwrap();
        let colours: Vec<Colour> = values.split(", ").map(read).collect();
        colours.try_into().unwrap()
    }

    fn read(text: &str) -> Colour {
        let digits: Vec<u8> =
            text.trim_start_matches('#').chars().map(|c| u8::try_from(c.to_digit(16).unwrap()).unwrap()).collect();
        match digits[..] {
            [r, g, b] => [r * 17, g * 17, b * 17],
            [r, r2, g, g2, b, b2] => [r * 16 + r2, g * 16 + g2, b * 16 + b2],
            _ => panic!("{text} is no colour"),
        }
    }

    /// In both orders, and as the rule computes it.
    fn ratio(one: Colour, other: Colour) -> f64 {
        let luminance = |colour: Colour| {
            let [r, g, b] = colour.map(|part| {
                let part = f64::from(part) / 255.0;
                if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_brand_can_be_read_on_every_surface_and_carries_text() {
        let steps = || (0..=255).step_by(15).map(|part| u8::try_from(part).unwrap());
        let surfaces = ["--pl-surface", "--pl-field", "--pl-hover"].map(of_styles);
        let on_accent = of_styles("--pl-on-accent");
        let mut n_colours = 0;
        for brand in steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| [r, g, b]))) {
            for (theme, accent) in accents(brand).into_iter().enumerate() {
                for surface in surfaces {
                    let ratio = ratio(accent, surface[theme]);
                    assert!(ratio >= 4.5, "{brand:?} as {accent:?} on {:?}: {ratio}", surface[theme]);
                }
                let ratio = ratio(on_accent[theme], accent);
                assert!(ratio >= 4.5, "{:?} on {brand:?} as {accent:?}: {ratio}", on_accent[theme]);
            }
            n_colours += 1;
        }
        assert_eq!(n_colours, 18 * 18 * 18);
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        let [light, dark] = of_styles("--pl-accent");
        assert_eq!(accents(light)[0], light);
        assert_eq!(accents(dark)[1], dark);
    }

    #[test]
    fn no_more_is_mixed_in_than_has_to_be() {
        for brand in [[255, 212, 0], [234, 83, 35], [0, 0, 255], [255, 255, 255], [0, 0, 0]] {
            for (accent, hover) in accents(brand).into_iter().zip(HOVER) {
                assert!(accent == brand || ratio(accent, hover) < 4.7, "{brand:?} became {accent:?}");
            }
        }
    }

    #[test]
    fn the_styles_of_the_lock_itself_can_be_read() {
        let against = |name: &str, grounds: &[&str], least: f64| {
            for ground in grounds {
                for (ink, ground_of_theme) in of_styles(name).into_iter().zip(of_styles(ground)) {
                    let ratio = ratio(ink, ground_of_theme);
                    assert!(ratio >= least, "{name} on {ground}: {ratio}");
                }
            }
        };
        let surfaces = ["--pl-surface", "--pl-field", "--pl-hover"];
        for text in ["--pl-ink", "--pl-muted", "--pl-accent", "--pl-error"] {
            against(text, &surfaces, 4.5);
        }
        against("--pl-example", &["--pl-field"], 4.5);
        against("--pl-on-accent", &["--pl-accent"], 4.5);
        // What a field is seen by, and where the focus is (1.4.11).
        against("--pl-line-strong", &["--pl-surface", "--pl-field"], 3.0);
    }

    #[test]
    fn every_property_that_pages_may_set_is_described() {
        let names = |text: &str, before: &str, after: &[char]| {
            let rests: Vec<_> = text.split(before).skip(1).collect();
            let mut names: Vec<_> =
                rests.iter().filter_map(|rest| rest.split(after).next()).map(str::to_owned).collect();
            names.sort_unstable();
            names
        };
        let described = names(include_str!("../docs/theming.md"), "| `--passlock-", &['`']);
        assert_eq!(described, names(STYLES, "var(--passlock-", &[',']));
    }

    #[test]
    fn light_is_measured_as_the_rule_measures_it() {
        for part in 0..=255 {
            let exact = f64::from(part) / 255.0;
            let exact = if exact <= 0.040_45 { exact / 12.92 } else { ((exact + 0.055) / 1.055).powf(2.4) };
            assert!((f64::from(linear(part)) - exact).abs() < 1e-5, "{part}");
        }
    }

    #[test]
    fn the_surfaces_are_those_of_the_styles() {
        assert_eq!(of_styles("--pl-hover"), HOVER);
        assert_eq!(css([59, 91, 219]), "rgb(59 91 219)");
    }
}
