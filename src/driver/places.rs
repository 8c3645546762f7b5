//! What the browser knows of countries and languages, read without a request.

use js_sys::{Array, Function, Intl, Object, Reflect};
use passlock_core::{Region, region_of_time_zone};
use wasm_bindgen::{JsCast, JsValue};
use yew::AttrValue;

use crate::country::Country;

/// Every country with its name in the browser's language, ordered by that name.
pub(crate) fn countries() -> Vec<Country> {
    let (names, english) = (display_names(&languages()), display_names(&["en".to_owned()]));
    let name_of = |names: &Option<DisplayNames>, region: Region| {
        let name = names.as_ref().and_then(|names| names.of(region.code()));
        AttrValue::from(name.unwrap_or_else(|| region.code().to_owned()))
    };
    let mut countries: Vec<_> = Region::all()
        .iter()
        .map(|&region| Country { region, name: name_of(&names, region), english: name_of(&english, region) })
        .collect();
    countries.sort_by_cached_key(|country| country.name.to_lowercase());
    countries
}

/// Where the person probably is: where the clock is set to, then the first country that the browser's languages name
/// ("en-GB"), then the United States.
pub(crate) fn usual_region() -> Option<Region> {
    let by_clock = time_zone().and_then(|zone| region_of_time_zone(&zone));
    let by_language = || languages().iter().find_map(|language| region_of(language));
    by_clock.or_else(by_language).or_else(|| Region::new("US"))
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

struct DisplayNames {
    object: JsValue,
    of: Function,
}

impl DisplayNames {
    fn of(&self, region: &str) -> Option<String> {
        self.of.call1(&self.object, &region.into()).ok()?.as_string()
    }
}

/// `Intl.DisplayNames` by reflection: js-sys binds a constructor that would trap on a language tag it dislikes.
fn display_names(languages: &[String]) -> Option<DisplayNames> {
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"region".into()).ok()?;
    let locales: Array = languages.iter().map(|language| JsValue::from(language.as_str())).collect();
    let class: Function = Reflect::get(&intl()?, &"DisplayNames".into()).ok()?.dyn_into().ok()?;
    let object = Reflect::construct(&class, &Array::of2(&locales, &options)).ok()?;
    let of = Reflect::get(&object, &"of".into()).ok()?.dyn_into().ok()?;
    Some(DisplayNames { object, of })
}

fn intl() -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &"Intl".into()).ok()
}
