//! The list of countries: what is typed narrows it, arrows walk through it.

use std::rc::Rc;

use passlock_core::{Region, rank};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, Node, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use crate::components::focus::focus_on;
use crate::country::Country;
use crate::i18n::{Text, text};

#[derive(Properties, PartialEq)]
pub(super) struct CountryListProps {
    pub(super) id: AttrValue,
    pub(super) countries: Rc<[Country]>,
    pub(super) chosen: Option<Region>,
    pub(super) ondone: Callback<Parting>,
}

/// How a person parts from the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parting {
    /// With a country.
    Chosen(Region),
    /// By Esc: the focus goes back to where it came from.
    Dismissed,
    /// By going elsewhere, and the focus with them.
    Left,
}

/// How many entries a page key passes.
const PAGE: usize = 7;

#[component]
pub(super) fn CountryList(props: &CountryListProps) -> Html {
    let CountryListProps { id, countries, chosen, ondone } = props;
    let query = use_state(String::new);
    let found = use_memo((Rc::clone(countries), (*query).clone()), |(countries, query)| search(countries, query));
    let active = use_state(|| found.iter().position(|country| Some(country.region) == *chosen).unwrap_or(0));
    let (panel, input) = (use_node_ref(), use_node_ref());
    use_effect_with((), {
        let input = input.clone();
        move |()| focus_on(&input)
    });
    use_effect_with((*active, found.len()), {
        let panel = panel.clone();
        move |_| reveal(&panel)
    });

    let oninput = {
        let (query, active) = (query.clone(), active.clone());
        move |event: InputEvent| {
            query.set(event.target_unchecked_into::<HtmlInputElement>().value());
            active.set(0);
        }
    };
    let onkeydown = {
        let (found, active, ondone) = (Rc::clone(&found), active.clone(), ondone.clone());
        move |event: KeyboardEvent| {
            let last = found.len().saturating_sub(1);
            match event.key().as_str() {
                "ArrowDown" => active.set(if *active >= last { 0 } else { *active + 1 }),
                "ArrowUp" => active.set(if *active == 0 { last } else { *active - 1 }),
                "PageDown" => active.set((*active + PAGE).min(last)),
                "PageUp" => active.set(active.saturating_sub(PAGE)),
                "Enter" => {
                    if let Some(country) = found.get(*active) {
                        ondone.emit(Parting::Chosen(country.region));
                    }
                }
                "Escape" => ondone.emit(Parting::Dismissed),
                _ => return,
            }
            // Enter is not for the form, Esc is not for the dialog.
            event.prevent_default();
            event.stop_propagation();
        }
    };
    // Tab, or a press somewhere else, leaves the list.
    let onfocusout = {
        let (panel, ondone) = (panel.clone(), ondone.clone());
        move |event: FocusEvent| {
            let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
            let inside = panel.cast::<Node>().is_some_and(|panel| panel.contains(to.as_ref()));
            if to.is_some() && !inside {
                ondone.emit(Parting::Left);
            }
        }
    };
    let option_id = |region: Region| format!("{id}-country-{region}");
    let current = found.get(*active).map(|country| option_id(country.region));
    html! {
        <div ref={panel} class="pl-countries" {onkeydown} {onfocusout}>
            <input
                ref={input}
                class="pl-search"
                type="text"
                role="combobox"
                name="country"
                aria-label={text(Text::SearchCountry)}
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls={format!("{id}-countries")}
                aria-activedescendant={current}
                placeholder={text(Text::SearchCountry)}
                autocomplete="off"
                spellcheck="false"
                value={(*query).clone()}
                {oninput}
            />
            <ul id={format!("{id}-countries")} role="listbox" aria-label={text(Text::Country)}>
                { for found.iter().enumerate().map(|(place, country)| html! {
                    <CountryOption
                        key={country.region.code()}
                        id={option_id(country.region)}
                        country={country.clone()}
                        active={place == *active}
                        chosen={Some(country.region) == *chosen}
                        onchosen={ondone.reform(Parting::Chosen)}
                    />
                }) }
            </ul>
            <p class={if found.is_empty() { "pl-none" } else { "pl-unseen" }} role="status">
                if found.is_empty() {
                    { text(Text::NoCountry) }
                }
            </p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct CountryOptionProps {
    id: AttrValue,
    country: Country,
    active: bool,
    chosen: bool,
    onchosen: Callback<Region>,
}

#[component]
fn CountryOption(CountryOptionProps { id, country, active, chosen, onchosen }: &CountryOptionProps) -> Html {
    let region = country.region;
    // Keeps the focus in the search field until the press is a choice.
    let onmousedown = |event: MouseEvent| event.prevent_default();
    let onclick = onchosen.reform(move |_: MouseEvent| region);
    html! {
        <li
            {id}
            role="option"
            class={active.then_some("pl-active")}
            aria-selected={if *chosen { "true" } else { "false" }}
            {onmousedown}
            {onclick}
        >
            <span class="pl-flag" aria-hidden="true">{ region.flag() }</span>
            <span class="pl-country-name">{ &country.name }</span>
            <bdi dir="ltr">{ format!("+{}", region.calling_code()) }</bdi>
        </li>
    }
}

/// The countries that answer a query, best first; equals in the order of their names.
fn search(countries: &[Country], query: &str) -> Vec<Country> {
    let ranked = countries
        .iter()
        .filter_map(|country| Some((rank(query, country.region, &[&country.name, &country.english])?, country)));
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, country)| country.clone()).collect()
}

/// Scrolls the entry that the arrows stand on into sight, and nothing else of the page.
fn reveal(panel: &NodeRef) {
    let Some(panel) = panel.cast::<Element>() else { return };
    // A class name is a selector that every browser can read.
    let Ok(Some(active)) = panel.query_selector(".pl-active") else { return };
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    active.unchecked_into::<HtmlElement>().scroll_into_view_with_scroll_into_view_options(&options);
}
