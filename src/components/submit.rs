//! The one broad button of a view.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct SubmitProps {
    /// What a press does.
    pub(crate) label: AttrValue,
    /// What is being done, while it is.
    pub(crate) busy: Option<AttrValue>,
    /// Whether it has the focus when the view appears: where there is nothing to type.
    #[prop_or_default]
    pub(crate) focus: bool,
}

/// Stays focusable while busy: a disabled button would drop the focus to the page.
#[component]
pub(crate) fn Submit(SubmitProps { label, busy, focus }: &SubmitProps) -> Html {
    let is_busy = busy.is_some();
    html! {
        <button type="submit" class="pl-button pl-primary" autofocus={*focus} aria-disabled={is_busy.then_some("true")}>
            if is_busy {
                <span class="pl-spinner" aria-hidden="true"></span>
            }
            <span aria-live="polite">{ busy.as_ref().unwrap_or(label) }</span>
        </button>
    }
}
