//! The session of a Yew app: whoever is in or out, its parts know, whether a lock is on the screen or not.

use passlock::{Ending, Keep, Notice, SessionStatus, Texts};
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::BroadcastChannel;

use crate::backend::{Backend, id_token, id_token_of, json};
use crate::club::{Club, ClubProps, Diary, club, persisting};
use crate::mint::Draft;
use crate::page::{Replaced, kept, storage, wake};
use crate::patience::turn;
use crate::screen::{Screen, config};

const HOUR: i32 = 3600;
/// Later than 90 % of an hour.
const DUE: i32 = 3300;

async fn member() -> (web_sys::Storage, Screen, Diary) {
    let storage = storage();
    storage.set_item("id_token", &id_token(HOUR)).unwrap();
    let (screen, diary) = club(config()).await;
    screen.sees("Leave").await;
    (storage, screen, diary)
}

fn say(word: &str) {
    let channel = BroadcastChannel::new("passlock demo http://127.0.0.1:4000 id_token").unwrap();
    channel.post_message(&word.into()).unwrap();
    channel.close();
}

async fn log_in(screen: &Screen) {
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    screen.type_into("code", "427193").await;
    screen.sees("Leave").await;
}

#[test]
async fn a_person_logs_in_and_out() {
    let (storage, backend) = (storage(), Backend::new());
    backend.will_send_a_code().will_log_in();
    let (screen, diary) = club(config()).await;
    screen.sees("Members only").await;
    log_in(&screen).await;
    assert!(screen.find("form").is_none(), "the door is gone");
    assert!(screen.find("#outside").is_none());
    assert!(storage.get_item("id_token").unwrap().is_some());
    let session = diary.session();
    assert_eq!(diary.logins(), [session.session().unwrap().clone()]);
    assert_eq!(session.access_token().map(|token| token.secret().to_owned()).as_deref(), Some("access"));
    assert_eq!(session.expires_at(), session.session().map(|session| session.expires_at));

    screen.press("#leave").await;
    screen.sees("Members only").await;
    screen.sees("Sign in").await;
    assert_eq!(kept(&storage), [""; 0]);
    assert_eq!(diary.statuses(), ["unknown", "out", "in", "out"]);
    let notices = diary.notices();
    let shown = |notice: &&Notice| matches!(notice, Notice::Shown | Notice::Hidden);
    assert_eq!(notices.iter().filter(shown).count(), 3, "{notices:?}");
    assert!(notices.iter().any(|notice| matches!(notice, Notice::LoggedIn(_))));
    assert!(notices.contains(&Notice::LoggedOut));
}

#[test]
async fn who_was_here_before_sees_no_door() {
    let (_, screen, diary) = member().await;
    assert_eq!(diary.statuses(), ["unknown", "in"]);
    assert!(diary.logins().is_empty(), "nobody logged in just now");
    assert!(matches!(diary.notices()[..], [Notice::SessionRestored(_)]), "{:?}", diary.notices());
    assert!(screen.find("form").is_none());
}

#[test]
async fn a_session_ends_without_a_lock_on_the_screen() {
    let (storage, screen, diary) = member().await;
    let _clock = Replaced::time_passed(HOUR + 1);
    wake("focus");
    screen.sees("Sign in").await;
    assert_eq!(diary.statuses(), ["unknown", "in", "out"]);
    assert!(diary.notices().contains(&Notice::SessionExpired(Ending::TimeOver)), "{:?}", diary.notices());
    assert_eq!(kept(&storage), [""; 0]);
}

#[test]
async fn a_logout_in_another_tab_is_one_in_the_app() {
    let (_, screen, diary) = member().await;
    say("logged_out");
    screen.patiently("the door", |screen| screen.text().contains("Sign in")).await;
    assert!(diary.notices().contains(&Notice::LoggedOut));
    assert_eq!(diary.statuses(), ["unknown", "in", "out"]);
}

#[test]
async fn a_login_in_another_tab_is_one_in_the_app() {
    let storage = storage();
    let (screen, diary) = club(config()).await;
    screen.sees("Sign in").await;
    storage.set_item("id_token", &id_token(HOUR)).unwrap();
    say("session");
    screen.patiently("the room", |screen| screen.text().contains("Leave")).await;
    assert_eq!(diary.statuses(), ["unknown", "out", "in"]);
}

