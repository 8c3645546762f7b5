//! A country or territory that has phone numbers of its own.

use std::fmt;

use crate::plan::Plan;
use crate::text::{digit_value, is_plus};
use crate::{NumberKind, PhoneNumber, tables};

/// An ISO 3166-1 alpha-2 code, such as `GB`, of a place with a numbering plan.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(pub(crate) [u8; 2]);

impl Region {
    /// The region of a two-letter code in either case; `None` when it has no numbering plan.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let code: [u8; 2] = code.as_bytes().try_into().ok()?;
        let region = Self(code.map(|letter| letter.to_ascii_uppercase()));
        tables::REGIONS.binary_search(&region).is_ok().then_some(region)
    }

    /// Every region, ordered by code.
    #[must_use]
    pub fn all() -> &'static [Self] {
        tables::REGIONS
    }

    /// The country that a text with a `+` names, as soon as its digits tell: the one that a whole number belongs to, or
    /// the main one of the calling code that the text begins with.
    ///
    /// ```
    /// use passlock_phone::Region;
    ///
    /// assert_eq!(Region::named_in("+33 6"), Region::new("FR"));
    /// assert_eq!(Region::named_in("+1 242 365 1234"), Region::new("BS"));
    /// assert_eq!(Region::named_in("06 12 34 56 78"), None);
    /// ```
    #[must_use]
    pub fn named_in(text: &str) -> Option<Self> {
        let text = text.trim_start();
        if !text.starts_with(is_plus) {
            return None;
        }
        let whole = PhoneNumber::parse(text, None).ok().and_then(|number| number.region());
        whole.or_else(|| {
            let digits: Vec<u8> = text.chars().filter_map(digit_value).collect();
            Plan::split(&digits).and_then(|(plan, _)| plan.region())
        })
    }

    /// The two capital letters.
    #[must_use]
    pub fn code(&self) -> &str {
        // Two ASCII letters by construction, so this never falls back.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The code that follows the `+`, 1 to 999; several regions may share one.
    #[must_use]
    pub fn calling_code(self) -> u16 {
        Plan::of_region(self).map_or(0, Plan::calling_code)
    }

    /// The flag as a pair of regional indicator symbols; systems without flag glyphs show two letters.
    #[must_use]
    pub fn flag(self) -> String {
        const INDICATOR_A: u32 = 0x1F1E6;
        self.0.iter().filter_map(|letter| char::from_u32(INDICATOR_A + u32::from(letter - b'A'))).collect()
    }

    /// A number that looks like a mobile number of this region and belongs to nobody in particular.
    #[must_use]
    pub fn example(self) -> Option<PhoneNumber> {
        self.example_in(tables::MOBILE_EXAMPLES)
    }

    /// A number of this region and kind (`getExampleNumberForType`); `None` where the region has no such numbers.
    #[must_use]
    pub fn example_of(self, kind: NumberKind) -> Option<PhoneNumber> {
        self.example_in(match kind {
            NumberKind::FixedLine | NumberKind::FixedLineOrMobile => tables::FIXED_LINE_EXAMPLES,
            NumberKind::Mobile => tables::MOBILE_EXAMPLES,
            NumberKind::TollFree => tables::TOLL_FREE_EXAMPLES,
            NumberKind::PremiumRate => tables::PREMIUM_RATE_EXAMPLES,
            NumberKind::SharedCost => tables::SHARED_COST_EXAMPLES,
            NumberKind::Voip => tables::VOIP_EXAMPLES,
            NumberKind::PersonalNumber => tables::PERSONAL_NUMBER_EXAMPLES,
            NumberKind::Pager => tables::PAGER_EXAMPLES,
            NumberKind::Uan => tables::UAN_EXAMPLES,
            NumberKind::Voicemail => tables::VOICEMAIL_EXAMPLES,
            NumberKind::Unknown => return None,
        })
    }

    fn example_in(self, examples: &'static str) -> Option<PhoneNumber> {
        let row = Plan::of_region(self)?.row();
        let national = examples.split(is_space).nth(row).filter(|national| !national.is_empty())?;
        PhoneNumber::parse(national, Some(self)).ok()
    }
}

// Searching for a sign that is given as such is fast in long texts, and large.
fn is_space(sign: char) -> bool {
    sign == ' '
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({})", self.code())
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
