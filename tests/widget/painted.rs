//! A form that the page showed before the widget was there, and in which somebody has begun to type.

use js_sys::{Function, JSON, Promise};
use passlock::embed::mount;
use passlock::{Config, FirstPhone};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::backend::{Backend, id_token};
use crate::hands::fire;
use crate::page::{Replaced, storage, tab_storage, window};
use crate::patience::{Patience, turn};
use crate::screen::{Screen, config, written};

/// What the page showed, with a text typed in it.
fn painted(typed: &str) -> (Element, HtmlInputElement) {
    let document = window().document().unwrap();
    let [form, field] = ["div", "input"].map(|name| document.create_element(name).unwrap());
    form.set_class_name("pl-root");
    field.set_attribute("name", "phone").unwrap();
    form.append_child(&field).unwrap();
    document.body().unwrap().append_child(&form).unwrap();
    let field: HtmlInputElement = field.unchecked_into();
    field.set_value(typed);
    (form, field)
}

fn inline() -> Config {
    config().inline()
}

/// Where the person is: the chosen part of the field that has the focus.
fn grip(screen: &Screen) -> Option<(u32, u32, String)> {
    let field = screen.field("phone");
    let direction = field.selection_direction().unwrap()?;
    let part = (field.selection_start().unwrap()?, field.selection_end().unwrap()?, direction);
    field.matches(":focus").unwrap().then_some(part)
}

#[test]
async fn what_was_typed_before_is_read_as_if_it_were_typed_now() {
    let backend = Backend::new();
    backend.will_send_a_code();
    for config in [inline(), config()] {
        storage();
        let (form, field) = painted("07400123456");
        let screen = Screen::over(&form, config).await;
        assert!(!form.is_connected());
        assert!(screen.field("phone").is_same_node(Some(&field)), "another element, and all that it knew is lost");
        assert_eq!(field.value(), "07400 123456");
        assert!(screen.text().contains("We will text +44 7400 123456"), "{}", screen.text());
        assert_eq!(field.id(), screen.get("label").get_attribute("for").unwrap());
    }
}

#[test]
async fn focus_and_selection_stay_where_they_are() {
    for config in [inline(), config()] {
        storage();
        let (form, field) = painted("0740");
        field.focus().unwrap();
        field.set_selection_range_with_direction(1, 3, "backward").unwrap();
        let screen = Screen::over(&form, config).await;
        assert_eq!(grip(&screen), Some((1, 3, "backward".to_owned())));
    }
}

#[test]
async fn a_button_that_the_person_stands_on_keeps_the_focus() {
    for config in [inline(), config()] {
        storage();
        let (form, field) = painted("0740");
        let button: HtmlElement = window().document().unwrap().create_element("button").unwrap().unchecked_into();
        button.set_class_name("pl-country");
        field.before_with_node_1(&button).unwrap();
        button.focus().unwrap();
        let screen = Screen::over(&form, config).await;
        assert!(screen.get("button.pl-country").matches(":focus").unwrap());
    }
}

#[test]
async fn a_caret_in_the_midst_stays_between_the_same_digits() {
    storage();
    let (form, field) = painted("07400123456");
    field.focus().unwrap();
    field.set_selection_range(7, 7).unwrap();
    let screen = Screen::over(&form, inline()).await;
    assert_eq!(field.value(), "07400 123456");
    let (start, end, _) = grip(&screen).unwrap();
    assert_eq!((start, end), (8, 8));
}

#[test]
async fn a_field_that_nobody_was_in_takes_no_focus() {
    storage();
    let (form, _) = painted("");
    let elsewhere: HtmlElement = window().document().unwrap().create_element("button").unwrap().unchecked_into();
    window().document().unwrap().body().unwrap().append_child(&elsewhere).unwrap();
    elsewhere.focus().unwrap();
    let screen = Screen::over(&form, inline()).await;
    assert!(elsewhere.matches(":focus").unwrap());
    assert_eq!(grip(&screen), None);
    elsewhere.remove();
}

