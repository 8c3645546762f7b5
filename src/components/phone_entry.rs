//! The first view: which number is yours?

mod change;
mod drafts;
mod field;
mod known;
mod listener;

use std::rc::Rc;

use passlock_core::flow::{Event, PhoneEntry as Entry, TypedPhone};
use passlock_core::{NumberKind, PhoneNumber, Problem, Region, Timestamp};
use yew::prelude::*;

use super::focus::focus_on;
use super::hint::Hint;
use super::submit::Submit;
use crate::country::Countries;
use crate::i18n::{self, Place, Text, around, text};
use field::PhoneField;
use known::KnownNumber;

#[derive(Properties, PartialEq)]
pub(crate) struct PhoneEntryProps {
    /// The beginning of every id in this view.
    pub(crate) id: AttrValue,
    pub(crate) countries: Rc<Countries>,
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
    let is_known = matches!(entry, Entry::Known(_));
    use_focus(&input, *focus, is_known, problem);
    let onsubmit = onevent.reform(|event: SubmitEvent| {
        event.prevent_default();
        Event::PhoneSubmitted
    });

    let region = match entry {
        Entry::Typed(typed) => Shown::of(typed),
        Entry::Known(known) => Shown { region: known.phone.region(), is_foreign: false },
    };
    let name = countries.find(region.region).map(|country| &*country.name);
    let place = Place { country: name.filter(|_| !region.is_foreign), now: *now };
    let sentence = problem.as_ref().map(|problem| AttrValue::from(i18n::problem(problem, place)));
    let may_repeat = problem.as_ref().is_some_and(Problem::can_retry);
    let label = text(if may_repeat { Text::TryAgain } else { Text::AskForCode });
    let (field, hint) = (format!("{id}-phone"), format!("{id}-phone-hint"));
    html! {
        // The form's own checks would speak the browser's words before ours.
        <form class="pl-form" novalidate=true {onsubmit}>
            if let Entry::Known(known) = entry {
                <p class="pl-label">{ text(Text::PhoneNumber) }</p>
                <KnownNumber {id} known={*known} {busy} {onevent} />
            }
            if let Entry::Typed(typed) = entry {
                <label class="pl-label" for={field}>{ text(Text::PhoneNumber) }</label>
                <PhoneField
                    {id}
                    {input}
                    {countries}
                    typed={typed.clone()}
                    region={region.region}
                    invalid={problem.is_some()}
                    {busy}
                    {focus}
                    {onevent}
                />
            }
            <Hint id={hint} problem={sentence}>{ where_to(entry) }</Hint>
            <Submit {label} busy={busy.then(|| text(Text::Sending))} focus={*focus && is_known} />
        </form>
    }
}

/// What the field shows of the number's country.
struct Shown {
    region: Option<Region>,
    /// A number with a + whose country nobody can tell yet; it is not one of the chosen country.
    is_foreign: bool,
}

impl Shown {
    /// What the number says of its country is shown in place of what was chosen.
    fn of(typed: &TypedPhone) -> Self {
        let named = Region::named_in(&typed.text);
        let region = named.filter(|named| !shares_code(*named, typed.region)).or(typed.region);
        Self { region, is_foreign: named.is_none() && typed.has_plus() }
    }
}

/// Countries that share a code are told apart by digits that a person has not typed yet, or not on purpose.
fn shares_code(named: Region, chosen: Option<Region>) -> bool {
    chosen.is_some_and(|chosen| chosen.calling_code() == named.calling_code())
}

/// Shows the number as it was understood, before a message goes there.
fn where_to(entry: &Entry) -> Html {
    let Entry::Typed(typed) = entry else { return Html::default() };
    let Ok(number) = typed.number() else { return Html::default() };
    let (before, after) = around(Text::WhereTo);
    html! {
        <>
            <p>{ before }<strong><bdi dir="ltr">{ number.international() }</bdi></strong>{ after }</p>
            if let Some(doubt) = doubt(number) {
                <p>{ text(doubt) }</p>
            }
        </>
    }
}

/// What to look at again. It never stops anyone: numbering plans change faster than tables.
fn doubt(number: PhoneNumber) -> Option<Text> {
    match number.kind() {
        NumberKind::FixedLine => Some(Text::Landline),
        _ if !number.is_valid() => Some(Text::Unusual),
        _ => None,
    }
}

/// Brings the focus to the field when the view appears, and back when something is wrong with what is in it.
#[hook]
fn use_focus(input: &NodeRef, at_once: bool, is_known: bool, problem: &Option<Problem>) {
    use_effect_with((problem.clone(), is_known), {
        let input = input.clone();
        move |(problem, _)| {
            if at_once || problem.is_some() {
                focus_on(&input);
            }
        }
    });
}
