//! The line under a field: what will happen, or what is wrong.

use yew::prelude::*;

use super::icons;

/// A line by whose `id` a field refers to it. What is wrong takes the place of what `will` happen, and is read out once.
///
/// It takes its space even when empty, so that nothing moves when a problem appears.
pub(crate) fn hint(id: String, problem: Option<String>, will: Html) -> Html {
    let (problem, will) = match problem {
        Some(problem) => (
            html! { <p class="pl-problem" part="error">{ icons::warning() }<span>{ problem }</span></p> },
            Html::default(),
        ),
        None => (Html::default(), will),
    };
    html! {
        <div class="pl-hint" part="hint" {id}>
            // The region is there before the sentence is: screen readers announce changes, not arrivals.
            <div role="alert">{ problem }</div>
            { will }
        </div>
    }
}
