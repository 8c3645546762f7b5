//! What the browser knows of countries and languages, read without a request.

use js_sys::{Array, Function, Intl, Object, Reflect};
use passlock_core::{Region, region_of_time_zone};
use wasm_bindgen::{JsCast, JsValue};
use yew::AttrValue;

use super::flags::flags;
use crate::config::Config;
use crate::country::{Countries, Country, FirstCountry};

/// Every country with its name in the browser's language, in that language's order, as `config` wants them.
pub(crate) fn countries(config: &Config) -> Countries {
    let languages: Array = languages().iter().map(|language| JsValue::from(language.as_str())).collect();
    let (names, english) = (display_names(&languages), display_names(&Array::of1(&"en".into())));
    let name_of = |names: &Option<DisplayNames>, region: Region| {
        let name = names.as_ref().and_then(|names| names.of(region.code()));
        AttrValue::from(name.unwrap_or_else(|| region.code().to_owned()))
    };
    let countries = Region::all()
        .iter()
        .map(|&region| Country { region, name: name_of(&names, region), english: name_of(&english, region) })
        .collect();
    Countries::new(by_name(countries, &languages), config, flags(config.flags.as_deref()))
}

/// Where the person probably is: where the clock is set to, or the country that one of the browser's languages names.
pub(crate) fn first_country(config: &Config, remembered: Option<Region>) -> Option<FirstCountry> {
    let clock = time_zone().and_then(|zone| region_of_time_zone(&zone));
    let languages: Vec<_> = languages().iter().filter_map(|language| region_of(language)).collect();
    FirstCountry::choose(config, remembered, clock, &languages)
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

/// Countries in the order in which a language writes their names: Swedish has Österrike last, German has it at O.
fn by_name(mut countries: Vec<Country>, languages: &Array) -> Vec<Country> {
    let names: Array = countries.iter().map(|country| JsValue::from(&*country.name)).collect();
    let collator = intl("Collator", languages, &Object::new());
    let compare = collator.and_then(|collator| Reflect::get(&collator, &"compare".into()).ok());
    // The browser sorts; without its comparison by code points, which is an order, too.
    let sort: Option<Function> = Reflect::get(&names, &"sort".into()).ok().and_then(|sort| sort.dyn_into().ok());
    if let Some(sort) = sort {
        let _ = sort.call1(&names, &compare.unwrap_or_default());
    }
    let take = |name: JsValue| {
        let name = name.as_string()?;
        let place = countries.iter().position(|country| country.name == name)?;
        Some(countries.swap_remove(place))
    };
    names.iter().filter_map(take).collect()
}

struct DisplayNames {
    object: JsValue,
    of: Function,
}

impl DisplayNames {
    fn of(&self, region: &str) -> Option<String> {
        self.of.call1(&self.object, &region.into()).ok()?.as_string()
    }
}

fn display_names(languages: &Array) -> Option<DisplayNames> {
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"region".into()).ok()?;
    let object = intl("DisplayNames", languages, &options)?;
    let of = Reflect::get(&object, &"of".into()).ok()?.dyn_into().ok()?;
    Some(DisplayNames { object, of })
}

/// An object of `Intl`, by reflection: js-sys binds constructors that would trap on a language tag they dislike.
fn intl(class: &str, languages: &Array, options: &Object) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    Reflect::construct(&class, &Array::of2(languages, options)).ok()
}
