//! A device's clock that somebody sets while the page is open.

use passlock::{Ending, Notice};
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::backend::{Answer, Backend, id_token, json};
use crate::mint::Draft;
use crate::page::{Replaced, storage, wake};
use crate::screen::Screen;

const DAY: i32 = 24 * 3600;

/// What the server answers when it is asked for the time.
fn at_this_moment() -> Answer {
    let date = js_sys::Date::new_0().to_utc_string();
    Answer::Reply {
        status: 200,
        content_type: "application/json",
        headers: vec![("date", date.into())],
        body: r#"{"status":"ok"}"#.to_owned(),
    }
}

async fn until_asked(screen: &Screen, backend: &Backend) {
    screen.patiently("the question for the time", |_| backend.asked("/health").len() == 1).await;
    gloo_timers::future::TimeoutFuture::new(50).await;
}

#[test]
async fn a_clock_that_is_set_does_not_end_the_code() {
    for wrong_by in [-DAY, DAY] {
        storage();
        let backend = Backend::new();
        let screen = Screen::at_code(&backend).await;
        let login = Answer::Token(Draft::ending_in(3600));
        backend.will(at_this_moment());
        let _clock = Replaced::clock_ahead(wrong_by);
        until_asked(&screen, &backend).await;
        // The next second is counted by the server's clock.
        gloo_timers::future::TimeoutFuture::new(1100).await;
        assert!(screen.text().contains("Enter the code"), "{}", screen.text());
        assert!(!screen.text().contains("expired"), "{}", screen.text());
        backend.will(login);
        screen.type_into("code", "427193").await;
        screen.sees("Welcome").await;
        assert_eq!(backend.asked("/health").len(), 1, "once is enough");
    }
}

#[test]
async fn a_clock_that_is_set_does_not_end_the_session() {
    let (storage, backend) = (storage(), Backend::new());
    storage.set_item("id_token", &id_token(3600)).unwrap();
    let screen = Screen::new().await;
    screen.sees("Welcome").await;
    backend.will(at_this_moment());
    let _clock = Replaced::clock_ahead(DAY);
    for event in ["focus", "online"] {
        wake(event);
    }
    until_asked(&screen, &backend).await;
    screen.sees("Welcome").await;
    assert!(matches!(screen.notices()[..], [Notice::SessionRestored(_), Notice::Shown]), "{:?}", screen.notices());
}

#[test]
async fn without_an_answer_the_device_is_believed() {
    let (storage, backend) = (storage(), Backend::new());
    storage.set_item("id_token", &id_token(3600)).unwrap();
    let screen = Screen::new().await;
    screen.sees("Welcome").await;
    backend.will(json(200, "{}"));
    let _clock = Replaced::clock_ahead(DAY);
    wake("focus");
    let is_over = |screen: &Screen| screen.notices().last() == Some(&Notice::SessionExpired(Ending::TimeOver));
    screen.patiently("the end", is_over).await;
    assert_eq!(backend.asked("/health").len(), 1);
}
