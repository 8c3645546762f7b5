//! The phone field while it is typed in: `|` is the caret.

use crate::walk::phone;
use passlock_core::flow::{Edit, TypedPhone};
use passlock_core::{PhoneNumber, Region};
use proptest::prelude::*;

/// A text and the caret in it, from one with a `|`.
fn placed(text: &str) -> (String, usize) {
    let (before, after) = text.split_once('|').unwrap();
    (format!("{before}{after}"), before.encode_utf16().count())
}

fn shown((typed, caret): &(TypedPhone, usize)) -> String {
    let units: Vec<u16> = typed.text.encode_utf16().collect();
    let text = |units| String::from_utf16(units).unwrap();
    format!("{}|{}", text(&units[..*caret]), text(&units[*caret..]))
}

#[track_caller]
fn becomes(region: &str, before: &str, edit: Edit, after: &str, expected: (&str, &str)) {
    let (text, caret) = placed(after);
    let edited = phone(region, before).edited(edit, &text, caret);
    let found = (edited.0.region.unwrap(), shown(&edited));
    assert_eq!((found.0.code(), found.1.as_str()), expected, "{before:?} {edit:?} {after:?}");
}

#[test]
fn digits_are_grouped_as_they_are_typed() {
    let mut typed = phone("GB", "");
    let mut steps = Vec::new();
    for digit in "07911123456".chars() {
        let text = format!("{}{digit}", typed.text);
        let caret = text.len();
        let edited = typed.edited(Edit::Typed, &text, caret);
        assert_eq!(edited.1, edited.0.text.len(), "the caret stays at the end");
        typed = edited.0;
        steps.push(typed.text.clone());
    }
    let expected = [
        "0",
        "07",
        "079",
        "0791",
        "07911",
        "07911 1",
        "07911 12",
        "07911 123",
        "07911 1234",
        "07911 12345",
        "07911 123456",
    ];
    assert_eq!(steps, expected);
}

#[test]
fn the_caret_stays_behind_the_sign_that_it_was_behind() {
    use Edit::{ErasedAfter, ErasedBefore, Typed};
    becomes("US", "650-253", Typed, "650-29|53", ("US", "650-29|53"));
    becomes("US", "650-2953", Typed, "650-29|053", ("US", "(650) 29|0-53"));
    becomes("US", "(650) 253-0000", ErasedBefore, "(650) 25|-0000", ("US", "(650) 25|0-000"));
    becomes("US", "(650) 253-0000", ErasedAfter, "(650) 25|-0000", ("US", "(650) 25|0-000"));
    becomes("FR", "06 12 34 56 78", ErasedBefore, "|12 34 56 78", ("FR", "|12345678"));
}

#[test]
fn erasing_a_separator_erases_the_digit_behind_it() {
    becomes("GB", "07911 123456", Edit::ErasedBefore, "07911|123456", ("GB", "0791|1 23456"));
    becomes("GB", "07911 123456", Edit::ErasedAfter, "07911|123456", ("GB", "07911| 23456"));
    becomes("US", "(650) 253-0000", Edit::ErasedBefore, "|650) 253-0000", ("US", "|650) 253-0000"));
}

#[test]
fn no_keystroke_is_blocked() {
    for text in ["07911 |", "079-|", "(|", "+|", "079 ext|", "Ł|", "1-800-FLOW|", "*100#|", "07911 123456 78|"] {
        let (text, caret) = placed(text);
        let (typed, now) = phone("GB", "").edited(Edit::Typed, &text, caret);
        let signs = |text: &str| {
            text.chars().filter(|sign| sign.is_alphanumeric() || "+*#".contains(*sign)).collect::<String>()
        };
        assert_eq!(signs(&typed.text), signs(&text));
        assert!(now > 0);
    }
}

