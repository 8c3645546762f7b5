//! The country part of the phone field: a button, and behind it a list that can be searched.

mod list;

use std::rc::Rc;

use passlock_core::Region;
use yew::prelude::*;

use super::focus::focus_on;
use super::icons;
use crate::country::Country;
use crate::i18n::{Text, fill, text};
use list::{CountryList, Parting};

#[derive(Properties, PartialEq)]
pub(crate) struct CountryPickerProps {
    /// The beginning of every id in this view.
    pub(crate) id: AttrValue,
    pub(crate) countries: Rc<[Country]>,
    pub(crate) chosen: Option<Region>,
    pub(crate) disabled: bool,
    pub(crate) onchosen: Callback<Region>,
}

/// The pattern of an editable combobox with a listbox (ARIA Authoring Practices), opened by a button.
#[component]
pub(crate) fn CountryPicker(props: &CountryPickerProps) -> Html {
    let CountryPickerProps { id, countries, chosen, disabled, onchosen } = props;
    let open = use_state(|| false);
    let button = use_node_ref();

    let onclick = {
        let (open, disabled) = (open.clone(), *disabled);
        move |_: MouseEvent| open.set(!*open && !disabled)
    };
    let ondone = {
        let (open, button, onchosen) = (open.clone(), button.clone(), onchosen.clone());
        Callback::from(move |parting: Parting| {
            open.set(false);
            match parting {
                Parting::Chosen(region) => onchosen.emit(region),
                Parting::Dismissed => focus_on(&button),
                Parting::Left => {}
            }
        })
    };
    let country = countries.iter().find(|country| Some(country.region) == *chosen);
    let label =
        country.map_or_else(|| text(Text::Country).to_owned(), |country| fill(Text::ChosenCountry, &country.name));
    html! {
        <>
            <button
                ref={button}
                type="button"
                class="pl-country"
                aria-label={label}
                aria-haspopup="listbox"
                aria-expanded={if *open { "true" } else { "false" }}
                aria-disabled={disabled.then_some("true")}
                {onclick}
            >
                if let Some(region) = chosen {
                    <span class="pl-flag" aria-hidden="true">{ region.flag() }</span>
                    <bdi dir="ltr" aria-hidden="true">{ format!("+{}", region.calling_code()) }</bdi>
                }
                { icons::chevron() }
            </button>
            if *open {
                <CountryList id={id.clone()} countries={Rc::clone(countries)} chosen={*chosen} {ondone} />
            }
        </>
    }
}
