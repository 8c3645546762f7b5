//! A number that need not be typed: shown instead of the field.

use passlock_core::flow::{Event, KnownPhone, PhoneSource};
use yew::prelude::*;

use crate::components::press::press;
use crate::i18n::{Text, Texts};

/// A remembered number shows its last digits only: the next person at this device may be another one.
pub(super) fn known_number(
    id: String,
    known: KnownPhone,
    busy: bool,
    texts: &Texts,
    onevent: &Callback<Event>,
) -> Html {
    let number = match known.source {
        PhoneSource::Remembered => known.phone.masked(),
        PhoneSource::Host => known.phone.international(),
    };
    let may_change = known.source == PhoneSource::Remembered && !busy;
    html! {
        <div class="pl-field pl-known" part="field" {id}>
            <bdi dir="ltr">{ number }</bdi>
            if may_change {
                <button
                    type="button"
                    class="pl-link"
                    part="link"
                    onclick={press(onevent, || Event::OtherPhoneAsked)}
                >
                    { texts.text(Text::NotYou) }
                </button>
            }
        </div>
    }
}
