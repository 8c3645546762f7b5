//! What holds for every text in every region; an input is two letters of a region and then the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use passlock_phone::{
    AsYouType, NumberKind, PhoneError, PhoneNumber, Reading, Region, Vanity, digit_value, rank, region_of_time_zone,
};

fuzz_target!(|input: &[u8]| {
    let (letters, text) = input.split_at(input.len().min(2));
    let region = std::str::from_utf8(letters).ok().and_then(Region::new);
    let text = String::from_utf8_lossy(text);
    a_number_is_read_or_refused(&text, region);
    a_reading_keeps_its_digits(&text, region);
    typing_only_groups(&text, region);
    a_country_is_named_or_not(&text);
    a_search_ranks(&text, region);
});

/// A text is a number, or the error says what to do about it.
fn a_number_is_read_or_refused(text: &str, region: Option<Region>) {
    match PhoneNumber::parse(text, region) {
        Ok(number) => number_is_itself(number),
        Err(PhoneError::TooShort { missing: count } | PhoneError::TooLong { extra: count }) => {
            assert!(count > 0, "one digit too few or too many at least");
        }
        Err(PhoneError::Empty) => assert!(text.trim().is_empty()),
        Err(PhoneError::MissingCountryCode) => assert_eq!(region, None),
        Err(_) => {}
    }
}

/// Whatever form a number is written in, it is the same number.
fn number_is_itself(number: PhoneNumber) {
    let e164 = number.e164();
    assert!((3..=16).contains(&e164.len()), "{e164}");
    assert_eq!(digits(&number.international()), e164[1..]);
    assert_eq!(digits(&number.rfc3966()), e164[1..]);
    // The national form may begin with a trunk prefix, and in Argentina has a 15 in the place of the 9.
    let end = e164.len().saturating_sub(2);
    assert!(digits(&number.national()).ends_with(&e164[end..]), "{e164}: {}", number.national());
    assert_eq!(number.kind() == NumberKind::Unknown, !number.is_valid());
    if number.is_valid() && !e164.starts_with(OTHERWISE_READ) {
        for form in [e164, number.international(), number.rfc3966()] {
            assert_eq!(PhoneNumber::parse(&form, None), Ok(number), "{form}");
        }
    }
}

/// What Google's library would make of the text: no form adds, drops or moves a digit.
fn a_reading_keeps_its_digits(text: &str, region: Option<Region>) {
    let strict = Reading::parse(text, region, Vanity::Refuse);
    let reading = Reading::parse(text, region, Vanity::Allow);
    if let Ok(strict) = strict {
        assert_eq!(reading.as_ref(), Ok(&strict), "allowing letters changes nothing for a text without");
    }
    let Ok(reading) = reading else { return };
    let e164 = reading.e164();
    let expected = format!("{}{}", &e164[1..], digits(reading.extension().unwrap_or_default()));
    assert_eq!(digits(&reading.international()), expected);
    assert_eq!(digits(&reading.rfc3966()), expected);
    let _ = (reading.national(), reading.kind(), reading.length(), reading.region_code());
}

/// While a text is typed, signs are only ever put between its digits.
fn typing_only_groups(text: &str, region: Option<Region>) {
    assert_eq!(digits(&AsYouType::format(text, region)), digits(text));
    let mut typing = AsYouType::new(region);
    let mut typed = String::new();
    // Longer than any number.
    for sign in text.chars().take(40) {
        typed.push(sign);
        assert_eq!(digits(&typing.push(sign)), digits(&typed));
    }
    assert_eq!(typing.text(), AsYouType::format(&typed, region));
}

fn a_country_is_named_or_not(text: &str) {
    if let Some(region) = Region::named_in(text) {
        assert!(Region::all().contains(&region));
        assert!((1..=999).contains(&region.calling_code()));
    }
    let _ = region_of_time_zone(text);
}

fn a_search_ranks(text: &str, region: Option<Region>) {
    let region = region.unwrap_or(Region::all()[0]);
    assert!(rank("", region, &[text]).is_some(), "an empty query finds every country");
    let _ = rank(text, region, &["Côte d’Ivoire", text]);
}

fn digits(text: &str) -> String {
    text.chars().filter_map(digit_value).map(|value| char::from(b'0' + value)).collect()
}

/// Premium-rate numbers of Belarus, from which Google's library takes the 8 as a trunk prefix when it reads them again.
const OTHERWISE_READ: &str = "+375810";
