//! Other tabs: a frame of the same origin, which browsers treat as one.

use js_sys::Reflect;
use passlock::{Keep, Notice};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::{BroadcastChannel, HtmlElement, MessageEvent, Storage, Window};

use crate::backend::{Backend, id_token, id_token_of};
use crate::page::{Replaced, kept, storage, window};
use crate::screen::{Screen, config};

/// Where the locks of these tests talk.
const CHANNEL: &str = "passlock demo http://127.0.0.1:4000 id_token";

struct OtherTab {
    frame: HtmlElement,
}

impl OtherTab {
    fn open() -> Self {
        let document = window().document().unwrap();
        let frame: HtmlElement = document.create_element("iframe").unwrap().unchecked_into();
        document.body().unwrap().append_child(&frame).unwrap();
        Self { frame }
    }

    fn window(&self) -> Window {
        // A window of another frame is not an instance of this one's class.
        Reflect::get(&self.frame, &"contentWindow".into()).unwrap().unchecked_into()
    }

    fn storage(&self) -> Storage {
        Reflect::get(&self.window(), &"localStorage".into()).unwrap().unchecked_into()
    }
}

impl Drop for OtherTab {
    fn drop(&mut self) {
        self.frame.remove();
    }
}

async fn logged_in() -> (Storage, Screen) {
    let storage = storage();
    storage.set_item("id_token", &id_token(3600)).unwrap();
    let screen = Screen::new().await;
    screen.sees("Welcome").await;
    (storage, screen)
}

fn say(word: &str) {
    let channel = BroadcastChannel::new(CHANNEL).unwrap();
    channel.post_message(&word.into()).unwrap();
    channel.close();
}

fn is_logged_out(screen: &Screen) -> bool {
    screen.notices().last() == Some(&Notice::LoggedOut)
}

#[test]
async fn a_login_in_another_tab_is_one_here() {
    let (_, other) = (storage(), OtherTab::open());
    let screen = Screen::new().await;
    screen.sees("Sign in").await;
    other.storage().set_item("id_token", &id_token(3600)).unwrap();
    screen.patiently("the welcome", |screen| screen.text().contains("Welcome")).await;
    assert!(matches!(screen.notices()[..], [Notice::Shown, Notice::SessionRestored(_)]), "{:?}", screen.notices());
}

#[test]
async fn what_another_tab_leaves_and_is_no_session_changes_nothing() {
    let (_, screen) = logged_in().await;
    let other = OtherTab::open();
    other.storage().set_item("id_token", "damaged").unwrap();
    other.storage().set_item("id_token", &id_token_of("sms|2", -3600)).unwrap();
    say("session");
    say("nonsense");
    // A third thing that does change something, so that the test knows when the first two were heard.
    other.storage().set_item("id_token", &id_token(7200)).unwrap();
    screen.patiently("the later session", |screen| screen.notices().len() > 2).await;
    assert!(
        matches!(screen.notices()[..], [Notice::SessionRestored(_), Notice::Shown, Notice::SessionRefreshed(_)]),
        "{:?}",
        screen.notices()
    );
}

#[test]
async fn a_logout_in_another_tab_is_one_here() {
    let (storage, screen) = logged_in().await;
    let other = OtherTab::open();
    other.storage().remove_item("id_token").unwrap();
    screen.patiently("the logout", is_logged_out).await;
    screen.sees("Sign in").await;
    assert_eq!(kept(&storage), [""; 0]);
}

#[test]
async fn a_word_of_another_tab_is_enough() {
    let (storage, screen) = logged_in().await;
    say("logged_out");
    screen.patiently("the logout", is_logged_out).await;
    assert_eq!(kept(&storage), ["id_token"], "what is kept is the other tab's to forget");
}

#[test]
async fn a_word_of_another_tab_logs_out_sessions_that_are_kept_nowhere_or_for_the_tab() {
    for keep in [Keep::Memory, Keep::Session, Keep::Nothing] {
        let (_, backend) = (storage(), Backend::new());
        backend.will_send_a_code().will_log_in();
        let mut config = config();
        config.keep = keep;
        let screen = Screen::with(config).await;
        screen.log_in().await;
        say("logged_out");
        screen.patiently("the logout", is_logged_out).await;
        assert_eq!(kept(&window().session_storage().unwrap().unwrap()), [""; 0], "{keep:?}");
    }
}

#[test]
async fn a_logout_here_is_told_to_the_other_tabs() {
    let (_, screen) = logged_in().await;
    let heard = js_sys::Array::new();
    let channel = BroadcastChannel::new(CHANNEL).unwrap();
    let hear = Closure::<dyn Fn(MessageEvent)>::new({
        let heard = heard.clone();
        move |event: MessageEvent| {
            heard.push(&event.data());
        }
    });
    channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    screen.press(".pl-logout").await;
    screen.patiently("the word", |_| heard.length() > 0).await;
    channel.close();
    assert_eq!(heard.get(0).as_string().as_deref(), Some("logged_out"));
}

#[test]
async fn other_keys_and_other_clients_are_other_worlds() {
    let (_, screen) = logged_in().await;
    let other = BroadcastChannel::new("passlock another http://127.0.0.1:4000 id_token").unwrap();
    other.post_message(&"logged_out".into()).unwrap();
    other.close();
    let frame = OtherTab::open();
    frame.storage().set_item("id_token_of_another", "x").unwrap();
    say("session");
    screen.patiently("some time", |_| true).await;
    gloo_timers::future::TimeoutFuture::new(100).await;
    screen.sees("Welcome").await;
}

#[test]
async fn a_browser_without_channels_is_content_with_the_storage() {
    let _channels = Replaced::no_channels();
    let (_, screen) = logged_in().await;
    let other = OtherTab::open();
    other.storage().remove_item("id_token").unwrap();
    screen.patiently("the logout", is_logged_out).await;
}

#[test]
async fn another_person_in_another_tab_is_another_person_here() {
    let (_, screen) = logged_in().await;
    let other = OtherTab::open();
    other.storage().set_item("id_token", &id_token_of("sms|2", 3600)).unwrap();
    screen.patiently("the other person", |screen| screen.notices().len() == 4).await;
    let notices = screen.notices();
    let [_, _, Notice::LoggedOut, Notice::SessionRestored(session)] = &notices[..] else { panic!("{notices:?}") };
    assert_eq!(session.profile.sub, "sms|2");
}
