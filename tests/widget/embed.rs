//! The JavaScript surface: options in, notices out.

use js_sys::{Array, Function, JSON, Reflect};
use passlock::embed::mount;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::backend::{Answer, Backend, id_token};
use crate::hands::fire;
use crate::mint::Draft;
use crate::page::{Replaced, storage, window};
use crate::patience::{Patience, turn};
use crate::screen::written;

fn root() -> Element {
    let document = window().document().unwrap();
    let root = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    root
}

fn options(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

#[track_caller]
fn check_refused(json: &str, named: &str) {
    let root = root();
    let error = mount(root.clone(), options(json), Function::new_no_args(""), None).unwrap_err();
    root.remove();
    let message = String::from(error.message());
    assert!(message.contains(named), "{json}: {message}");
}

/// Options of a lock that works, and more.
fn with(more: &str) -> String {
    format!(r#"{{"clientId":"demo","domain":"127.0.0.1:4000",{more}}}"#)
}

#[test]
fn an_option_that_is_wrong_is_named() {
    check_refused(r#"{"domain":"127.0.0.1:4000"}"#, "clientId");
    check_refused(r#"{"clientId":" ","domain":"127.0.0.1:4000"}"#, "clientId");
    check_refused(r#"{"clientId":"demo"}"#, "domain");
    check_refused(r#"{"clientId":"demo","domain":"http://example.com"}"#, "domain");
    check_refused("null", "clientId");
    check_refused(&with(r#""theme":"pink""#), r#"theme: "pink""#);
    check_refused(&with(r#""country":"XX""#), r#"country: "XX""#);
    check_refused(&with(r#""storage":"cookie""#), r#"storage: "cookie""#);
    check_refused(&with(r#""colour":"red""#), "colour: ");
    check_refused(&with(r#""title":7"#), "title: ");
    check_refused(&with(r#""autoclose":"yes""#), "autoclose: ");
    for wrong in ["301", "-1", "2.5", r#""60""#] {
        check_refused(&with(&format!(r#""leeway":{wrong}"#)), "leeway: ");
    }
    check_refused(&with(r#""withoutCrypto":"accept""#), r#"withoutCrypto: "accept""#);
    for (wrong, named) in [
        (r#""flashMessage":{"type":"warning","text":"x"}"#, r#"flashMessage: its "type""#),
        (r#""flashMessage":{"type":"error","text":" "}"#, r#"flashMessage: its "text""#),
        (r#""flashMessage":7"#, "flashMessage: "),
        (r#""prefill":{"phoneNumber":7}"#, "prefill: phoneNumber: "),
        (r#""hooks":{"logingIn":null}"#, r#"hooks: there is no hook "logingIn""#),
        (r#""hooks":{"loggingIn":7}"#, "hooks: loggingIn"),
        (r#""autofocus":"yes""#, "autofocus: "),
    ] {
        check_refused(&with(wrong), named);
    }
    for storage in ["session", "memory", "none"] {
        check_refused(&with(&format!(r#""storage":"{storage}","persistRefreshToken":true"#)), "persistRefreshToken: ");
    }
}

#[test]
fn countries_that_are_wrong_are_named() {
    for name in ["onlyCountries", "excludeCountries", "priorityCountries"] {
        check_refused(&with(&format!(r#""{name}":["FR","XX"]"#)), &format!(r#"{name}: "XX""#));
        check_refused(&with(&format!(r#""{name}":["FR",33]"#)), &format!("{name}: "));
        check_refused(&with(&format!(r#""{name}":"FR""#)), &format!("{name}: an array"));
    }
    check_refused(&with(r#""onlyCountries":["FR","de"],"excludeCountries":["DE","FR"]"#), "excludeCountries: ");
    check_refused(&with(r#""onlyCountries":["FR"],"country":"DE""#), r#"country: "DE""#);
}

#[test]
async fn the_country_that_the_form_begins_with_is_told_with_its_reason() {
    storage();
    let _clock = Replaced::clock_in("Europe/Paris");
    for (more, code, source) in [
        (r#""country":"gb""#, "GB", "option"),
        (r#""onlyCountries":["DE","FR"],"country":null"#, "FR", "time-zone"),
        (r#""onlyCountries":["DE","AT"]"#, "DE", "fallback"),
    ] {
        let root = root();
        let mut handle = mount(root.clone(), options(&with(more)), Function::new_no_args(""), None).unwrap();
        turn().await;
        let country = handle.country();
        let told = |name: &str| Reflect::get(&country, &name.into()).unwrap().as_string().unwrap();
        assert_eq!((told("code").as_str(), told("source").as_str()), (code, source), "{more}");
        handle.destroy();
        assert!(handle.country().is_null());
        root.remove();
    }
}

#[test]
async fn a_mounted_lock_waits_until_it_is_shown_and_tells_its_news() {
    let (storage, token) = (storage(), id_token(3600));
    storage.set_item("id_token", &token).unwrap();
    let (root, heard) = (root(), Array::new());
    let notify = Closure::<dyn Fn(JsValue, JsValue)>::new({
        let heard = heard.clone();
        move |name, detail| {
            heard.push(&Array::of2(&name, &detail));
        }
    });
    let mut handle = mount(
        root.clone(),
        options(r#"{"clientId":"demo","domain":"127.0.0.1:4000","appName":"Swapart"}"#),
        notify.as_ref().unchecked_ref::<Function>().clone(),
        None,
    )
    .unwrap();
    turn().await;
    assert!(!written(&root).contains("Welcome"));

    handle.show();
    turn().await;
    assert!(written(&root).contains("Continue to Swapart"), "{}", written(&root));

    let news: Vec<_> = heard.iter().map(|pair| Array::from(&pair).get(0).as_string().unwrap()).collect();
    assert_eq!(news, ["session_restored", "shown", "view_changed"]);
    let session = Array::from(&heard.get(0)).get(1);
    for (path, expected) in [("sub", "sms|1"), ("user_id", "sms|1"), ("nickname", "+44 7400 123456")] {
        let profile = Reflect::get(&session, &"profile".into()).unwrap();
        assert_eq!(Reflect::get(&profile, &path.into()).unwrap().as_string().as_deref(), Some(expected));
    }
    assert!(Reflect::get(&session, &"accessToken".into()).unwrap().is_null());
    assert_eq!(Reflect::get(&handle.session(), &"idToken".into()).unwrap().as_string(), Some(token));

    handle.log_out();
    turn().await;
    assert!(handle.session().is_null());
    assert_eq!(storage.length().unwrap(), 0);

    handle.destroy();
    handle.destroy();
    handle.show();
    assert!(handle.session().is_null());
    turn().await;
    assert_eq!(root.child_element_count(), 0);
    root.remove();
}

#[test]
async fn the_page_hears_which_check_a_token_failed() {
    let (backend, root, heard) = (Backend::new(), root(), Array::new());
    storage();
    let notify = Closure::<dyn Fn(JsValue, JsValue)>::new({
        let heard = heard.clone();
        move |_name, detail| {
            heard.push(&detail);
        }
    });
    let settings = options(&with(r#""country":"GB","leeway":0"#));
    let mut handle = mount(root.clone(), settings, notify.as_ref().unchecked_ref::<Function>().clone(), None).unwrap();
    handle.show();
    backend.will_send_a_code().will(Answer::Token(Draft::ending_in(-1)));
    for (field, text) in [("phone", "07400 123456"), ("code", "427193")] {
        let input = until_there(&root, &format!("[name={field}]")).await;
        input.unchecked_ref::<HtmlInputElement>().set_value(text);
        fire(&input, "input");
        turn().await;
        if field == "phone" {
            until_there(&root, "button[type=submit]").await.unchecked_ref::<HtmlElement>().click();
        }
    }
    until_there(&root, ".pl-problem").await;
    let failed = heard.get(heard.length() - 1);
    let told = ["stage", "code", "error", "check"]
        .map(|name| Reflect::get(&failed, &name.into()).unwrap().as_string().unwrap_or_default());
    assert_eq!(told, ["login", "token_refused", "invalid_token", "expired"]);
    handle.destroy();
    root.remove();
    window().session_storage().unwrap().unwrap().clear().unwrap();
}

#[test]
async fn other_options_leave_what_was_typed_and_wrong_ones_change_nothing() {
    storage();
    let (backend, root) = (Backend::new(), root());
    let first = options(&with(r#""country":"GB","flashMessage":{"type":"info","text":"Good morning."}"#));
    let mut handle = mount(root.clone(), first, Function::new_no_args(""), None).unwrap();
    handle.show();
    let field = until_there(&root, "[name=phone]").await.unchecked_into::<HtmlInputElement>();
    field.set_value("07400 12");
    fire(&field, "input");
    turn().await;
    for more in [r#""country":"GB","theme":"dark""#, r#""country":"FR","scope":"openid","title":"Come in""#] {
        handle.update(options(&with(more))).unwrap();
        turn().await;
        let now = until_there(&root, "[name=phone]").await.unchecked_into::<HtmlInputElement>();
        assert_eq!((now.value().as_str(), now == field), ("07400 12", true), "{more}");
        assert!(written(&root).contains("Good morning."), "{more}");
    }
    assert!(written(&root).contains("Come in"), "{}", written(&root));
    assert!(handle.update(options(&with(r#""theme":"pink""#))).is_err());
    turn().await;
    assert!(written(&root).contains("Come in"), "{}", written(&root));
    assert!(backend.requests().is_empty());
    handle.destroy();
    root.remove();
}

async fn until_there(root: &Element, selector: &str) -> Element {
    let patience = Patience::new();
    loop {
        if let Some(element) = root.query_selector(selector).unwrap() {
            return element;
        }
        assert!(patience.is_left(), "no {selector} in {}", written(root));
        turn().await;
    }
}

#[test]
async fn a_hook_of_the_page_is_waited_for_and_may_say_no() {
    let (backend, root, heard) = (Backend::new(), root(), Array::new());
    storage();
    let settings = options(&with(r#""country":"GB","prefill":{"phoneNumber":"07400 123456"}"#));
    let hook = Function::new_with_args(
        "context",
        "window.asked = context; return window.no ? Promise.reject(window.no) : Promise.resolve();",
    );
    let hooks = js_sys::Object::new();
    Reflect::set(&hooks, &"loggingIn".into(), &hook).unwrap();
    Reflect::set(&settings, &"hooks".into(), &hooks).unwrap();
    let notify = Closure::<dyn Fn(JsValue, JsValue)>::new({
        let heard = heard.clone();
        move |_name, detail| {
            heard.push(&detail);
        }
    });
    let mut handle = mount(root.clone(), settings, notify.as_ref().unchecked_ref::<Function>().clone(), None).unwrap();
    handle.show();
    for (no, sentence) in [
        (r#"{"code":"hook_error","description":"Not today."}"#, "Not today."),
        (r#"{"description":"Not for people."}"#, "This page has stopped the sign-in. Please try again."),
        (r#""no""#, "This page has stopped the sign-in. Please try again."),
    ] {
        Reflect::set(&window(), &"no".into(), &JSON::parse(no).unwrap()).unwrap();
        until_there(&root, "button[type=submit]").await.unchecked_ref::<HtmlElement>().click();
        until_written(&root, sentence).await;
    }
    let failed = heard.get(heard.length() - 1);
    let told = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).unwrap().as_string();
    assert_eq!(told(&failed, "code").as_deref(), Some("stopped_by_page"));
    assert_eq!(told(&failed, "error").as_deref(), Some("hook_error"));
    let asked = Reflect::get(&window(), &"asked".into()).unwrap();
    assert_eq!(told(&asked, "stage").as_deref(), Some("start"));
    assert_eq!(told(&asked, "phoneNumber").as_deref(), Some("+447400123456"));
    assert_eq!(backend.requests().len(), 0);
    Reflect::set(&window(), &"no".into(), &JsValue::UNDEFINED).unwrap();
    backend.will_send_a_code();
    until_there(&root, "button[type=submit]").await.unchecked_ref::<HtmlElement>().click();
    until_there(&root, "[name=code]").await;
    handle.destroy();
    root.remove();
    window().session_storage().unwrap().unwrap().clear().unwrap();
}

async fn until_written(root: &Element, text: &str) {
    let patience = Patience::new();
    while !written(root).contains(text) {
        assert!(patience.is_left(), "no \"{text}\" in {}", written(root));
        turn().await;
    }
}
