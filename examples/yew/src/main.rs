//! A Yew app that people log in to: a form for strangers, and a profile for whoever is logged in.

use passlock::{Authenticated, Config, Lock, NotAuthenticated, SessionProvider, use_session};
use yew::prelude::*;

/// The backend may be named when the app is built: `PASSLOCK_DOMAIN=login.example.com trunk build`.
const DOMAIN: &str = match option_env!("PASSLOCK_DOMAIN") {
    Some(domain) => domain,
    None => "127.0.0.1:4000",
};

fn main() {
    yew::Renderer::<App>::new().render();
}

#[component]
fn App() -> Html {
    let mut config = match Config::new("demo", DOMAIN) {
        Ok(config) => config,
        Err(error) => return html! { <p>{ error.to_string() }</p> },
    };
    config.app_name = Some("Example".to_owned());
    html! {
        <SessionProvider {config}>
            <NotAuthenticated>
                <h1>{ "Hello" }</h1>
                <Lock inline=true />
            </NotAuthenticated>
            <Authenticated>
                <Profile />
            </Authenticated>
        </SessionProvider>
    }
}

#[component]
fn Profile() -> Html {
    let session = use_session();
    let Some(person) = session.profile().cloned() else { return Html::default() };
    html! {
        <>
            <h1>{ "Welcome, " }{ person.name.as_deref().unwrap_or("you") }</h1>
            <dl>
                <dt>{ "Phone number" }</dt>
                <dd>{ person.phone_number }</dd>
                <dt>{ "Known as" }</dt>
                <dd>{ person.sub }</dd>
            </dl>
            <button onclick={move |_| session.log_out()}>{ "Log out" }</button>
        </>
    }
}
