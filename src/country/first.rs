//! The country that a form begins with, and how it was found.

use passlock_core::Region;

use crate::config::Config;

/// The country that a form begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstCountry {
    /// Which one.
    pub region: Region,
    /// How it was found.
    pub source: CountrySource,
}

/// How the country that a form begins with was found. More ways may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CountrySource {
    /// The host page named it: [`Config::country`].
    Option,
    /// The number that this browser remembers is of it.
    Remembered,
    /// The device's clock is set to it.
    TimeZone,
    /// A language of the browser names it, as `en-GB` does.
    Language,
    /// Nothing tells: the first of [`Config::priority_countries`], else of [`Config::only_countries`], else the United
    /// States, else the first by code; always one that can be chosen.
    Fallback,
}

impl FirstCountry {
    /// The first that can be chosen of what is known; `None` when no country can.
    ///
    /// A guess that cannot be chosen says nothing about those that can, so the host page's own order comes next.
    pub(crate) fn choose(
        config: &Config,
        remembered: Option<Region>,
        clock: Option<Region>,
        languages: &[Region],
    ) -> Option<Self> {
        let by = |source, regions: &[Region]| {
            let region = regions.iter().copied().find(|region| config.allows(*region))?;
            Some(Self { region, source })
        };
        by(CountrySource::Option, config.country.as_slice())
            .or_else(|| by(CountrySource::Remembered, remembered.as_slice()))
            .or_else(|| by(CountrySource::TimeZone, clock.as_slice()))
            .or_else(|| by(CountrySource::Language, languages))
            .or_else(|| by(CountrySource::Fallback, &config.priority_countries))
            .or_else(|| by(CountrySource::Fallback, &config.only_countries))
            .or_else(|| by(CountrySource::Fallback, Region::new("US").as_slice()))
            .or_else(|| by(CountrySource::Fallback, Region::all()))
    }
}

impl CountrySource {
    /// The name by which JavaScript knows it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Option => "option",
            Self::Remembered => "remembered",
            Self::TimeZone => "time-zone",
            Self::Language => "language",
            Self::Fallback => "fallback",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions(codes: &str) -> Vec<Region> {
        codes.split_whitespace().map(|code| Region::new(code).unwrap()).collect()
    }

    /// Everything but the first two is a list of codes.
    #[track_caller]
    fn check(expected: &str, country: &str, clock: &str, languages: &str, only: &str, exclude: &str, priority: &str) {
        let mut config = Config::new("demo", "127.0.0.1:4000").unwrap();
        config.country = Region::new(country);
        config.only_countries = regions(only);
        config.exclude_countries = regions(exclude);
        config.priority_countries = regions(priority);
        let first = FirstCountry::choose(&config, None, Region::new(clock), &regions(languages));
        let first = first.map(|first| format!("{} {}", first.region, first.source.name()));
        assert_eq!(first.unwrap_or_default(), expected);
    }

    #[test]
    fn the_page_knows_better_than_the_clock_and_the_clock_than_the_language() {
        check("FR option", "FR", "JP", "GB", "", "", "DE");
        check("JP time-zone", "", "JP", "GB", "", "", "DE");
        check("GB language", "", "", "GB CA", "", "", "DE");
        check("DE fallback", "", "", "", "", "", "DE AT");
        check("US fallback", "", "", "", "", "", "");
    }

    #[test]
    fn what_cannot_be_chosen_is_passed_over() {
        check("JP time-zone", "FR", "JP", "GB", "", "FR", "");
        check("GB language", "", "JP", "CA GB", "GB DE", "", "DE");
        check("DE fallback", "", "JP", "CA", "GB DE", "", "FR DE");
        check("GB fallback", "", "JP", "CA", "GB DE", "", "");
        check("DE fallback", "", "JP", "CA", "GB DE", "GB", "");
        check("US fallback", "", "JP", "", "", "JP", "");
        check("AC fallback", "", "JP", "", "", "JP US", "");
    }

    #[test]
    fn where_nothing_can_be_chosen_nothing_is() {
        check("", "DE", "DE", "DE", "DE", "DE", "DE");
    }
}
