//! The numbering plans of the world: the one file that knows which library holds them.
//!
//! `rlibphonenumber` is used because it agrees with Google's library on every E.164 result; the better known
//! `phonenumber` strips the default country's trunk prefix from other countries' numbers.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL as PLANS, ParseError, PhoneNumber as Parsed, PhoneNumberFormat as Format,
    PhoneNumberType, Region as Plan, ValidationError, get_national_significant_number_owned,
};

use crate::{NumberKind, PhoneError};

/// The most digits that E.164 allows, country code included.
const MAX_DIGITS: usize = 15;

pub(crate) fn region_codes() -> impl Iterator<Item = String> {
    PLANS.get_supported_regions().map(|plan| plan.to_string())
}

pub(crate) fn calling_code(region: &str) -> Option<u16> {
    let plan = Plan::from_code(region).ok()?;
    PLANS.get_country_code_for_region(plan).and_then(|code| code.try_into().ok())
}

pub(crate) fn mobile_example(region: &str) -> Option<String> {
    let plan = Plan::from_code(region).ok()?;
    let number = PLANS.get_example_number_for_type_and_region(plan, PhoneNumberType::Mobile).ok()?;
    Some(number.format_as(Format::E164).into_owned())
}

/// The E.164 form of `text`, read in `region` unless it names its own country.
pub(crate) fn parse(text: &str, region: Option<&str>) -> Result<String, PhoneError> {
    // Vanity numbers ("1-800-FLOWERS") are a typing mistake in a login form far more often than a wish.
    if PLANS.is_alpha_number(text) {
        return Err(PhoneError::NotANumber);
    }
    let plan = region.and_then(|code| Plan::from_code(code).ok());
    let number = PLANS.parse(text, plan).map_err(|error| explain(&error, text, region))?;
    let length = get_national_significant_number_owned(&number).len();
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => {}
        Ok(NumberLengthType::IsPossibleLocalOnly) => return Err(PhoneError::LocalOnly),
        Err(ValidationError::TooShort) => return Err(too_short(number.country_code, length)),
        Err(ValidationError::TooLong) => return Err(too_long(number.country_code, length)),
        Err(ValidationError::InvalidLength) => return Err(PhoneError::InvalidLength),
        Err(ValidationError::InvalidCountryCode) => return Err(PhoneError::InvalidCountryCode),
    }
    let e164 = number.format_as(Format::E164).into_owned();
    let digits = e164.len() - 1;
    if digits > MAX_DIGITS {
        return Err(PhoneError::TooLong { extra: saturate(digits - MAX_DIGITS) });
    }
    Ok(e164)
}

pub(crate) fn international(e164: &str) -> String {
    reparse(e164).map_or_else(|| e164.to_owned(), |number| number.format_as(Format::International).into_owned())
}

pub(crate) fn national(e164: &str) -> String {
    reparse(e164).map_or_else(|| e164.to_owned(), |number| number.format_as(Format::National).into_owned())
}

pub(crate) fn region(e164: &str) -> Option<String> {
    reparse(e164)?.get_region_code().map(|plan| plan.to_string())
}

pub(crate) fn kind(e164: &str) -> NumberKind {
    reparse(e164).map_or(NumberKind::Unknown, |number| number.get_type().into())
}

pub(crate) fn is_valid(e164: &str) -> bool {
    reparse(e164).is_some_and(|number| number.is_valid())
}

fn reparse(e164: &str) -> Option<Parsed> {
    PLANS.parse(e164, None).ok()
}

/// Turns the library's refusal into ours; lengths are only known to it once a country is.
fn explain(error: &ParseError, text: &str, region: Option<&str>) -> PhoneError {
    let names_country = text.starts_with(['+', '＋']);
    match error {
        ParseError::InvalidCountryCode if names_country => PhoneError::InvalidCountryCode,
        ParseError::InvalidCountryCode => PhoneError::MissingCountryCode,
        ParseError::NotANumber(_) if !text.chars().all(|sign| sign.is_numeric() || sign.is_whitespace()) => {
            PhoneError::NotANumber
        }
        // A lone digit is "not a number" to the library; to a person it is the beginning of one.
        ParseError::NotANumber(_) | ParseError::TooShortAfterIdd | ParseError::TooShortNsn => short_of(text, region),
        ParseError::TooLongNsn => region
            .and_then(calling_code)
            .map_or(PhoneError::TooLong { extra: 1 }, |code| too_long(i32::from(code), digits_in(text))),
    }
}

fn short_of(text: &str, region: Option<&str>) -> PhoneError {
    match region.and_then(calling_code) {
        Some(code) if !text.starts_with(['+', '＋']) => too_short(i32::from(code), digits_in(text)),
        Some(_) | None => PhoneError::TooShort { missing: 1 },
    }
}

fn too_short(calling_code: i32, length: usize) -> PhoneError {
    let shortest = (length + 1..=MAX_DIGITS).find(|&longer| is_possible_length(calling_code, longer));
    PhoneError::TooShort { missing: saturate(shortest.unwrap_or(length + 1) - length) }
}

fn too_long(calling_code: i32, length: usize) -> PhoneError {
    let longest = (1..length.min(MAX_DIGITS + 1)).rev().find(|&shorter| is_possible_length(calling_code, shorter));
    PhoneError::TooLong { extra: saturate(length - longest.unwrap_or(length - 1)) }
}

fn is_possible_length(calling_code: i32, length: usize) -> bool {
    let Some(power) = u32::try_from(length).ok().and_then(|length| length.checked_sub(1)) else { return false };
    let Some(national_number) = 10u64.checked_pow(power) else { return false };
    let number = Parsed { country_code: calling_code, national_number, ..Parsed::default() };
    number.is_possible_with_reason() == Ok(NumberLengthType::IsPossible)
}

fn digits_in(text: &str) -> usize {
    text.chars().filter(|sign| sign.is_numeric()).count()
}

fn saturate(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
