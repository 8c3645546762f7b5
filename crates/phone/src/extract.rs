//! Finds the number in a text (`buildNationalNumberForParsing`, `isViablePhoneNumber`).

use std::borrow::Cow;

use crate::extension;
use crate::text::{is_digit, is_plus, is_punctuation, may_end};

/// The part of a text that can be a number; `None` when the text contradicts itself.
pub(crate) fn candidate(text: &str) -> Option<Cow<'_, str>> {
    let number = match position(text, PHONE_CONTEXT) {
        None => Cow::Borrowed(extract(text)),
        Some(at) => in_context(text, at)?,
    };
    match position(&number, SUBADDRESS) {
        Some(at @ 1..) => number.get(..at).map(|number| Cow::Owned(number.to_owned())),
        _ => Some(number),
    }
}

/// A number whose link has a context at this place.
#[cold]
#[inline(never)]
fn in_context(text: &str, at: usize) -> Option<Cow<'_, str>> {
    let context = text.get(at + PHONE_CONTEXT.len()..)?.split(is_semicolon).next()?;
    if !is_global_number(context) && !is_domain(context) {
        return None;
    }
    let start = position(text, SCHEME).map_or(0, |start| start + SCHEME.len());
    // A scheme inside the context leaves no number.
    let number = text.get(start..at)?;
    Some(if context.starts_with('+') { Cow::Owned([context, number].concat()) } else { Cow::Borrowed(number) })
}

/// `isViablePhoneNumber`: two digits, or three and more with the signs that numbers are written with, and an extension.
pub(crate) fn is_viable(text: &str) -> bool {
    let mut signs = text.chars();
    if [signs.next(), signs.next(), signs.next()].map(|sign| sign.map(is_digit)) == [Some(true), Some(true), None] {
        return true;
    }
    let start = text.len() - text.trim_start_matches(is_plus).len();
    let Some(third) = third_digit_end(text, start) else { return false };
    let in_body = |sign: char| is_punctuation(sign) || sign == '*' || sign.is_ascii_alphabetic() || is_digit(sign);
    let body = text.get(third..).unwrap_or_default();
    let rest = body.trim_start_matches(in_body);
    rest.is_empty() || extension::follows(text, third..=text.len() - rest.len())
}

fn third_digit_end(text: &str, start: usize) -> Option<usize> {
    let mut digits = 0;
    for (at, sign) in text.get(start..)?.char_indices() {
        if is_digit(sign) {
            digits += 1;
            if digits == 3 {
                return Some(start + at + sign.len_utf8());
            }
        } else if !is_punctuation(sign) && sign != '*' {
            return None;
        }
    }
    None
}

/// `extractPossibleNumber`: from the first sign that can begin a number, without an ending that none has, and without a
/// second number.
fn extract(text: &str) -> &str {
    let Some(start) = text.find(|sign| is_plus(sign) || is_digit(sign)) else { return "" };
    let number = text.get(start..).unwrap_or_default().trim_end_matches(|sign| !may_end(sign));
    let second = number.char_indices().find(|&(at, sign)| {
        let after = || number.get(at + 1..).unwrap_or_default();
        matches!(sign, '/' | '\\') && after().trim_start_matches(' ').starts_with('x')
    });
    second.and_then(|(at, _)| number.get(..at)).unwrap_or(number)
}

/// Where `part` begins in a text. `str::find` for strings is fast on long ones, and large.
fn position(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len()).position(|window| window == part.as_bytes())
}

/// `RFC3966_GLOBAL_NUMBER_DIGITS`
fn is_global_number(context: &str) -> bool {
    let Some(number) = context.strip_prefix('+') else { return false };
    number.chars().any(is_digit) && number.chars().all(|sign| is_digit(sign) || matches!(sign, '-' | '.' | '(' | ')'))
}

/// `RFC3966_DOMAINNAME`
fn is_domain(context: &str) -> bool {
    let name = context.strip_suffix('.').unwrap_or(context);
    let is_label = |label: &str| {
        let inner = |sign: char| sign == '-' || sign.is_ascii_alphabetic() || is_digit(sign);
        !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(inner)
    };
    let mut top = "";
    for label in name.split(is_dot) {
        if !is_label(label) {
            return false;
        }
        top = label;
    }
    top.starts_with(|sign: char| sign.is_ascii_alphabetic())
}

// Searching for a sign that is given as such is fast in long texts, and large.
fn is_semicolon(sign: char) -> bool {
    sign == ';'
}

fn is_dot(sign: char) -> bool {
    sign == '.'
}

const SCHEME: &str = "tel:";
const PHONE_CONTEXT: &str = ";phone-context=";
const SUBADDRESS: &str = ";isub=";
