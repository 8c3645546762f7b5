//! The first view of those who log in by email: which address is yours?

use passlock_core::flow::{EmailEntry, Event, KnownBy, KnownEmail, TypedEmail};
use passlock_core::{Connection, Problem, Timestamp};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::focus::focus_on;
use super::hint::hint_beside;
use super::known::known;
use super::submit::submit;
use crate::i18n::{Place, Text, Texts};

/// The form.
pub(crate) struct EmailForm<'a> {
    /// The beginning of every id in this view.
    pub(crate) id: &'a AttrValue,
    /// Refers to the field, or to the button where there is nothing to type.
    pub(crate) place: &'a NodeRef,
    pub(crate) entry: &'a EmailEntry,
    pub(crate) problem: Option<&'a Problem>,
    /// Whether a code is being asked for.
    pub(crate) busy: bool,
    /// Whether the field takes the focus when the view appears.
    pub(crate) focus: bool,
    pub(crate) now: Timestamp,
    /// The other ways to the person.
    pub(crate) others: Html,
    pub(crate) texts: &'a Texts,
    pub(crate) onevent: &'a Callback<Event>,
}

impl EmailForm<'_> {
    pub(crate) fn view(&self) -> Html {
        let Self { problem, busy, texts, .. } = *self;
        let place = Place { connection: Connection::Email, country: None, now: self.now };
        let sentence = problem.map(|problem| texts.problem(problem, place));
        let label = if problem.is_some_and(Problem::can_retry) { Text::TryAgain } else { Text::AskForCodeEmail };
        let (field, meant, button) = match self.entry {
            EmailEntry::Typed(typed) => (self.field(typed), self.meant(typed), None),
            EmailEntry::Known(known) => (self.known(known), Html::default(), Some(self.place.clone())),
        };
        let doing = busy.then(|| texts.text(Text::Sending));
        html! {
            <form key="email" class="pl-form" novalidate=true onsubmit={self.submitted()}>
                { field }
                { hint_beside(self.hint_id(), sentence, meant) }
                { submit(texts.text(label), doing, self.focus && button.is_some(), button) }
                { self.others.clone() }
            </form>
        }
    }

    fn submitted(&self) -> Callback<SubmitEvent> {
        let (place, onevent) = (self.place.clone(), self.onevent.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            // Somebody may have typed in a field that a server drew before any of this ran.
            if let Some(field) = place.cast::<HtmlInputElement>() {
                onevent.emit(Event::EmailChanged(TypedEmail::whole(&field.value())));
            }
            onevent.emit(Event::RecipientSubmitted);
        })
    }

    fn known(&self, person: &KnownEmail) -> Html {
        let shown = match person.by {
            KnownBy::Browser => person.address.masked(),
            KnownBy::Host => person.address.as_str().to_owned(),
        };
        html! {
            <>
                <p class="pl-label" part="label">{ self.texts.text(Text::EmailAddress) }</p>
                { known(self.field_id(), shown, person.by, self.busy, self.texts, self.onevent) }
            </>
        }
    }

    /// No field of type `email`: browsers rewrite addresses of other scripts there, and have opinions on what one is.
    fn field(&self, typed: &TypedEmail) -> Html {
        let Self { place, problem, busy, focus, onevent, .. } = *self;
        let changed = |is_done| {
            let text = |event: &yew::Event| event.target_unchecked_into::<HtmlInputElement>().value();
            move |event: &yew::Event| Event::EmailChanged(TypedEmail { text: text(event), is_done })
        };
        let (typing, done) = (changed(false), changed(true));
        html! {
            <>
                <label class="pl-label" part="label" for={self.field_id()}>{ self.texts.text(Text::EmailAddress) }</label>
                <div class={if problem.is_some() { "pl-field pl-invalid" } else { "pl-field" }} part="field">
                    <input
                        ref={place.clone()}
                        id={self.field_id()}
                        class="pl-input pl-email"
                        part="input email-input"
                        type="text"
                        name="email"
                        inputmode="email"
                        enterkeyhint="send"
                        autocomplete="email"
                        autocapitalize="off"
                        spellcheck="false"
                        dir="ltr"
                        placeholder="name@example.com"
                        autofocus={focus}
                        readonly={busy}
                        aria-invalid={problem.is_some().then_some("true")}
                        aria-describedby={self.hint_id()}
                        // Where nothing is known, what stands there already is left alone.
                        value={Some(typed.text.clone()).filter(|text| !text.is_empty())}
                        oninput={onevent.reform(move |event: InputEvent| typing(&event))}
                        // The person leaves the field, or is about to submit it.
                        onchange={onevent.reform(move |event: yew::Event| done(&event))}
                    />
                </div>
            </>
        }
    }

    /// What the person probably meant, one press away. It is said politely, and stops nobody.
    fn meant(&self, typed: &TypedEmail) -> Html {
        let button = typed.suggestion().filter(|_| !self.busy).map(|meant| {
            let (before, after) = self.texts.around(Text::DidYouMean);
            let (place, onevent, whole) = (self.place.clone(), self.onevent.clone(), TypedEmail::whole(&meant));
            let onclick = move |_: MouseEvent| {
                onevent.emit(Event::EmailChanged(whole.clone()));
                focus_on(&place);
            };
            html! {
                <button type="button" class="pl-link pl-meant" part="link" {onclick}>
                    { before }<bdi dir="ltr">{ meant }</bdi>{ after }
                </button>
            }
        });
        // The region is there before its words are: screen readers announce changes, not arrivals.
        html! { <div role="status">{ button }</div> }
    }

    fn field_id(&self) -> String {
        [self.id, "-email"].concat()
    }

    fn hint_id(&self) -> String {
        [self.id, "-email-hint"].concat()
    }
}
