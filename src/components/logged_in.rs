//! The last view: welcome.

use passlock_core::flow::Event;
use passlock_core::session::Profile;
use yew::prelude::*;

use super::focus::focus_on;
use super::icons;
use crate::i18n::{Text, fill, text};

#[derive(Properties, PartialEq)]
pub(crate) struct LoggedInProps {
    pub(crate) profile: Profile,
    /// What the person signed in to.
    pub(crate) app_name: Option<AttrValue>,
    /// Whether there is a page behind the lock to go on to.
    pub(crate) closable: bool,
    pub(crate) onevent: Callback<Event>,
}

#[component]
pub(crate) fn LoggedIn(props: &LoggedInProps) -> Html {
    let LoggedInProps { app_name, closable, onevent, .. } = props;
    let button = use_node_ref();
    use_effect_with((), {
        let button = button.clone();
        // The form that had the focus is gone; a keyboard goes on from here.
        move |()| focus_on(&button)
    });
    let onclose = onevent.reform(|_: MouseEvent| Event::Closed);
    let onlogout = onevent.reform(|_: MouseEvent| Event::LogOutAsked);
    let go_on = app_name.as_ref().map_or_else(|| text(Text::Continue).to_owned(), |app| fill(Text::ContinueTo, app));
    html! {
        <div class="pl-form">
            if *closable {
                <button ref={button} type="button" class="pl-button pl-primary" onclick={onclose}>{ go_on }</button>
            }
            <button type="button" class="pl-button pl-secondary pl-logout" onclick={onlogout}>
                { text(Text::LogOut) }
            </button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct AvatarProps {
    pub(crate) src: Option<AttrValue>,
}

/// The person's picture, or a drawn person where there is none or it does not load.
#[component]
pub(crate) fn Avatar(AvatarProps { src }: &AvatarProps) -> Html {
    let broken = use_state(|| false);
    let onerror = {
        let broken = broken.clone();
        Callback::from(move |_| broken.set(true))
    };
    html! {
        <div class="pl-avatar">
            if let Some(src) = src.as_ref().filter(|_| !*broken) {
                <img {src} alt="" width="72" height="72" {onerror} />
            } else {
                { icons::person() }
            }
        </div>
    }
}
