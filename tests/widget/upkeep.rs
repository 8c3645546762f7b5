//! Keeping a session going: its end, by a timer or at a wake-up, and its renewal.

use js_sys::Array;
use passlock::{Config, Ending, Keep, Notice};
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::backend::{Answer, Backend, id_token, json};
use crate::mint::Draft;
use crate::page::{Replaced, go_off, kept, storage, wake};
use crate::patience::{Patience, turn};
use crate::screen::{Screen, config};

const HOUR: i32 = 3600;
/// Later than 90 % of an hour.
const DUE: i32 = 3300;
const REFUSED: &str = r#"{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}"#;

/// A lock whose person is logged in for an hour, from an earlier visit, with a refresh token that tabs share.
async fn refreshable() -> (web_sys::Storage, Backend, Screen) {
    let storage = storage();
    storage.set_item("id_token", &id_token(HOUR)).unwrap();
    storage.set_item("id_token_refresh_token", &refresh_token()).unwrap();
    let screen = Screen::with(persisting()).await;
    screen.sees("Welcome").await;
    (storage, Backend::new(), screen)
}

/// One that no other test has: tabs remember for a while which ones were used.
fn refresh_token() -> String {
    format!("refresh-{}", js_sys::Math::random())
}

fn kept_refresh_token(storage: &web_sys::Storage) -> Option<String> {
    storage.get_item("id_token_refresh_token").unwrap()
}

fn persisting() -> Config {
    let mut config = config();
    config.scope = "openid profile offline_access".into();
    config.persist_refresh_token = true;
    config
}

fn is_refreshed(screen: &Screen) -> bool {
    screen.notices().iter().any(|notice| matches!(notice, Notice::SessionRefreshed(_)))
}

fn has_ended(screen: &Screen, ending: Ending) -> bool {
    screen.notices().last() == Some(&Notice::SessionExpired(ending))
}

#[test]
async fn a_session_ends_by_itself_when_its_time_is_over() {
    let storage = storage();
    storage.set_item("id_token", &id_token(HOUR)).unwrap();
    let alarms = Array::new();
    let timers = Replaced::held_timers(60_000, &alarms);
    let screen = Screen::new().await;
    drop(timers);
    screen.sees("Welcome").await;
    let _clock = Replaced::time_passed(HOUR + 1);
    go_off(&alarms);
    screen.patiently("the end", |screen| has_ended(screen, Ending::TimeOver)).await;
    screen.sees("Sign in").await;
    assert_eq!(kept(&storage), [""; 0]);
}

#[test]
async fn a_session_that_ended_during_a_sleep_ends_at_the_wake_up() {
    for event in ["visibilitychange", "pageshow", "focus", "online"] {
        let storage = storage();
        storage.set_item("id_token", &id_token(HOUR)).unwrap();
        let screen = Screen::new().await;
        screen.sees("Welcome").await;
        wake(event);
        turn().await;
        screen.sees("Welcome").await;

        let _clock = Replaced::time_passed(HOUR + 1);
        wake(event);
        screen.patiently(event, |screen| has_ended(screen, Ending::TimeOver)).await;
        assert_eq!(kept(&storage), [""; 0], "{event}");
    }
}

#[test]
async fn an_end_that_is_further_away_than_timers_count_is_waited_for_in_parts() {
    let storage = storage();
    storage.set_item("id_token", &id_token(60 * 24 * HOUR)).unwrap();
    let spans = Array::new();
    let timers = Replaced::noted_timers(&spans);
    let screen = Screen::new().await;
    drop(timers);
    screen.sees("Welcome").await;
    // The empty form, which is there until the lock knows better, has short ones.
    let spans: Vec<_> = spans.iter().filter_map(|span| span.as_f64()).filter(|span| *span > 1000.0).collect();
    assert_eq!(spans, [2_147_483_647.0]);
}

