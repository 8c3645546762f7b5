//! The line above a form that the host page asked for.

use yew::prelude::*;

use crate::config::{Flash, FlashKind};

/// What the page wants to be read. The region stands there before its words do, as screen readers announce changes.
pub(crate) fn flash(given: Option<&Flash>, is_up: bool) -> Html {
    let Some(Flash { kind, text }) = given else { return Html::default() };
    let (class, role) = match kind {
        FlashKind::Error => ("pl-flash pl-flash-error", "alert"),
        FlashKind::Success => ("pl-flash pl-flash-success", "status"),
        FlashKind::Info => ("pl-flash", "status"),
    };
    html! {
        <div key="flash" {role}>
            if is_up {
                <p {class}>{ text.clone() }</p>
            }
        </div>
    }
}
