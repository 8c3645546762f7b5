//! What stands there for whom.

use yew::prelude::*;

use super::session::{SessionStatus, use_session};

/// Properties of [`Authenticated`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AuthenticatedProps {
    /// What stands there while somebody is logged in.
    #[prop_or_default]
    pub children: Html,
    /// What stands there while nobody is, or nobody knows yet. Default: nothing.
    #[prop_or_default]
    pub fallback: Html,
}

/// Renders its children while somebody is logged in.
///
/// What it hides is only not shown: whoever is not to have something must not get it from the backend.
#[component]
pub fn Authenticated(props: &AuthenticatedProps) -> Html {
    let AuthenticatedProps { children, fallback } = props;
    if use_session().is_authenticated() { children.clone() } else { fallback.clone() }
}

/// Properties of [`NotAuthenticated`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct NotAuthenticatedProps {
    /// What stands there while nobody is logged in.
    #[prop_or_default]
    pub children: Html,
    /// Whether the children stand there before anybody knows, too. A server then renders the form, and people type in it
    /// before the app is there; who is logged in sees it for as long. Default `false`.
    #[prop_or_default]
    pub while_unknown: bool,
}

/// Renders its children while nobody is logged in, or when a mistake keeps everybody out: a [`Lock`](crate::Lock) among
/// them says which.
#[component]
pub fn NotAuthenticated(props: &NotAuthenticatedProps) -> Html {
    let NotAuthenticatedProps { children, while_unknown } = props;
    let is_shown = match use_session().status() {
        SessionStatus::SignedOut | SessionStatus::Misconfigured(_) => true,
        SessionStatus::Unknown => *while_unknown,
        SessionStatus::SignedIn(_) => false,
    };
    if is_shown { children.clone() } else { Html::default() }
}
