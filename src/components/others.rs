//! The other ways to a person, below the form.

use passlock_core::Connection;
use passlock_core::flow::{Event, State};
use yew::prelude::*;

use super::press::press;
use crate::i18n::{Text, Texts};

/// Whether there are any.
pub(super) fn has_others(state: &State) -> bool {
    state.offered().any(|offered| offered != state.forms.shown)
}

/// A quiet button for each.
pub(super) fn others(state: &State, texts: &Texts, onevent: &Callback<Event>) -> Html {
    let other = |connection| {
        let (text, event): (_, fn() -> Event) = match connection {
            Connection::Sms => (Text::UsePhone, || Event::ConnectionChosen(Connection::Sms)),
            Connection::Email => (Text::UseEmail, || Event::ConnectionChosen(Connection::Email)),
        };
        html! {
            <button type="button" class="pl-link" part="link" onclick={press(onevent, event)}>{ texts.text(text) }</button>
        }
    };
    html! {
        if has_others(state) {
            <div class="pl-others" part="others">
                { for state.offered().filter(|offered| *offered != state.forms.shown).map(other) }
            </div>
        }
    }
}
