//! A page that a server rendered, in which somebody has begun to type before the app is there.

use passlock::{Lock, LockProps};
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::HtmlInputElement;
use yew::{BaseComponent, LocalServerRenderer};

use crate::backend::{Backend, id_token};
use crate::club::{Club, ClubProps, Diary};
use crate::hands::fire;
use crate::page::storage;
use crate::patience::turn;
use crate::screen::{Screen, config};

/// What a server writes.
async fn markup<C: BaseComponent>(props: C::Properties) -> String {
    LocalServerRenderer::<C>::with_props(props).render().await
}

/// How many elements of each kind there are.
fn census(screen: &Screen) -> Vec<usize> {
    ["*", "form", "input", "label", "button", "section", "h2", "slot"].map(|kind| screen.all(kind).len()).to_vec()
}

/// Somebody types, and puts the caret in the middle.
fn type_before(screen: &Screen) -> HtmlInputElement {
    let field = screen.field("phone");
    field.focus().unwrap();
    field.set_value("07400123456");
    fire(&field, "input");
    field.set_selection_range(7, 7).unwrap();
    field
}

#[track_caller]
fn is_where_it_was(screen: &Screen, field: &HtmlInputElement) {
    assert!(screen.field("phone").is_same_node(Some(field)), "another element, and all that it knew is lost");
    assert_eq!(field.value(), "07400 123456");
    assert!(field.matches(":focus").unwrap());
    let caret = [field.selection_start(), field.selection_end()].map(Result::unwrap);
    assert_eq!(caret, [Some(8), Some(8)], "between the same digits");
    assert!(screen.text().contains("We will text +44 7400 123456"), "{}", screen.text());
}

#[test]
async fn a_lock_goes_on_where_the_person_is() {
    let (_, backend) = (storage(), Backend::new());
    backend.will_send_a_code();
    let props = yew::props!(LockProps { config: config().inline() });
    let mut screen = Screen::written_by_server(&markup::<Lock>(props.clone()).await);
    let (before, field) = (census(&screen), type_before(&screen));
    screen.hydrate::<Lock>(props).await;
    turn().await;
    is_where_it_was(&screen, &field);
    assert_eq!(field.id(), screen.get("label").get_attribute("for").unwrap());
    let after = census(&screen);
    // All but the country's flag and what is said of the number was there.
    assert_eq!(before[1..], after[1..], "{before:?} {after:?}");

    screen.submit().await;
    screen.sees("Enter the code").await;
    assert!(backend.asked("/passwordless/start")[0].contains("+447400123456"));
}

#[test]
async fn what_a_server_wrote_has_no_doubles() {
    storage();
    let props = yew::props!(LockProps { config: config().inline() });
    let mut hydrated = Screen::written_by_server(&markup::<Lock>(props.clone()).await);
    hydrated.hydrate::<Lock>(props.clone()).await;
    turn().await;
    let hydrated = (census(&hydrated), hydrated.text());
    let rendered = Screen::of_app::<Lock>(props).await;
    turn().await;
    assert_eq!(hydrated, (census(&rendered), rendered.text()));
}

#[test]
async fn a_dialog_opens_once_it_is_there() {
    storage();
    let props = yew::props!(LockProps { config: config() });
    let mut screen = Screen::written_by_server(&markup::<Lock>(props.clone()).await);
    assert!(!screen.get("dialog").has_attribute("open"));
    screen.hydrate::<Lock>(props).await;
    turn().await;
    assert!(screen.get("dialog").has_attribute("open"));
    assert!(screen.field("phone").matches(":focus").unwrap());
}

fn club(while_unknown: bool) -> (ClubProps, Diary) {
    let diary = Diary::default();
    (yew::props!(ClubProps { config: config(), diary: diary.clone(), while_unknown }), diary)
}

#[test]
async fn a_lock_in_a_session_goes_on_where_the_person_is() {
    let (_, backend) = (storage(), Backend::new());
    backend.will_send_a_code();
    let (props, diary) = club(true);
    let mut screen = Screen::written_by_server(&markup::<Club>(props.clone()).await);
    assert_eq!(diary.statuses(), ["unknown"]);
    let field = type_before(&screen);
    screen.hydrate::<Club>(props).await;
    turn().await;
    is_where_it_was(&screen, &field);
    assert_eq!(screen.all("form").len(), 1);
    assert_eq!(diary.session().status(), &passlock::SessionStatus::SignedOut);
    screen.submit().await;
    screen.sees("Enter the code").await;
}

#[test]
async fn a_server_says_nothing_about_who_is_in() {
    let storage = storage();
    storage.set_item("id_token", &id_token(3600)).unwrap();
    let (props, diary) = club(false);
    let mut screen = Screen::written_by_server(&markup::<Club>(props.clone()).await);
    assert_eq!(screen.text(), "Members only");
    screen.hydrate::<Club>(props).await;
    screen.sees("Leave").await;
    assert_eq!(screen.all("#outside").len(), 0);
    assert_eq!(diary.statuses().last(), Some(&"in"));
}
