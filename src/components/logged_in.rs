//! The last view: welcome.

use passlock_core::flow::Event;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::icons;
use super::press::press;
use crate::i18n::{Text, Texts};

/// Where to go from here: on to the page behind the lock, if there is one (`closable`), or out again.
pub(crate) fn logged_in(
    go_on: &NodeRef,
    app_name: Option<&str>,
    closable: bool,
    texts: &Texts,
    onevent: &Callback<Event>,
) -> Html {
    let label = app_name.map_or_else(|| texts.text(Text::Continue), |app| texts.fill(Text::ContinueTo, app).into());
    html! {
        <div key="welcome" class="pl-form">
            if closable {
                <button
                    ref={go_on.clone()}
                    type="button"
                    class="pl-button pl-primary"
                    part="submit"
                    onclick={press(onevent, || Event::Closed)}
                >
                    { label }
                </button>
            }
            <button
                type="button"
                class="pl-button pl-secondary pl-logout"
                part="logout"
                onclick={press(onevent, || Event::LogOutAsked)}
            >
                { texts.text(Text::LogOut) }
            </button>
        </div>
    }
}

/// The person's picture, over a drawn person for when there is none or it does not load.
pub(crate) fn avatar(src: Option<String>) -> Html {
    let onerror = |event: yew::Event| event.target_unchecked_into::<HtmlElement>().set_hidden(true);
    html! {
        <div key="avatar" class="pl-avatar" part="avatar">
            { icons::person() }
            if let Some(src) = src {
                <img key={src.clone()} {src} alt="" width="72" height="72" {onerror} />
            }
        </div>
    }
}
