//! What holds for every number, not only for those that somebody thought of.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod texts;

use passlock_phone::{NumberKind, PhoneError, PhoneNumber, Reading, Region, Vanity};
use proptest::prelude::*;
use texts::Texts;

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn numbers() -> impl Iterator<Item = PhoneNumber> {
    Texts::new(7).take(20_000).filter_map(|(region, text)| PhoneNumber::parse(&text, Region::new(region)).ok())
}

#[test]
fn formatting_never_changes_the_digits() {
    for number in numbers() {
        let e164 = number.e164();
        assert_eq!(digits(&number.international()), e164[1..], "{e164}");
        assert_eq!(digits(&number.rfc3966()), e164[1..], "{e164}");
        // The national form may begin with a trunk prefix, and in Argentina has a 15 in the place of the 9.
        let national = digits(&number.national());
        assert!(national.ends_with(&e164[e164.len() - 4..]), "{e164} {national}");
    }
}

#[test]
fn a_valid_number_is_read_again_from_each_of_its_forms() {
    for number in numbers().filter(PhoneNumber::is_valid) {
        assert_eq!(PhoneNumber::parse(&number.e164(), None), Ok(number), "{}", number.e164());
        assert_eq!(PhoneNumber::parse(&number.international(), None), Ok(number), "{}", number.e164());
        assert_eq!(PhoneNumber::parse(&number.rfc3966(), None), Ok(number), "{}", number.e164());
    }
}

#[test]
fn examples_are_valid_numbers_of_their_kind() {
    for region in Region::all() {
        for kind in [NumberKind::FixedLine, NumberKind::Mobile, NumberKind::TollFree, NumberKind::PremiumRate] {
            let Some(example) = region.example_of(kind) else { continue };
            assert!(example.is_valid(), "{region} {kind:?}");
            let found = example.kind();
            assert!(found == kind || found == NumberKind::FixedLineOrMobile, "{region} {kind:?} {found:?}");
        }
    }
}

#[test]
fn what_is_missing_is_what_it_takes() {
    for region in Region::all() {
        let Some(example) = region.example() else { continue };
        let e164 = example.e164();
        for cut in 1..4 {
            let Err(PhoneError::TooShort { missing }) = PhoneNumber::parse(&e164[..e164.len() - cut], None) else {
                continue;
            };
            let longer = &e164[..e164.len() - cut + usize::from(missing)];
            assert!(!matches!(PhoneNumber::parse(longer, None), Err(PhoneError::TooShort { .. })), "{longer}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), region in "[A-Z]{2}") {
        let _ = Reading::parse(&text, Region::new(&region), Vanity::Allow).map(|reading| reading.national());
    }

    #[test]
    fn nothing_near_a_number_makes_it_panic(text in "[+＋0-9٠-٩ ()x#;,.=/~tel:eisubphoncat-]{0,60}", index in 0usize..245) {
        let region = Region::all().get(index).copied();
        if let Ok(reading) = Reading::parse(&text, region, Vanity::Allow) {
            prop_assert!(reading.e164().len() <= 21);
            prop_assert!(reading.rfc3966().starts_with("tel:+"));
            let _ = (reading.international(), reading.national(), reading.kind(), reading.length());
        }
    }
}
