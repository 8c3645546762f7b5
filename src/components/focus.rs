//! Where the keyboard goes on.

use web_sys::HtmlElement;
use yew::NodeRef;

/// Brings the focus to an element. One that is gone, or in a page that is hidden, can't take it, which is no failure.
pub(super) fn focus_on(element: &NodeRef) {
    if let Some(element) = element.cast::<HtmlElement>() {
        let _ = element.focus();
    }
}
