//! The list of countries: found by whatever is typed, walked by keyboard, read by screen readers.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::{HtmlElement, KeyboardEvent, KeyboardEventInit};

use crate::page::{Replaced, storage, window};
use crate::screen::{Screen, config, written};

async fn opened() -> Screen {
    storage();
    let screen = Screen::new().await;
    screen.press(".pl-country").await;
    screen
}

async fn press_key(screen: &Screen, key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    screen.field("country").dispatch_event(&event).unwrap();
    yew::scheduler::flush().await;
}

fn active(screen: &Screen) -> HtmlElement {
    let id = screen.field("country").get_attribute("aria-activedescendant").unwrap();
    screen.get(&format!("#{id}"))
}

fn focused() -> Option<HtmlElement> {
    window().document().unwrap().active_element().map(JsCast::unchecked_into)
}

#[test]
async fn it_opens_on_the_chosen_country_with_the_focus_in_the_search() {
    let screen = opened().await;
    let search = screen.field("country");
    assert_eq!(focused(), Some(search.clone().unchecked_into()));
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
    assert_eq!(screen.get(".pl-country").get_attribute("aria-label").as_deref(), Some("Country: United Kingdom"));
}

#[test]
async fn the_clock_tells_the_country_unless_the_page_does() {
    storage();
    for (zone, code) in [("Asia/Tokyo", "+81"), ("Europe/Paris", "+33")] {
        let _clock = Replaced::clock_in(zone);
        let mut settings = config();
        assert!(written(&Screen::with(settings.clone()).await.get(".pl-country")).contains("+44"));
        settings.country = None;
        assert!(written(&Screen::with(settings).await.get(".pl-country")).contains(code), "{zone}");
    }
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
        assert_eq!(focused(), Some(screen.field("phone").unchecked_into()));
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
    assert_eq!(focused(), Some(screen.get(".pl-country")));
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
