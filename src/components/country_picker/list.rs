//! The list of countries: what is typed narrows it, arrows walk through it.

use std::rc::Rc;

use passlock_core::Region;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, Node, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::visible::use_free_area;
use crate::components::flag::flag;
use crate::components::focus::focus_on;
use crate::components::icons;
use crate::country::{Countries, Country, Flags};
use crate::i18n::{Text, counted, text};

#[derive(Properties, PartialEq)]
pub(super) struct CountryListProps {
    pub(super) id: AttrValue,
    pub(super) countries: Rc<Countries>,
    pub(super) flags: Flags,
    pub(super) chosen: Option<Region>,
    /// What is searched for at first.
    pub(super) query: String,
    pub(super) ondone: Callback<Parting>,
}

/// How a person parts from the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parting {
    /// With a country.
    Chosen(Region),
    /// By Esc or the arrow: the focus goes back to where it came from.
    Dismissed,
    /// By going elsewhere, and the focus with them.
    Left,
}

/// How many entries a page key passes.
const PAGE: usize = 7;

#[component]
pub(super) fn CountryList(props: &CountryListProps) -> Html {
    let CountryListProps { id, countries, flags, chosen, ondone, .. } = props;
    let query = use_state(|| props.query.clone());
    let found = use_memo((Rc::clone(countries), (*query).clone()), |(countries, query)| countries.search(query));
    let country = |place: &usize| countries.offered().get(*place);
    let active = use_state(|| {
        let chosen = found.iter().position(|place| country(place).map(|country| country.region) == *chosen);
        chosen.filter(|_| query.is_empty()).unwrap_or(0)
    });
    let (panel, input) = (use_node_ref(), use_node_ref());
    use_free_area(&panel);
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
    let current = found.get(*active).and_then(country).map(|country| country.region);
    let onkeydown = {
        let (last, active, ondone) = (found.len().saturating_sub(1), active.clone(), ondone.clone());
        move |event: KeyboardEvent| {
            // What is composed by several keys takes these for itself.
            if event.is_composing() {
                return;
            }
            match event.key().as_str() {
                "ArrowDown" => active.set(if *active >= last { 0 } else { *active + 1 }),
                "ArrowUp" => active.set(if *active == 0 { last } else { *active - 1 }),
                "PageDown" => active.set((*active + PAGE).min(last)),
                "PageUp" => active.set(active.saturating_sub(PAGE)),
                "Enter" => current.into_iter().for_each(|region| ondone.emit(Parting::Chosen(region))),
                _ => return,
            }
            // Enter is not for the form.
            event.prevent_default();
        }
    };
    let onescape = {
        let ondone = ondone.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.is_composing() {
                // Esc is not for the dialog.
                event.prevent_default();
                event.stop_propagation();
                ondone.emit(Parting::Dismissed);
            }
        }
    };
    // Tab, or a press somewhere else, leaves the list.
    let onfocusout = {
        let (panel, ondone) = (panel.clone(), ondone.clone());
        move |event: FocusEvent| {
            if has_left(&panel, event.related_target().and_then(|to| to.dyn_into().ok())) {
                ondone.emit(Parting::Left);
            }
        }
    };
    let ondismiss = ondone.reform(|_: MouseEvent| Parting::Dismissed);
    // Keeps the focus in the search field, whatever of the panel is pressed.
    let onmousedown = |event: MouseEvent| {
        if event.target_dyn_into::<HtmlInputElement>().is_none() {
            event.prevent_default();
        }
    };
    let onclick = {
        let (id, ondone) = (id.clone(), ondone.clone());
        move |event: MouseEvent| {
            if let Some(region) = event.target_dyn_into::<Element>().and_then(|target| pressed(&target, &id)) {
                ondone.emit(Parting::Chosen(region));
            }
        }
    };
    let status = match found.len() {
        0 => text(Text::NoCountry).to_owned(),
        // A list that is whole needs no words; one that was narrowed does, once for each length.
        _ if query.is_empty() => String::new(),
        n => counted(Text::Countries, n),
    };
    let list = format!("{id}-countries");
    html! {
        <div
            ref={panel}
            class="pl-countries"
            role="dialog"
            aria-label={text(Text::Country)}
            onkeydown={onescape}
            {onmousedown}
            {onfocusout}
        >
            <div class="pl-search-row">
                <button type="button" class="pl-quiet" aria-label={text(Text::Back)} onclick={ondismiss}>
                    { icons::arrow_back() }
                </button>
                <input
                    ref={input}
                    class="pl-search"
                    type="text"
                    role="combobox"
                    name="country"
                    aria-label={text(Text::SearchCountry)}
                    aria-expanded="true"
                    aria-autocomplete="list"
                    aria-controls={list.clone()}
                    aria-activedescendant={current.map(|region| option_id(id, region))}
                    placeholder={text(Text::SearchCountry)}
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    enterkeyhint="done"
                    value={(*query).clone()}
                    {oninput}
                    {onkeydown}
                />
            </div>
            // Some browsers stop at whatever scrolls; the arrows are the way through this list.
            <ul id={list} role="listbox" aria-label={text(Text::Country)} tabindex="-1" {onclick}>
                { for found.iter().enumerate().filter_map(|(at, place)| {
                    let country = country(place)?;
                    let is_chosen = Some(country.region) == *chosen;
                    let line_above = query.is_empty() && countries.has_line_above(*place);
                    let class = match (at == *active, line_above) {
                        (true, true) => "pl-active pl-line-above",
                        (true, false) => "pl-active",
                        (false, true) => "pl-line-above",
                        (false, false) => "",
                    };
                    Some(option(option_id(id, country.region), country, is_chosen, class, flags))
                }) }
            </ul>
            <p class={if found.is_empty() { "pl-none" } else { "pl-unseen" }} role="status">{ status }</p>
        </div>
    }
}

fn option(id: String, country: &Country, is_chosen: bool, class: &'static str, flags: &Flags) -> Html {
    let region = country.region;
    html! {
        <li key={region.code()} {id} {class} role="option" aria-selected={if is_chosen { "true" } else { "false" }}>
            { flag(flags, region) }
            <span class="pl-country-name">{ &country.name }</span>
            <bdi dir="ltr">{ format!("+{}", region.calling_code()) }</bdi>
        </li>
    }
}

fn option_id(id: &str, region: Region) -> String {
    format!("{id}-country-{region}")
}

/// The country whose entry was pressed, or a part of it.
fn pressed(target: &Element, id: &str) -> Option<Region> {
    let option = target.closest("li").ok()??.id();
    Region::new(option.strip_prefix(id)?.strip_prefix("-country-")?)
}

/// Whether the focus, on its way to `to`, leaves the panel. It goes to nowhere when something else on the page is
/// pressed, but also when another window takes it, or a phone's keyboard is put away.
fn has_left(panel: &NodeRef, to: Option<Node>) -> bool {
    let Some(panel) = panel.cast::<Node>() else { return false };
    if to.is_some() {
        return !panel.contains(to.as_ref());
    }
    let page = panel.owner_document().and_then(|document| document.document_element());
    page.is_some_and(|page| page.matches(":active").unwrap_or(false))
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
