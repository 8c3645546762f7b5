//! The field that a number is typed in: formats while the person types, and never stands in their way.

use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use passlock_core::Region;
use passlock_core::flow::{Edit, Event, TypedPhone};
use web_sys::Element;
use yew::prelude::*;

use super::change;
use super::pen::Pen;
use super::rehearsal::Rehearsal;
use crate::components::country_picker::CountryPicker;
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
    /// The one that the field was made with is called for as long as it is there.
    pub(super) onevent: Callback<Event>,
}

#[derive(Debug)]
pub(super) struct PhoneField {
    pen: Rc<Pen>,
    onchosen: Callback<Region>,
    /// For events that Yew has no name for.
    listeners: Option<[EventListener; 2]>,
    /// Held until the field goes.
    rehearsal: Option<Rehearsal>,
}

impl Component for PhoneField {
    type Message = ();
    type Properties = PhoneFieldProps;

    fn create(ctx: &Context<Self>) -> Self {
        let PhoneFieldProps { input, typed, onevent, .. } = ctx.props();
        let pen = Rc::new(Pen::new(input.clone(), typed.clone(), onevent.clone()));
        let onchosen = {
            let pen = Rc::clone(&pen);
            Callback::from(move |region| pen.chosen(region))
        };
        Self { pen, onchosen, listeners: None, rehearsal: None }
    }

    fn changed(&mut self, ctx: &Context<Self>, _old: &PhoneFieldProps) -> bool {
        self.pen.follow(&ctx.props().typed);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let PhoneFieldProps { id, input, countries, typed, region, invalid, busy, focus, .. } = ctx.props();
        let [oninput, onchange, onkeydown] = [(); 3].map(|()| Rc::clone(&self.pen));
        let oninput = move |event: InputEvent| {
            oninput.edited((!change::is_composing(&event)).then(|| change::edit(&event)));
        };
        html! {
            <div class={if *invalid { "pl-field pl-invalid" } else { "pl-field" }}>
                <CountryPicker
                    id={id.clone()}
                    countries={Rc::clone(countries)}
                    chosen={*region}
                    code_shown={!typed.has_plus()}
                    disabled={*busy}
                    onchosen={self.onchosen.clone()}
                />
                <input
                    ref={input.clone()}
                    id={[id, "-phone"].concat()}
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
                    aria-describedby={[id, "-phone-hint"].concat()}
                    value={typed.text.clone()}
                    {oninput}
                    onchange={move |_: yew::Event| onchange.edited(Some(Edit::Left))}
                    onkeydown={move |event: KeyboardEvent| onkeydown.pressed(&event)}
                />
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if !first {
            return;
        }
        let PhoneFieldProps { input, typed, .. } = ctx.props();
        self.listeners = input.cast::<Element>().map(|input| listeners(&input, &self.pen));
        self.rehearsal = Some(Rehearsal::begin(input, typed));
    }
}

fn listeners(input: &Element, pen: &Rc<Pen>) -> [EventListener; 2] {
    let options = EventListenerOptions::enable_prevent_default();
    let (composed, stepped) = (Rc::clone(pen), Rc::clone(pen));
    [
        EventListener::new(input, "compositionend", move |_| composed.edited(Some(Edit::Inserted))),
        EventListener::new_with_options(input, "beforeinput", options, move |event| {
            if let Some(step) = change::step(event) {
                event.prevent_default();
                stepped.step(step);
            }
        }),
    ]
}
