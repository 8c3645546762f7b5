//! The country part of the phone field: a button, and behind it a list that can be searched.

mod list;

use std::rc::Rc;

use passlock_core::Region;
use yew::prelude::*;

use super::flag::flag;
use super::focus::focus_on;
use super::icons;
use crate::country::{Countries, Flags};
use crate::i18n::{Text, Texts};
use list::List;

#[derive(Properties, PartialEq)]
pub(crate) struct CountryPickerProps {
    /// The beginning of every id in this view.
    pub(crate) id: AttrValue,
    pub(crate) countries: Rc<Countries>,
    pub(crate) chosen: Option<Region>,
    /// Whether the button shows the code; in a number that begins with + it stands already.
    pub(crate) code_shown: bool,
    pub(crate) disabled: bool,
    pub(crate) texts: Texts,
    pub(crate) onchosen: Callback<Region>,
}

/// The pattern of an editable combobox with a listbox (ARIA Authoring Practices), opened by a button.
#[derive(Debug, Default)]
pub(crate) struct CountryPicker {
    /// There while it is open.
    list: Option<List>,
    button: NodeRef,
    /// A picture that has not come shows nothing, and one that never comes shows how browsers say so.
    pictured: bool,
}

/// What was done to a picker.
#[derive(Debug)]
pub(crate) enum Message {
    /// The list was asked for, and what is searched for in it at first.
    Opened(String),
    /// Something else is searched for.
    Searched(String),
    /// The arrows stand on another entry.
    Moved(usize),
    /// A country was chosen.
    Chosen(Region),
    /// The list was put away by Esc or the arrow: the focus goes back to where it came from.
    Dismissed,
    /// The person went elsewhere, and the focus with them.
    Left,
    /// The picture of the flags has come.
    Pictured,
}

impl Component for CountryPicker {
    type Message = Message;
    type Properties = CountryPickerProps;

    fn create(_ctx: &Context<Self>) -> Self {
        Self::default()
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let CountryPickerProps { countries, chosen, disabled, onchosen, .. } = ctx.props();
        match (message, &mut self.list) {
            (Message::Searched(query), Some(list)) => list.search(countries, query),
            (Message::Moved(place), Some(list)) => list.move_to(place),
            (Message::Opened(query), None) if !disabled => self.list = Some(List::new(countries, query, *chosen)),
            // A fast typist is on before the search has the focus.
            (Message::Opened(query), Some(list)) if !query.is_empty() => list.search_on(countries, &query),
            (Message::Chosen(region), list) => {
                *list = None;
                onchosen.emit(region);
            }
            (Message::Dismissed, list) => {
                *list = None;
                focus_on(&self.button);
            }
            (Message::Left, list) => *list = None,
            (Message::Pictured, _) => self.pictured = true,
            // Of a list that is gone, or to open one that is there.
            (Message::Searched(_) | Message::Moved(_) | Message::Opened(_), _) => {}
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let CountryPickerProps { countries, chosen, disabled, texts, .. } = ctx.props();
        let code = chosen.map(code);
        // Whoever steers by voice says what they see, so the code is part of the name.
        let label = match (countries.find(*chosen), &code) {
            (Some(country), Some(code)) => {
                texts.fill(Text::ChosenCountry, &[&*country.name, " ", code].concat()).into()
            }
            _ => texts.text(Text::Country),
        };
        let face = self.face(ctx, code);
        if !countries.has_choice {
            return html! { <span class="pl-country pl-only" role="img" aria-label={label}>{ face }</span> };
        }
        let (disabled, is_open) = (*disabled, self.list.is_some());
        let press = move |_: MouseEvent| if is_open { Message::Left } else { Message::Opened(String::new()) };
        let onkeydown = ctx.link().batch_callback(move |event: KeyboardEvent| {
            let query = query_of(&event).filter(|_| !disabled)?;
            // The letter is in the search already when that takes the focus.
            event.prevent_default();
            Some(Message::Opened(query))
        });
        html! {
            <>
                <button
                    ref={self.button.clone()}
                    type="button"
                    class="pl-country"
                    part="country-button"
                    aria-label={label}
                    aria-haspopup="dialog"
                    aria-expanded={if is_open { "true" } else { "false" }}
                    aria-disabled={disabled.then_some("true")}
                    onclick={ctx.link().callback(press)}
                    {onkeydown}
                >
                    { face }
                    { icons::chevron() }
                </button>
                { self.list.as_ref().map(|list| list.view(ctx, self.flags(countries))).unwrap_or_default() }
            </>
        }
    }

    fn rendered(&mut self, _ctx: &Context<Self>, _first: bool) {
        if let Some(list) = &mut self.list {
            list.rendered();
        }
    }
}

impl CountryPicker {
    /// What the button shows of the country.
    fn face(&self, ctx: &Context<Self>, code: Option<String>) -> Html {
        let CountryPickerProps { countries, chosen, code_shown, .. } = ctx.props();
        let picture = match &countries.flags {
            Flags::Picture(src) if !self.pictured => {
                let onload = ctx.link().callback(|_: Event| Message::Pictured);
                html! { <img {src} alt="" hidden=true {onload} /> }
            }
            _ => Html::default(),
        };
        html! {
            <>
                { picture }
                { chosen.map(|region| flag(self.flags(countries), region)).unwrap_or_default() }
                if let Some(code) = code.filter(|_| *code_shown) {
                    <bdi dir="ltr" aria-hidden="true">{ code }</bdi>
                }
            </>
        }
    }

    fn flags<'a>(&self, countries: &'a Countries) -> &'a Flags {
        match &countries.flags {
            Flags::Picture(_) if !self.pictured => &Flags::Letters,
            flags => flags,
        }
    }
}

/// A calling code as people write it.
fn code(region: Region) -> String {
    ["+", &region.calling_code().to_string()].concat()
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
