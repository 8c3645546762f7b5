//! From text to number, by the steps of Google's `parseHelper`.

use crate::classify::Parsed;
use crate::digits::{Digits, LONGEST, National, of_number};
use crate::plan::{Fit, Plan};
use crate::text::{is_plus, is_vanity, normalize};
use crate::{extension, extract};

/// Why a text is not a number, with what is needed to say by how much.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Refusal {
    /// Neither a `+` nor a region to read the number in.
    NoRegion,
    /// No country has the calling code.
    UnknownCallingCode,
    NotANumber,
    /// A vanity number that was not asked for.
    Vanity,
    /// Nothing after the international prefix.
    ShortAfterInternationalPrefix,
    /// Fewer digits than any national number.
    Short(Option<Plan>, usize),
    /// More digits than any national number.
    Long(Option<Plan>, usize),
    /// More signs than any number needs.
    LongText,
}

/// Reads a number, and gives its extension with it. `region` is where a text that names no country belongs.
pub(crate) fn parse<'a>(
    text: &'a str,
    region: Option<Plan>,
    vanity: bool,
) -> Result<(Parsed, Option<String>), Refusal> {
    // Counted as Java does.
    if text.len() > LONGEST_TEXT && text.chars().map(char::len_utf16).sum::<usize>() > LONGEST_TEXT {
        return Err(Refusal::LongText);
    }
    let candidate: std::borrow::Cow<'a, str> = extract::candidate(text).ok_or(Refusal::NotANumber)?;
    if !extract::is_viable(&candidate) {
        return Err(Refusal::NotANumber);
    }
    if region.is_none() && !candidate.starts_with(is_plus) {
        return Err(Refusal::NoRegion);
    }
    let (number, extension) = match extension::split(&candidate) {
        Some((number, extension)) if extract::is_viable(number) => (number, Some(extension)),
        _ => (&*candidate, None),
    };
    if !vanity && is_vanity(number) {
        return Err(Refusal::Vanity);
    }
    let (plan, digits) = with_calling_code(number, region)?;
    if digits.as_slice().len() < SHORTEST {
        return Err(Refusal::Short(plan, digits.as_slice().len()));
    }
    let plan = plan.ok_or(Refusal::NoRegion)?;
    let stripped = without_national_prefix(plan, digits.as_slice());
    // Too short without its prefix, it may have been a short number that begins like one.
    let digits = match plan.fit(stripped.as_slice().len()) {
        Fit::TooShort | Fit::LocalOnly | Fit::Wrong => digits,
        Fit::Possible | Fit::TooLong => stripped,
    };
    let digits = digits.as_slice();
    if digits.len() < SHORTEST {
        return Err(Refusal::Short(Some(plan), digits.len()));
    }
    let long = Refusal::Long(Some(plan), digits.len());
    let national = National::new(digits).filter(|_| digits.len() <= LONGEST).ok_or(long)?;
    Ok((Parsed { calling_code: plan.calling_code(), national }, extension.map(str::to_owned)))
}

/// Finds the country: that of the calling code if there is one, else the region's. A failed `+` is tried again without.
fn with_calling_code(number: &str, region: Option<Plan>) -> Result<(Option<Plan>, Digits), Refusal> {
    match maybe_extract_calling_code(number, region) {
        Err(Refusal::UnknownCallingCode) if number.starts_with(is_plus) => {
            let number = number.trim_start_matches(is_plus);
            match maybe_extract_calling_code(number, region)? {
                (Some(plan), digits) => Ok((Some(plan), digits)),
                (None, _) => Err(Refusal::UnknownCallingCode),
            }
        }
        Err(refusal) => Err(refusal),
        Ok((Some(plan), digits)) => Ok((Some(plan), digits)),
        Ok((None, digits)) => Ok((region, digits)),
    }
}

/// `maybeExtractCountryCode`: the main plan of the calling code and the digits after it, or no plan and all digits.
fn maybe_extract_calling_code(number: &str, region: Option<Plan>) -> Result<(Option<Plan>, Digits), Refusal> {
    let digits = normalize(number);
    let all = digits.as_slice();
    let after_prefix =
        if number.starts_with(is_plus) { Some(all) } else { region.and_then(|plan| without_idd(plan, all)) };
    if let Some(rest) = after_prefix {
        if rest.len() <= SHORTEST {
            return Err(Refusal::ShortAfterInternationalPrefix);
        }
        let (plan, national) = Plan::split(rest).ok_or(Refusal::UnknownCallingCode)?;
        return Ok((Some(plan), copy(national)));
    }
    if let Some(plan) = region {
        let code = of_number(plan.calling_code().into());
        if let Some(rest) = all.strip_prefix(code.as_slice()) {
            let national = without_national_prefix(plan, rest);
            // With the calling code it was no number but is one without, or it was too long: it is a calling code.
            if !plan.matches(all) && plan.matches(national.as_slice()) || plan.fit(all.len()) == Fit::TooLong {
                return Ok((Plan::main(plan.calling_code()), national));
            }
        }
    }
    Ok((None, digits))
}

/// `parsePrefixAsIdd`: a calling code cannot begin with 0, so a 0 after the prefix means that it was none.
fn without_idd(plan: Plan, digits: &[u8]) -> Option<&[u8]> {
    let rest = digits.get(plan.international_prefix(digits)?.length..)?;
    (rest.first() != Some(&0)).then_some(rest)
}

/// `maybeStripNationalPrefixAndCarrierCode`
fn without_national_prefix(plan: Plan, digits: &[u8]) -> Digits {
    let Some(prefix) = plan.national_prefix(digits) else { return copy(digits) };
    let rest = digits.get(prefix.length..).unwrap_or_default();
    let mut stripped = Digits::new();
    if prefix.last_group_took_part() {
        let mut signs = plan.transform().bytes();
        while let Some(sign) = signs.next() {
            if sign == b'$' {
                let group = signs.next().and_then(|number| prefix.group(usize::from(number - b'0')));
                stripped.extend(group.and_then(|(from, to)| digits.get(from..to)).unwrap_or_default());
            } else {
                stripped.push(sign - b'0');
            }
        }
    }
    stripped.extend(rest);
    // A number must not stop being one.
    if plan.matches(digits) && !plan.matches(stripped.as_slice()) { copy(digits) } else { stripped }
}

fn copy(digits: &[u8]) -> Digits {
    let mut copy = Digits::new();
    copy.extend(digits);
    copy
}

/// `MAX_INPUT_STRING_LENGTH`
const LONGEST_TEXT: usize = 250;
/// `MIN_LENGTH_FOR_NSN`
const SHORTEST: usize = 2;
