//! The one broad button of a view.

use yew::prelude::*;

/// A button that is labelled with what a press does, or with what is being done, while it is. It has the `focus` when the
/// view appears where there is nothing to type, and `place` refers to it then.
///
/// It stays focusable while busy: a disabled button would drop the focus to the page.
pub(crate) fn submit(label: AttrValue, busy: Option<AttrValue>, focus: bool, place: Option<NodeRef>) -> Html {
    let is_busy = busy.is_some();
    let said = busy.unwrap_or(label);
    html! {
        <button
            ref={place.unwrap_or_default()}
            type="submit"
            class="pl-button pl-primary"
            part="submit"
            autofocus={focus}
            aria-disabled={is_busy.then_some("true")}
        >
            <span class="pl-said" aria-live="polite">
                // Other words are another element: the same one would be seen to jump to where they begin.
                <span key={&*said}>
                    if is_busy {
                        <span class="pl-spinner" aria-hidden="true"></span>
                    }
                    { said }
                </span>
            </span>
        </button>
    }
}