#[test]
async fn a_session_that_is_due_is_renewed_once_and_its_refresh_token_is_replaced() {
    let (storage, backend, screen) = refreshable().await;
    let first = kept_refresh_token(&storage).unwrap();
    let clock = Replaced::time_passed(DUE);
    let (draft, second) = (Draft::ending_in(HOUR), refresh_token());
    let token = backend.signed(&draft).await;
    backend.will_grant(draft, &second);
    for event in ["focus", "visibilitychange", "online"] {
        wake(event);
    }
    screen.patiently("the renewal", is_refreshed).await;
    let request = format!(r#"{{"grant_type":"refresh_token","client_id":"demo","refresh_token":"{first}"}}"#);
    assert_eq!(backend.asked("/oauth/token"), [request]);
    assert_eq!(storage.get_item("id_token").unwrap(), Some(token));
    assert_eq!(kept_refresh_token(&storage).as_ref(), Some(&second));
    screen.sees("Welcome").await;

    drop(clock);
    let _clock = Replaced::time_passed(2 * DUE);
    backend.will_grant(Draft::ending_in(HOUR), &refresh_token());
    wake("focus");
    screen.patiently("the next renewal", |_| backend.asked("/oauth/token").len() == 2).await;
    assert!(backend.asked("/oauth/token")[1].contains(&second));
}

#[test]
async fn a_refusal_lets_the_session_last_as_long_as_its_token() {
    let (storage, backend, screen) = refreshable().await;
    let clock = Replaced::time_passed(DUE);
    backend.will(json(403, REFUSED));
    wake("focus");
    screen.patiently("the refusal", |_| kept_refresh_token(&storage).is_none()).await;
    screen.sees("Welcome").await;
    assert!(storage.get_item("id_token").unwrap().is_some());

    drop(clock);
    let _clock = Replaced::time_passed(HOUR + 1);
    wake("focus");
    screen.patiently("the end", |screen| has_ended(screen, Ending::RenewalRefused)).await;
    assert_eq!(backend.asked("/oauth/token").len(), 1);
}

#[test]
async fn a_renewal_that_fails_is_tried_again() {
    let (_, backend, screen) = refreshable().await;
    let clock = Replaced::time_passed(DUE);
    backend.will(json(503, "{}")).will_grant(Draft::ending_in(HOUR), &refresh_token());
    wake("focus");
    screen.patiently("the first try", |_| backend.requests().len() == 1).await;
    wake("focus");
    turn().await;
    assert_eq!(backend.requests().len(), 1, "not at once");
    drop(clock);
    // Time goes by, two seconds at a time, and the page wakes up again and again.
    let (patience, mut ahead) = (Patience::new(), DUE);
    while backend.requests().len() == 1 {
        assert!(patience.is_left(), "it was not tried again");
        ahead = (ahead + 2).min(HOUR - 60);
        let _clock = Replaced::time_passed(ahead);
        wake("focus");
        gloo_timers::future::TimeoutFuture::new(20).await;
    }
    let _clock = Replaced::time_passed(ahead);
    screen.patiently("the renewal", is_refreshed).await;
}

#[test]
async fn a_session_that_ended_while_the_page_was_closed_is_renewed_before_anybody_hears_of_it() {
    let (storage, backend) = (storage(), Backend::new());
    storage.set_item("id_token", &id_token(-HOUR)).unwrap();
    storage.set_item("id_token_refresh_token", &refresh_token()).unwrap();
    backend.will_grant(Draft::ending_in(HOUR), &refresh_token());
    let screen = Screen::with(persisting()).await;
    screen.patiently("the session", |screen| matches!(screen.notices().last(), Some(Notice::SessionRestored(_)))).await;
    assert!(matches!(screen.notices()[..], [Notice::Shown, Notice::SessionRestored(_)]), "{:?}", screen.notices());
}

#[test]
async fn a_renewal_that_brings_another_person_is_refused() {
    let (storage, backend, screen) = refreshable().await;
    let before = storage.get_item("id_token").unwrap();
    let _clock = Replaced::time_passed(DUE);
    backend.will_grant(Draft::ending_in(HOUR).of("sms|2"), &refresh_token());
    wake("focus");
    screen.patiently("the refusal", |_| kept_refresh_token(&storage).is_none()).await;
    assert_eq!(storage.get_item("id_token").unwrap(), before);
    assert!(!is_refreshed(&screen));
}

#[test]
async fn a_session_that_the_host_keeps_is_for_the_host_to_renew() {
    let (_, backend) = (storage(), Backend::new());
    backend.will_send_a_code().will_grant(Draft::ending_in(HOUR), "refresh-1");
    let mut config = persisting();
    config.keep = Keep::Nothing;
    let screen = Screen::with(config).await;
    screen.log_in().await;
    let clock = Replaced::time_passed(DUE);
    wake("focus");
    turn().await;
    assert_eq!(backend.requests().len(), 2);
    drop(clock);
    let _clock = Replaced::time_passed(HOUR + 1);
    wake("focus");
    screen.patiently("the end", |screen| has_ended(screen, Ending::TimeOver)).await;
}

/// Two locks that share storage and channel, as two tabs do, and wake up together.
async fn check_that_two_tabs_renew_once() {
    let (_, backend, one) = refreshable().await;
    let other = Screen::with(persisting()).await;
    other.sees("Welcome").await;
    let (_clock, next) = (Replaced::time_passed(DUE), refresh_token());
    backend.will_grant(Draft::ending_in(HOUR), &next);
    wake("focus");
    one.patiently("the renewal", is_refreshed).await;
    other.patiently("the renewal of the other tab", is_refreshed).await;
    assert_eq!(backend.asked("/oauth/token").len(), 1);
    wake("focus");
    turn().await;
    assert_eq!(backend.asked("/oauth/token").len(), 1);

    // Whoever is next knows the new token.
    backend.will(Answer::Reply { status: 200, content_type: "text/plain", headers: Vec::new(), body: String::new() });
    backend.will(Answer::Reply { status: 200, content_type: "text/plain", headers: Vec::new(), body: String::new() });
    other.press(".pl-logout").await;
    one.patiently("the logout", |screen| screen.notices().last() == Some(&Notice::LoggedOut)).await;
    one.patiently("the revocations", |_| backend.asked("/oauth/revoke").len() == 2).await;
    assert!(backend.asked("/oauth/revoke").iter().all(|body| body.ends_with(&next)));
}

#[test]
async fn tabs_that_share_a_refresh_token_renew_it_once() {
    check_that_two_tabs_renew_once().await;
}

#[test]
async fn tabs_of_a_page_without_locks_do_so_too() {
    let _locks = Replaced::no_locks();
    check_that_two_tabs_renew_once().await;
}

#[test]
async fn tabs_without_locks_and_channels_do_so_too_as_soon_as_they_look() {
    let _locks = Replaced::no_locks();
    let _channels = Replaced::no_channels();
    let (storage, backend, one) = refreshable().await;
    let other = Screen::with(persisting()).await;
    let _clock = Replaced::time_passed(DUE);
    backend.will_grant(Draft::ending_in(HOUR), &refresh_token());
    wake("focus");
    one.patiently("a renewal", |one| is_refreshed(one) || is_refreshed(&other)).await;
    assert!(storage.get_item("id_token_turn").unwrap().is_some(), "the turn lasts a little longer");
    wake("focus");
    one.patiently("both renewals", |one| is_refreshed(one) && is_refreshed(&other)).await;
    assert_eq!(backend.asked("/oauth/token").len(), 1);
}
