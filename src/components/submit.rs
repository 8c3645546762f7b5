//! The one broad button of a view.

use yew::prelude::*;

/// A button that is labelled with what a press does, or with what is being done, while it is. It has the `focus` when the
/// view appears where there is nothing to type.
///
/// It stays focusable while busy: a disabled button would drop the focus to the page.
pub(crate) fn submit(label: AttrValue, busy: Option<AttrValue>, focus: bool) -> Html {
    html! {
        <button
            type="submit"
            class="pl-button pl-primary"
            part="submit"
            autofocus={focus}
            aria-disabled={busy.is_some().then_some("true")}
        >
            if busy.is_some() {
                <span class="pl-spinner" aria-hidden="true"></span>
            }
            <span aria-live="polite">{ busy.unwrap_or(label) }</span>
        </button>
    }
}
