//! How long a message is, as carriers count and charge (3GPP TS 23.038 and TS 23.040, section 9.2.3.24).

/// What a message takes on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageSize {
    /// How its signs are written.
    pub encoding: Encoding,
    /// Septets in [`Encoding::Gsm7`], code units of sixteen bits in [`Encoding::Ucs2`].
    pub units: usize,
    /// Messages that it is sent as, each of which is charged.
    pub segments: usize,
}

/// How the signs of a message are written: the shorter way as long as every sign allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Seven bits for a sign, 160 signs in a message.
    Gsm7,
    /// Sixteen bits, 70 in a message, because of this sign, the first that the other does not have.
    Ucs2(char),
}

impl MessageSize {
    /// Measures a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let encoding = text.chars().find(|&sign| septets(sign).is_none()).map_or(Encoding::Gsm7, Encoding::Ucs2);
        let lengths = text.chars().map(|sign| match encoding {
            Encoding::Gsm7 => septets(sign).unwrap_or(1),
            Encoding::Ucs2(_) => sign.len_utf16(),
        });
        let (alone, in_a_row) = encoding.room();
        let (units, segments) = (lengths.clone().sum(), fill(lengths, in_a_row));
        Self { encoding, units, segments: if units <= alone { 1 } else { segments } }
    }
}

impl Encoding {
    /// Units in a message that stands alone, and in one of several, each of which begins with its number.
    #[must_use]
    pub fn room(self) -> (usize, usize) {
        match self {
            Self::Gsm7 => (160, 153),
            Self::Ucs2(_) => (70, 67),
        }
    }
}

/// Messages of so much room. A sign of two units is not torn apart.
fn fill(lengths: impl Iterator<Item = usize>, room: usize) -> usize {
    let (full, _) =
        lengths.fold(
            (1, 0),
            |(segments, used), length| {
                if used + length <= room { (segments, used + length) } else { (segments + 1, length) }
            },
        );
    full
}

/// What a sign takes in the alphabet of GSM: one, two when it has to be escaped, or it is not there.
fn septets(sign: char) -> Option<usize> {
    if BASIC.contains(sign) {
        Some(1)
    } else if EXTENSION.contains(sign) {
        Some(2)
    } else {
        None
    }
}

/// 3GPP TS 23.038, section 6.2.1.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// 3GPP TS 23.038, section 6.2.1.1.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, encoding: Encoding, units: usize, segments: usize) {
        assert_eq!(MessageSize::of(text), MessageSize { encoding, units, segments }, "{text:?}");
    }

    #[test]
    fn the_alphabet_has_127_signs_and_an_escape() {
        assert_eq!((BASIC.chars().count(), EXTENSION.chars().count()), (127, 10));
    }

    #[test]
    fn a_plain_text_has_160_signs() {
        check("", Encoding::Gsm7, 0, 1);
        check("@shop.example #427193", Encoding::Gsm7, 21, 1);
        check(&"a".repeat(160), Encoding::Gsm7, 160, 1);
        check(&"a".repeat(161), Encoding::Gsm7, 161, 2);
        check(&"a".repeat(306), Encoding::Gsm7, 306, 2);
        check(&"a".repeat(307), Encoding::Gsm7, 307, 3);
    }

    #[test]
    fn some_signs_take_two_places() {
        check("[€]", Encoding::Gsm7, 6, 1);
        check(&"€".repeat(80), Encoding::Gsm7, 160, 1);
        // 153 is odd: the place at the end of each message stays empty.
        check(&"€".repeat(153), Encoding::Gsm7, 306, 3);
    }

    #[test]
    fn one_foreign_sign_halves_the_room() {
        check("Ваш код", Encoding::Ucs2('В'), 7, 1);
        check(&format!("’{}", "a".repeat(69)), Encoding::Ucs2('’'), 70, 1);
        check(&format!("’{}", "a".repeat(70)), Encoding::Ucs2('’'), 71, 2);
        check(&format!("’{}", "a".repeat(134)), Encoding::Ucs2('’'), 135, 3);
    }

    #[test]
    fn a_picture_takes_two_units_that_stay_together() {
        check("🔑", Encoding::Ucs2('🔑'), 2, 1);
        // 67 is odd, too.
        check(&"🔑".repeat(36), Encoding::Ucs2('🔑'), 72, 2);
        check(&"🔑".repeat(67), Encoding::Ucs2('🔑'), 134, 3);
    }
}
