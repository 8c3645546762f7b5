//! The few drawings of the lock, in strokes that follow the text colour.

use yew::prelude::*;

pub(crate) fn padlock() -> Html {
    stroke(html! {
        <>
            <rect x="5" y="11" width="14" height="9" rx="2.5" />
            <path d="M8 11V8a4 4 0 0 1 8 0v3" />
            <path d="M12 15v1.5" />
        </>
    })
}

pub(crate) fn cross() -> Html {
    stroke(html! { <path d="M6 6l12 12M18 6L6 18" /> })
}

pub(crate) fn arrow_back() -> Html {
    stroke(html! { <path d="M15 5l-7 7 7 7" /> })
}

pub(crate) fn arrow_out() -> Html {
    stroke(html! { <path d="M9 6h9v9M18 6L7 17" /> })
}

pub(crate) fn chevron() -> Html {
    stroke(html! { <path d="M7 10l5 5 5-5" /> })
}

pub(crate) fn warning() -> Html {
    stroke(html! {
        <>
            <circle cx="12" cy="12" r="9" />
            <path d="M12 7.5v5.5M12 16.4v.1" />
        </>
    })
}

pub(crate) fn person() -> Html {
    stroke(html! {
        <>
            <circle cx="12" cy="8.5" r="3.75" />
            <path d="M4.5 20a7.5 7.5 0 0 1 15 0" />
        </>
    })
}

/// Decoration: the words beside it say the same.
fn stroke(paths: Html) -> Html {
    html! { <svg class="pl-icon" viewBox="0 0 24 24" aria-hidden="true">{ paths }</svg> }
}