#[test]
async fn another_person_in_another_tab_is_another_person_in_the_app() {
    let (storage, screen, diary) = member().await;
    storage.set_item("id_token", &id_token_of("sms|2", HOUR)).unwrap();
    say("session");
    let is_other = |_: &Screen| diary.session().profile().is_some_and(|person| person.sub == "sms|2");
    screen.patiently("the other person", is_other).await;
}

#[test]
async fn a_renewal_is_news_for_the_app() {
    let storage = storage();
    storage.set_item("id_token", &id_token(HOUR)).unwrap();
    let token = format!("refresh-{}", js_sys::Math::random());
    storage.set_item("id_token_refresh_token", &token).unwrap();
    let (screen, diary) = club(persisting()).await;
    let before = diary.session().expires_at();
    let backend = Backend::new();
    let clock = Replaced::time_passed(DUE);
    backend.will_grant(Draft::ending_in(2 * HOUR), "refresh-next");
    wake("focus");
    screen.patiently("the renewal", |_| diary.session().expires_at() > before).await;
    let renewed = diary.session().access_token().map(|token| token.secret().to_owned());
    assert_eq!(renewed.as_deref(), Some("access of refresh-next"));
    assert_eq!(diary.statuses(), ["unknown", "in", "in"]);
    drop(clock);
}

#[test]
async fn while_a_session_is_brought_back_to_life_nobody_knows() {
    let storage = storage();
    let token = format!("refresh-{}", js_sys::Math::random());
    storage.set_item("id_token", &id_token(-HOUR)).unwrap();
    storage.set_item("id_token_refresh_token", &token).unwrap();
    let backend = Backend::new();
    backend.will_grant(Draft::ending_in(HOUR), "refresh-next").holds_back();
    let (screen, diary) = club(persisting()).await;
    assert_eq!(diary.session().status(), &SessionStatus::Unknown);
    assert!(screen.find("form").is_none());
    backend.goes_on();
    screen.patiently("the room", |screen| screen.text().contains("Leave")).await;
    assert_eq!(diary.statuses(), ["unknown", "in"]);

    storage.set_item("id_token", &id_token(-HOUR)).unwrap();
    drop(screen);
    backend.will(json(403, r#"{"error":"invalid_grant"}"#));
    let (screen, diary) = club(persisting()).await;
    screen.patiently("the door", |screen| screen.text().contains("Sign in")).await;
    assert_eq!(diary.statuses(), ["unknown", "out"]);
}

#[test]
async fn an_app_that_is_gone_leaves_nothing_behind() {
    let (storage, mut screen, diary) = member().await;
    let session = diary.session();
    screen.end().await;
    let _clock = Replaced::time_passed(HOUR + 1);
    wake("focus");
    say("logged_out");
    session.log_out();
    turn().await;
    gloo_timers::future::TimeoutFuture::new(50).await;
    assert_eq!(kept(&storage), ["id_token"]);
    assert_eq!(diary.notices().len(), 1, "{:?}", diary.notices());
    assert_eq!(session.access_token(), None);
}

#[test]
async fn other_settings_keep_the_session_and_all_of_its_tokens() {
    for keep in [Keep::Memory, Keep::Local] {
        let (_, backend) = (storage(), Backend::new());
        backend.will_send_a_code().will_log_in();
        let diary = Diary::default();
        let mut config = config();
        config.keep = keep;
        let props = yew::props!(ClubProps { config, diary: diary.clone() });
        let (screen, mut app) = Screen::of_changing_app::<Club>(props.clone()).await;
        log_in(&screen).await;
        let mut other = props;
        other.config.texts = Texts::read("de", r#"{"signIn":"Anmelden"}"#).unwrap();
        app.update(other.clone());
        turn().await;
        screen.sees("Leave").await;
        assert!(diary.session().access_token().is_some(), "{keep:?}");

        // Another application is another world.
        other.config.client_id = "other".into();
        app.update(other);
        turn().await;
        screen.sees("Anmelden").await;
        app.destroy();
    }
}

#[test]
async fn what_a_backend_says_no_to_stays_at_the_door() {
    let (_, backend) = (storage(), Backend::new());
    backend
        .will_send_a_code()
        .will(json(403, r#"{"error":"invalid_grant","error_description":"Wrong phone number or verification code."}"#));
    let (screen, diary) = club(config()).await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    screen.type_into("code", "427193").await;
    screen.until("a problem", |screen| screen.find(".pl-problem").is_some()).await;
    assert!(diary.notices().iter().any(|notice| matches!(notice, Notice::Failed { .. })));
    assert_eq!(diary.statuses(), ["unknown", "out"]);
}
