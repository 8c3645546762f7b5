//! The phone field under a person's fingers: grouping, caret, undo, paste, input methods.

use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::{CompositionEvent, InputEvent, InputEventInit, KeyboardEvent, KeyboardEventInit};

use crate::hands::fire;
use crate::page::{Replaced, go_off, storage};
use crate::screen::{Screen, config, written};

/// What the field shows, with a `|` for the caret.
fn shown(screen: &Screen) -> String {
    let field = screen.field("phone");
    let (text, caret) = (field.value(), field.selection_start().unwrap().unwrap() as usize);
    let units: Vec<u16> = text.encode_utf16().collect();
    let part = |units| String::from_utf16(units).unwrap();
    format!("{}|{}", part(&units[..caret]), part(&units[caret..]))
}

/// Does to the field what a browser does, and tells of it as a browser does: `after` is the text with the caret in it.
async fn change(screen: &Screen, after: &str, input_type: &str) {
    let (before_caret, after_caret) = after.split_once('|').unwrap();
    let field = screen.field("phone");
    field.focus().unwrap();
    field.set_value(&format!("{before_caret}{after_caret}"));
    let caret = u32::try_from(before_caret.encode_utf16().count()).unwrap();
    field.set_selection_range(caret, caret).unwrap();
    let init = InputEventInit::new();
    init.set_bubbles(true);
    init.set_input_type(input_type);
    field.dispatch_event(&InputEvent::new_with_event_init_dict("input", &init).unwrap()).unwrap();
    yew::scheduler::flush().await;
}

async fn type_digits(screen: &Screen, digits: &str) {
    for digit in digits.chars() {
        let (before, after) = {
            let shown = shown(screen);
            let (before, after) = shown.split_once('|').unwrap();
            (before.to_owned(), after.to_owned())
        };
        change(screen, &format!("{before}{digit}|{after}"), "insertText").await;
    }
}

async fn press(screen: &Screen, key: &str, shift: bool) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_ctrl_key(true);
    init.set_shift_key(shift);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    assert!(!screen.field("phone").dispatch_event(&event).unwrap(), "the browser's own undo would come on top");
    yew::scheduler::flush().await;
}

async fn opened() -> Screen {
    storage();
    Screen::new().await
}

fn country(screen: &Screen) -> String {
    let label = screen.get(".pl-country").get_attribute("aria-label").unwrap();
    label.split_once(" +").map_or(label.clone(), |(name, _)| name.to_owned())
}

#[test]
async fn digits_are_grouped_while_they_are_typed() {
    let screen = opened().await;
    type_digits(&screen, "07911123456").await;
    assert_eq!(shown(&screen), "07911 123456|");
    assert!(screen.text().contains("We will text +44 7911 123456"), "{}", screen.text());
}

#[test]
async fn the_caret_stays_where_the_person_types() {
    let screen = opened().await;
    change(&screen, "07911123456|", "insertFromPaste").await;
    change(&screen, "07911 12|456", "deleteContentBackward").await;
    assert_eq!(shown(&screen), "07911 12|456");
    type_digits(&screen, "3").await;
    assert_eq!(shown(&screen), "07911 123|456");
    // The key before a blank erases the digit before it.
    change(&screen, "07911|123456", "deleteContentBackward").await;
    assert_eq!(shown(&screen), "0791|1 23456");
    change(&screen, "07911|23456", "deleteContentForward").await;
    assert_eq!(shown(&screen), "07911| 3456");
}

#[test]
async fn undo_and_redo_go_through_what_was_typed() {
    let screen = opened().await;
    type_digits(&screen, "07911123456").await;
    press(&screen, "z", false).await;
    assert_eq!(shown(&screen), "07911 12345|");
    press(&screen, "z", false).await;
    press(&screen, "Z", true).await;
    press(&screen, "y", false).await;
    assert_eq!(shown(&screen), "07911 123456|");
    for _ in 0..20 {
        press(&screen, "z", false).await;
    }
    assert_eq!(shown(&screen), "|");
    // A browser that speaks of it before it happens is answered in the same way.
    let init = InputEventInit::new();
    init.set_cancelable(true);
    init.set_input_type("historyRedo");
    let event = InputEvent::new_with_event_init_dict("beforeinput", &init).unwrap();
    assert!(!screen.field("phone").dispatch_event(&event).unwrap());
    yew::scheduler::flush().await;
    assert_eq!(shown(&screen), "0|");
}

#[test]
async fn a_whole_number_moves_its_country_into_the_picker() {
    for text in ["+33 6 12 34 56 78|", "0033612345678|", "tel:+33612345678|", "＋３３６１２３４５６７８|"] {
        let screen = opened().await;
        change(&screen, text, "insertFromPaste").await;
        assert_eq!(shown(&screen), "06 12 34 56 78|", "{text}");
        assert_eq!(country(&screen), "Country: France", "{text}");
    }
}

