//! The list of countries: what is typed narrows it, arrows walk through it.

use passlock_core::Region;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, Node, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::{CountryPicker, CountryPickerProps, Message, code};
use crate::components::flag::flag;
use crate::components::focus::focus_on;
use crate::components::icons;
use crate::components::visible::{Watch, Zoom};
use crate::country::{Countries, Country, Flags};
use crate::i18n::Text;

/// How many entries a page key passes.
const PAGE: usize = 7;

/// A list that is open.
#[derive(Debug)]
pub(super) struct List {
    query: String,
    /// Which countries answer the query, by their places.
    found: Vec<usize>,
    /// On which of them the arrows stand.
    active: usize,
    panel: NodeRef,
    input: NodeRef,
    /// What was scrolled into sight last, and of how many; nothing before the list is on the screen.
    revealed: Option<(usize, usize)>,
    watch: Option<Watch>,
}

impl List {
    /// A list in which is searched for `query` at first.
    pub(super) fn new(countries: &Countries, query: String, chosen: Option<Region>) -> Self {
        let found = countries.search(&query);
        let is_chosen = |place: &usize| countries.offered().get(*place).map(|country| country.region) == chosen;
        let active = found.iter().position(is_chosen).filter(|_| query.is_empty()).unwrap_or(0);
        let (panel, input) = <(NodeRef, NodeRef)>::default();
        Self { query, found, active, panel, input, revealed: None, watch: None }
    }

    pub(super) fn search(&mut self, countries: &Countries, query: String) {
        self.found = countries.search(&query);
        self.query = query;
        self.active = 0;
    }

    /// Searches for what is searched for already, and more behind it.
    pub(super) fn search_on(&mut self, countries: &Countries, more: &str) {
        self.search(countries, [&self.query, more].concat());
    }

    pub(super) fn move_to(&mut self, place: usize) {
        self.active = place;
    }

    /// The list is on the screen as it should be, but for what no attribute says.
    pub(super) fn rendered(&mut self) {
        if self.revealed.is_none() {
            self.watch = Watch::new(&self.panel, Zoom::Follow);
            focus_on(&self.input);
        }
        let place = Some((self.active, self.found.len()));
        if self.revealed != place {
            self.revealed = place;
            reveal(&self.panel);
        }
    }

    pub(super) fn view(&self, ctx: &Context<CountryPicker>, flags: &Flags) -> Html {
        let CountryPickerProps { id, countries, chosen, texts, .. } = ctx.props();
        let link = ctx.link();
        let country = |place: &usize| countries.offered().get(*place);
        let current = self.found.get(self.active).and_then(country).map(|country| country.region);
        let onescape = link.batch_callback(|event: KeyboardEvent| {
            let is_escape = event.key() == "Escape" && !event.is_composing();
            is_escape.then(|| {
                // Esc is not for the dialog.
                event.prevent_default();
                event.stop_propagation();
                Message::Dismissed
            })
        });
        // Keeps the focus in the search field, whatever of the panel is pressed.
        let onmousedown = |event: MouseEvent| {
            if event.target_dyn_into::<HtmlInputElement>().is_none() {
                event.prevent_default();
            }
        };
        // Tab, or a press somewhere else, leaves the list.
        let onfocusout = {
            let panel = self.panel.clone();
            link.batch_callback(move |event: FocusEvent| {
                let to = event.related_target().and_then(|to| to.dyn_into().ok());
                has_left(&panel, to).then_some(Message::Left)
            })
        };
        let onclick = {
            let id = id.clone();
            link.batch_callback(move |event: MouseEvent| {
                event.target_dyn_into().and_then(|target| pressed(&target, &id)).map(Message::Chosen)
            })
        };
        let status = match self.found.len() {
            0 => texts.text(Text::NoCountry),
            // A list that is whole needs no words; one that was narrowed does, once for each length.
            _ if self.query.is_empty() => AttrValue::default(),
            n => texts.counted(Text::Countries, n).into(),
        };
        let list = [id, "-countries"].concat();
        html! {
            <div
                ref={self.panel.clone()}
                class="pl-countries"
                part="countries"
                role="dialog"
                aria-label={texts.text(Text::Country)}
                onkeydown={onescape}
                {onmousedown}
                {onfocusout}
            >
                <div class="pl-search-row">
                    <button
                        type="button"
                        class="pl-quiet"
                        aria-label={texts.text(Text::Back)}
                        onclick={link.callback(|_: MouseEvent| Message::Dismissed)}
                    >
                        { icons::arrow_back() }
                    </button>
                    { self.search_field(ctx, list.clone(), current) }
                </div>
                // Some browsers stop at whatever scrolls; the arrows are the way through this list.
                <ul id={list} role="listbox" aria-label={texts.text(Text::Country)} tabindex="-1" {onclick}>
                    { for self.found.iter().enumerate().filter_map(|(at, place)| {
                        let country = country(place)?;
                        let is_chosen = Some(country.region) == *chosen;
                        let line_above = self.query.is_empty() && countries.has_line_above(*place);
                        let class = match (at == self.active, line_above) {
                            (true, true) => "pl-active pl-line-above",
                            (true, false) => "pl-active",
                            (false, true) => "pl-line-above",
                            (false, false) => "",
                        };
                        Some(option(option_id(id, country.region), country, is_chosen, class, flags))
                    }) }
                </ul>
                <p class={if self.found.is_empty() { "pl-none" } else { "pl-unseen" }} role="status">{ status }</p>
            </div>
        }
    }

    fn search_field(&self, ctx: &Context<CountryPicker>, id_of_list: String, current: Option<Region>) -> Html {
        let (link, CountryPickerProps { id, texts, .. }) = (ctx.link(), ctx.props());
        let oninput = link
            .callback(|event: InputEvent| Message::Searched(event.target_unchecked_into::<HtmlInputElement>().value()));
        let (last, active) = (self.found.len().saturating_sub(1), self.active);
        let onkeydown = link.batch_callback(move |event: KeyboardEvent| {
            // What is composed by several keys takes these for itself.
            if event.is_composing() {
                return None;
            }
            let message = match event.key().as_str() {
                "ArrowDown" => Some(Message::Moved(if active >= last { 0 } else { active + 1 })),
                "ArrowUp" => Some(Message::Moved(if active == 0 { last } else { active - 1 })),
                "PageDown" => Some(Message::Moved((active + PAGE).min(last))),
                "PageUp" => Some(Message::Moved(active.saturating_sub(PAGE))),
                "Enter" => current.map(Message::Chosen),
                _ => return None,
            };
            // Enter is not for the form.
            event.prevent_default();
            message
        });
        html! {
            <input
                ref={self.input.clone()}
                class="pl-search"
                part="search"
                type="text"
                role="combobox"
                name="country"
                aria-label={texts.text(Text::SearchCountry)}
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls={id_of_list}
                aria-activedescendant={current.map(|region| option_id(id, region))}
                placeholder={texts.text(Text::SearchCountry)}
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="done"
                value={self.query.clone()}
                {oninput}
                {onkeydown}
            />
        }
    }
}

fn option(id: String, country: &Country, is_chosen: bool, class: &'static str, flags: &Flags) -> Html {
    let region = country.region;
    html! {
        <li key={region.code()} {id} {class} role="option" aria-selected={if is_chosen { "true" } else { "false" }}>
            { flag(flags, region) }
            <span class="pl-country-name">{ &country.name }</span>
            <bdi dir="ltr">{ code(region) }</bdi>
        </li>
    }
}

fn option_id(id: &str, region: Region) -> String {
    [id, "-country-", region.code()].concat()
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
