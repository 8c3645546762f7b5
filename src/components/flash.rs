//! The line above a form that the host page asked for.

use yew::prelude::*;

use crate::config::{Flash, FlashKind};

/// What the page wants to be read, under an id by which a dialog is described: screen readers say it as the dialog opens.
pub(crate) fn flash(id: &str, given: &Flash) -> Html {
    let (class, role) = match given.kind {
        FlashKind::Error => ("pl-flash pl-flash-error", "alert"),
        FlashKind::Success => ("pl-flash pl-flash-success", "status"),
        FlashKind::Info => ("pl-flash", "status"),
    };
    html! { <p key="flash" id={flash_id(id)} {class} {role}>{ given.text.clone() }</p> }
}

/// The id of the line in the lock whose ids begin so.
pub(crate) fn flash_id(id: &str) -> String {
    [id, "-flash"].concat()
}
