//! What a host page adds to the lock: a message above the form, a say before requests, and where the focus goes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use passlock::{Config, Connection, Flash, FlashKind, Gate, Notice, Problem, Purpose, View};
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::backend::Backend;
use crate::page::storage;
use crate::patience::turn;
use crate::screen::{Screen, config};

fn with_flash(kind: FlashKind) -> Config {
    let mut config = config();
    config.flash = Some(Flash { kind, text: "Your link <b>has expired</b>.".into() });
    config
}

#[test]
async fn a_message_of_the_page_is_read_out_as_what_it_is() {
    storage();
    for (kind, role) in [(FlashKind::Error, "alert"), (FlashKind::Success, "status"), (FlashKind::Info, "status")] {
        let screen = Screen::with(with_flash(kind)).await;
        let flash = screen.get(".pl-flash");
        assert_eq!(flash.text_content().unwrap(), "Your link <b>has expired</b>.");
        assert_eq!(flash.get_attribute("role").as_deref(), Some(role));
        let described_by = screen.get("dialog").get_attribute("aria-describedby");
        assert_eq!(described_by.as_deref(), Some(&*flash.id()));
    }
}

#[test]
async fn a_message_of_the_page_ends_when_the_person_goes_on() {
    let backend = Backend::new();
    storage();
    backend.will_send_a_code();
    let screen = Screen::with(with_flash(FlashKind::Info)).await;
    screen.submit().await;
    assert!(screen.find(".pl-flash").is_some(), "nothing was sent yet");
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    assert!(screen.find(".pl-flash").is_none());
    assert_eq!(screen.get("dialog").get_attribute("aria-describedby"), None);
}

#[test]
async fn a_request_waits_for_the_page() {
    let backend = Backend::new();
    storage();
    backend.will_send_a_code().will_log_in();
    let (may_go_on, asked) = (Rc::new(Cell::new(false)), Rc::new(RefCell::new(Vec::new())));
    let gate = {
        let (may_go_on, asked) = (Rc::clone(&may_go_on), Rc::clone(&asked));
        Gate::new(move |purpose, to| {
            asked.borrow_mut().push((purpose, to.username()));
            let may_go_on = Rc::clone(&may_go_on);
            async move {
                while !may_go_on.get() {
                    turn().await;
                }
                Ok(())
            }
        })
    };
    let screen = Screen::gated(config(), gate).await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Sending").await;
    assert_eq!(backend.requests().len(), 0, "the page has not answered yet");
    may_go_on.set(true);
    screen.sees("Enter the code").await;
    screen.type_into("code", "427193").await;
    screen.sees("Welcome").await;
    let phone = "+447400123456".to_owned();
    assert_eq!(*asked.borrow(), [(Purpose::SendCode, phone.clone()), (Purpose::LogIn, phone)]);
    assert_eq!(screen.views(), [View::Phone, View::Code, View::LoggedIn]);
}

#[test]
async fn a_page_that_says_no_is_heard_and_nothing_is_sent() {
    let backend = Backend::new();
    storage();
    for (words, sentence) in [
        (Some("Please accept the terms first."), "Please accept the terms first."),
        (None, "This page has stopped the sign-in. Please try again."),
    ] {
        let gate = Gate::new(move |_, _| async move { Err(words.map(str::to_owned)) });
        let screen = Screen::gated(config(), gate).await;
        screen.type_into("phone", "07400 123456").await;
        screen.submit().await;
        screen.sees(sentence).await;
        assert!(screen.text().contains("Try again"));
        let problem = Problem::StoppedByPage(words.map(str::to_owned));
        assert_eq!(
            screen.notices().last(),
            Some(&Notice::Failed { purpose: Purpose::SendCode, connection: Connection::Sms, problem })
        );
    }
    assert_eq!(backend.requests().len(), 0);
}

#[test]
async fn a_code_that_the_page_stops_can_be_sent_again() {
    let backend = Backend::new();
    storage();
    backend.will_send_a_code().will_log_in();
    let tries = Rc::new(Cell::new(0));
    let gate = Gate::new(move |purpose, _| {
        if purpose == Purpose::LogIn {
            tries.set(tries.get() + 1);
        }
        let is_first = tries.get() == 1;
        async move { if is_first { Err(Some("Not now.".to_owned())) } else { Ok(()) } }
    });
    let screen = Screen::gated(config(), gate).await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    screen.type_into("code", "427193").await;
    screen.sees("Not now.").await;
    screen.submit().await;
    screen.sees("Welcome").await;
}

#[test]
async fn the_focus_follows_the_pages_wish() {
    storage();
    let is_in_field = |screen: &Screen| screen.focused().and_then(|element| element.get_attribute("name"));
    let mut inline = config().inline();
    assert_eq!(is_in_field(&Screen::with(inline.clone()).await), None);
    inline.autofocus = Some(true);
    assert_eq!(is_in_field(&Screen::with(inline).await).as_deref(), Some("phone"));
    let mut dialog = config();
    assert_eq!(is_in_field(&Screen::with(dialog.clone()).await).as_deref(), Some("phone"));
    dialog.autofocus = Some(false);
    assert_eq!(is_in_field(&Screen::with(dialog).await), None);
}
