//! Numbers that need not be typed: kept from the last login, or given by the host page.

use passlock::{Config, FirstPhone, PhoneNumber};
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::backend::{Backend, id_token};
use crate::page::{storage, window};
use crate::screen::{Screen, config};

fn remembering() -> Config {
    let mut config = config();
    config.remember = true;
    config
}

fn fixed() -> Config {
    let mut config = config();
    config.phone = FirstPhone::Fixed(PhoneNumber::parse("+447400123456", None).unwrap());
    config
}

fn kept() -> Option<String> {
    window().local_storage().unwrap().unwrap().get_item("id_token_phone").unwrap()
}

#[test]
async fn a_number_is_kept_after_the_login_and_offered_masked() {
    let (storage, backend) = (storage(), Backend::new());
    backend.will_send_a_code();
    let screen = Screen::with(remembering()).await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    assert_eq!(kept(), None, "a number is known to be theirs after the login, not before");
    backend.will_log_in();
    screen.type_into("code", "427193").await;
    screen.submit().await;
    screen.sees("Welcome").await;
    assert_eq!(kept().as_deref(), Some("+447400123456"));
    drop(screen);

    storage.remove_item("id_token").unwrap();
    let screen = Screen::with(remembering()).await;
    assert!(screen.text().contains("+44 •••• ••••56"), "{}", screen.text());
    assert!(!screen.text().contains("7400"), "{}", screen.text());
    backend.will_send_a_code();
    screen.submit().await;
    screen.sees("Enter the code").await;
    assert!(backend.requests()[2].body.contains("+447400123456"));
}

#[test]
async fn somebody_else_begins_anew_and_the_number_is_forgotten() {
    storage().set_item("id_token_phone", "+33612345678").unwrap();
    let screen = Screen::with(remembering()).await;
    assert!(screen.find("[name=phone]").is_none());
    let focused = || window().document().unwrap().active_element();
    assert_eq!(focused(), Some(screen.get("button[type=submit]").into()), "one key is enough for the code");
    screen.press(".pl-known button").await;
    assert_eq!(focused(), Some(screen.field("phone").into()));
    assert_eq!(screen.field("phone").value(), "");
    assert_eq!(screen.get(".pl-country").get_attribute("aria-label").as_deref(), Some("Country: France +33"));
    assert_eq!(kept(), None);
}

#[test]
async fn logging_out_forgets_the_number() {
    let (storage, token) = (storage(), id_token(36_000));
    storage.set_item("id_token_phone", "+447400123456").unwrap();
    storage.set_item("id_token", &token).unwrap();
    let screen = Screen::with(remembering()).await;
    screen.sees("Welcome").await;
    screen.press(".pl-logout").await;
    assert_eq!(kept(), None);
    assert_eq!(screen.field("phone").value(), "");
}

#[test]
async fn nothing_is_kept_unless_the_page_asks_for_it() {
    let (storage, backend) = (storage(), Backend::new());
    storage.set_item("id_token_phone", "+447400123456").unwrap();
    backend.will_send_a_code().will_log_in();
    let screen = Screen::new().await;
    assert_eq!(screen.field("phone").value(), "");
    storage.remove_item("id_token_phone").unwrap();
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    screen.type_into("code", "427193").await;
    screen.submit().await;
    screen.sees("Welcome").await;
    assert_eq!(kept(), None);
}

#[test]
async fn a_number_to_be_confirmed_goes_to_the_code_at_once() {
    storage();
    let backend = Backend::new();
    backend.will_send_a_code();
    let screen = Screen::with(fixed()).await;
    screen.sees("Enter the code").await;
    assert!(screen.text().contains("Sent to +44 7400 123456"), "{}", screen.text());
    assert!(!screen.text().contains("Change"), "{}", screen.text());
    assert_eq!(backend.requests().len(), 1);
}

#[test]
async fn on_a_page_it_waits_for_the_person() {
    storage();
    let backend = Backend::new();
    let screen = Screen::with(fixed().inline()).await;
    assert!(screen.text().contains("+44 7400 123456"), "{}", screen.text());
    assert!(screen.find(".pl-known button").is_none());
    assert_eq!(backend.requests().len(), 0);
    backend.will_send_a_code();
    screen.submit().await;
    screen.sees("Enter the code").await;
}
