//! Which numbers get messages: by country, and by what they are for.

use std::fmt;

use passlock_core::PhoneNumber;
use passlock_phone::{NumberKind, Region};

use crate::nearest::nearest;

/// Which numbers get messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRules {
    /// Of which countries.
    pub countries: Countries,
    /// Whether landlines do; few of them can show a message. Where numbers do not tell a landline from a mobile phone, as
    /// in the United States, this changes nothing.
    pub landline: bool,
    /// Whether telephony over the internet does. Such numbers are cheap to have by the hundred.
    pub voip: bool,
}

/// The countries that are served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Countries {
    /// All.
    All,
    /// These alone.
    Only(Vec<Country>),
    /// All but these.
    AllBut(Vec<Country>),
}

/// Where a number belongs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Country {
    /// A country or territory with numbers of its own.
    Region(Region),
    /// No country, such as +800 and +883, or none that can be told.
    International,
}

/// Why a number gets no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unserved {
    /// Its country is not served.
    Country(Country),
    /// Numbers of its type get none.
    Kind(NumberKind),
}

/// A text that names no country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCountry {
    /// What may have been meant.
    pub nearest: Option<String>,
}

impl NumberRules {
    /// Everybody whom a message reaches.
    pub const USUAL: Self = Self { countries: Countries::All, landline: true, voip: true };

    /// Whether a number gets messages. The answer depends on the number alone, so it tells nothing about accounts.
    pub(crate) fn check(&self, number: PhoneNumber) -> Result<(), Unserved> {
        let country = Country::of(&number);
        if !self.countries.serve(country) {
            return Err(Unserved::Country(country));
        }
        match number.kind() {
            // The widget refuses the same ones before they are sent. To some of them a message costs whoever sends it.
            kind @ (NumberKind::PremiumRate
            | NumberKind::TollFree
            | NumberKind::SharedCost
            | NumberKind::Uan
            | NumberKind::Voicemail) => Err(Unserved::Kind(kind)),
            kind @ NumberKind::FixedLine if !self.landline => Err(Unserved::Kind(kind)),
            kind @ NumberKind::Voip if !self.voip => Err(Unserved::Kind(kind)),
            _ => Ok(()),
        }
    }
}

impl Countries {
    fn serve(&self, country: Country) -> bool {
        match self {
            Self::All => true,
            Self::Only(countries) => countries.contains(&country),
            Self::AllBut(countries) => !countries.contains(&country),
        }
    }
}

impl Country {
    /// What stands for [`Country::International`] in a configuration.
    pub const INTERNATIONAL: &str = "international";

    /// Where a number belongs.
    #[must_use]
    pub fn of(number: &PhoneNumber) -> Self {
        number.region().map_or(Self::International, Self::Region)
    }

    /// Two letters of ISO 3166-1, in either case, or [`Country::INTERNATIONAL`].
    ///
    /// # Errors
    /// [`UnknownCountry`] has what may have been meant.
    pub fn read(text: &str) -> Result<Self, UnknownCountry> {
        if text == Self::INTERNATIONAL {
            return Ok(Self::International);
        }
        Region::new(text).map(Self::Region).ok_or_else(|| UnknownCountry { nearest: likely(text) })
    }

    /// As [`Country::read`] reads it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Region(region) => region.code(),
            Self::International => Self::INTERNATIONAL,
        }
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The country that letters were meant to be. People write names by which a country goes elsewhere, the three letters of
/// the same standard, and letters in the wrong order.
fn likely(text: &str) -> Option<String> {
    let letters: Vec<char> = text.to_ascii_uppercase().chars().collect();
    let known = |letters: [char; 2]| Region::new(&letters.iter().collect::<String>());
    let region = match *letters.as_slice() {
        ['U', 'K'] => Region::new("GB"),
        ['E', 'L'] => Region::new("GR"),
        [first, second] => known([second, first]).or_else(|| beside(first, second)),
        [first, second, third] => known([first, second]).or_else(|| known([first, third])),
        _ => None,
    };
    let name = region.map(|region| region.code().to_owned());
    name.or_else(|| nearest(text, [Country::INTERNATIONAL]).map(str::to_owned))
}

/// The country with the same first letter whose second is nearest in the alphabet.
fn beside(first: char, second: char) -> Option<Region> {
    let distance = |region: &&Region| {
        let [one, other] = region.code().as_bytes() else { return None };
        (char::from(*one) == first).then(|| u32::from(*other).abs_diff(u32::from(second)))
    };
    Region::all().iter().filter(|region| distance(region).is_some()).min_by_key(distance).copied()
}

#[cfg(test)]
mod tests {
    use passlock_core::Problem;
    use passlock_core::flow::TypedPhone;

    use super::*;

    #[test]
    fn letters_that_are_no_country_have_a_nearest_one() {
        for (text, nearest) in [
            ("UK", Some("GB")),
            ("uk", Some("GB")),
            ("EL", Some("GR")),
            ("ED", Some("DE")),
            ("DEU", Some("DE")),
            ("AUT", Some("AU")),
            ("CHN", Some("CH")),
            ("DX", Some("DZ")),
            ("internatonal", Some("international")),
            ("", None),
            ("weather", None),
            ("ÄÖ", None),
        ] {
            let expected = UnknownCountry { nearest: nearest.map(str::to_owned) };
            assert_eq!(Country::read(text), Err(expected), "{text}");
        }
        assert_eq!(Country::read("de"), Country::read("DE"));
    }

    #[test]
    fn the_server_refuses_every_type_that_the_widget_does() {
        let strict = NumberRules { landline: false, voip: false, ..NumberRules::USUAL };
        let mut seen = 0;
        for region in Region::all() {
            for kind in KINDS {
                let Some(number) = region.example_of(kind) else { continue };
                let typed = TypedPhone { text: number.e164(), region: None };
                let refused = typed.number() == Err(Problem::NotTextable);
                assert_eq!(NumberRules::USUAL.check(number).is_err(), refused, "{number:?}");
                let is_house = matches!(number.kind(), NumberKind::FixedLine | NumberKind::Voip);
                assert_eq!(strict.check(number).is_err(), refused || is_house, "{number:?}");
                seen += usize::from(refused);
            }
        }
        assert!(seen > 100, "{seen}");
    }

    const KINDS: [NumberKind; 10] = [
        NumberKind::FixedLine,
        NumberKind::Mobile,
        NumberKind::TollFree,
        NumberKind::PremiumRate,
        NumberKind::SharedCost,
        NumberKind::Voip,
        NumberKind::PersonalNumber,
        NumberKind::Pager,
        NumberKind::Uan,
        NumberKind::Voicemail,
    ];
}
