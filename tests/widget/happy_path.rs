//! A person logs in.

use passlock::Notice;
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::backend::Backend;
use crate::mint::Draft;
use crate::page::storage;
use crate::screen::{Screen, config, written};

#[test]
async fn from_number_to_welcome() {
    let (storage, backend) = (storage(), Backend::new());
    let token = backend.signed(&Draft::ending_in(36_000)).await;
    backend.will_send_a_code().will_log_in_with(&token);
    let screen = Screen::new().await;

    screen.sees("Sign in").await;
    screen.type_into("phone", "07400 123456").await;
    assert!(screen.text().contains("We will text +44 7400 123456"), "{}", screen.text());
    screen.submit().await;

    screen.sees("Enter the code").await;
    assert!(screen.text().contains("Sent to +44 7400 123456"), "{}", screen.text());
    screen.type_into("code", "427 193").await;
    assert_eq!(screen.field("code").value(), "427193");
    screen.submit().await;

    screen.sees("Welcome").await;
    assert_eq!(storage.get_item("id_token").unwrap(), Some(token));
    assert!(storage.get_item("id_token_profile").unwrap().unwrap().contains("+44 7400 123456"));
    assert!(storage.get_item("id_token_expires_at").unwrap().unwrap().parse::<f64>().unwrap() > js_sys::Date::now());

    let requests = backend.requests();
    let [start, token] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!(start.url, "http://127.0.0.1:4000/passwordless/start");
    assert_eq!(start.body, r#"{"client_id":"demo","connection":"sms","phone_number":"+447400123456","send":"code"}"#);
    assert_eq!(token.url, "http://127.0.0.1:4000/oauth/token");
    assert_eq!(
        token.body,
        r#"{"grant_type":"http://auth0.com/oauth/grant-type/passwordless/otp","client_id":"demo","username":"+447400123456","otp":"427193","realm":"sms","scope":"openid profile"}"#
    );
    let notices = screen.notices();
    assert!(matches!(notices[..], [Notice::Shown, Notice::CodeSent { .. }, Notice::LoggedIn(_)]), "{notices:?}");
}

#[test]
async fn a_number_of_another_country_needs_no_picker() {
    storage();
    let backend = Backend::new();
    backend.will_send_a_code();
    let screen = Screen::new().await;
    screen.type_into("phone", "+33").await;
    assert_eq!(screen.get(".pl-country").get_attribute("aria-label").as_deref(), Some("Country: France +33"));
    screen.type_into("phone", "+33 6 12 34 56 78").await;
    assert!(written(&screen.get(".pl-country")).contains("+33"));
    screen.submit().await;
    screen.sees("Sent to +33 6 12 34 56 78").await;
    assert!(backend.requests()[0].body.contains("\"+33612345678\""));
}

#[test]
async fn a_landline_is_told_apart_before_a_message_is_sent_into_the_void() {
    storage();
    let screen = Screen::new().await;
    screen.type_into("phone", "0121 234 5678").await;
    assert!(screen.text().contains("A landline? Text messages may not arrive."), "{}", screen.text());
    screen.type_into("phone", "07400 123456").await;
    assert!(!screen.text().contains("landline"));
}

#[test]
async fn the_chosen_country_reads_a_national_number() {
    storage();
    let screen = Screen::new().await;
    screen.type_into("phone", "06 12 34 56 78").await;
    screen.press(".pl-country").await;
    screen.type_into("country", "France").await;
    screen.press("[role=option]").await;
    screen.sees("We will text +33 6 12 34 56 78").await;
}

#[test]
async fn the_number_can_be_changed_and_is_still_there() {
    storage();
    let backend = Backend::new();
    let screen = Screen::at_code(&backend).await;
    screen.press(".pl-subtitle .pl-link").await;
    screen.sees("Sign in").await;
    assert_eq!(screen.field("phone").value(), "07400 123456");
}

#[test]
async fn two_locks_on_a_page_do_not_meet() {
    let (storage, backend) = (storage(), Backend::new());
    let (mut left, mut right) = (config().inline(), config().inline());
    left.storage_key = "left".into();
    right.storage_key = "right".into();
    let (left, right) = (Screen::with(left).await, Screen::with(right).await);
    assert_ne!(left.get("label").get_attribute("for"), right.get("label").get_attribute("for"));

    backend.will_send_a_code().will_log_in();
    left.type_into("phone", "07400 123456").await;
    right.type_into("phone", "not a number").await;
    left.submit().await;
    left.sees("Enter the code").await;
    right.submit().await;
    right.sees("This does not look like a phone number.").await;
    left.type_into("code", "427193").await;
    left.submit().await;
    left.sees("Welcome").await;

    assert_eq!(right.field("phone").value(), "not a number");
    assert!(storage.get_item("left").unwrap().is_some());
    assert_eq!(storage.get_item("right").unwrap(), None);
}
