//! Who need not be typed: shown instead of the field.

use passlock_core::flow::{Event, KnownBy};
use yew::prelude::*;

use super::press::press;
use crate::i18n::{Text, Texts};

/// A number or an address, as it is `shown`; somebody else may take another one, unless the host page has named them or a
/// code is on its way (`busy`).
pub(super) fn known(
    id: String,
    shown: String,
    by: KnownBy,
    busy: bool,
    texts: &Texts,
    onevent: &Callback<Event>,
) -> Html {
    html! {
        <div class="pl-field pl-known" part="field" {id}>
            <bdi dir="ltr">{ shown }</bdi>
            if by == KnownBy::Browser && !busy {
                <button
                    type="button"
                    class="pl-link"
                    part="link"
                    onclick={press(onevent, || Event::OtherRecipientAsked)}
                >
                    { texts.text(Text::NotYou) }
                </button>
            }
        </div>
    }
}
