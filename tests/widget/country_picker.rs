//! The list of countries: found by whatever is typed, walked by keyboard, read by screen readers.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::{HtmlElement, KeyboardEventInit};

use crate::hands::press_down;
use crate::page::storage;
use crate::screen::{Screen, config, written};

async fn opened() -> Screen {
    storage();
    let screen = Screen::new().await;
    screen.press(".pl-country").await;
    screen
}

async fn press_key(screen: &Screen, key: &str) {
    assert!(!screen.press_key("[name=country]", key).await, "{key} is the list's");
}

fn active(screen: &Screen) -> HtmlElement {
    let id = screen.field("country").get_attribute("aria-activedescendant").unwrap();
    screen.get(&format!("#{id}"))
}

#[test]
async fn it_opens_on_the_chosen_country_with_the_focus_in_the_search() {
    let screen = opened().await;
    let search = screen.field("country");
    assert_eq!(screen.focused(), Some(search.clone().unchecked_into()));
    assert_eq!(screen.get(".pl-country").get_attribute("aria-expanded").as_deref(), Some("true"));
    assert_eq!(search.get_attribute("role").as_deref(), Some("combobox"));
    let list = screen.get(&format!("#{}", search.get_attribute("aria-controls").unwrap()));
    assert_eq!(list.get_attribute("role").as_deref(), Some("listbox"));
    assert!(list.child_element_count() > 240);
    assert!(written(&active(&screen)).ends_with("United Kingdom+44"), "{}", written(&active(&screen)));
    assert_eq!(active(&screen).get_attribute("aria-selected").as_deref(), Some("true"));
}

#[test]
async fn the_button_says_which_country_is_chosen() {
    storage();
    let screen = Screen::new().await;
    assert_eq!(screen.get(".pl-country").get_attribute("aria-label").as_deref(), Some("Country: United Kingdom +44"));
}

#[test]
async fn what_is_typed_finds_a_country_and_enter_chooses_it() {
    for query in ["germ", "DE", "+49", "49", "GERMANY"] {
        let screen = opened().await;
        screen.type_into("country", query).await;
        assert!(written(&active(&screen)).ends_with("Germany+49"), "{query}: {}", written(&active(&screen)));
        press_key(&screen, "Enter").await;
        assert!(screen.find(".pl-countries").is_none());
        assert!(written(&screen.get(".pl-country")).contains("+49"));
        assert_eq!(screen.focused(), Some(screen.field("phone").unchecked_into()));
    }
}

#[test]
async fn arrows_walk_around_the_list() {
    let screen = opened().await;
    screen.type_into("country", "united").await;
    let names = async |key: &str| {
        press_key(&screen, key).await;
        written(&active(&screen))
    };
    let first = written(&active(&screen));
    let second = names("ArrowDown").await;
    assert_ne!(first, second);
    assert_eq!(names("ArrowUp").await, first);
    let last = names("ArrowUp").await;
    assert_ne!(last, first);
    assert_eq!(names("ArrowDown").await, first);
    assert_eq!(names("PageDown").await, last);
}

#[test]
async fn a_press_chooses() {
    let screen = opened().await;
    screen.type_into("country", "cote").await;
    screen.press("[role=option]").await;
    assert!(written(&screen.get(".pl-country")).contains("+225"));
}

#[test]
async fn esc_leaves_the_list_and_not_the_lock() {
    let screen = opened().await;
    screen.type_into("country", "germ").await;
    press_key(&screen, "Escape").await;
    assert!(screen.find(".pl-countries").is_none());
    assert!(screen.get("dialog").has_attribute("open"));
    assert!(written(&screen.get(".pl-country")).contains("+44"));
    assert_eq!(screen.focused(), Some(screen.get(".pl-country")));
}

#[test]
async fn a_country_that_is_not_there_is_told() {
    let screen = opened().await;
    screen.type_into("country", "atlantis").await;
    assert_eq!(written(&screen.get("[role=status]")), "No country is called that.");
    assert_eq!(screen.field("country").get_attribute("aria-activedescendant"), None);
    press_key(&screen, "Enter").await;
    assert!(screen.find(".pl-countries").is_some());
}

#[test]
async fn enter_in_the_list_sends_no_form() {
    let screen = opened().await;
    press_key(&screen, "Enter").await;
    assert!(screen.find(".pl-problem").is_none());
}

#[test]
async fn a_letter_on_the_button_begins_the_search() {
    storage();
    let screen = Screen::new().await;
    assert!(!screen.press_key(".pl-country", "g").await, "the letter would come twice");
    assert_eq!(screen.field("country").value(), "g");
    assert_eq!(screen.focused(), Some(screen.field("country").unchecked_into()));
    assert!(written(&active(&screen)).contains('G'), "the best answer, not the chosen country");
}

#[test]
async fn letters_of_a_fast_typist_are_searched_for_before_the_search_has_the_focus() {
    storage();
    let screen = Screen::new().await;
    let button = screen.get(".pl-country");
    for key in ["u", "n"] {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        assert!(!press_down(&button, &init), "{key} would come twice");
    }
    screen.until("the search", |screen| screen.find("[name=country]").is_some()).await;
    assert_eq!(screen.field("country").value(), "un");
    assert_eq!(screen.focused(), Some(screen.field("country").unchecked_into()));
    assert!(screen.all(".pl-country-name").iter().all(|name| name != "France"), "the list follows the search");
}

#[test]
async fn arrows_on_the_button_open_the_list_at_the_chosen_country() {
    storage();
    for key in ["ArrowDown", "ArrowUp"] {
        let screen = Screen::new().await;
        screen.press_key(".pl-country", key).await;
        assert_eq!(screen.field("country").value(), "");
        assert!(written(&active(&screen)).ends_with("United Kingdom+44"));
    }
}

