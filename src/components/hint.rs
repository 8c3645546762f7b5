//! The line under a field: what will happen, or what is wrong.

use yew::prelude::*;

use super::icons;

/// A line by whose `id` a field refers to it. What is wrong takes the place of what `will` happen, and is read out once.
///
/// It takes its space even when empty, so that nothing moves when a problem appears.
pub(crate) fn hint(id: String, problem: Option<String>, will: Html) -> Html {
    let will = if problem.is_some() { Html::default() } else { will };
    hint_beside(id, problem, will)
}

/// The same with something that stands there whether anything is wrong or not.
pub(crate) fn hint_beside(id: String, problem: Option<String>, always: Html) -> Html {
    html! {
        <div class="pl-hint" part="hint" {id}>
            // The region is there before the sentence is: screen readers announce changes, not arrivals.
            <div role="alert">
                if let Some(problem) = problem {
                    <p class="pl-problem" part="error">{ icons::warning() }<span>{ problem }</span></p>
                }
            </div>
            { always }
        </div>
    }
}
