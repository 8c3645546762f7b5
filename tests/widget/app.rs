//! The lock as a Yew app writes it: what its properties mean, mistakes in them, and locks that share a session.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use passlock::{
    Authenticated, ConfigError, DomainError, Gate, Lock, LockProps, NotAuthenticated, Notice, Purpose, SessionProvider,
    use_session,
};
use wasm_bindgen_test::wasm_bindgen_test as test;
use yew::prelude::*;

use crate::backend::Backend;
use crate::club::{Club, ClubProps, Diary};
use crate::page::storage;
use crate::patience::turn;
use crate::screen::{Screen, config};

/// What a callback was told.
fn noted<T: Clone + 'static>() -> (Rc<RefCell<Vec<T>>>, Callback<T>) {
    let notes = Rc::new(RefCell::new(Vec::new()));
    let note = Rc::clone(&notes);
    (notes, Callback::from(move |news| note.borrow_mut().push(news)))
}

#[test]
async fn a_client_id_and_a_domain_make_a_lock() {
    let (_, backend) = (storage(), Backend::new());
    backend.will_send_a_code().will_log_in();
    let (logins, on_authenticated) = noted();
    let props = yew::props!(LockProps { client_id: "demo", domain: "127.0.0.1:4000", on_authenticated });
    let screen = Screen::of_app::<Lock>(props).await;
    screen.type_into("phone", "+44 7400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    screen.type_into("code", "427193").await;
    screen.sees("Welcome").await;
    assert_eq!(logins.borrow().len(), 1);
    assert!(backend.requests()[0].url.starts_with("http://127.0.0.1:4000/"));
}

#[test]
async fn a_mistake_stands_where_the_lock_would_and_is_told_once() {
    storage();
    let (errors, on_config_error) = noted();
    let props = yew::props!(LockProps { client_id: "demo", domain: "not a domain", on_config_error });
    let (screen, mut lock) = Screen::of_changing_app::<Lock>(props.clone()).await;
    let error = ConfigError::Domain(DomainError::NotADomain);
    assert!(screen.text().contains(&error.to_string()), "{}", screen.text());
    assert_eq!(screen.get(".pl-problem").text_content().unwrap(), screen.text());
    lock.update(LockProps { open: false, ..props.clone() });
    turn().await;
    assert_eq!(*errors.borrow(), [error]);

    lock.update(LockProps { domain: "127.0.0.1:4000".into(), inline: true, ..props });
    turn().await;
    screen.sees("Sign in").await;
    assert!(screen.find(".pl-problem").is_none());
    lock.destroy();
}

#[component]
fn Homeless() -> Html {
    let session = use_session();
    let status = format!("{:?}", session.status());
    html! { <><Authenticated>{ "in" }</Authenticated><NotAuthenticated>{ status }</NotAuthenticated></> }
}

#[test]
async fn a_session_without_a_provider_is_a_mistake_and_no_panic() {
    let screen = Screen::of_app::<Homeless>(()).await;
    assert_eq!(screen.text(), "Misconfigured(NoProvider)");
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct StubbornProps {
    on_config_error: Callback<ConfigError>,
    domain: &'static str,
    own: AttrValue,
}

#[component]
fn Stubborn(props: &StubbornProps) -> Html {
    let StubbornProps { on_config_error, domain, own } = props.clone();
    html! {
        <SessionProvider client_id="demo" {domain} on_config_error={on_config_error.clone()}>
            <Lock client_id={own} inline=true {on_config_error} />
        </SessionProvider>
    }
}

#[test]
async fn a_lock_that_contradicts_its_provider_is_a_mistake() {
    storage();
    for (domain, own, expected) in [
        ("127.0.0.1:4000", "other", &[ConfigError::Contradiction][..]),
        ("127.0.0.1:4000", "demo", &[]),
        // Both of them say so.
        ("", "demo", &[ConfigError::DomainMissing, ConfigError::DomainMissing]),
    ] {
        let (errors, on_config_error) = noted();
        let props = yew::props!(StubbornProps { on_config_error, domain, own });
        let screen = Screen::of_app::<Stubborn>(props).await;
        assert_eq!(*errors.borrow(), expected, "{domain:?} {own:?}");
        assert_eq!(screen.find(".pl-problem").is_some(), !expected.is_empty());
        assert_eq!(screen.find("[name=phone]").is_some(), expected.is_empty());
    }
}

#[test]
async fn the_newest_callbacks_and_the_newest_gate_are_called() {
    let (_, backend) = (storage(), Backend::new());
    backend.will_send_a_code();
    let ([(old, on_notice), (new, other)], asked) = ([noted(), noted()], Rc::new(Cell::new(0)));
    let props = yew::props!(LockProps { config: config().inline(), on_notice });
    let (screen, mut lock) = Screen::of_changing_app::<Lock>(props.clone()).await;
    screen.type_into("phone", "07400 123456").await;
    let gate = {
        let asked = Rc::clone(&asked);
        Gate::new(move |purpose, _| {
            assert_eq!(purpose, Purpose::SendCode);
            asked.set(asked.get() + 1);
            async { Ok(()) }
        })
    };
    lock.update(LockProps { on_notice: other, gate: Some(gate), ..props });
    turn().await;
    assert_eq!(screen.field("phone").value(), "07400 123456", "another callback is no reason to begin anew");
    screen.submit().await;
    screen.sees("Enter the code").await;
    assert_eq!(asked.get(), 1);
    assert_eq!(*old.borrow(), [Notice::Shown]);
    assert!(matches!(new.borrow()[..], [Notice::CodeSent { .. }]), "{:?}", new.borrow());
    lock.destroy();
}

#[test]
async fn typing_in_the_lock_renders_nothing_else() {
    storage();
    let (screen, diary) = crate::club::club(config()).await;
    let before = diary.statuses().len();
    for text in ["0", "07", "074", "0740"] {
        screen.type_into("phone", text).await;
    }
    assert_eq!(diary.statuses().len(), before);
    assert_eq!(screen.field("phone").value(), "0740");
}

#[test]
async fn a_lock_that_comes_back_is_where_it_was() {
    let (_, backend) = (storage(), Backend::new());
    backend.will_send_a_code();
    let diary = Diary::default();
    let props = yew::props!(ClubProps { config: config(), diary: diary.clone() });
    let (screen, mut app) = Screen::of_changing_app::<Club>(props.clone()).await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    app.update(ClubProps { has_lock: false, ..props.clone() });
    turn().await;
    assert!(screen.find("form").is_none());
    assert_eq!(diary.notices().last(), Some(&Notice::Hidden));
    app.update(props);
    turn().await;
    screen.sees("Enter the code").await;
    assert_eq!(diary.notices().last(), Some(&Notice::Shown));
    assert_eq!(backend.asked("/passwordless/start").len(), 1);
    app.destroy();
}

#[test]
async fn an_app_opens_and_closes_its_lock() {
    storage();
    let diary = Diary::default();
    let props = yew::props!(ShutProps { diary: diary.clone() });
    let screen = Screen::of_app::<Shut>(props).await;
    assert!(screen.find(".pl-card").is_none());
    screen.press("#enter").await;
    turn().await;
    screen.sees("Sign in").await;
    assert!(screen.get("dialog").has_attribute("open"));
    screen.press(".pl-close").await;
    turn().await;
    assert!(screen.find(".pl-card").is_none());
    screen.press("#enter").await;
    turn().await;
    screen.sees("Sign in").await;
    screen.press("#enter").await;
    screen.press("#away").await;
    turn().await;
    assert!(screen.find(".pl-card").is_none());
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ShutProps {
    diary: Diary,
}

/// A page with a lock that is opened by a button.
#[component]
fn Shut(_props: &ShutProps) -> Html {
    html! { <SessionProvider config={config()}><Buttons /><Lock open=false /></SessionProvider> }
}

#[component]
fn Buttons() -> Html {
    let (shown, hidden) = (use_session(), use_session());
    html! {
        <>
            <button id="enter" onclick={move |_| shown.show_lock()}>{ "Enter" }</button>
            <button id="away" onclick={move |_| hidden.hide_lock()}>{ "Away" }</button>
        </>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct PairProps {
    has_first: bool,
    has_second: bool,
}

/// Two locks for one session, each in a frame of its own.
#[component]
fn Pair(props: &PairProps) -> Html {
    let lock = |is_there: bool, id: &'static str| {
        if is_there {
            html! { <div {id}><Lock inline=true /></div> }
        } else {
            Html::default()
        }
    };
    html! {
        <SessionProvider config={config()}>
            { lock(props.has_first, "first") }
            { lock(props.has_second, "second") }
        </SessionProvider>
    }
}

#[test]
async fn of_two_locks_the_one_that_came_last_is_on_the_screen() {
    storage();
    let (screen, mut app) = Screen::of_changing_app::<Pair>(PairProps { has_first: true, has_second: false }).await;
    screen.type_into("phone", "07400").await;
    app.update(PairProps { has_first: true, has_second: true });
    turn().await;
    assert!(screen.find("#first form").is_none());
    assert_eq!(screen.field("phone").value(), "07400");
    assert!(screen.find("#second form").is_some());
    app.update(PairProps { has_first: true, has_second: false });
    turn().await;
    assert!(screen.find("#first form").is_some());
    screen.type_into("phone", "07400 123456").await;
    assert!(screen.text().contains("We will text +44 7400 123456"), "{}", screen.text());

    // One gives way to the other in the same moment.
    app.update(PairProps { has_first: false, has_second: true });
    turn().await;
    assert_eq!(screen.field("phone").value(), "07400 123456");
    assert!(screen.find("#second form").is_some());
    app.destroy();
}

#[test]
async fn of_two_locks_that_come_together_one_is_on_the_screen() {
    storage();
    let pair = || PairProps { has_first: true, has_second: true };
    let markup = yew::LocalServerRenderer::<Pair>::with_props(pair()).render().await;
    let mut screen = Screen::written_by_server(&markup);
    assert_eq!(screen.all("form").len(), 2);
    screen.hydrate::<Pair>(pair()).await;
    turn().await;
    assert_eq!(screen.all("form").len(), 1);
    drop(screen);

    let screen = Screen::of_app::<Pair>(pair()).await;
    turn().await;
    assert_eq!(screen.all("form").len(), 1);
}
