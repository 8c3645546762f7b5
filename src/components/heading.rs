//! The head of each view: title, what it is about, and a picture.

use passlock_core::Connection;
use passlock_core::flow::{Event, Stage, State};
use yew::prelude::*;

use super::frame::slot;
use super::icons;
use super::logged_in::avatar;
use super::press::press;
use crate::config::Config;
use crate::i18n::{Text, Texts};

/// What the view is called; for the first one a page with slots may put its own title here.
pub(super) fn title(config: &Config, stage: &Stage) -> Html {
    let title = words(config, stage).into();
    match stage {
        Stage::EnteringRecipient { .. } | Stage::RequestingCode { .. } => slot("title", title),
        Stage::EnteringCode { .. } | Stage::VerifyingCode { .. } | Stage::LoggedIn { .. } => title,
    }
}

fn words(config: &Config, stage: &Stage) -> AttrValue {
    let texts = &config.texts;
    match stage {
        Stage::EnteringRecipient { .. } | Stage::RequestingCode { .. } => match (&config.title, &config.app_name) {
            (Some(title), _) => title.clone().into(),
            (None, Some(app)) => texts.fill(Text::SignInTo, app).into(),
            (None, None) => texts.text(Text::SignIn),
        },
        Stage::EnteringCode { .. } | Stage::VerifyingCode { .. } => texts.text(Text::EnterTheCode),
        Stage::LoggedIn { .. } => texts.text(Text::Welcome),
    }
}

/// What it is about.
pub(super) fn subtitle(state: &State, texts: &Texts, onevent: &Callback<Event>) -> Html {
    match &state.stage {
        Stage::EnteringRecipient { .. } | Stage::RequestingCode { .. } => {
            let text = match state.forms.shown {
                Connection::Sms => Text::HowItWorks,
                Connection::Email => Text::HowItWorksEmail,
            };
            texts.text(text).into()
        }
        Stage::EnteringCode { waiting, .. } | Stage::VerifyingCode { waiting, .. } => {
            let (before, after) = texts.around(match waiting.to.connection() {
                Connection::Sms => Text::SentTo,
                Connection::Email => Text::SentToEmail,
            });
            html! {
                <>
                    { before }<bdi dir="ltr">{ waiting.to.readable() }</bdi>{ after }
                    if state.forms.may_change() {
                        // An address may be as long as the line.
                        if waiting.to.connection() == Connection::Email { <br /> } else { { " · " } }
                        <button type="button" class="pl-link" part="link" onclick={press(onevent, || Event::BackAsked)}>
                            { texts.text(Text::Change) }
                        </button>
                    }
                </>
            }
        }
        Stage::LoggedIn { session } => session.profile.name.clone().unwrap_or_default().into(),
    }
}

/// The picture above both.
pub(super) fn emblem(config: &Config, stage: &Stage) -> Html {
    match (stage, &config.logo) {
        (Stage::LoggedIn { session }, _) => avatar(session.profile.picture.clone()),
        (_, Some(logo)) => slot("logo", html! { <img class="pl-logo" part="logo" src={logo.clone()} alt="" /> }),
        (_, None) => slot("logo", html! { <div class="pl-tile" part="logo">{ icons::padlock() }</div> }),
    }
}