#[test]
fn a_whole_number_moves_its_country_into_the_picker() {
    use Edit::{Inserted, Left, Typed};
    for text in [
        "+33612345678|",
        "+33 6 12 34 56 78|",
        "tel:+33-6-12-34-56-78|",
        "\u{202a}+33 6 12 34 56 78\u{202c}|",
        "＋33 6 12 34 56 78|",
        "0033 6 12 34 56 78|",
        "+33 (0)6 12 34 56 78|",
    ] {
        becomes("GB", "", Inserted, text, ("FR", "06 12 34 56 78|"));
    }
    becomes("US", "", Inserted, "011 44 7400 123456|", ("GB", "07400 123456|"));
    becomes("GB", "", Inserted, "+1 (650) 253-0000|", ("US", "(650) 253-0000|"));
    becomes("GB", "+1 242 365 123", Typed, "+1 242 365 1234|", ("BS", "(242) 365-1234|"));
    // Where a number may go on, only leaving the field says that it is whole.
    becomes("GB", "+49 30 12345", Typed, "+49 30 123456|", ("GB", "+49 30 123456|"));
    becomes("GB", "+49 30 123456", Left, "+49 30 123456|", ("DE", "030 123456|"));
    // The caret stays before the digits that it was before.
    becomes("GB", "", Inserted, "+33 6 12 34 |56 78", ("FR", "06 12 34 |56 78"));
}

#[test]
fn without_a_plus_the_chosen_country_stays() {
    becomes("CA", "", Edit::Inserted, "(650) 253-0000|", ("CA", "(650) 253-0000|"));
    becomes("DE", "", Edit::Inserted, "07911 123456|", ("DE", "0791 1123456|"));
    becomes("IM", "", Edit::Inserted, "07911 123456|", ("IM", "07911 123456|"));
}

#[test]
fn other_digits_are_grouped_and_stay_what_they_are() {
    becomes("GB", "", Edit::Inserted, "٠٧٩١١١٢٣٤٥٦|", ("GB", "٠٧٩١١ ١٢٣٤٥٦|"));
    becomes("GB", "", Edit::Inserted, "０７９１１１２３４５６|", ("GB", "０７９１１ １２３４５６|"));
}

#[test]
fn another_country_groups_the_same_digits_its_own_way() {
    let france = Region::new("FR").unwrap();
    let text = |typed: TypedPhone| typed.in_country(france).text;
    assert_eq!(text(phone("GB", "0612 345678")), "06 12 34 56 78");
    assert_eq!(text(phone("GB", "+44 612345678")), "612345678");
    assert_eq!(text(phone("GB", "+")), "");
    assert_eq!(text(phone("GB", "call me")), "call me");
}

fn edits() -> impl Strategy<Value = Edit> {
    prop_oneof![
        Just(Edit::Typed),
        Just(Edit::ErasedBefore),
        Just(Edit::ErasedAfter),
        Just(Edit::Inserted),
        Just(Edit::Left)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_caret_is_always_inside(
        before in "[-+0-9 ()٠-٩𝟎x]{0,20}",
        text in "\\PC{0,6}[-+0-9 ()٠-٩𝟎]{0,20}",
        caret in 0..40usize,
        edit in edits(),
        region in 0..Region::all().len(),
    ) {
        let region = Some(Region::all()[region]);
        let (typed, caret) = TypedPhone { region, text: before }.edited(edit, &text, caret);
        let units: Vec<u16> = typed.text.encode_utf16().collect();
        prop_assert!(units.get(..caret).is_some_and(|before| String::from_utf16(before).is_ok()));
    }

    #[test]
    fn what_is_shown_is_what_is_sent(digits in "[0-9]{1,14}", plus in any::<bool>(), edit in edits(), region in 0..Region::all().len()) {
        let region = Some(Region::all()[region]);
        let text = if plus { format!("+{digits}") } else { digits };
        let meant = PhoneNumber::parse(&text, region);
        let (typed, _) = TypedPhone { region, text: String::new() }.edited(edit, &text, text.len());
        prop_assert_eq!(PhoneNumber::parse(&typed.text, typed.region), meant);
    }
}
