//! Where a session is kept, what is found there, and what is thrown away.

use passlock::{Dropped, Ending, Keep, Notice};
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::backend::{Answer, Backend, id_token};
use crate::mint::Draft;
use crate::page::{Replaced, kept, storage, tab_storage};
use crate::screen::{Screen, config};

const REFRESHABLE: &str = "openid profile offline_access";

fn keeping(keep: Keep) -> passlock::Config {
    let mut config = config();
    config.keep = keep;
    config
}

#[test]
async fn a_session_of_the_tab_is_kept_for_the_tab() {
    let (local, tab, backend) = (storage(), tab_storage(), Backend::new());
    let token = backend.signed(&Draft::ending_in(36_000)).await;
    backend.will_send_a_code().will_log_in_with(&token);
    let screen = Screen::with(keeping(Keep::Session)).await;
    screen.log_in().await;
    assert_eq!(kept(&local), [""; 0]);
    assert_eq!(kept(&tab), ["id_token", "id_token_expires_at", "id_token_profile"]);
    assert_eq!(tab.get_item("id_token").unwrap(), Some(token));

    let screen = screen.reloaded(keeping(Keep::Session)).await;
    screen.sees("Welcome").await;
    screen.press(".pl-logout").await;
    assert_eq!(kept(&tab), [""; 0]);
}

#[test]
async fn a_session_of_the_page_or_of_the_host_is_written_nowhere_and_found_nowhere() {
    for keep in [Keep::Memory, Keep::Nothing] {
        let (local, tab, backend) = (storage(), tab_storage(), Backend::new());
        for storage in [&local, &tab] {
            storage.set_item("id_token", &id_token(3600)).unwrap();
        }
        backend.will_send_a_code().will_log_in();
        let screen = Screen::with(keeping(keep)).await;
        screen.sees("Sign in").await;
        screen.log_in().await;
        screen.press(".pl-logout").await;
        assert_eq!((kept(&local), kept(&tab)), (vec!["id_token".to_owned()], vec!["id_token".to_owned()]), "{keep:?}");
    }
}

#[test]
async fn a_refresh_token_is_handed_out_and_not_written_down() {
    let (storage, backend) = (storage(), Backend::new());
    backend.will_send_a_code().will_grant(Draft::ending_in(36_000), "refresh-1");
    let mut config = config();
    config.scope = REFRESHABLE.into();
    let screen = Screen::with(config).await;
    screen.log_in().await;
    assert_eq!(kept(&storage), ["id_token", "id_token_expires_at", "id_token_profile"]);
    let Some(Notice::LoggedIn(session)) = screen.notices().pop() else { panic!("{:?}", screen.notices()) };
    assert_eq!(session.refresh_token.unwrap().secret(), "refresh-1");
}

#[test]
async fn a_refresh_token_that_nobody_asked_for_is_not_taken() {
    let (_, backend) = (storage(), Backend::new());
    backend.will_send_a_code().will_grant(Draft::ending_in(36_000), "refresh-1");
    let screen = Screen::new().await;
    screen.log_in().await;
    let Some(Notice::LoggedIn(session)) = screen.notices().pop() else { panic!("{:?}", screen.notices()) };
    assert_eq!(session.refresh_token, None);
}

#[test]
async fn a_page_may_have_the_refresh_token_kept_until_the_logout() {
    let (storage, backend) = (storage(), Backend::new());
    backend.will_send_a_code().will_grant(Draft::ending_in(36_000), "refresh-1");
    backend.will(Answer::Reply { status: 200, content_type: "text/plain", headers: Vec::new(), body: String::new() });
    let mut config = config();
    config.scope = REFRESHABLE.into();
    config.persist_refresh_token = true;
    let screen = Screen::with(config.clone()).await;
    screen.log_in().await;
    assert_eq!(storage.get_item("id_token_refresh_token").unwrap().as_deref(), Some("refresh-1"));

    let screen = screen.reloaded(config).await;
    screen.press(".pl-logout").await;
    assert_eq!(kept(&storage), [""; 0]);
    screen.patiently("the revocation", |_| backend.requests().len() == 3).await;
    let revocation = backend.requests().pop().unwrap();
    assert_eq!(revocation.url, "http://127.0.0.1:4000/oauth/revoke");
    assert_eq!(revocation.body, "client_id=demo&token=refresh-1");
}

