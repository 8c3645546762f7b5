//! What people type, and what becomes of it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use passlock_phone::{NumberKind, PhoneError, PhoneNumber, Region};
use proptest::prelude::*;

#[track_caller]
fn check(region: &str, text: &str, expected: Result<&str, PhoneError>) {
    let actual = PhoneNumber::parse(text, Region::new(region));
    assert_eq!(actual.map(|number| number.e164()), expected.map(str::to_owned), "{region} {text:?}");
}

#[test]
fn a_national_number_is_read_in_its_region() {
    check("GB", "07911 123456", Ok("+447911123456"));
    check("GB", "7911123456", Ok("+447911123456"));
    check("US", "(201) 555-0123", Ok("+12015550123"));
    check("FR", "06 12 34 56 78", Ok("+33612345678"));
    check("DE", "01512/3456789", Ok("+4915123456789"));
    check("IT", "02 1234 5678", Ok("+390212345678"));
    check("AR", "011 15-2345-6789", Ok("+5491123456789"));
}

#[test]
fn a_number_that_names_its_country_ignores_the_region() {
    check("US", "+44 1212345172", Ok("+441212345172"));
    check("US", "+44 7911 123456", Ok("+447911123456"));
    check("", "+44 (0) 7911 123456", Ok("+447911123456"));
    check("GB", "00 33 6 12 34 56 78", Ok("+33612345678"));
    check("US", "011 33 6 12 34 56 78", Ok("+33612345678"));
}

#[test]
fn digits_of_other_scripts_and_odd_separators_are_read() {
    check("EG", "٠١٠٠١٢٣٤٥٦٧", Ok("+201001234567"));
    check("GB", "+44 7911 123456", Ok("+447911123456"));
    check("GB", "tel:+44-7911-123456", Ok("+447911123456"));
    check("US", "201.555.0123", Ok("+12015550123"));
}

#[test]
fn what_is_wrong_is_named_and_measured() {
    check("GB", "", Err(PhoneError::Empty));
    check("GB", "   ", Err(PhoneError::Empty));
    check("GB", "hello", Err(PhoneError::NotANumber));
    check("US", "1-800-FLOWERS", Err(PhoneError::NotANumber));
    check("FR", "6 12 34 56", Err(PhoneError::TooShort { missing: 2 }));
    check("FR", "6", Err(PhoneError::TooShort { missing: 8 }));
    check("FR", "6 12 34 56 78 90", Err(PhoneError::TooLong { extra: 2 }));
    check("FR", "612345678901234567890", Err(PhoneError::TooLong { extra: 12 }));
    check("US", "201555", Err(PhoneError::TooShort { missing: 4 }));
    check("US", "5550123", Err(PhoneError::LocalOnly));
    check("GB", "+999 123 456 789", Err(PhoneError::InvalidCountryCode));
    check("", "07911 123456", Err(PhoneError::MissingCountryCode));
}

#[test]
fn a_number_knows_its_region_and_kind() {
    let number = PhoneNumber::parse("+447400123456", None).unwrap();
    assert_eq!(number.region(), Region::new("gb"));
    assert_eq!(number.kind(), NumberKind::Mobile);
    assert_eq!(number.national(), "07400 123456");
    assert!(number.is_valid());
    assert_eq!(PhoneNumber::parse("+1 242 365 1234", None).unwrap().region(), Region::new("BS"));
}

#[test]
fn debug_output_does_not_tell_the_number() {
    let number = PhoneNumber::parse("+447400123456", None).unwrap();
    assert_eq!(format!("{number:?}"), "PhoneNumber(GB …56)");
}

#[test]
fn every_region_has_a_calling_code_and_a_flag() {
    assert!(Region::all().len() > 240);
    for region in Region::all() {
        assert!(region.calling_code() > 0, "{region}");
        assert_eq!(region.flag().chars().count(), 2, "{region}");
        assert_eq!(Region::new(region.code()), Some(*region));
    }
    assert_eq!(Region::new("ZZ"), None);
    assert_eq!(Region::new("Großbritannien"), None);
}

#[test]
fn examples_belong_to_their_own_calling_code() {
    for region in Region::all() {
        let Some(example) = region.example() else { continue };
        assert!(example.e164().starts_with(&format!("+{}", region.calling_code())), "{region}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), region in "[A-Z]{2}") {
        let _ = PhoneNumber::parse(&text, Region::new(&region));
    }

    #[test]
    fn digits_in_any_amount_do_not_make_it_panic(text in "[+0-9 ()-]{0,40}", index in 0usize..245) {
        let region = Region::all().get(index).copied();
        if let Ok(number) = PhoneNumber::parse(&text, region) {
            prop_assert!(number.e164().len() <= 16);
        }
    }

    #[test]
    fn formatting_and_parsing_again_gives_the_same_number(index in 0usize..245, tail in 0u32..10_000) {
        let region = Region::all().get(index).copied();
        let Some(example) = region.and_then(Region::example) else { return Ok(()) };
        let mut e164 = example.e164();
        e164.truncate(e164.len() - 4);
        let Ok(number) = PhoneNumber::parse(&format!("{e164}{tail:04}"), None) else { return Ok(()) };
        prop_assert_eq!(PhoneNumber::parse(&number.e164(), None), Ok(number));
        prop_assert_eq!(PhoneNumber::parse(&number.international(), None), Ok(number));
    }
}

#[test]
fn a_plus_names_a_country_before_the_number_is_whole() {
    let named = |text| Region::named_in(text).map(|region| region.code().to_owned());
    for (text, expected) in [
        ("+", None),
        ("+4", None),
        ("+44", Some("GB")),
        (" +33 6 12", Some("FR")),
        ("＋４９ 15", Some("DE")),
        ("+7", Some("RU")),
        ("+999", None),
        ("+800 1234 5678", None),
        ("44", None),
        ("", None),
    ] {
        assert_eq!(named(text).as_deref(), expected, "{text:?}");
    }
}
