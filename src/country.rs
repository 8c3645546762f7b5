//! Countries as a person knows them: what the driver learns from the browser, and the views show.

mod first;

use passlock_core::{Region, rank};
use yew::AttrValue;

use crate::config::Config;

pub use first::{CountrySource, FirstCountry};

/// A country with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Country {
    pub(crate) region: Region,
    /// In the person's language.
    pub(crate) name: AttrValue,
    /// In English, for those who type it so.
    pub(crate) english: AttrValue,
}

/// Every country, and which of them can be chosen.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Countries {
    /// Those that the host page puts first, the others that can be chosen, the rest.
    all: Vec<Country>,
    n_first: usize,
    n_offered: usize,
    /// Whether there is more than one to choose from.
    pub(crate) has_choice: bool,
    pub(crate) flags: Flags,
}

/// How flags are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Flags {
    /// As letters of the system.
    Glyphs,
    /// As parts of a picture with this address.
    Picture(AttrValue),
    /// Not at all: the two letters of the code stand for them.
    Letters,
}

impl Countries {
    /// The countries, given in the order of their names, as `config` wants them.
    pub(crate) fn new(mut by_name: Vec<Country>, config: &Config, flags: Flags) -> Self {
        let mut all = Vec::with_capacity(by_name.len());
        for region in config.priority_countries.iter().filter(|region| config.allows(**region)) {
            // One that is named twice is gone by the second time.
            if let Some(place) = by_name.iter().position(|country| country.region == *region) {
                all.push(by_name.remove(place));
            }
        }
        let n_first = all.len();
        let (offered, rest): (Vec<_>, Vec<_>) = by_name.into_iter().partition(|country| config.allows(country.region));
        all.extend(offered);
        let n_offered = all.len();
        all.extend(rest);
        Self { all, n_first, n_offered, has_choice: config.allowed().nth(1).is_some(), flags }
    }

    /// Those that can be chosen.
    pub(crate) fn offered(&self) -> &[Country] {
        self.all.get(..self.n_offered).unwrap_or_default()
    }

    /// A country, whether it can be chosen or not.
    pub(crate) fn find(&self, region: Option<Region>) -> Option<&Country> {
        self.all.iter().find(|country| Some(country.region) == region)
    }

    /// Whether the list draws a line above this one of those that can be chosen.
    pub(crate) fn has_line_above(&self, place: usize) -> bool {
        place > 0 && place == self.n_first
    }

    /// Those that can be chosen and that answer a query, best first, by their places; equals in the order of the list.
    pub(crate) fn search(&self, query: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for (place, country) in self.offered().iter().enumerate() {
            if let Some(rank) = rank(query, country.region, &[&country.name, &country.english]) {
                let behind = found.partition_point(|(better, _)| *better <= rank);
                found.insert(behind, (rank, place));
            }
        }
        found.into_iter().map(|(_, place)| place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config::new("demo", "127.0.0.1:4000").unwrap()
    }

    fn regions(codes: &str) -> Vec<Region> {
        codes.split_whitespace().map(|code| Region::new(code).unwrap()).collect()
    }

    fn countries(config: &Config) -> Countries {
        let names = ["Austria AT", "France FR", "Germany DE", "Georgia GE", "Jersey JE", "Italy IT"];
        let country = |entry: &str| {
            let (name, code) = entry.split_once(' ').unwrap();
            let name = AttrValue::from(name.to_owned());
            Country { region: Region::new(code).unwrap(), english: name.clone(), name }
        };
        Countries::new(names.into_iter().map(country).collect(), config, Flags::Letters)
    }

    fn codes<'a>(countries: impl IntoIterator<Item = &'a Country>) -> String {
        countries.into_iter().map(|country| country.region.code()).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(only: &str, exclude: &str, priority: &str, expected: &str, line_above: Option<&str>) {
        let mut config = config();
        config.only_countries = regions(only);
        config.exclude_countries = regions(exclude);
        config.priority_countries = regions(priority);
        let countries = countries(&config);
        assert_eq!(codes(countries.offered()), expected);
        let line = (0..10).find(|place| countries.has_line_above(*place));
        assert_eq!(
            line.and_then(|place| countries.offered().get(place)).map(|country| country.region.code()),
            line_above
        );
    }

    #[test]
    fn a_list_has_what_is_named_less_what_is_left_out() {
        check("", "", "", "AT FR DE GE JE IT", None);
        check("DE FR", "", "", "FR DE", None);
        check("", "DE FR", "", "AT GE JE IT", None);
        check("DE FR IT", "FR", "", "DE IT", None);
        check("DE", "DE", "", "", None);
    }

    #[test]
    fn priority_countries_come_first_in_their_own_order() {
        check("", "", "IT AT", "IT AT FR DE GE JE", Some("FR"));
        check("", "", "IT IT", "IT AT FR DE GE JE", Some("AT"));
        check("DE FR IT", "FR", "FR IT", "IT DE", Some("DE"));
        check("DE FR", "", "FR DE", "FR DE", None);
    }

    #[test]
    fn a_country_that_cannot_be_chosen_still_has_a_name() {
        let mut config = config();
        config.only_countries = regions("DE");
        assert_eq!(countries(&config).find(Region::new("FR")).unwrap().name, "France");
    }

    #[test]
    fn the_best_answer_comes_first_and_equals_keep_their_order() {
        let mut config = config();
        config.priority_countries = regions("IT GE");
        let countries = countries(&config);
        let found = |query: &str| codes(countries.search(query).iter().map(|place| &countries.offered()[*place]));
        assert_eq!(found(""), "IT GE AT FR DE JE");
        assert_eq!(found("ge"), "GE DE");
        assert_eq!(found("de"), "DE");
        assert_eq!(found("+44"), "JE");
        assert_eq!(found("atlantis"), "");
    }
}
