//! What a server makes of a Yew app with a login: no browser is there, and nothing asks for one.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that meets the unexpected has failed")]

use passlock::{
    Authenticated, Config, ConfigError, Lock, LockProps, NotAuthenticated, SessionProvider, SessionStatus, use_session,
};
use yew::prelude::*;
use yew::{BaseComponent, LocalServerRenderer};

/// The page as a browser that runs no script shows it.
async fn rendered<C: BaseComponent>(props: C::Properties) -> String {
    LocalServerRenderer::<C>::with_props(props).hydratable(false).render().await
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct AppProps {
    #[prop_or("127.0.0.1:4000")]
    domain: &'static str,
    #[prop_or_default]
    while_unknown: bool,
}

#[component]
fn App(props: &AppProps) -> Html {
    let AppProps { domain, while_unknown } = *props;
    html! {
        <SessionProvider client_id="demo" {domain}>
            <NotAuthenticated {while_unknown}><Lock inline=true /></NotAuthenticated>
            <Authenticated fallback={html! { <i>{ "fallback" }</i> }}><b>{ "room" }</b></Authenticated>
            <Status />
        </SessionProvider>
    }
}

#[component]
fn Status() -> Html {
    let session = use_session();
    // Nobody to log out, and nothing to do it with.
    session.log_out();
    session.show_lock();
    assert_eq!((session.access_token(), session.expires_at(), session.profile()), (None, None, None));
    let text = match session.status() {
        SessionStatus::Unknown => "unknown".to_owned(),
        SessionStatus::Misconfigured(error) => error.to_string(),
        other => panic!("a server cannot know that: {other:?}"),
    };
    html! { <u>{ text }</u> }
}

#[tokio::test]
async fn a_lock_is_its_first_form() {
    let config = Config::new("demo", "127.0.0.1:4000").unwrap();
    let inline = rendered::<Lock>(yew::props!(LockProps { config: config.clone(), inline: true })).await;
    for part in ["Sign in", "name=\"phone\"", "type=\"submit\"", "class=\"pl pl-inline\""] {
        assert_eq!(inline.matches(part).count(), 1, "{part} in {inline}");
    }
    let dialog = rendered::<Lock>(yew::props!(LockProps { config: config.clone() })).await;
    assert!(dialog.contains("<dialog") && !dialog.contains(" open"), "{dialog}");
    let shut = rendered::<Lock>(yew::props!(LockProps { config, open: false })).await;
    assert!(!shut.contains("name=\"phone\""), "{shut}");
}

#[tokio::test]
async fn nobody_knows_who_is_in() {
    let page = rendered::<App>(yew::props!(AppProps {})).await;
    assert_eq!(page, "<i>fallback</i><u>unknown</u>");
}

#[tokio::test]
async fn the_form_is_there_at_once_where_it_is_wanted() {
    let page = rendered::<App>(yew::props!(AppProps { while_unknown: true })).await;
    assert_eq!(page.matches("name=\"phone\"").count(), 1, "{page}");
    assert!(page.contains("pl-inline"), "{page}");
    assert!(page.ends_with("<i>fallback</i><u>unknown</u>"), "{page}");
}

#[tokio::test]
async fn a_mistake_is_a_sentence() {
    let page = rendered::<App>(yew::props!(AppProps { domain: "http://login.example.com" })).await;
    let error = ConfigError::Domain(passlock::DomainError::Unencrypted).to_string();
    assert_eq!(page.matches(&error).count(), 2, "{page}");
    assert!(page.contains("role=\"alert\"") && !page.contains("name=\"phone\""), "{page}");
}

#[component]
fn Pair() -> Html {
    html! {
        <SessionProvider client_id="demo" domain="127.0.0.1:4000"><Lock inline=true /><Lock /></SessionProvider>
    }
}

#[tokio::test]
async fn each_of_two_locks_is_a_form() {
    let page = rendered::<Pair>(()).await;
    assert_eq!(page.matches("name=\"phone\"").count(), 2, "{page}");
}