#[test]
async fn a_refresh_token_that_is_not_to_be_kept_any_more_is_removed() {
    let storage = storage();
    storage.set_item("id_token", &id_token(3600)).unwrap();
    storage.set_item("id_token_refresh_token", "refresh-1").unwrap();
    let screen = Screen::new().await;
    screen.sees("Welcome").await;
    assert_eq!(kept(&storage), ["id_token"]);
}

#[test]
async fn what_is_no_session_is_thrown_away_and_told() {
    let token = id_token(3600);
    for (entries, dropped) in [
        (vec![("id_token", "damaged")], Dropped::Damaged),
        (vec![("id_token", "e30.e30.c2ln")], Dropped::Damaged),
        (vec![("id_token", token.as_str()), ("id_token_profile", "{")], Dropped::Damaged),
        (vec![("id_token", token.as_str()), ("id_token_expires_at", "soon")], Dropped::Damaged),
        (vec![("id_token", token.as_str()), ("id_token_expires_at", "1")], Dropped::HalfWritten),
        (vec![("id_token", token.as_str()), ("id_token_profile", r#"{"sub":"sms|2"}"#)], Dropped::HalfWritten),
        (vec![("id_token_profile", r#"{"sub":"sms|1"}"#)], Dropped::HalfWritten),
    ] {
        let storage = storage();
        storage.set_item("of the page", "stays").unwrap();
        for (name, value) in &entries {
            storage.set_item(name, value).unwrap();
        }
        let screen = Screen::new().await;
        screen.sees("Sign in").await;
        assert_eq!(screen.notices().first(), Some(&Notice::SessionDropped(dropped)), "{entries:?}");
        assert_eq!(kept(&storage), ["of the page"], "{entries:?}");
    }
}

#[test]
async fn a_session_of_another_client_is_foreign() {
    let storage = storage();
    storage.set_item("id_token", &id_token(3600)).unwrap();
    let mut config = config();
    config.client_id = "another".into();
    let screen = Screen::with(config).await;
    assert_eq!(screen.notices().first(), Some(&Notice::SessionDropped(Dropped::Foreign)));
    assert_eq!(kept(&storage), [""; 0]);
}

#[test]
async fn a_session_that_ended_while_the_page_was_closed_is_told_to_have_ended() {
    let storage = storage();
    storage.set_item("id_token", &id_token(-1)).unwrap();
    let screen = Screen::new().await;
    screen.sees("Sign in").await;
    assert_eq!(screen.notices().first(), Some(&Notice::SessionExpired(Ending::TimeOver)));
    assert_eq!(kept(&storage), [""; 0]);
}

#[test]
async fn a_device_whose_clock_is_a_day_off_keeps_its_session_over_a_reload() {
    const DAY: i32 = 24 * 3600;
    for wrong_by in [-DAY, DAY] {
        let (storage, backend) = (storage(), Backend::new());
        let (token, date) = (backend.signed(&Draft::ending_in(3600)).await, js_sys::Date::new_0().to_utc_string());
        let _clock = Replaced::clock_ahead(wrong_by);
        backend.will(Answer::Reply {
            status: 200,
            content_type: "application/json",
            headers: vec![("date", date.into())],
            body: r#"{"_id":"1"}"#.to_owned(),
        });
        backend.will_log_in_with(&token);
        let screen = Screen::new().await;
        screen.log_in().await;
        let ahead: i32 = storage.get_item("id_token_clock").unwrap().unwrap().parse().unwrap();
        // As long ago as the server looked at its clock.
        assert!((ahead + wrong_by * 1000).abs() < 60_000, "{ahead} for {wrong_by} s");

        let screen = screen.reloaded(config()).await;
        screen.sees("Welcome").await;
        assert!(matches!(screen.notices()[0], Notice::SessionRestored(_)), "{:?}", screen.notices());
    }
}
