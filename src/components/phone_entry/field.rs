//! The field that a number is typed in: formats while the person types, and never stands in their way.

use std::cell::OnceCell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use passlock_core::Region;
use passlock_core::flow::{Edit, Event, TypedPhone};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;
use yew::virtual_dom::{VNode, VTag};

use super::change;
use super::pen::Pen;
use super::rehearsal::Rehearsal;
use crate::components::country_picker::CountryPicker;
use crate::components::painted::Painted;
use crate::country::Countries;
use crate::i18n::Texts;

#[derive(Properties, PartialEq)]
pub(super) struct PhoneFieldProps {
    pub(super) id: AttrValue,
    /// Refers to the element around the field.
    pub(super) place: NodeRef,
    pub(super) countries: Rc<Countries>,
    pub(super) typed: TypedPhone,
    /// The country that is shown: the one that the number names, or the chosen one.
    pub(super) region: Option<Region>,
    pub(super) invalid: bool,
    pub(super) busy: bool,
    pub(super) focus: bool,
    /// A field of the page to go on with instead of a new one.
    pub(super) adopt: Option<Painted>,
    pub(super) texts: Texts,
    /// The one that the field was made with is called for as long as it is there.
    pub(super) onevent: Callback<Event>,
}

#[derive(Debug)]
pub(super) struct PhoneField {
    pen: Rc<Pen>,
    onchosen: Callback<Region>,
    /// A field of the page that became this one.
    adopted: Option<Painted>,
    listeners: Rc<OnceCell<[EventListener; 5]>>,
    /// Held until the field goes.
    rehearsal: Option<Rehearsal>,
}

impl Component for PhoneField {
    type Message = ();
    type Properties = PhoneFieldProps;

    fn create(ctx: &Context<Self>) -> Self {
        let PhoneFieldProps { place, typed, adopt, onevent, .. } = ctx.props();
        let pen = Rc::new(Pen::new(place.clone(), typed.clone(), onevent.clone()));
        let onchosen = {
            let pen = Rc::clone(&pen);
            Callback::from(move |region| pen.chosen(region))
        };
        let adopted = adopt.clone();
        Self { pen, onchosen, adopted, listeners: Rc::default(), rehearsal: None }
    }

    fn changed(&mut self, ctx: &Context<Self>, _old: &PhoneFieldProps) -> bool {
        if self.pen.has_begun() {
            self.pen.follow(&ctx.props().typed);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let PhoneFieldProps { id, place, countries, typed, region, invalid, busy, texts, .. } = ctx.props();
        let input = match &self.adopted {
            Some(painted) => {
                let (pen, listeners) = (Rc::clone(&self.pen), Rc::clone(&self.listeners));
                let (field, typed) = (painted.field().clone(), typed.clone());
                // A slow device lets the person type and press before it comes to `rendered`.
                painted.settle_soon(move || {
                    listeners.get_or_init(|| listen(&field, &pen));
                    pen.begin(&typed);
                });
                VNode::VRef(painted.field().clone().into())
            }
            None => new_input(ctx.props()),
        };
        html! {
            <div
                ref={place.clone()}
                class={if *invalid { "pl-field pl-invalid" } else { "pl-field" }}
                part="field"
            >
                <CountryPicker
                    id={id.clone()}
                    countries={Rc::clone(countries)}
                    chosen={*region}
                    code_shown={!typed.has_plus()}
                    disabled={*busy}
                    texts={texts.clone()}
                    onchosen={self.onchosen.clone()}
                />
                { input }
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        let Some(input) = self.pen.input() else { return };
        let typed = &ctx.props().typed;
        if self.adopted.is_some() {
            wear(&input, attributes(ctx.props()));
        }
        self.listeners.get_or_init(|| listen(&input, &self.pen));
        if first || !self.pen.has_begun() {
            self.pen.begin(typed);
        }
        if self.rehearsal.is_none() && typed.region.is_some() {
            self.rehearsal = Some(Rehearsal::begin(&input, typed));
        }
    }
}

fn new_input(props: &PhoneFieldProps) -> VNode {
    let mut input = VTag::new("input");
    for (name, value) in attributes(props) {
        if let Some(value) = value {
            input.add_attribute(name, value);
        }
    }
    input.into()
}

/// Attributes of the field, for one that is made here as for one that the page had; `None` for one that it does not have.
fn attributes(props: &PhoneFieldProps) -> [(&'static str, Option<AttrValue>); 14] {
    let PhoneFieldProps { id, region, invalid, busy, focus, .. } = props;
    let example = region.and_then(Region::example).map(|example| example.national());
    let constant = |text| Some(AttrValue::Static(text));
    [
        ("id", Some([id, "-phone"].concat().into())),
        ("class", constant("pl-input")),
        ("part", constant("input phone-input")),
        ("type", constant("tel")),
        ("name", constant("phone")),
        ("inputmode", constant("tel")),
        ("enterkeyhint", constant("send")),
        ("autocomplete", constant("tel")),
        ("dir", constant("ltr")),
        ("placeholder", example.map(AttrValue::from)),
        ("autofocus", constant("").filter(|_| *focus)),
        ("readonly", constant("").filter(|_| *busy)),
        ("aria-invalid", constant("true").filter(|_| *invalid)),
        ("aria-describedby", Some([id, "-phone-hint"].concat().into())),
    ]
}

/// Gives a field that was not made here its attributes.
fn wear(input: &HtmlInputElement, attributes: impl IntoIterator<Item = (&'static str, Option<AttrValue>)>) {
    for (name, value) in attributes {
        // Refused only for names that are none.
        let _ = match value {
            Some(value) => input.set_attribute(name, &value),
            None => input.remove_attribute(name),
        };
    }
}

fn listen(input: &HtmlInputElement, pen: &Rc<Pen>) -> [EventListener; 5] {
    let input: &Element = input.unchecked_ref();
    let options = EventListenerOptions::enable_prevent_default;
    let [typed, left, composed, stepped, pressed] = [(); 5].map(|()| Rc::clone(pen));
    [
        EventListener::new(input, "input", move |event| {
            typed.edited((!change::is_composing(event)).then(|| change::edit(event)));
        }),
        EventListener::new(input, "change", move |_| left.edited(Some(Edit::Left))),
        EventListener::new(input, "compositionend", move |_| composed.edited(Some(Edit::Inserted))),
        EventListener::new_with_options(input, "beforeinput", options(), move |event| {
            if let Some(step) = change::step(event) {
                event.prevent_default();
                stepped.step(step);
            }
        }),
        EventListener::new_with_options(input, "keydown", options(), move |event| pressed.pressed(event)),
    ]
}
