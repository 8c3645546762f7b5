//! The field that a number is typed in: formats while the person types, and never stands in their way.

use std::rc::Rc;

use passlock_core::Region;
use passlock_core::flow::{Edit, Event, TypedPhone};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::change;
use super::drafts::{Draft, Drafts, Step};
use super::listener::use_listener;
use crate::components::country_picker::CountryPicker;
use crate::components::focus::focus_on;
use crate::country::Countries;

#[derive(Properties, PartialEq)]
pub(super) struct PhoneFieldProps {
    pub(super) id: AttrValue,
    pub(super) input: NodeRef,
    pub(super) countries: Rc<Countries>,
    pub(super) typed: TypedPhone,
    /// The country that is shown: the one that the number names, or the chosen one.
    pub(super) region: Option<Region>,
    pub(super) invalid: bool,
    pub(super) busy: bool,
    pub(super) focus: bool,
    pub(super) onevent: Callback<Event>,
}

#[component]
pub(super) fn PhoneField(props: &PhoneFieldProps) -> Html {
    let PhoneFieldProps { id, input, countries, typed, region, invalid, busy, focus, onevent } = props;
    let drafts = use_mut_ref(|| Drafts::new(typed.clone()));
    // The field may have been given its text by somebody else than the person.
    if drafts.borrow().present() != typed {
        drafts.borrow_mut().write(Draft::new(typed.clone()));
    }

    let write = Callback::from({
        let (drafts, input, onevent) = (Rc::clone(&drafts), input.clone(), onevent.clone());
        move |draft: Draft| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                change::show(&input, &draft);
            }
            drafts.borrow_mut().write(draft.clone());
            onevent.emit(Event::PhoneChanged(draft.typed));
        }
    });
    let edited = Callback::from({
        let (drafts, input, write) = (Rc::clone(&drafts), input.clone(), write.clone());
        move |edit: Option<Edit>| {
            let Some(input) = input.cast::<HtmlInputElement>() else { return };
            let (text, caret) = (input.value(), change::caret(&input));
            let before = drafts.borrow().present().clone();
            let (typed, caret) = match edit {
                Some(edit) => before.edited(edit, &text, caret),
                None => (TypedPhone { region: before.region, text }, caret),
            };
            write.emit(Draft { typed, caret });
        }
    });
    let stepped = Callback::from({
        let (drafts, input, onevent) = (Rc::clone(&drafts), input.clone(), onevent.clone());
        move |step: Step| {
            let Some(draft) = drafts.borrow_mut().step(step) else { return };
            if let Some(input) = input.cast::<HtmlInputElement>() {
                change::show(&input, &draft);
            }
            onevent.emit(Event::PhoneChanged(draft.typed));
        }
    });

    let oninput = edited.reform(|event: InputEvent| (!change::is_composing(&event)).then(|| change::edit(&event)));
    use_listener(input, "compositionend", edited.reform(|_| Some(Edit::Inserted)));
    let onchange = edited.reform(|_: yew::Event| Some(Edit::Left));
    use_listener(input, "beforeinput", {
        let stepped = stepped.clone();
        Callback::from(move |event: web_sys::Event| {
            if let Some(step) = change::step(&event) {
                event.prevent_default();
                stepped.emit(step);
            }
        })
    });
    // A browser whose own list is empty says nothing before an undo, so the keys have to.
    let onkeydown = move |event: KeyboardEvent| {
        let step = match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
            ("z", false) => Step::Undo,
            ("z", true) | ("y", false) => Step::Redo,
            _ => return,
        };
        if (event.ctrl_key() || event.meta_key()) && !event.alt_key() {
            event.prevent_default();
            stepped.emit(step);
        }
    };
    let onchosen = {
        let (drafts, input) = (Rc::clone(&drafts), input.clone());
        move |region: Region| {
            focus_on(&input);
            let typed = drafts.borrow().present().in_country(region);
            write.emit(Draft::new(typed));
        }
    };
    html! {
        <div class={classes!("pl-field", invalid.then_some("pl-invalid"))}>
            <CountryPicker
                id={id.clone()}
                countries={Rc::clone(countries)}
                chosen={*region}
                code_shown={!typed.has_plus()}
                disabled={*busy}
                {onchosen}
            />
            <input
                ref={input.clone()}
                id={format!("{id}-phone")}
                class="pl-input"
                type="tel"
                name="phone"
                inputmode="tel"
                enterkeyhint="send"
                autocomplete="tel"
                dir="ltr"
                placeholder={region.and_then(Region::example).map(|example| example.national())}
                autofocus={*focus}
                readonly={*busy}
                aria-invalid={invalid.then_some("true")}
                aria-describedby={format!("{id}-phone-hint")}
                value={typed.text.clone()}
                {oninput}
                {onchange}
                {onkeydown}
            />
        </div>
    }
}