#[test]
async fn typing_goes_on_in_it() {
    let backend = Backend::new();
    backend.will_send_a_code();
    storage();
    let (form, field) = painted("07400");
    let screen = Screen::over(&form, inline()).await;
    field.set_value("07400 123456");
    fire(&field, "input");
    screen.until("the whole number", |screen| screen.text().contains("We will text +44 7400 123456")).await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    assert_eq!(backend.asked("/passwordless/start").len(), 1);

    screen.press(".pl-back").await;
    assert_eq!(screen.field("phone").value(), "07400 123456");
    assert!(!screen.field("phone").is_same_node(Some(&field)), "that one went with its form");
}

#[test]
async fn what_is_done_while_a_slow_device_still_draws_counts() {
    let backend = Backend::new();
    backend.will_send_a_code();
    storage();
    let (form, field) = painted("0740012");
    let device = Replaced::slow();
    let root = window().document().unwrap().create_element("div").unwrap();
    window().document().unwrap().body().unwrap().append_child(&root).unwrap();
    let options = JSON::parse(r#"{"clientId":"demo","domain":"127.0.0.1:4000","country":"GB","inline":true}"#).unwrap();
    let mut lock = mount(root.clone(), options, Function::new_no_args(""), Some(field.clone())).unwrap();
    // Before anything else of the page has its turn.
    while form.is_connected() {
        JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await.unwrap();
    }
    field.set_value(&[&field.value(), "3456"].concat());
    fire(&field, "input");
    root.query_selector("[type=submit]").unwrap().unwrap().unchecked_into::<HtmlElement>().click();
    drop(device);
    let patience = Patience::new();
    while backend.asked("/passwordless/start").is_empty() {
        assert!(patience.is_left(), "{}", written(&root));
        turn().await;
    }
    assert!(backend.asked("/passwordless/start")[0].contains("+447400123456"), "{:?}", backend.requests());
    lock.destroy();
    root.remove();
    tab_storage();
}

#[test]
async fn whoever_goes_on_to_a_button_while_a_slow_device_still_draws_stays_there() {
    storage();
    let (form, field) = painted("");
    field.focus().unwrap();
    let device = Replaced::slow();
    let root = window().document().unwrap().create_element("div").unwrap();
    root.set_class_name("pl-root");
    window().document().unwrap().body().unwrap().append_child(&root).unwrap();
    let options = JSON::parse(r#"{"clientId":"demo","domain":"127.0.0.1:4000","country":"GB"}"#).unwrap();
    let mut lock = mount(root.clone(), options, Function::new_no_args(""), Some(field.clone())).unwrap();
    lock.show();
    while form.is_connected() {
        JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await.unwrap();
    }
    assert!(field.matches(":focus").unwrap());
    let button: HtmlElement = root.query_selector("button.pl-country").unwrap().unwrap().unchecked_into();
    button.focus().unwrap();
    drop(device);
    for _ in 0..5 {
        turn().await;
    }
    assert!(button.matches(":focus").unwrap(), "the focus went back to the field");
    lock.destroy();
    root.remove();
    tab_storage();
}

#[test]
async fn a_number_that_the_page_gave_stands_back_behind_what_was_typed() {
    storage();
    let (form, _) = painted("020 7946 0018");
    let mut config = inline();
    config.phone = FirstPhone::Editable("07400 123456".to_owned());
    assert_eq!(Screen::over(&form, config.clone()).await.field("phone").value(), "020 7946 0018");
    let (form, _) = painted("");
    assert_eq!(Screen::over(&form, config).await.field("phone").value(), "07400 123456");
}

#[test]
async fn whoever_is_logged_in_sees_no_form_any_more() {
    storage().set_item("id_token", &id_token(3600)).unwrap();
    let (form, _) = painted("0740");
    let screen = Screen::over(&form, inline()).await;
    screen.sees("Welcome").await;
    assert!(!form.is_connected());
}
