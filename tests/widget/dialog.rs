//! The lock as a dialog: focus, Esc, close, and what keyboards and screen readers meet.

use passlock::Notice;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::{HtmlDialogElement, HtmlElement};

use crate::backend::{Answer, Backend};
use crate::hands::fire;
use crate::page::{storage, window};
use crate::screen::{Screen, config, written};

fn focused() -> Option<HtmlElement> {
    window().document().unwrap().active_element().map(JsCast::unchecked_into)
}

#[test]
async fn a_dialog_is_modal_named_and_begins_in_the_field() {
    storage();
    let screen = Screen::new().await;
    let dialog: HtmlDialogElement = screen.get("dialog").unchecked_into();
    assert!(dialog.open());
    assert!(dialog.matches(":modal").unwrap());
    let title = dialog.get_attribute("aria-labelledby").unwrap();
    assert_eq!(written(&screen.get(&format!("#{title}"))), "Sign in");
    assert_eq!(focused(), Some(screen.field("phone").unchecked_into()));
}

#[test]
async fn esc_closes_and_gives_the_focus_back() {
    storage();
    let document = window().document().unwrap();
    let opener: HtmlElement = document.create_element("button").unwrap().unchecked_into();
    document.body().unwrap().append_child(&opener).unwrap();
    opener.focus().unwrap();
    let screen = Screen::new().await;
    assert_eq!(focused(), Some(screen.field("phone").unchecked_into()));

    fire(&screen.get("dialog"), "cancel");
    screen.until("the dialog to close", |screen| !screen.get("dialog").has_attribute("open")).await;
    assert_eq!(screen.notices().last(), Some(&Notice::Hidden));
    assert_eq!(focused(), Some(opener.clone()));
    opener.remove();
}

#[test]
async fn the_close_button_closes() {
    storage();
    let screen = Screen::new().await;
    assert_eq!(screen.get(".pl-close").get_attribute("aria-label").as_deref(), Some("Close"));
    screen.press(".pl-close").await;
    screen.until("the dialog to close", |screen| !screen.get("dialog").has_attribute("open")).await;
}

#[test]
async fn a_lock_that_may_not_be_closed_ignores_esc() {
    storage();
    let mut config = config();
    config.closable = false;
    let screen = Screen::with(config).await;
    fire(&screen.get("dialog"), "cancel");
    crate::patience::turn().await;
    assert!(screen.get("dialog").has_attribute("open"));
    assert!(screen.find(".pl-close").is_none());
}

#[test]
async fn the_code_takes_the_focus_when_it_is_its_turn() {
    storage();
    let backend = Backend::new();
    let screen = Screen::at_code(&backend).await;
    let field = screen.field("code");
    assert_eq!(focused(), Some(field.clone().unchecked_into()));
    for (attribute, value) in [("autocomplete", "one-time-code"), ("inputmode", "numeric"), ("type", "text")] {
        assert_eq!(field.get_attribute(attribute).as_deref(), Some(value));
    }
}

#[test]
async fn a_request_shows_on_the_button_and_can_be_given_up() {
    storage();
    let backend = Backend::new();
    backend.will(Answer::Silence);
    let screen = Screen::new().await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.until("the request", |_| backend.requests().len() == 1).await;
    let button = screen.get("button[type=submit]");
    assert_eq!(written(&button), "Sending…");
    assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"));

    screen.submit().await;
    crate::patience::turn().await;
    assert_eq!(backend.requests().len(), 1, "a second press sends nothing");

    screen.press(".pl-back").await;
    screen.sees("Text me a code").await;
    assert_eq!(screen.field("phone").value(), "07400 123456");
}

#[test]
async fn an_inline_lock_is_no_dialog_and_leaves_the_focus_alone() {
    storage();
    if let Some(focused) = focused() {
        focused.blur().unwrap();
    }
    let screen = Screen::with(config().inline()).await;
    assert!(screen.find("dialog").is_none());
    assert!(screen.find(".pl-close").is_none());
    assert_ne!(focused(), Some(screen.field("phone").unchecked_into()));
}
