//! The signs of phone numbers as people write them.

use crate::digits::Digits;
use crate::tables;

/// The value of a decimal digit of any script (Unicode category Nd), 0 to 9; `None` for every other sign.
#[must_use]
pub fn digit_value(sign: char) -> Option<u8> {
    if sign.is_ascii() {
        return sign.to_digit(10).and_then(|value| u8::try_from(value).ok());
    }
    let code = u32::from(sign);
    let after = tables::DIGIT_ZEROS.partition_point(|&zero| zero <= code);
    let zero = tables::DIGIT_ZEROS.get(after.checked_sub(1)?)?;
    u8::try_from(code - zero).ok().filter(|&value| value < 10)
}

/// Whether a sign only groups digits or is not seen at all: blanks, brackets, dashes, dots, marks of direction. Leaving
/// it out or putting in another one does not change a number.
#[must_use]
pub fn is_grouping(sign: char) -> bool {
    // The letter stands for a carrier code in patterns, for an extension when a person types it.
    let is_mark = matches!(sign, '\t' | '\u{61c}' | '\u{200c}'..='\u{200f}' | '\u{2009}' | '\u{202a}'..='\u{202f}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    is_mark || is_separator(sign) && sign != 'x'
}

pub(crate) fn is_digit(sign: char) -> bool {
    digit_value(sign).is_some()
}

/// `PLUS_CHARS`
pub(crate) fn is_plus(sign: char) -> bool {
    matches!(sign, '+' | '＋')
}

/// `VALID_PUNCTUATION`, and the `x` that stands for a carrier code, in either case.
pub(crate) fn is_punctuation(sign: char) -> bool {
    is_separator(sign) || sign == 'X'
}

/// `SEPARATOR_PATTERN`
pub(crate) fn is_separator(sign: char) -> bool {
    matches!(
        sign,
        '-' | 'x'
            | '\u{2010}'..='\u{2015}'
            | '\u{2212}'
            | '\u{30fc}'
            | '\u{ff0d}'..='\u{ff0f}'
            | ' '
            | '\u{a0}'
            | '\u{ad}'
            | '\u{200b}'
            | '\u{2060}'
            | '\u{3000}'
            | '('
            | ')'
            | '\u{ff08}'
            | '\u{ff09}'
            | '\u{ff3b}'
            | '\u{ff3d}'
            | '.'
            | '['
            | ']'
            | '/'
            | '~'
            | '\u{2053}'
            | '\u{223c}'
    )
}

/// Whether a sign may end a number (`UNWANTED_END_CHARS`, turned round).
pub(crate) fn may_end(sign: char) -> bool {
    sign == '#' || if sign.is_ascii() { sign.is_ascii_alphanumeric() } else { is_alphanumeric(sign) }
}

/// Whether three or more letters make it a vanity number (`VALID_ALPHA_PHONE_PATTERN`).
pub(crate) fn is_vanity(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_alphabetic).take(3).count() == 3
}

/// The digits of a text, letters read from a telephone's keys when there are enough of them (`normalize`).
pub(crate) fn normalize(text: &str) -> Digits {
    let mut digits = Digits::new();
    if is_vanity(text) {
        // ALPHA_PHONE_MAPPINGS knows the digits of ASCII only.
        text.bytes().filter_map(key).for_each(|digit| digits.push(digit));
    } else {
        text.chars().filter_map(digit_value).for_each(|digit| digits.push(digit));
    }
    digits
}

/// The key of a telephone that carries a letter (ITU E.161).
fn key(sign: u8) -> Option<u8> {
    match sign.to_ascii_uppercase() {
        digit @ b'0'..=b'9' => Some(digit - b'0'),
        letter @ b'A'..=b'O' => Some(2 + (letter - b'A') / 3),
        b'P'..=b'S' => Some(7),
        b'T'..=b'V' => Some(8),
        b'W'..=b'Z' => Some(9),
        _ => None,
    }
}

fn is_alphanumeric(sign: char) -> bool {
    let code = u32::from(sign);
    let (mut at, mut value, mut inside) = (0, 0, false);
    for byte in tables::ALPHANUMERIC_RUNS {
        value = value << 7 | u32::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            at += value;
            if code < at {
                return inside;
            }
            (value, inside) = (0, !inside);
        }
    }
    false
}
