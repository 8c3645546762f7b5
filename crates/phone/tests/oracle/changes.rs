//! What changed between the metadata of the two libraries: 9.0.33 here, 9.0.42 in the other, compared rule by rule.

use super::{Answer, place};

/// Regions where blocks of numbers got another type, became valid or stopped being so.
const TYPES: &[&str] = &[
    "AR", "AU", "AX", "CA", "CC", "CD", "CL", "CM", "CR", "CV", "CX", "DK", "EE", "EH", "FI", "FJ", "GE", "GY", "HK",
    "HN", "IR", "JO", "KE", "KW", "LI", "MA", "ML", "NG", "NO", "PA", "PE", "PT", "RU", "SE", "SJ", "SN", "SR", "SY",
    "TG", "TZ", "US", "UZ",
];

/// Regions where numbers are grouped in another way as well.
const FORMATS: &[&str] = &["BD", "CN", "CO", "FO", "GH", "IN", "MZ", "PG", "PY", "SB", "TR", "UG", "VN"];

/// Regions whose general pattern, possible lengths, leading digits or international prefix changed.
const PLAN: &[&str] = &["AC", "BW", "ES", "GM", "IL", "SH", "TM", "ZW"];

/// Whether a difference is one that the changes explain.
pub(crate) fn explain(
    ours: &Result<Answer, &'static str>,
    theirs: &Result<Answer, &'static str>,
    region: &str,
) -> bool {
    let place = place(ours, theirs, region);
    let place = place.as_str();
    // The region that a text is read in takes part with its international prefix.
    if PLAN.contains(&place) || PLAN.contains(&region) {
        return true;
    }
    let (Ok(ours), Ok(theirs)) = (ours, theirs) else { return false };
    if ours.e164 != theirs.e164 || ours.length != theirs.length {
        return false;
    }
    let formats = |answer: &Answer| [&answer.national, &answer.international, &answer.rfc3966].map(String::clone);
    FORMATS.contains(&place) || TYPES.contains(&place) && formats(ours) == formats(theirs)
}
