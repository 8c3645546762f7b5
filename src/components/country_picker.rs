//! The country part of the phone field: a native list under painted flag and code.

use passlock_core::Region;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::icons;
use crate::i18n::{Text, text};

/// A country as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Country {
    pub(crate) region: Region,
    /// In the person's language.
    pub(crate) name: AttrValue,
}

#[derive(Properties, PartialEq)]
pub(crate) struct CountryPickerProps {
    pub(crate) countries: std::rc::Rc<[Country]>,
    pub(crate) chosen: Option<Region>,
    pub(crate) disabled: bool,
    pub(crate) onchosen: Callback<Region>,
}

/// The native list brings keyboard, search by typing and the phone's own wheel; what is seen is paint over it.
#[component]
pub(crate) fn CountryPicker(props: &CountryPickerProps) -> Html {
    let CountryPickerProps { countries, chosen, disabled, onchosen } = props;
    let onchange = {
        let onchosen = onchosen.clone();
        move |event: Event| {
            let list: HtmlSelectElement = event.target_unchecked_into();
            if let Some(region) = Region::new(&list.value()) {
                onchosen.emit(region);
            }
        }
    };
    html! {
        <div class="pl-country">
            <span class="pl-country-paint" aria-hidden="true">
                if let Some(region) = chosen {
                    <span class="pl-flag">{ region.flag() }</span>
                    <bdi dir="ltr">{ format!("+{}", region.calling_code()) }</bdi>
                }
                { icons::chevron() }
            </span>
            <select name="country" aria-label={text(Text::Country)} autocomplete="off" disabled={*disabled} {onchange}>
                { for countries.iter().map(|country| option(country, *chosen)) }
            </select>
        </div>
    }
}

fn option(country: &Country, chosen: Option<Region>) -> Html {
    let code = AttrValue::from(country.region.code().to_owned());
    html! {
        <option key={code.as_str()} value={code.clone()} selected={chosen == Some(country.region)}>
            { format!("{} (+{})", country.name, country.region.calling_code()) }
        </option>
    }
}
