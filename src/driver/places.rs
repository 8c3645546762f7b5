//! What the browser knows of countries and languages, read without a request.

use js_sys::{Array, Intl, Object, Reflect};
use passlock_core::{Region, region_of_time_zone};
use yew::AttrValue;

use super::flags::flags;
use crate::config::Config;
use crate::country::{Countries, Country, FirstCountry};
use crate::locale::{Names, by_name};

/// Every country with its name in the language of the lock, in that language's order, as `config` wants them.
pub(crate) fn countries(config: &Config) -> Countries {
    let tag = config.texts.tag();
    let (names, english) = (Names::new(tag), Names::new("en"));
    let country = |&region| Country { region, name: names.of(region).into(), english: english.of(region).into() };
    let countries = by_name(Region::all().iter().map(country).collect(), tag);
    Countries::new(countries, config, flags(config.flags.as_deref()))
}

/// Where the person probably is: where the clock is set to, or the country that one of the browser's languages names.
pub(crate) fn first_country(config: &Config, remembered: Option<Region>) -> Option<FirstCountry> {
    let clock = time_zone().and_then(|zone| region_of_time_zone(&zone));
    let languages: Vec<_> = languages().iter().filter_map(|language| region_of(language)).collect();
    FirstCountry::choose(config, remembered, clock, &languages)
}

/// The language that a backend has to be told of: the browser says by itself (Accept-Language) what its person reads, so
/// only another one. A header more than needed is one more that a backend has to let through (CORS).
pub(super) fn wished_language(tag: &str) -> Option<String> {
    // Who reads British English has said English.
    let rest = languages().first().and_then(|first| first.strip_prefix(tag).map(str::to_owned));
    let is_said = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    (!is_said).then(|| tag.to_owned())
}

/// A text that no other element of the page has as its id.
pub(crate) fn unique_id() -> AttrValue {
    format!("passlock-{:x}", (js_sys::Math::random() * f64::from(u32::MAX)).to_bits()).into()
}

/// The region subtag of a BCP 47 tag (RFC 5646, section 2.1): `zh-Hant-TW` names `TW`.
fn region_of(language: &str) -> Option<Region> {
    language.split('-').skip(1).find_map(Region::new)
}

/// The IANA name of the time zone that the clock is set to.
fn time_zone() -> Option<String> {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

fn languages() -> Vec<String> {
    let navigator = web_sys::window().map(|window| window.navigator());
    navigator
        .map(|navigator| navigator.languages().iter().filter_map(|language| language.as_string()).collect())
        .unwrap_or_default()
}
