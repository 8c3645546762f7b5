//! Numbers while they are typed: Google's own answers after each sign, and what holds for every text.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod texts;

use passlock_phone::{AsYouType, Region, digit_value};
use proptest::prelude::*;
use texts::Texts;

/// The digits of a text and its `+`.
fn digits(text: &str) -> String {
    let sign = |sign| match sign {
        '+' | '＋' => Some('+'),
        sign => digit_value(sign).and_then(|value| char::from_digit(value.into(), 10)),
    };
    text.chars().filter_map(sign).collect()
}

/// What is shown after each sign.
fn typed(region: Option<Region>, text: &str) -> Vec<String> {
    let mut typing = AsYouType::new(region);
    text.chars().map(|sign| typing.push(sign)).collect()
}

/// Region, calling code and first digits of numbers that have been grouped in another way since 9.0.33, the metadata here:
/// `as_you_type.tsv` has 9.0.35.
const REGROUPED: &[(&str, &str, &str)] = &[
    // These had no format.
    ("ES", "34", "4"),
    // Some got a national prefix.
    ("GE", "995", "5"),
];

fn is_regrouped(region: &str, typed: &str) -> bool {
    REGROUPED.iter().any(|(place, code, beginning)| {
        let abroad = ["+", "00", "000", "001", "011"]
            .iter()
            .any(|prefix| typed.starts_with(&format!("{prefix}{code}{beginning}")));
        abroad || region == *place && typed.trim_start_matches('0').starts_with(beginning)
    })
}

/// Answers of Google's JavaScript, from `as_you_type.mjs`. Its Java gives the same ones.
///
/// Both lose digits where a carrier's code follows the national prefix and a second one seems to follow that (Colombia,
/// Japan, Korea). There the text has to stay as it was typed.
#[test]
fn what_is_shown_after_each_sign_is_what_google_shows() {
    let mut different = Vec::new();
    let (mut keystrokes, mut regrouped, mut lost) = (0, 0, 0);
    for line in include_str!("google/as_you_type.tsv").lines() {
        let &[region, text, answers] = line.split('\t').collect::<Vec<_>>().as_slice() else { panic!("{line:?}") };
        let mut typing = AsYouType::new(Region::new(region));
        let (mut typed, mut google) = (String::new(), String::new());
        let mut answers = answers.split_terminator('|');
        for sign in text.chars() {
            typed.push(sign);
            google.push(sign);
            let answer = answers.next().unwrap();
            if !answer.is_empty() {
                answer.clone_into(&mut google);
            }
            let ours = typing.push(sign);
            keystrokes += 1;
            if digits(&google) != digits(&typed) {
                lost += 1;
                assert_eq!(ours, typed, "{region}");
            } else if ours != google {
                if is_regrouped(region, &typed) {
                    regrouped += 1;
                } else {
                    different.push(format!("{region} {typed:?}: ours {ours:?}, google {google:?}"));
                }
            }
        }
        assert_eq!(answers.next(), None, "{line:?}");
    }
    println!("{keystrokes} keystrokes, {regrouped} regrouped, {lost} with digits lost");
    assert!(different.is_empty(), "{} different:\n{}", different.len(), different.join("\n"));
    assert!(keystrokes > 60_000 && regrouped < 100 && lost < 100);
}

#[test]
fn a_number_grows_into_its_format() {
    let shown = typed(Region::new("US"), "6502532222");
    assert_eq!(shown[..4], ["6", "65", "650", "650-2"]);
    assert_eq!(shown[6..], ["650-2532", "(650) 253-22", "(650) 253-222", "(650) 253-2222"]);
    assert_eq!(AsYouType::format("07911123456", Region::new("GB")), "07911 123456");
    assert_eq!(AsYouType::format("+4915123456789", Region::new("US")), "+49 1512 3456789");
    assert_eq!(AsYouType::format("011442079460958", Region::new("US")), "011 44 20 7946 0958");
}

#[test]
fn without_a_region_a_number_needs_its_country_code() {
    assert_eq!(AsYouType::format("6502532222", None), "6502532222");
    assert_eq!(AsYouType::format("+16502532222", None), "+1 650-253-2222");
    assert_eq!(AsYouType::format("+80012345678", None), "+800 1234 5678");
}

#[test]
fn whoever_separates_digits_by_hand_is_left_alone() {
    assert_eq!(typed(Region::new("DE"), "030 12").last().unwrap(), "030 12");
    assert_eq!(typed(Region::new("DE"), "0301 2"), ["0", "03", "030", "030 1", "0301 ", "0301 2"]);
    assert_eq!(AsYouType::format("030-123456", Region::new("DE")), "030-123456");
    assert_eq!(AsYouType::format("1+2", Region::new("DE")), "1+2");
}

#[test]
fn digits_of_other_scripts_and_a_wide_plus_count() {
    assert_eq!(AsYouType::format("６５０２５３２２２２", Region::new("US")), "(650) 253-2222");
    assert_eq!(AsYouType::format("६५०२५३२२२२", Region::new("US")), "(650) 253-2222");
    assert_eq!(AsYouType::format("＋16502532222", None), "+1 650-253-2222");
}

#[test]
fn no_digit_is_lost_after_a_second_carrier_code() {
    // Google shows 085082 34-5678-901.
    assert_eq!(AsYouType::format("0850182345678901", Region::new("KR")), "0850182345678901");
}

#[test]
fn a_text_that_is_no_number_any_more_stays_as_it_is() {
    let text = "0".repeat(100_000);
    assert_eq!(AsYouType::format(&text, Region::new("BR")), text);
    let text = format!("+{}", "1".repeat(300));
    assert_eq!(AsYouType::format(&text, None), text);
}

#[test]
fn debug_does_not_show_what_was_typed() {
    let mut typing = AsYouType::new(Region::new("US"));
    "6502532222".chars().for_each(|sign| drop(typing.push(sign)));
    assert_eq!(format!("{typing:?}"), "AsYouType(10 signs)");
}

#[test]
fn the_digits_shown_are_those_typed() {
    for (region, text) in Texts::new(11).take(20_000) {
        let region = Region::new(region);
        let shown = typed(region, &text);
        for (index, shown) in shown.iter().enumerate() {
            let typed: String = text.chars().take(index + 1).collect();
            assert_eq!(digits(shown), digits(&typed), "{region:?} {typed:?}");
        }
        assert_eq!(shown.last(), Some(&AsYouType::format(&text, region)));
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), region in "[A-Z]{2}") {
        let shown = AsYouType::format(&text, Region::new(&region));
        prop_assert_eq!(digits(&shown), digits(&text));
    }

    #[test]
    fn sign_by_sign_is_the_same_as_at_once(text in "[+＋]?[0-9٠-٩]{0,30}[ 0-9+x#-]{0,3}[0-9]{0,300}", index in 0usize..245) {
        let region = Region::all().get(index).copied();
        let shown = AsYouType::format(&text, region);
        prop_assert_eq!(typed(region, &text).pop().unwrap_or_default(), shown.clone());
        prop_assert_eq!(digits(&shown), digits(&text));
    }
}
