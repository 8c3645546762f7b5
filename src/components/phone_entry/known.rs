//! A number that need not be typed: shown instead of the field.

use passlock_core::flow::{Event, KnownPhone, PhoneSource};
use yew::prelude::*;

use crate::i18n::{Text, text};

#[derive(Properties, PartialEq)]
pub(super) struct KnownNumberProps {
    pub(super) id: AttrValue,
    pub(super) known: KnownPhone,
    pub(super) busy: bool,
    pub(super) onevent: Callback<Event>,
}

/// A remembered number shows its last digits only: the next person at this device may be another one.
#[component]
pub(super) fn KnownNumber(KnownNumberProps { id, known, busy, onevent }: &KnownNumberProps) -> Html {
    let number = match known.source {
        PhoneSource::Remembered => known.phone.masked(),
        PhoneSource::Host => known.phone.international(),
    };
    let onclick = onevent.reform(|_: MouseEvent| Event::OtherPhoneAsked);
    let may_change = known.source == PhoneSource::Remembered && !busy;
    html! {
        <div class="pl-field pl-known" id={format!("{id}-phone")}>
            <bdi dir="ltr">{ number }</bdi>
            if may_change {
                <button type="button" class="pl-link" {onclick}>{ text(Text::NotYou) }</button>
            }
        </div>
    }
}
