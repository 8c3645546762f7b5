//! The code step: a code that comes in one piece, goes off once, and is still waited for after a look at the messages.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::backend::{Answer, Backend, json};
use crate::page::{Replaced, storage, window};
use crate::screen::{Screen, config, written};

async fn at_code(backend: &Backend) -> Screen {
    storage();
    Screen::at_code(backend).await
}

fn tries(backend: &Backend) -> usize {
    backend.requests().iter().filter(|asked| asked.url.ends_with("/oauth/token")).count()
}

fn sent_code(backend: &Backend) -> String {
    let requests = backend.requests();
    let body = &requests.last().unwrap().body;
    body.split(r#""otp":""#).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

fn wrong_code(left: u32) -> Answer {
    let body = format!(
        r#"{{"error":"invalid_grant","error_description":"Wrong phone number or verification code.","attempts_left":{left}}}"#
    );
    json(403, &body)
}

#[test]
async fn a_code_in_one_piece_goes_off_by_itself() {
    for text in
        ["427193", " 427 193 ", "G-427193 is your code", "٤٢٧١٩٣", "４２７-１９３", "Swapart 24: your code is 427193."]
    {
        let backend = Backend::new();
        let screen = at_code(&backend).await;
        backend.will_log_in();
        // What autofill does: one event with everything in it.
        screen.type_into("code", text).await;
        screen.sees("Welcome").await;
        assert_eq!((sent_code(&backend).as_str(), tries(&backend)), ("427193", 1), "{text}");
    }
}

#[test]
async fn a_refused_code_is_not_sent_twice() {
    let backend = Backend::new();
    let screen = at_code(&backend).await;
    backend.will(wrong_code(2));
    screen.type_into("code", "427190").await;
    screen.sees("That code is not right. 2 tries left.").await;
    screen.type_into("code", "42719").await;
    screen.type_into("code", "427190").await;
    screen.submit().await;
    assert_eq!(screen.problem(), "That code is not right. 2 tries left.");
    assert_eq!(tries(&backend), 1);
    backend.will_log_in();
    screen.type_into("code", "427193").await;
    screen.sees("Welcome").await;
    assert_eq!(tries(&backend), 2);
}

#[test]
async fn a_page_may_leave_the_sending_to_the_button() {
    storage();
    let backend = Backend::new();
    backend.will_send_a_code();
    let mut config = config();
    config.auto_submit = false;
    let screen = Screen::with(config).await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    screen.type_into("code", "427193").await;
    assert_eq!(tries(&backend), 0);
    backend.will_log_in();
    screen.submit().await;
    screen.sees("Welcome").await;
}

#[test]
async fn a_locked_person_reads_until_when() {
    let backend = Backend::new();
    let screen = at_code(&backend).await;
    backend.will(Answer::Reply {
        status: 429,
        content_type: "application/json",
        headers: vec![("retry-after", "90".to_owned())],
        body: r#"{"error":"too_many_attempts","error_description":"Your account has been blocked."}"#.to_owned(),
    });
    screen.type_into("code", "427190").await;
    screen.sees("Too many wrong codes. You can try again in 1:").await;
    let sentence = screen.problem();
    assert!(sentence.contains("in 1:30.") || sentence.contains("in 1:2"), "{sentence}");
    screen.type_into("code", "427193").await;
    assert_eq!(tries(&backend), 1);
}

/// A browser that hands codes out of messages over: `navigator.credentials.get` as the test wants it.
struct Messages {
    _type: Replaced,
    _credentials: Replaced,
    _get: Closure<dyn FnMut(Object) -> Promise>,
}

fn messages(get: impl FnMut(Object) -> Promise + 'static) -> Messages {
    let get = Closure::<dyn FnMut(Object) -> Promise>::new(get);
    let credentials = Object::new();
    Reflect::set(&credentials, &"get".into(), get.as_ref()).unwrap();
    Messages {
        _type: Replaced::value(window(), "OTPCredential", &Function::new_no_args("")),
        _credentials: Replaced::value(window().navigator(), "credentials", &credentials),
        _get: get,
    }
}

#[test]
async fn the_code_out_of_the_message_logs_in() {
    let _messages = messages(|options| {
        let otp = Reflect::get(&options, &"otp".into()).unwrap();
        let transport = Reflect::get(&otp, &"transport".into()).unwrap();
        assert_eq!(js_sys::Array::from(&transport).get(0).as_string().as_deref(), Some("sms"));
        let credential = Object::new();
        Reflect::set(&credential, &"code".into(), &"427193".into()).unwrap();
        Promise::resolve(&JsValue::from(credential))
    });
    storage();
    let backend = Backend::new();
    backend.will_send_a_code().will_log_in();
    let screen = Screen::new().await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Welcome").await;
    assert_eq!(sent_code(&backend), "427193");
}

#[test]
async fn the_watch_for_the_message_ends_with_the_first_key_and_with_the_step() {
    for leave in ["type", "back", "close"] {
        let signals = js_sys::Array::new();
        let _messages = messages({
            let signals = signals.clone();
            move |options| {
                signals.push(&Reflect::get(&options, &"signal".into()).unwrap());
                Promise::new(&mut |_, _| {})
            }
        });
        let backend = Backend::new();
        let screen = at_code(&backend).await;
        let is_aborted = || Reflect::get(&signals.get(0), &"aborted".into()).unwrap() == JsValue::TRUE;
        assert!(!is_aborted(), "{leave}");
        match leave {
            "type" => screen.type_into("code", "4").await,
            "back" => screen.press(".pl-back").await,
            _ => screen.press(".pl-close").await,
        }
        assert!(is_aborted(), "{leave}");
        assert_eq!(signals.length(), 1, "{leave}");
    }
}

#[test]
async fn coming_back_to_the_page_sends_no_other_code() {
    let backend = Backend::new();
    let screen = at_code(&backend).await;
    let screen = screen.reloaded(config()).await;
    assert!(screen.text().contains("Sent to +44 7400 123456"), "{}", screen.text());
    assert_eq!(backend.requests().len(), 1);
    let tab = window().session_storage().unwrap().unwrap();
    assert!(!tab.get_item("id_token_code_sent").unwrap().unwrap().contains("427193"));

    backend.will_log_in();
    screen.type_into("code", "427193").await;
    screen.sees("Welcome").await;
    assert_eq!(tab.get_item("id_token_code_sent").unwrap(), None);
}

#[test]
async fn changing_the_number_ends_the_wait() {
    let backend = Backend::new();
    let screen = at_code(&backend).await;
    let screen = screen.reloaded(config()).await;
    screen.press(".pl-link").await;
    assert_eq!(screen.field("phone").value(), "07400 123456");
    let screen = screen.reloaded(config()).await;
    assert_eq!(screen.field("phone").value(), "");
}

#[test]
async fn the_code_of_another_application_is_not_waited_for() {
    let backend = Backend::new();
    let screen = at_code(&backend).await;
    let other = passlock::Config::new("other", "127.0.0.1:4000").unwrap();
    let screen = screen.reloaded(other).await;
    assert!(screen.text().contains("Phone number"), "{}", screen.text());
}

#[test]
async fn a_device_whose_clock_is_wrong_counts_with_the_server() {
    for wrong_by in [-86_400_000.0, 86_400_000.0] {
        storage();
        let backend = Backend::new();
        let server = js_sys::Date::new(&(js_sys::Date::now() + wrong_by).into()).to_utc_string();
        backend.will(Answer::Reply {
            status: 200,
            content_type: "application/json",
            headers: vec![("date", server.into())],
            body: r#"{"_id":"1","expires_in":180,"resend_after":30,"code_length":6}"#.to_owned(),
        });
        let screen = Screen::new().await;
        screen.type_into("phone", "07400 123456").await;
        screen.submit().await;
        screen.sees("Enter the code").await;
        let is_counted = |text: &str| text.contains("Valid for 3:00") || text.contains("Valid for 2:");
        assert!(is_counted(&screen.text()), "{}", screen.text());
        let screen = screen.reloaded(config()).await;
        assert!(is_counted(&screen.text()), "{}", screen.text());
    }
}

#[test]
async fn a_screen_reader_hears_of_the_code_and_not_of_every_second() {
    let backend = Backend::new();
    let screen = at_code(&backend).await;
    let status = written(&screen.get(".pl-form > [role=status]"));
    assert_eq!(status, "A code is on its way to +44 7400 123456.");
    assert!(screen.find(".pl-clocks [aria-live], .pl-clocks [role]").is_none());
}
