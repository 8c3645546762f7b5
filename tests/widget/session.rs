//! Coming back, leaving, and browsers that keep nothing.

use passlock::{Keep, Notice};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::HtmlImageElement;

use crate::backend::{Backend, id_token};
use crate::mint::{Draft, encoded};
use crate::page::{Replaced, storage};
use crate::screen::{Screen, config};

#[test]
async fn a_reload_while_logged_in_shows_the_welcome() {
    let (storage, backend) = (storage(), Backend::new());
    storage.set_item("id_token", &id_token(3600)).unwrap();
    let screen = Screen::new().await;
    screen.sees("Welcome").await;
    screen.sees("+44 7400 123456").await;
    assert_eq!(backend.requests(), []);
    let notices = screen.notices();
    assert!(matches!(notices[..], [Notice::SessionRestored(_), Notice::Shown]), "{notices:?}");
}

#[test]
async fn a_picture_that_does_not_come_leaves_the_drawn_person() {
    let broken = with_picture("data:image/gif;base64,AAAA").await;
    broken.patiently("no picture", |screen| screen.get(".pl-avatar img").hidden()).await;
    assert!(broken.find(".pl-avatar svg").is_some());
    drop(broken);

    let whole = with_picture(PIXEL).await;
    let picture: HtmlImageElement = whole.get(".pl-avatar img").unchecked_into();
    whole.patiently("the picture", |_| picture.complete()).await;
    assert!(picture.natural_width() == 1 && !picture.hidden());
}

#[test]
async fn logging_out_clears_what_was_kept() {
    let storage = storage();
    storage.set_item("id_token", &id_token(3600)).unwrap();
    storage.set_item("of the page", "stays").unwrap();
    let screen = Screen::new().await;
    screen.press(".pl-logout").await;
    screen.sees("Sign in").await;
    assert_eq!(storage.length().unwrap(), 1);
    assert_eq!(screen.field("phone").value(), "");
    assert_eq!(screen.notices().last(), Some(&Notice::LoggedOut));
}

#[test]
async fn a_key_of_the_pages_choice_is_used() {
    let (storage, backend) = (storage(), Backend::new());
    backend.will_send_a_code().will_log_in();
    let mut config = config();
    config.storage_key = "userToken".into();
    let screen = Screen::with(config).await;
    screen.log_in().await;
    assert!(storage.get_item("userToken").unwrap().is_some());
    assert_eq!(storage.get_item("id_token").unwrap(), None);
}

#[test]
async fn a_page_may_keep_the_session_to_itself() {
    let (storage, backend) = (storage(), Backend::new());
    backend.will_send_a_code().will_log_in();
    let mut config = config();
    config.keep = Keep::Memory;
    let screen = Screen::with(config).await;
    screen.log_in().await;
    assert_eq!(storage.length().unwrap(), 0);
    assert!(!screen.notices().contains(&Notice::StorageDenied));
}

#[test]
async fn a_browser_without_storage_still_logs_in() {
    let backend = Backend::new();
    backend.will_send_a_code().will_log_in();
    let _denied = Replaced::storage_denied();
    let screen = Screen::new().await;
    screen.log_in().await;
    assert_eq!(screen.notices().last(), Some(&Notice::StorageDenied));
}

/// The welcome to somebody whose token names this picture.
async fn with_picture(picture: &str) -> Screen {
    let token = Draft::ending_in(3600).claiming(&format!(r#""picture":"{picture}""#));
    storage().set_item("id_token", &format!("{}.{}", token.message(), encoded("sig"))).unwrap();
    let screen = Screen::new().await;
    screen.sees("Welcome").await;
    screen
}

/// One black point.
const PIXEL: &str = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAAAAACwAAAAAAQABAAACAkQBADs=";
