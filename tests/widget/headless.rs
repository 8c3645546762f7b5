//! The login without the lock: the client of a Rust page, and what the one for JavaScript is made of.

use js_sys::{JSON, Promise, Reflect};
use passlock::embed::Headless;
use passlock::{AccessToken, Client, Code, PhoneNumber, Problem, RefreshToken};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::{AbortController, AbortSignal};

use crate::backend::{Answer, Backend, json};
use crate::mint::Draft;
use crate::page::{Replaced, storage, window};
use crate::screen::config;

fn client() -> Client {
    let mut config = config();
    config.scope = "openid profile offline_access".into();
    Client::new(config)
}

fn headless() -> Headless {
    let options = r#"{"clientId":"demo","domain":"127.0.0.1:4000","country":"GB","scope":"openid offline_access","audience":"https://api.example"}"#;
    Headless::new(&JSON::parse(options).unwrap()).unwrap()
}

fn nothing() -> Answer {
    Answer::Reply { status: 200, content_type: "text/plain", headers: Vec::new(), body: String::new() }
}

fn ask(wish: &str, given: &str, code: &str, signal: Option<AbortSignal>) -> Promise {
    headless().ask(wish, given.to_owned(), code, signal).unwrap()
}

async fn answer(wish: &str, given: &str, code: &str) -> Result<JsValue, JsValue> {
    JsFuture::from(ask(wish, given, code, None)).await
}

#[track_caller]
fn check(object: &JsValue, name: &str, expected: impl Into<JsValue>) {
    assert_eq!(Reflect::get(object, &name.into()).unwrap(), expected.into(), "{name}");
}