#[test]
async fn a_form_that_the_browser_fills_in_counts_as_a_paste() {
    let screen = opened().await;
    // Autofill sends a plain event that says nothing of itself.
    screen.field("phone").set_value("+16502530000");
    fire(&screen.field("phone"), "input");
    yew::scheduler::flush().await;
    assert_eq!((shown(&screen), country(&screen)), ("(650) 253-0000|".to_owned(), "Country: United States".to_owned()));
}

#[test]
async fn without_a_plus_the_chosen_country_stays() {
    let screen = opened().await;
    change(&screen, "(650) 253-0000|", "insertFromPaste").await;
    assert_eq!(country(&screen), "Country: United Kingdom");
}

#[test]
async fn leaving_the_field_settles_a_number_that_could_have_gone_on() {
    let screen = opened().await;
    type_digits(&screen, "+4930123456").await;
    assert_eq!((shown(&screen), country(&screen)), ("+49 30 123456|".to_owned(), "Country: Germany".to_owned()));
    fire(&screen.field("phone"), "change");
    yew::scheduler::flush().await;
    assert_eq!((shown(&screen), country(&screen)), ("030 123456|".to_owned(), "Country: Germany".to_owned()));
}

#[test]
async fn an_input_method_is_left_alone_until_it_is_done() {
    let screen = opened().await;
    let field = screen.field("phone");
    for text in ["０", "０７９", "０７９１１１２３４５６"] {
        field.set_value(text);
        let init = InputEventInit::new();
        init.set_bubbles(true);
        init.set_is_composing(true);
        init.set_input_type("insertCompositionText");
        field.dispatch_event(&InputEvent::new_with_event_init_dict("input", &init).unwrap()).unwrap();
        yew::scheduler::flush().await;
        assert_eq!(field.value(), text);
    }
    field.dispatch_event(&CompositionEvent::new("compositionend").unwrap()).unwrap();
    yew::scheduler::flush().await;
    assert_eq!(field.value(), "０７９１１ １２３４５６");
    assert!(screen.text().contains("We will text +44 7911 123456"), "{}", screen.text());
}

#[test]
async fn a_number_typed_before_its_country_was_chosen_is_grouped_again() {
    let screen = opened().await;
    type_digits(&screen, "0612345678").await;
    screen.press(".pl-country").await;
    screen.type_into("country", "france").await;
    screen.get("[role=option]").click();
    yew::scheduler::flush().await;
    assert_eq!((shown(&screen), country(&screen)), ("06 12 34 56 78|".to_owned(), "Country: France".to_owned()));
}

#[test]
async fn what_is_no_number_stays_as_it_was_typed() {
    let screen = opened().await;
    change(&screen, "1-800-FLOWERS|", "insertText").await;
    assert_eq!(shown(&screen), "1-800-FLOWERS|");
}

#[test]
async fn a_number_that_no_table_knows_is_doubted_and_not_refused() {
    let backend = crate::backend::Backend::new();
    backend.will_send_a_code();
    let screen = opened().await;
    change(&screen, "07000 000000|", "insertFromPaste").await;
    let hint = written(&screen.get(".pl-hint"));
    assert!(hint.contains("looks unusual") || hint.contains("We will text"), "{hint}");
    screen.submit().await;
    screen.sees("Enter the code").await;
}

#[test]
async fn a_number_that_was_given_counts_as_typed() {
    storage();
    let mut given = config();
    given.phone = passlock::FirstPhone::Editable("+33 6 12 34 56 78".to_owned());
    let screen = Screen::with(given).await;
    assert_eq!(screen.field("phone").value(), "06 12 34 56 78");
    assert_eq!(country(&screen), "Country: France");
}

#[test]
async fn a_key_is_rehearsed_and_nothing_changes() {
    storage();
    let rehearsals = js_sys::Array::new();
    let timers = Replaced::held_timers(50, &rehearsals);
    let screen = Screen::in_shadow(config()).await;
    drop(timers);
    let [in_field, in_page] = [(); 2].map(|()| std::rc::Rc::new(std::cell::Cell::new(0)));
    let count = |target: &web_sys::EventTarget, heard: &std::rc::Rc<std::cell::Cell<u32>>| {
        let heard = heard.clone();
        gloo_events::EventListener::new(target, "input", move |_| heard.set(heard.get() + 1))
    };
    let _listeners = [count(&screen.field("phone"), &in_field), count(&crate::page::window(), &in_page)];
    let (before, notices) = (screen.text(), screen.notices().len());
    go_off(&rehearsals);
    assert_eq!(in_field.get(), 1, "a rehearsed key");
    yew::scheduler::flush().await;
    assert_eq!((shown(&screen).as_str(), screen.text(), screen.notices().len()), ("|", before, notices));
    assert_eq!(in_page.get(), 0, "the page was told of a key that nobody pressed");

    let rehearsals = js_sys::Array::new();
    let timers = Replaced::held_timers(50, &rehearsals);
    let typing = Screen::in_shadow(config()).await;
    drop(timers);
    let heard = std::rc::Rc::new(std::cell::Cell::new(0));
    type_digits(&typing, "0").await;
    let _listener = count(&typing.field("phone"), &heard);
    go_off(&rehearsals);
    assert_eq!(heard.get(), 0, "whoever has begun to type needs no rehearsal");
}
