//! What the browser knows of a language: how it counts, what it calls countries, and in which order.

use js_sys::{Array, Function, Object, Reflect};
use passlock_core::Region;
use passlock_core::protocol::{Json, NotJson, Value};
use wasm_bindgen::{JsCast, JsValue};

use crate::api::BrowserJson;
use crate::country::Country;
use crate::i18n::{OTHER, Rules, Texts};

impl Texts {
    /// The texts of a language: its BCP 47 tag, and one of the files of `languages`. What the file leaves out is in English.
    ///
    /// # Errors
    /// When `json` is no JSON.
    pub fn read(tag: &str, json: &str) -> Result<Self, NotJson> {
        Ok(texts(tag, BrowserJson::value(json)?))
    }
}

/// The texts that are `given`, in the language of that tag.
pub(crate) fn texts(tag: &str, given: Value) -> Texts {
    Texts::new(tag, given, rules(tag).unwrap_or_else(Rules::english))
}

/// Countries in the order in which a language writes their names: Swedish has Österrike last, German has it at O.
pub(crate) fn by_name(mut countries: Vec<Country>, tag: &str) -> Vec<Country> {
    let names: Array = countries.iter().map(|country| JsValue::from(&*country.name)).collect();
    let compare = Service::new("Collator", tag, &Object::new(), "compare").map(|collator| collator.does);
    // The browser sorts; without its comparison by code points, which is an order, too.
    let sort: Option<Function> = Reflect::get(&names, &"sort".into()).ok().and_then(|sort| sort.dyn_into().ok());
    if let Some(sort) = sort {
        let _ = sort.call1(&names, &compare.map_or(JsValue::UNDEFINED, JsValue::from));
    }
    let take = |name: JsValue| {
        let name = name.as_string()?;
        let place = countries.iter().position(|country| country.name == name)?;
        Some(countries.swap_remove(place))
    };
    names.iter().filter_map(take).collect()
}

/// The names of countries in a language.
pub(crate) struct Names(Option<Service>);

impl Names {
    pub(crate) fn new(tag: &str) -> Self {
        let options = Object::new();
        // A new object takes every property.
        let _ = Reflect::set(&options, &"type".into(), &"region".into());
        Self(Service::new("DisplayNames", tag, &options, "of"))
    }

    /// The name of a country; its code where the browser has none.
    pub(crate) fn of(&self, region: Region) -> String {
        let name = self.0.as_ref().and_then(|names| names.ask(&region.code().into()));
        name.unwrap_or_else(|| region.code().to_owned())
    }
}

fn rules(tag: &str) -> Option<Rules> {
    let plurals = Service::new("PluralRules", tag, &Object::new(), "select")?;
    let options = Object::new();
    Reflect::set(&options, &"useGrouping".into(), &false.into()).ok()?;
    let all_digits = Service::new("NumberFormat", tag, &options, "format")?.ask(&9_876_543_210_f64.into())?;
    let digits: Vec<char> = all_digits.chars().rev().collect();
    Some(Rules {
        category: Box::new(move |count| plurals.ask(&count.into()).unwrap_or_else(|| OTHER.to_owned())),
        digits: digits.try_into().ok().filter(|digits: &[char; 10]| digits[0] != '0'),
    })
}

/// An object of `Intl` and the one method of it that is asked. By reflection: js-sys binds constructors that would trap on
/// a language tag they dislike.
struct Service {
    object: JsValue,
    does: Function,
}

impl Service {
    fn new(class: &str, tag: &str, options: &Object, method: &str) -> Option<Self> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
        let object = Reflect::construct(&class, &Array::of2(&tag.into(), options)).ok()?;
        let does = Reflect::get(&object, &method.into()).ok()?.dyn_into().ok()?;
        Some(Self { object, does })
    }

    fn ask(&self, question: &JsValue) -> Option<String> {
        self.does.call1(&self.object, question).ok()?.as_string()
    }
}
