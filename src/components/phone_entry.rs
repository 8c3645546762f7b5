//! The first view: which number is yours?

mod change;
mod drafts;
mod field;
mod pen;
mod rehearsal;

use std::rc::Rc;

use passlock_core::flow::{Event, KnownBy, KnownPhone, PhoneEntry, TypedPhone};
use passlock_core::{Connection, NumberKind, PhoneNumber, Problem, Region, Timestamp};
use yew::prelude::*;

use super::hint::hint;
use super::known::known;
use super::painted::Painted;
use super::submit::submit;
use crate::country::Countries;
use crate::i18n::{Place, Text, Texts};
use field::PhoneField;

/// The form.
pub(crate) struct PhoneForm<'a> {
    /// The beginning of every id in this view.
    pub(crate) id: &'a AttrValue,
    /// Refers to the element around the field, or to the button where there is nothing to type.
    pub(crate) place: &'a NodeRef,
    pub(crate) countries: &'a Rc<Countries>,
    pub(crate) entry: &'a PhoneEntry,
    pub(crate) problem: Option<&'a Problem>,
    /// Whether a code is being asked for.
    pub(crate) busy: bool,
    /// Whether the field takes the focus when the view appears.
    pub(crate) focus: bool,
    /// A field of the page to go on with instead of a new one.
    pub(crate) adopt: Option<&'a Painted>,
    pub(crate) now: Timestamp,
    /// The other ways to the person.
    pub(crate) others: Html,
    pub(crate) texts: &'a Texts,
    pub(crate) onevent: &'a Callback<Event>,
}

impl PhoneForm<'_> {
    pub(crate) fn view(&self) -> Html {
        let Self { id, entry, problem, busy, texts, onevent, .. } = *self;
        let onsubmit = onevent.reform(|event: SubmitEvent| {
            event.prevent_default();
            Event::RecipientSubmitted
        });
        let (field, region) = match entry {
            PhoneEntry::Typed(typed) => self.typed(typed),
            PhoneEntry::Known(known) => (self.known(*known), Shown::of_known(*known)),
        };
        let name = self.countries.find(region.region).map(|country| &*country.name);
        let place = Place { connection: Connection::Sms, country: name.filter(|_| !region.is_foreign), now: self.now };
        let sentence = problem.map(|problem| texts.problem(problem, place));
        let label = if problem.is_some_and(Problem::can_retry) { Text::TryAgain } else { Text::AskForCode };
        let button = matches!(entry, PhoneEntry::Known(_)).then(|| self.place.clone());
        html! {
            // The form's own checks would speak the browser's words before ours.
            <form key="phone" class="pl-form" novalidate=true {onsubmit}>
                { field }
                { hint([id, "-phone-hint"].concat(), sentence, where_to(entry, texts)) }
                { submit(texts.text(label), busy.then(|| texts.text(Text::Sending)), self.focus && button.is_some(), button) }
                { self.others.clone() }
            </form>
        }
    }

    fn known(&self, person: KnownPhone) -> Html {
        // The next person at this device may be another one.
        let shown = match person.by {
            KnownBy::Browser => person.phone.masked(),
            KnownBy::Host => person.phone.international(),
        };
        html! {
            <>
                <p class="pl-label" part="label">{ self.texts.text(Text::PhoneNumber) }</p>
                { known(self.field_id(), shown, person.by, self.busy, self.texts, self.onevent) }
            </>
        }
    }

    fn typed(&self, typed: &TypedPhone) -> (Html, Shown) {
        let shown = Shown::of(typed);
        let field = html! {
            <>
                <label class="pl-label" part="label" for={self.field_id()}>{ self.texts.text(Text::PhoneNumber) }</label>
                <PhoneField
                    id={self.id.clone()}
                    place={self.place.clone()}
                    countries={Rc::clone(self.countries)}
                    typed={typed.clone()}
                    region={shown.region}
                    invalid={self.problem.is_some()}
                    busy={self.busy}
                    focus={self.focus}
                    adopt={self.adopt.cloned()}
                    texts={self.texts.clone()}
                    onevent={self.onevent.clone()}
                />
            </>
        };
        (field, shown)
    }

    fn field_id(&self) -> String {
        [self.id, "-phone"].concat()
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

    fn of_known(known: KnownPhone) -> Self {
        Self { region: known.phone.region(), is_foreign: false }
    }
}

/// Countries that share a code are told apart by digits that a person has not typed yet, or not on purpose.
fn shares_code(named: Region, chosen: Option<Region>) -> bool {
    chosen.is_some_and(|chosen| chosen.calling_code() == named.calling_code())
}

/// Shows the number as it was understood, before a message goes there.
fn where_to(entry: &PhoneEntry, texts: &Texts) -> Html {
    let PhoneEntry::Typed(typed) = entry else { return Html::default() };
    let Ok(number) = typed.number() else { return Html::default() };
    let (before, after) = texts.around(Text::WhereTo);
    html! {
        <>
            <p>{ before }<strong><bdi dir="ltr">{ number.international() }</bdi></strong>{ after }</p>
            if let Some(doubt) = doubt(number) {
                <p>{ texts.text(doubt) }</p>
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
