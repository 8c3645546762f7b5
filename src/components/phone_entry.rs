//! The first view: which number is yours?

use std::rc::Rc;

use passlock_core::flow::{Event, PhoneEntry as Entry};
use passlock_core::{NumberKind, Problem, Region, Timestamp};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::country_picker::CountryPicker;
use super::focus::focus_on;
use super::hint::Hint;
use super::submit::Submit;
use crate::country::Country;
use crate::i18n::{self, Place, Text, around, text};

#[derive(Properties, PartialEq)]
pub(crate) struct PhoneEntryProps {
    /// The beginning of every id in this view.
    pub(crate) id: AttrValue,
    pub(crate) countries: Rc<[Country]>,
    pub(crate) entry: Entry,
    pub(crate) problem: Option<Problem>,
    /// Whether a code is being asked for.
    pub(crate) busy: bool,
    /// Whether the field takes the focus when the view appears.
    pub(crate) focus: bool,
    pub(crate) now: Timestamp,
    pub(crate) onevent: Callback<Event>,
}

#[component]
pub(crate) fn PhoneEntry(props: &PhoneEntryProps) -> Html {
    let PhoneEntryProps { id, countries, entry, problem, busy, focus, now, onevent } = props;
    let input = use_node_ref();
    use_focus(&input, *focus, problem);

    let oninput = onevent.reform({
        let region = entry.region;
        move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            Event::PhoneChanged(Entry { region, text })
        }
    });
    let onchosen = onevent.reform({
        let (text, input) = (entry.text.clone(), input.clone());
        move |region: Region| {
            focus_on(&input);
            Event::PhoneChanged(Entry { region: Some(region), text: text.clone() })
        }
    });
    let onsubmit = onevent.reform(|event: SubmitEvent| {
        event.prevent_default();
        Event::PhoneSubmitted
    });

    // What the number says of its country is shown in place of what was chosen.
    let named = Region::named_in(&entry.text);
    let region = named.filter(|named| !shares_code(*named, entry.region)).or(entry.region);
    let name = |region| countries.iter().find(|country| Some(country.region) == region).map(|country| &*country.name);
    // A number with a + is not one of the chosen country, even when nobody can tell yet whose it is.
    let is_foreign = entry.text.trim_start().starts_with(['+', '＋']) && named.is_none();
    let place = Place { country: name(region).filter(|_| !is_foreign), now: *now };
    let sentence = problem.as_ref().map(|problem| AttrValue::from(i18n::problem(problem, place)));
    let may_repeat = problem.as_ref().is_some_and(Problem::can_retry);
    let label = text(if may_repeat { Text::TryAgain } else { Text::AskForCode });
    let (field, hint) = (format!("{id}-phone"), format!("{id}-phone-hint"));
    html! {
        // The form's own checks would speak the browser's words before ours.
        <form class="pl-form" novalidate=true {onsubmit}>
            <label class="pl-label" for={field.clone()}>{ text(Text::PhoneNumber) }</label>
            <div class={classes!("pl-field", problem.is_some().then_some("pl-invalid"))}>
                <CountryPicker id={id.clone()} countries={Rc::clone(countries)} chosen={region} disabled={*busy} {onchosen} />
                <input
                    ref={input}
                    id={field}
                    class="pl-input"
                    type="tel"
                    name="phone"
                    inputmode="tel"
                    autocomplete="tel"
                    dir="ltr"
                    autofocus={*focus}
                    readonly={*busy}
                    aria-invalid={problem.is_some().then_some("true")}
                    aria-describedby={hint.clone()}
                    value={entry.text.clone()}
                    {oninput}
                />
            </div>
            <Hint id={hint} problem={sentence}>{ where_to(entry) }</Hint>
            <Submit {label} busy={busy.then(|| text(Text::Sending))} />
        </form>
    }
}

/// Countries that share a code are told apart by digits that a person has not typed yet, or not on purpose.
fn shares_code(named: Region, chosen: Option<Region>) -> bool {
    chosen.is_some_and(|chosen| chosen.calling_code() == named.calling_code())
}

/// Shows the number as it was understood, before a message goes there.
fn where_to(entry: &Entry) -> Html {
    let Ok(number) = entry.number() else { return Html::default() };
    let (before, after) = around(Text::WhereTo);
    html! {
        <>
            <p>{ before }<strong><bdi dir="ltr">{ number.international() }</bdi></strong>{ after }</p>
            if number.kind() == NumberKind::FixedLine {
                <p>{ text(Text::Landline) }</p>
            }
        </>
    }
}

/// Brings the focus to the field when the view appears, and back when something is wrong with what is in it.
#[hook]
fn use_focus(input: &NodeRef, at_once: bool, problem: &Option<Problem>) {
    use_effect_with(problem.clone(), {
        let input = input.clone();
        move |problem| {
            if at_once || problem.is_some() {
                focus_on(&input);
            }
        }
    });
}