#[test]
async fn other_keys_on_the_button_are_the_browsers() {
    storage();
    let screen = Screen::new().await;
    for key in [" ", "Enter", "Tab", "Escape", "Dead", "F5"] {
        assert!(screen.press_key(".pl-country", key).await, "{key}");
    }
    let copy = KeyboardEventInit::new();
    copy.set_key("c");
    copy.set_ctrl_key(true);
    assert!(screen.press_keys(".pl-country", &copy).await);
    assert!(screen.find(".pl-countries").is_none());
}

#[test]
async fn home_and_end_are_the_carets() {
    let screen = opened().await;
    for key in ["Home", "End", "ArrowLeft", "ArrowRight", "Tab", "x"] {
        assert!(screen.press_key("[name=country]", key).await, "{key}");
    }
}

#[test]
async fn page_keys_pass_several_and_stop_at_the_ends() {
    let screen = opened().await;
    screen.type_into("country", "i").await;
    let all = screen.all("[role=option]");
    assert!(all.len() > 20);
    for expected in [&all[7], &all[14]] {
        press_key(&screen, "PageDown").await;
        assert_eq!(written(&active(&screen)), **expected);
    }
    for _ in 0..all.len() {
        press_key(&screen, "PageDown").await;
    }
    assert_eq!(written(&active(&screen)), all[all.len() - 1]);
    for _ in 0..all.len() {
        press_key(&screen, "PageUp").await;
    }
    assert_eq!(written(&active(&screen)), all[0]);
}

#[test]
async fn keys_that_compose_a_letter_choose_nothing() {
    let screen = opened().await;
    let compose = KeyboardEventInit::new();
    compose.set_is_composing(true);
    for key in ["Enter", "Escape", "ArrowDown"] {
        compose.set_key(key);
        assert!(screen.press_keys("[name=country]", &compose).await, "{key}");
    }
    assert!(written(&active(&screen)).ends_with("United Kingdom+44"));
}

#[test]
async fn the_number_of_answers_is_told_once_for_each_search() {
    let screen = opened().await;
    let status = || written(&screen.get("[role=status]"));
    assert_eq!(status(), "", "a whole list needs no words");
    screen.type_into("country", "united").await;
    let told = status();
    assert_eq!(told, format!("{} countries", screen.all("[role=option]").len()));
    press_key(&screen, "ArrowDown").await;
    assert_eq!(status(), told);
    screen.type_into("country", "germany").await;
    assert_eq!(status(), "1 country");
    screen.type_into("country", "").await;
    assert_eq!(status(), "");
}

#[test]
async fn going_elsewhere_leaves_the_list() {
    let screen = opened().await;
    screen.get(".pl-close").focus().unwrap();
    yew::scheduler::flush().await;
    assert!(screen.find(".pl-countries").is_none());
    assert_eq!(screen.focused(), Some(screen.get(".pl-close")));

    screen.press(".pl-country").await;
    screen.field("country").blur().unwrap();
    yew::scheduler::flush().await;
    assert!(screen.find(".pl-countries").is_some(), "a phone's keyboard was put away");
}

#[test]
async fn fingers_leave_by_the_arrow() {
    let screen = opened().await;
    screen.press(".pl-countries .pl-quiet").await;
    assert!(screen.find(".pl-countries").is_none());
    assert_eq!(screen.focused(), Some(screen.get(".pl-country")));

    screen.press(".pl-country").await;
    screen.get(".pl-countries .pl-quiet").focus().unwrap();
    yew::scheduler::flush().await;
    assert!(screen.find(".pl-countries").is_some(), "the arrow is a part of the list");
    assert!(!screen.press_key(".pl-countries .pl-quiet", "Escape").await, "Esc is not for the dialog");
    assert!(screen.find(".pl-countries").is_none());
    assert!(screen.get("dialog").has_attribute("open"));
}

#[test]
async fn a_list_in_a_shadow_keeps_and_gives_back_the_focus() {
    storage();
    let screen = Screen::in_shadow(config()).await;
    screen.press(".pl-country").await;
    assert_eq!(screen.focused(), Some(screen.field("country").unchecked_into()));
    screen.type_into("country", "france").await;
    screen.press("[role=option] .pl-country-name").await;
    assert!(written(&screen.get(".pl-country")).contains("+33"));
    assert_eq!(screen.focused(), Some(screen.field("phone").unchecked_into()));

    screen.press(".pl-country").await;
    screen.get(".pl-close").focus().unwrap();
    yew::scheduler::flush().await;
    assert!(screen.find(".pl-countries").is_none());
    screen.press_key(".pl-country", "f").await;
    press_key(&screen, "Escape").await;
    assert_eq!(screen.focused(), Some(screen.get(".pl-country")));
}

#[test]
async fn the_list_keeps_to_what_no_keyboard_covers() {
    let screen = opened().await;
    let style = screen.get(".pl-countries").style();
    let height = crate::page::window().visual_viewport().unwrap().height();
    assert_eq!(style.get_property_value("--pl-free-size").unwrap(), format!("{}px", height.floor()));
    assert_eq!(style.get_property_value("--pl-free-start").unwrap(), "0px");
}

#[test]
async fn nothing_opens_while_a_code_is_asked_for() {
    storage();
    let backend = crate::backend::Backend::new();
    backend.will(crate::backend::Answer::Silence);
    let screen = Screen::new().await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.press(".pl-country").await;
    screen.press_key(".pl-country", "g").await;
    assert!(screen.find(".pl-countries").is_none());
}
