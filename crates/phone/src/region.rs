//! A country or territory that has phone numbers of its own.

use std::fmt;
use std::sync::OnceLock;

use crate::PhoneNumber;
use crate::metadata;

/// An ISO 3166-1 alpha-2 code, such as `GB`, of a place with a numbering plan.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region([u8; 2]);

impl Region {
    /// The region of a two-letter code in either case; `None` when it has no numbering plan.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let code: [u8; 2] = code.as_bytes().try_into().ok()?;
        let region = Self(code.map(|letter| letter.to_ascii_uppercase()));
        region.known().then_some(region)
    }

    /// Every region, ordered by code.
    pub fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<Region>> = OnceLock::new();
        ALL.get_or_init(|| {
            let mut all: Vec<_> = metadata::region_codes().filter_map(|code| Self::from_ascii(&code)).collect();
            all.sort_unstable();
            all
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
        metadata::calling_code(self.code()).unwrap_or_default()
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
        metadata::mobile_example(self.code()).and_then(|e164| PhoneNumber::parse(&e164, None).ok())
    }

    pub(crate) fn from_ascii(code: &str) -> Option<Self> {
        let code: [u8; 2] = code.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_uppercase).then_some(Self(code))
    }

    fn known(self) -> bool {
        self.0.iter().all(u8::is_ascii_uppercase) && metadata::calling_code(self.code()).is_some()
    }
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
