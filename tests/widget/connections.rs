//! A phone and a mailbox in one lock: the first one is shown, the other is a press away.

use passlock::{Config, Connection, Lock, LockProps, View};
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::Element;

use crate::backend::Backend;
use crate::page::{storage, window};
use crate::screen::{Screen, config, written};

fn both() -> Config {
    let mut config = config();
    config.connections = vec![Connection::Sms, Connection::Email];
    config
}

fn focused() -> Option<Element> {
    window().document().unwrap().active_element()
}

#[test]
async fn nothing_typed_is_lost_and_the_focus_goes_along() {
    storage();
    for config in [both(), both().inline()] {
        let screen = Screen::with(config).await;
        screen.type_into("phone", "07400 12").await;
        assert_eq!(written(&screen.get(".pl-others")), "Use email instead");
        screen.press(".pl-others button").await;
        assert_eq!(focused(), Some(screen.field("email").into()));
        screen.type_into("email", "ada@exa").await;
        assert_eq!(written(&screen.get(".pl-others")), "Use your phone instead");
        screen.press(".pl-others button").await;
        assert_eq!(focused(), Some(screen.field("phone").into()));
        assert_eq!(screen.field("phone").value(), "07400 12");
        screen.press(".pl-others button").await;
        assert_eq!(screen.field("email").value(), "ada@exa");
        assert_eq!(screen.views(), [View::Phone, View::Email, View::Phone, View::Email]);
    }
}

#[test]
async fn one_way_has_no_other() {
    storage();
    let screen = Screen::new().await;
    assert!(screen.find(".pl-others").is_none());
    assert!(screen.find(".pl-card[data-more]").is_none());
}

#[test]
async fn who_gets_no_message_can_have_an_email_from_the_code_on() {
    let (_storage, backend) = (storage(), Backend::new());
    backend.will_send_a_code();
    let screen = Screen::with(both()).await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    screen.press(".pl-others button").await;
    screen.type_into("email", "ada@example.com").await;
    backend.will_send_a_code().will_log_in();
    screen.submit().await;
    screen.sees("Sent to ada@example.com").await;
    screen.type_into("code", "427193").await;
    screen.sees("Welcome").await;
    let starts = backend.asked("/passwordless/start");
    assert!(starts[0].contains(r#""connection":"sms","phone_number":"+447400123456""#), "{starts:?}");
    assert!(starts[1].contains(r#""connection":"email","email":"ada@example.com""#), "{starts:?}");
}

#[test]
async fn a_page_may_offer_other_ways_while_somebody_types() {
    storage();
    let offering = |connections: &[Connection]| {
        let mut config = config();
        config.connections = connections.to_vec();
        yew::props!(LockProps { config })
    };
    let (screen, mut app) = Screen::of_changing_app::<Lock>(offering(&[Connection::Sms, Connection::Email])).await;
    screen.type_into("phone", "07400 12").await;
    screen.press(".pl-others button").await;
    screen.type_into("email", "ada@exa").await;

    app.update(offering(&[Connection::Sms]));
    yew::scheduler::flush().await;
    assert_eq!(screen.field("phone").value(), "07400 12");
    assert!(screen.find(".pl-others").is_none());

    app.update(offering(&[Connection::Email, Connection::Sms]));
    yew::scheduler::flush().await;
    assert_eq!(screen.field("email").value(), "ada@exa");
    assert_eq!(written(&screen.get(".pl-others")), "Use your phone instead");
    app.destroy();
}