#[test]
async fn a_rust_page_logs_in_stays_in_and_leaves() {
    let (storage, backend) = (storage(), Backend::new());
    let (client, phone) = (client(), PhoneNumber::parse("+447400123456", None).unwrap());
    backend.will_send_a_code().will_grant(Draft::ending_in(3600), "refresh-1");
    assert_eq!(client.start_sms(&phone).await.unwrap().code_length, 6);
    let code = Code::parse("427193", 6).unwrap();
    let session = client.login_sms(&phone, &code).await.unwrap();

    backend.will(json(200, r#"{"sub":"sms|1","name":"Zoë"}"#));
    let profile = client.user_info(session.access_token.as_ref().unwrap()).await.unwrap();
    assert_eq!(profile.name.as_deref(), Some("Zoë"));

    backend.will_grant(Draft::ending_in(3600), "refresh-2").will(nothing());
    let session = client.refresh(session.refresh_token.as_ref().unwrap()).await.unwrap();
    client.revoke(session.refresh_token.as_ref().unwrap()).await.unwrap();
    let requests = backend.requests();
    let [_, _, user_info, refresh, revoke] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!(user_info.url, "http://127.0.0.1:4000/userinfo");
    assert_eq!(user_info.authorization.as_deref(), Some("Bearer access of refresh-1"));
    assert_eq!(refresh.body, r#"{"grant_type":"refresh_token","client_id":"demo","refresh_token":"refresh-1"}"#);
    assert_eq!(revoke.body, "client_id=demo&token=refresh-2");
    assert_eq!(storage.length().unwrap(), 0, "a client keeps nothing");
}

#[test]
async fn a_server_that_does_not_rotate_leaves_the_refresh_token_as_it_is() {
    let backend = Backend::new();
    backend.will_log_in();
    let session = client().refresh(&RefreshToken::new("refresh-1")).await.unwrap();
    assert_eq!(session.refresh_token, Some(RefreshToken::new("refresh-1")));
}

#[test]
async fn tokens_that_are_not_accepted_any_more_want_a_login() {
    let backend = Backend::new();
    let refused = r#"{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}"#;
    backend.will(json(403, refused)).will(json(401, r#"{"error":"invalid_token"}"#));
    assert_eq!(client().refresh(&RefreshToken::new("spent")).await, Err(Problem::LoginRequired));
    assert_eq!(client().user_info(&AccessToken::new("over")).await, Err(Problem::LoginRequired));
}

#[test]
async fn what_only_reads_is_asked_again_by_itself_and_what_sends_a_message_is_not() {
    let (backend, _online) = (Backend::new(), Replaced::online());
    // Each failure is followed by a look whether the server is there at all.
    for _ in 0..4 {
        backend.will(Answer::Failure);
    }
    backend.will(json(200, r#"{"sub":"sms|1"}"#));
    assert!(client().user_info(&AccessToken::new("access")).await.is_ok());
    assert_eq!(backend.asked("/userinfo").len(), 3);

    backend.will(Answer::Failure).will(Answer::Failure);
    let phone = PhoneNumber::parse("+447400123456", None).unwrap();
    assert_eq!(client().start_sms(&phone).await, Err(Problem::Unreachable));
    assert_eq!(backend.asked("/passwordless/start").len(), 1);

    // A server that answers has been reached, whatever it says.
    backend.will(json(503, "{}"));
    assert_eq!(client().user_info(&AccessToken::new("access")).await, Err(Problem::ServerDown { status: 503 }));
}

#[test]
fn the_address_of_the_logout_is_encoded() {
    assert_eq!(client().logout_url(None), "http://127.0.0.1:4000/v2/logout?client_id=demo");
    assert_eq!(
        client().logout_url(Some("https://shop.example/?a=b&c")),
        "http://127.0.0.1:4000/v2/logout?client_id=demo&returnTo=https%3A%2F%2Fshop.example%2F%3Fa%3Db%26c"
    );
}

#[test]
async fn a_page_in_javascript_gets_the_same_with_promises() {
    let backend = Backend::new();
    backend.will_send_a_code().will_grant(Draft::ending_in(3600), "refresh-1");
    let sent = answer("start", "07400 123456", "").await.unwrap();
    check(&sent, "phoneNumber", "+447400123456");
    check(&sent, "codeLength", 6);
    let session = answer("logIn", "07400 123456", "427-193").await.unwrap();
    check(&session, "refreshToken", "refresh-1");
    check(&session, "accessToken", "access of refresh-1");
    for field in [r#""otp":"427193""#, r#""audience":"https://api.example""#] {
        assert!(backend.requests()[1].body.contains(field), "{field}");
    }

    backend.will(json(200, r#"{"sub":"sms|1","of the tenant":7}"#)).will(nothing());
    let profile = answer("userInfo", "access", "").await.unwrap();
    check(&profile, "of the tenant", 7);
    assert!(answer("revoke", "refresh-1", "").await.unwrap().is_undefined());

    backend.will_grant(Draft::ending_in(3600), "refresh-2");
    check(&answer("refresh", "refresh-1", "").await.unwrap(), "refreshToken", "refresh-2");
    assert!(headless().ask("nonsense", String::new(), "", None).is_err());
}

#[test]
async fn a_page_in_javascript_learns_what_went_wrong() {
    let backend = Backend::new();
    for (wish, given, code, expected) in [
        ("start", "0800 123 4567", "", "phone_not_textable"),
        ("start", "+33 6 12 34 56", "", "phone_too_short"),
        ("logIn", "07400 123456", "", "code_empty"),
        ("logIn", "07400 123456", "42", "code_too_short"),
    ] {
        check(&answer(wish, given, code).await.unwrap_err(), "code", expected);
    }
    assert_eq!(backend.requests(), []);

    backend.will(json(403, r#"{"error":"invalid_grant","error_description":"x","attempts_left":2}"#));
    let problem = answer("logIn", "07400 123456", "427193").await.unwrap_err();
    check(&problem, "code", "wrong_code");
    check(&problem, "error", "invalid_user_password");
    check(&problem, "attemptsLeft", 2);
    check(&problem, "until", JsValue::NULL);
    check(&problem, "stage", JsValue::UNDEFINED);
}

#[test]
async fn a_signal_gives_a_request_up_before_and_during_it() {
    let backend = Backend::new();
    backend.will(Answer::Silence);
    let controller = AbortController::new().unwrap();
    let promise = ask("start", "07400 123456", "", Some(controller.signal()));
    while backend.requests().is_empty() {
        gloo_timers::future::TimeoutFuture::new(10).await;
    }
    controller.abort();
    check(&JsFuture::from(promise).await.unwrap_err(), "code", "cancelled");

    let promise = ask("start", "07400 123456", "", Some(controller.signal()));
    check(&JsFuture::from(promise).await.unwrap_err(), "code", "cancelled");
}

#[test]
async fn a_revocation_outlives_its_page_and_asks_for_no_permission() {
    let backend = Backend::new();
    backend.will(nothing());
    answer("revoke", "refresh&1", "").await.unwrap();
    let asked = backend.requests().pop().unwrap();
    assert_eq!(asked.body, "client_id=demo&token=refresh%261");
    // Firefox before 133 does not know the word.
    assert!(asked.keepalive.unwrap_or(true));
    assert_eq!(asked.content_type.as_deref(), Some("application/x-www-form-urlencoded;charset=UTF-8"));
}

#[test]
async fn a_device_whose_clock_is_wrong_logs_in() {
    let backend = Backend::new();
    let token = backend.signed(&Draft::ending_in(3600)).await;
    let date = js_sys::Date::new_0().to_utc_string();
    let _clock = Replaced::clock_ahead(24 * 3600);
    backend.will(Answer::Reply {
        status: 200,
        content_type: "application/json",
        headers: vec![("date", date.into())],
        body: format!(r#"{{"access_token":"a","id_token":"{token}","token_type":"Bearer","expires_in":60}}"#),
    });
    check(&answer("logIn", "07400 123456", "427193").await.unwrap(), "idToken", token);
}

#[test]
async fn tokens_that_came_by_way_of_the_browser_are_verified_like_all_others() {
    let _backend = Backend::new();
    let body = |token: &str| {
        format!(
            r#"{{"access_token":"access","token_type":"Bearer","expires_in":600,"refresh_token":"r","id_token":"{token}"}}"#
        )
    };
    let signed = Draft::ending_in(3600).claiming(r#""nonce":"n-1""#).signed(&window().crypto().unwrap().subtle()).await;
    let session = answer("accept", &body(&signed), "n-1").await.unwrap();
    check(&session, "idToken", signed.as_str());
    check(&session, "accessToken", "access");
    check(&session, "refreshToken", JsValue::NULL);
    assert!(answer("accept", &body(&signed), "").await.is_ok(), "where no nonce was sent, none is compared");
    let (head, _) = signed.rsplit_once('.').unwrap();
    for (token, nonce, fault) in [
        (signed.clone(), "n-2", "nonce"),
        (format!("{head}.AAAA"), "n-1", "signature"),
        ("a.b".into(), "", "malformed"),
    ] {
        let error = answer("accept", &body(&token), nonce).await.unwrap_err();
        check(&error, "code", "token_refused");
        check(&error, "check", fault);
    }
    let error = answer("accept", r#"{"id_token":"x"}"#, "").await.unwrap_err();
    check(&error, "code", "answer_incomplete");
}
