//! The country part of the phone field: a button, and behind it a list that can be searched.

mod list;
mod visible;

use std::rc::Rc;

use passlock_core::Region;
use yew::prelude::*;

use super::flag::flag;
use super::focus::focus_on;
use super::icons;
use crate::country::{Countries, Flags};
use crate::i18n::{Text, fill, text};
use list::{CountryList, Parting};

#[derive(Properties, PartialEq)]
pub(crate) struct CountryPickerProps {
    /// The beginning of every id in this view.
    pub(crate) id: AttrValue,
    pub(crate) countries: Rc<Countries>,
    pub(crate) chosen: Option<Region>,
    /// Whether the button shows the code; in a number that begins with + it stands already.
    pub(crate) code_shown: bool,
    pub(crate) disabled: bool,
    pub(crate) onchosen: Callback<Region>,
}

/// The pattern of an editable combobox with a listbox (ARIA Authoring Practices), opened by a button.
#[component]
pub(crate) fn CountryPicker(props: &CountryPickerProps) -> Html {
    let CountryPickerProps { id, countries, chosen, code_shown, disabled, onchosen } = props;
    // What is in the search when the list opens, while it is open.
    let open = use_state(|| None);
    let button = use_node_ref();
    // A picture that has not come shows nothing, and one that never comes shows how browsers say so.
    let pictured = use_state(|| false);
    let flags = match &countries.flags {
        Flags::Picture(_) if !*pictured => &Flags::Letters,
        flags => flags,
    };

    let onclick = {
        let (open, disabled) = (open.clone(), *disabled);
        move |_: MouseEvent| open.set((open.is_none() && !disabled).then(String::new))
    };
    let onkeydown = {
        let (open, disabled) = (open.clone(), *disabled);
        move |event: KeyboardEvent| {
            if let Some(query) = query_of(&event).filter(|_| !disabled) {
                // The letter is in the search already when that takes the focus.
                event.prevent_default();
                open.set(Some(query));
            }
        }
    };
    let ondone = {
        let (open, button, onchosen) = (open.clone(), button.clone(), onchosen.clone());
        Callback::from(move |parting: Parting| {
            open.set(None);
            match parting {
                Parting::Chosen(region) => onchosen.emit(region),
                Parting::Dismissed => focus_on(&button),
                Parting::Left => {}
            }
        })
    };
    let code = chosen.map(|region| format!("+{}", region.calling_code()));
    // Whoever steers by voice says what they see, so the code is part of the name.
    let label = match (countries.find(*chosen), &code) {
        (Some(country), Some(code)) => fill(Text::ChosenCountry, &[&*country.name, " ", code].concat()),
        _ => text(Text::Country).to_owned(),
    };
    let face = html! {
        <>
            if let (Flags::Picture(src), false) = (&countries.flags, *pictured) {
                <img {src} alt="" hidden=true onload={move |_| pictured.set(true)} />
            }
            if let (Some(region), Some(code)) = (*chosen, code) {
                { flag(flags, region) }
                if *code_shown {
                    <bdi dir="ltr" aria-hidden="true">{ code }</bdi>
                }
            }
        </>
    };
    if countries.offered().len() < 2 {
        return html! { <span class="pl-country" role="img" aria-label={label}>{ face }</span> };
    }
    html! {
        <>
            <button
                ref={button}
                type="button"
                class="pl-country"
                aria-label={label}
                aria-haspopup="dialog"
                aria-expanded={if open.is_some() { "true" } else { "false" }}
                aria-disabled={disabled.then_some("true")}
                {onclick}
                {onkeydown}
            >
                { face }
                { icons::chevron() }
            </button>
            if let Some(query) = &*open {
                <CountryList
                    id={id.clone()}
                    countries={Rc::clone(countries)}
                    flags={flags.clone()}
                    chosen={*chosen}
                    query={query.clone()}
                    {ondone}
                />
            }
        </>
    }
}

/// What a key on the button begins to search for: nothing yet, or a letter. Enter and the space bar press the button.
fn query_of(event: &KeyboardEvent) -> Option<String> {
    let key = event.key();
    let is_letter = key != " " && key.chars().nth(1).is_none();
    let is_command = event.ctrl_key() || event.alt_key() || event.meta_key();
    match key.as_str() {
        "ArrowDown" | "ArrowUp" => Some(String::new()),
        _ => Some(key).filter(|_| is_letter && !is_command),
    }
}
