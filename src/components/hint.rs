//! The line under a field: what will happen, or what is wrong.

use yew::prelude::*;

use super::icons;

#[derive(Properties, PartialEq)]
pub(crate) struct HintProps {
    /// The id by which the field refers to this line.
    pub(crate) id: AttrValue,
    /// What is wrong; it takes the place of the hint and is read out once.
    pub(crate) problem: Option<AttrValue>,
    /// What will happen.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// Takes its space even when empty, so that nothing moves when a problem appears.
#[component]
pub(crate) fn Hint(HintProps { id, problem, children }: &HintProps) -> Html {
    html! {
        <div class="pl-hint" {id}>
            // The region is there before the sentence is: screen readers announce changes, not arrivals.
            <div role="alert">
                if let Some(problem) = problem {
                    <p class="pl-problem">{ icons::warning() }<span>{ problem }</span></p>
                }
            </div>
            if problem.is_none() {
                { children.clone() }
            }
        </div>
    }
}
