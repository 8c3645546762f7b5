//! A numbering plan as Google's library sees it, with everything that its own build step adds to the XML.

// The type of the patterns cannot be named without one more dependency.
#![allow(clippy::redundant_closure_for_method_calls)]

use std::collections::BTreeSet;

use phonenumber::metadata::{DATABASE, Descriptor, Format as LoadedFormat, Metadata};

/// The rules of one region, or of one calling code that belongs to no region.
pub(crate) struct Plan {
    /// Two letters, or `001`.
    pub(crate) id: String,
    pub(crate) calling_code: u16,
    pub(crate) international_prefix: String,
    pub(crate) national_prefix_for_parsing: String,
    pub(crate) transform_rule: String,
    pub(crate) leading_digits: String,
    pub(crate) extension_prefix: String,
    pub(crate) general: String,
    pub(crate) lengths: BTreeSet<usize>,
    pub(crate) local_lengths: BTreeSet<usize>,
    /// In the order in which `getNumberTypeHelper` tries them; see [`TYPES`].
    pub(crate) kinds: Vec<Option<Kind>>,
    pub(crate) formats: Vec<Format>,
    pub(crate) international_formats: Vec<Format>,
}

/// One type of number: the pattern, the lengths, a number that is one.
pub(crate) struct Kind {
    pub(crate) pattern: String,
    pub(crate) lengths: BTreeSet<usize>,
    pub(crate) example: String,
}

/// How a number is grouped.
pub(crate) struct Format {
    pub(crate) pattern: String,
    pub(crate) leading_digits: Vec<String>,
    /// The groups and what stands between them.
    pub(crate) template: String,
    /// The same with the national prefix rule applied, which is the national form.
    pub(crate) national_template: String,
    /// The national prefix rule, for the first group as `$1`; empty for none.
    pub(crate) rule: String,
    /// Whether `AsYouTypeFormatter` takes the format for numbers that begin otherwise than the rule says: without the
    /// national prefix, or with a prefix that may be a carrier code.
    pub(crate) prefix_optional: bool,
}

/// The types in the order of `getNumberTypeHelper`; fixed line and mobile are last because they are looked at together.
pub(crate) const TYPES: [fn(&Metadata) -> Option<&Descriptor>; 10] = [
    |plan| plan.descriptors().premium_rate(),
    |plan| plan.descriptors().toll_free(),
    |plan| plan.descriptors().shared_cost(),
    |plan| plan.descriptors().voip(),
    |plan| plan.descriptors().personal_number(),
    |plan| plan.descriptors().pager(),
    |plan| plan.descriptors().uan(),
    |plan| plan.descriptors().voicemail(),
    |plan| plan.descriptors().fixed_line(),
    |plan| plan.descriptors().mobile(),
];

/// Every plan, by calling code; of the plans that share one the main country comes first, as in the library's own list.
pub(crate) fn all() -> Vec<Plan> {
    let by_code = (1..=999u16).filter_map(|code| DATABASE.by_code(&code));
    by_code.flatten().map(Plan::new).collect()
}

impl Plan {
    fn new(loaded: &Metadata) -> Self {
        let kinds: Vec<_> = TYPES.iter().map(|kind| kind(loaded).map(Kind::new)).collect();
        // BuildMetadataFromXml, setPossibleLengthsGeneralDesc: the general lengths are those of all types together.
        let lengths: BTreeSet<_> = kinds.iter().flatten().flat_map(|kind| kind.lengths.iter().copied()).collect();
        let local_lengths = TYPES
            .iter()
            .filter_map(|kind| kind(loaded))
            .flat_map(|kind| kind.possible_local_length().iter().map(|&length| usize::from(length)))
            .filter(|length| !lengths.contains(length))
            .collect();
        let national_prefix = loaded.national_prefix().unwrap_or_default();
        let format = |format: &LoadedFormat| Format::new(format, national_prefix);
        Self {
            id: loaded.id().to_owned(),
            calling_code: loaded.country_code(),
            international_prefix: source(loaded.international_prefix().map(|prefix| prefix.as_str())),
            // Without a pattern of its own, the national prefix itself is what parsing takes off.
            national_prefix_for_parsing: source(
                loaded.national_prefix_for_parsing().map(|prefix| prefix.as_str()).or(loaded.national_prefix()),
            ),
            transform_rule: loaded.national_prefix_transform_rule().unwrap_or_default().to_owned(),
            leading_digits: source(loaded.leading_digits().map(|digits| digits.as_str())),
            extension_prefix: loaded.preferred_extension_prefix().unwrap_or(" ext. ").to_owned(),
            general: source(Some(loaded.descriptors().general().national_number().as_str())),
            lengths,
            local_lengths,
            kinds,
            formats: loaded.formats().iter().map(format).collect(),
            international_formats: loaded.international_formats().iter().map(format).collect(),
        }
    }
}

impl Kind {
    fn new(loaded: &Descriptor) -> Self {
        Self {
            pattern: source(Some(loaded.national_number().as_str())),
            lengths: loaded.possible_length().iter().map(|&length| usize::from(length)).collect(),
            example: loaded.example().unwrap_or_default().to_owned(),
        }
    }
}

impl Format {
    fn new(loaded: &LoadedFormat, national_prefix: &str) -> Self {
        let template = loaded.format().trim().to_owned();
        let rule = loaded.national_prefix().unwrap_or_default();
        let rule = rule.replacen("$NP", national_prefix, 1).replacen("$FG", "$1", 1);
        let national_template = if rule.is_empty() {
            template.clone()
        } else {
            // The first group is `$2` in one Argentine format.
            let at = template.find('$').unwrap_or_else(|| panic!("a format without groups: {template}"));
            let first_group = &template[at..at + 2];
            template.replacen(first_group, &rule.replacen("$1", first_group, 1), 1)
        };
        // getAvailableFormats, formattingRuleHasFirstGroupOnly
        let carrier_rule = loaded.domestic_carrier().is_some() && matches!(rule.as_str(), "" | "$1" | "($1)");
        Self {
            pattern: source(Some(loaded.pattern().as_str())),
            leading_digits: loaded.leading_digits().iter().map(|digits| source(Some(digits.as_str()))).collect(),
            template,
            national_template,
            prefix_optional: loaded.is_national_prefix_optional() || carrier_rule,
            rule,
        }
    }
}

fn source(pattern: Option<&str>) -> String {
    pattern.unwrap_or_default().chars().filter(|sign| !sign.is_whitespace()).collect()
}
