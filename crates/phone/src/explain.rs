//! Turns what the engine found into what a person can put right: how many digits too few or too many.

use crate::PhoneError;
use crate::classify::Parsed;
use crate::parse::Refusal;
use crate::plan::{Fit, Plan};
use crate::text::{is_digit, is_plus, is_punctuation};

/// What keeps a number that was read from being sent to.
pub(crate) fn impossible(number: &Parsed) -> Option<PhoneError> {
    let length = number.national.as_slice().len();
    let Some(plan) = Plan::main(number.calling_code) else { return Some(PhoneError::InvalidCountryCode) };
    match plan.fit(length) {
        Fit::Possible => {}
        Fit::LocalOnly => return Some(PhoneError::LocalOnly),
        Fit::Wrong => return Some(PhoneError::InvalidLength),
        Fit::TooShort => return Some(too_short(plan, length)),
        Fit::TooLong => return Some(too_long(plan, length)),
    }
    let extra = (length + calling_code_length(plan)).saturating_sub(MAX_DIGITS);
    (extra > 0).then(|| PhoneError::TooLong { extra: saturate(extra) })
}

/// What keeps a text from being read.
// Apart from what every number goes through: a browser compiles whole functions, each when it is first called.
#[cold]
#[inline(never)]
pub(crate) fn unreadable(refusal: &Refusal, text: &str, region: Option<Plan>) -> PhoneError {
    match *refusal {
        Refusal::NoRegion => PhoneError::MissingCountryCode,
        Refusal::UnknownCallingCode => PhoneError::InvalidCountryCode,
        // One digit is "not a number" to Google; to a person it is the beginning of one.
        Refusal::NotANumber if is_a_beginning(text) => match region {
            Some(plan) if !text.starts_with(is_plus) => too_short(plan, digits_in(text)),
            Some(_) | None => PhoneError::TooShort { missing: 1 },
        },
        Refusal::NotANumber | Refusal::Vanity => PhoneError::NotANumber,
        Refusal::Short(Some(plan), length) => too_short(plan, length),
        Refusal::Short(None, _) | Refusal::ShortAfterInternationalPrefix => PhoneError::TooShort { missing: 1 },
        Refusal::Long(Some(plan), length) => too_long(plan, length),
        Refusal::Long(None, _) | Refusal::LongText => {
            PhoneError::TooLong { extra: saturate(digits_in(text).saturating_sub(MAX_DIGITS).max(1)) }
        }
    }
}

fn is_a_beginning(text: &str) -> bool {
    text.chars().any(|sign| is_digit(sign) || is_plus(sign))
        && text.chars().all(|sign| is_digit(sign) || is_plus(sign) || is_punctuation(sign) || sign.is_whitespace())
}

fn too_short(plan: Plan, length: usize) -> PhoneError {
    let shortest = plan.length_above(length).unwrap_or(length + 1);
    PhoneError::TooShort { missing: saturate(shortest - length) }
}

fn too_long(plan: Plan, length: usize) -> PhoneError {
    // A possible length may still be more than E.164 allows.
    let most = MAX_DIGITS - calling_code_length(plan);
    let longest = plan.length_below(length.min(most + 1)).unwrap_or(length - 1);
    PhoneError::TooLong { extra: saturate(length - longest) }
}

fn calling_code_length(plan: Plan) -> usize {
    match plan.calling_code() {
        0..10 => 1,
        10..100 => 2,
        _ => 3,
    }
}

fn digits_in(text: &str) -> usize {
    text.chars().filter(|&sign| is_digit(sign)).count()
}

fn saturate(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// The most digits that E.164 allows, country code included.
const MAX_DIGITS: usize = 15;
