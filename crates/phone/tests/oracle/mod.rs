//! One text, read by both libraries, as comparable answers.

mod changes;

use passlock_phone::{Reading, Region, Vanity};
use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumberFormat, PhoneNumberType, Region as TheirRegion,
    ValidationError,
};

pub(crate) use changes::explain;

/// Everything that is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub e164: String,
    pub valid: bool,
    pub length: &'static str,
    pub region: String,
    pub kind: &'static str,
    pub national: String,
    pub international: String,
    pub rfc3966: String,
}

/// A property of a text.
type Is = fn(&str) -> bool;

/// Texts that the other library reads in another way than Google's Java and JavaScript do.
pub(crate) const OTHER_READING: &[(Is, &str)] = &[
    (
        second_number_twice,
        "of two second numbers, as in `/x4/x5`, it cuts off the last and Google's Java and JavaScript the first",
    ),
    (two_digits_and_more, "it allows an extension after two digits, Google's pattern only after three"),
];

fn two_digits_and_more(text: &str) -> bool {
    let is_digit = |sign: char| sign.is_numeric();
    let number = text
        .trim_start_matches(|sign| !is_digit(sign))
        .trim_end_matches(|sign: char| !sign.is_alphanumeric() && sign != '#');
    let rest = number.trim_start_matches(is_digit);
    number[..number.len() - rest.len()].chars().count() == 2
        && rest.contains([';', ',', '#', 'x', 'о', 'n', 'ｘ', '~'])
        && rest.trim_start_matches(|sign| !is_digit(sign)).trim_start_matches(is_digit).trim_end_matches('#').is_empty()
}

fn second_number_twice(text: &str) -> bool {
    let begins = |rest: &&str| rest.trim_start_matches(' ').starts_with('x');
    let starts = text.split(['/', '\\']).skip(1).filter(begins).count();
    // A line break hides from it what stands before.
    starts > 1 || starts == 1 && text.contains('\n')
}

pub(crate) fn ours(region: &str, text: &str) -> Result<Answer, &'static str> {
    let reading =
        Reading::parse(text, Region::new(region), Vanity::Allow).map_err(passlock_phone::ReadError::google_name)?;
    Ok(Answer {
        e164: reading.e164(),
        valid: reading.is_valid(),
        length: reading.length().google_name(),
        region: reading.region_code().unwrap_or("ZZ").to_owned(),
        kind: reading.kind().google_name(),
        national: reading.national(),
        international: reading.international(),
        rfc3966: reading.rfc3966(),
    })
}

pub(crate) fn theirs(region: &str, text: &str) -> Result<Answer, &'static str> {
    let region = TheirRegion::from_code(region).ok();
    let number = PHONE_NUMBER_UTIL.parse(text, region).map_err(|error| match error {
        ParseError::InvalidCountryCode => "INVALID_COUNTRY_CODE",
        ParseError::NotANumber(_) => "NOT_A_NUMBER",
        ParseError::TooShortAfterIdd => "TOO_SHORT_AFTER_IDD",
        ParseError::TooShortNsn => "TOO_SHORT_NSN",
        ParseError::TooLongNsn => "TOO_LONG",
    })?;
    let form = |form| number.format_as(form).into_owned();
    Ok(Answer {
        e164: form(PhoneNumberFormat::E164),
        valid: number.is_valid(),
        length: match number.is_possible_with_reason() {
            Ok(NumberLengthType::IsPossible) => "IS_POSSIBLE",
            Ok(NumberLengthType::IsPossibleLocalOnly) => "IS_POSSIBLE_LOCAL_ONLY",
            Err(ValidationError::TooShort) => "TOO_SHORT",
            Err(ValidationError::TooLong) => "TOO_LONG",
            Err(ValidationError::InvalidLength) => "INVALID_LENGTH",
            Err(ValidationError::InvalidCountryCode) => "INVALID_COUNTRY_CODE",
        },
        region: number.get_region_code().map_or_else(|| "ZZ".to_owned(), |region| region.to_string()),
        kind: match number.get_type() {
            PhoneNumberType::FixedLine => "FIXED_LINE",
            PhoneNumberType::Mobile => "MOBILE",
            PhoneNumberType::FixedLineOrMobile => "FIXED_LINE_OR_MOBILE",
            PhoneNumberType::TollFree => "TOLL_FREE",
            PhoneNumberType::PremiumRate => "PREMIUM_RATE",
            PhoneNumberType::SharedCost => "SHARED_COST",
            PhoneNumberType::VoIP => "VOIP",
            PhoneNumberType::PersonalNumber => "PERSONAL_NUMBER",
            PhoneNumberType::Pager => "PAGER",
            PhoneNumberType::UAN => "UAN",
            PhoneNumberType::VoiceMail => "VOICEMAIL",
            PhoneNumberType::Unknown => "UNKNOWN",
        },
        national: form(PhoneNumberFormat::National),
        international: form(PhoneNumberFormat::International),
        rfc3966: form(PhoneNumberFormat::RFC3966),
    })
}

/// The region that a difference is about: that of either number, else the one it was read in.
pub(crate) fn place(
    ours: &Result<Answer, &'static str>,
    theirs: &Result<Answer, &'static str>,
    region: &str,
) -> String {
    let known = |answer: &Result<Answer, _>| {
        answer.as_ref().ok().map(|answer| answer.region.clone()).filter(|region| region != "ZZ")
    };
    known(theirs).or_else(|| known(ours)).unwrap_or_else(|| region.to_owned())
}
