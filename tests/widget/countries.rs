//! Which countries there are to choose from, in which order, and with which the form begins.

use passlock::{Config, Region, Texts};
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::page::{Replaced, storage};
use crate::screen::{Screen, config, written};

fn regions(codes: &str) -> Vec<Region> {
    codes.split_whitespace().map(|code| Region::new(code).unwrap()).collect()
}

/// A lock whose country nobody names.
fn unnamed() -> Config {
    let mut config = config();
    config.country = None;
    config
}

/// A lock in a language whose texts are left out.
fn speaking(tag: &str) -> Config {
    let mut config = config();
    config.texts = Texts::read(tag, "{}").unwrap();
    config
}

async fn listed(config: Config) -> Vec<String> {
    storage();
    let screen = Screen::with(config).await;
    screen.press(".pl-country").await;
    screen.all(".pl-country-name")
}

async fn begins_with(config: Config) -> String {
    storage();
    written(&Screen::with(config).await.get(".pl-country bdi"))
}

#[test]
async fn the_list_has_what_is_allowed() {
    let mut config = config();
    config.only_countries = regions("GB DE FR IT");
    config.exclude_countries = regions("IT");
    assert_eq!(listed(config.clone()).await, ["France", "Germany", "United Kingdom"]);
    config.only_countries.clear();
    let all_but_one = listed(config).await;
    assert_eq!(all_but_one.len(), Region::all().len() - 1);
    assert!(!all_but_one.contains(&"Italy".to_owned()));
}

#[test]
async fn priority_countries_stand_above_a_line_until_something_is_searched_for() {
    storage();
    let mut config = config();
    config.only_countries = regions("GB DE FR");
    config.priority_countries = regions("GB IT");
    let screen = Screen::with(config).await;
    screen.press(".pl-country").await;
    assert_eq!(screen.all(".pl-country-name"), ["United Kingdom", "France", "Germany"]);
    assert_eq!(screen.all(".pl-line-above .pl-country-name"), ["France"]);
    assert_eq!(screen.get("[role=listbox]").child_element_count(), 3, "a listbox has options and nothing else");

    screen.type_into("country", "e").await;
    assert!(screen.find(".pl-line-above").is_none());
}

#[test]
async fn names_stand_in_the_order_of_their_language() {
    for (tag, names) in [("de", ["Norwegen", "Österreich", "Polen"]), ("sv", ["Polen", "Zimbabwe", "Österrike"])] {
        let listed = listed(speaking(tag)).await;
        let places = names.map(|name| listed.iter().position(|other| other == name).unwrap());
        assert!(places.is_sorted(), "{tag}: {listed:?}");
    }
}

#[test]
async fn a_language_that_nobody_knows_still_has_every_country() {
    for tag in ["", "not a language", "x-klingon"] {
        assert_eq!(listed(speaking(tag)).await.len(), Region::all().len(), "{tag}");
    }
}

#[test]
async fn a_browser_without_languages_still_has_every_country() {
    for tags in [&[] as &[&str], &["not a language"]] {
        let _languages = Replaced::languages(tags);
        assert_eq!(listed(config()).await.len(), Region::all().len());
    }
}

#[test]
async fn the_clock_tells_the_country_unless_the_page_does() {
    for (zone, code) in [("Asia/Tokyo", "+81"), ("Europe/Paris", "+33")] {
        let _clock = Replaced::clock_in(zone);
        assert_eq!(begins_with(config()).await, "+44");
        assert_eq!(begins_with(unnamed()).await, code, "{zone}");
    }
}

#[test]
async fn where_the_clock_tells_nothing_the_language_does() {
    let _clock = Replaced::clock_in("UTC");
    for (tags, code) in [(&["sv", "de-AT", "en-GB"] as &[&str], "+43"), (&["zh-Hant-TW"], "+886"), (&["en"], "+1")] {
        let _languages = Replaced::languages(tags);
        assert_eq!(begins_with(unnamed()).await, code, "{tags:?}");
    }
}

#[test]
async fn a_guess_that_is_not_allowed_gives_way() {
    let _clock = Replaced::clock_in("Asia/Tokyo");
    let _languages = Replaced::languages(&["en-US"]);
    let mut config = unnamed();
    config.only_countries = regions("FR DE GB");
    assert_eq!(begins_with(config.clone()).await, "+33");
    config.priority_countries = regions("DE");
    assert_eq!(begins_with(config.clone()).await, "+49");
    config.only_countries = regions("FR JP");
    assert_eq!(begins_with(config).await, "+81");
}

#[test]
async fn where_there_is_no_choice_there_is_no_button() {
    storage();
    let mut config = unnamed();
    config.only_countries = regions("GB");
    let screen = Screen::with(config).await;
    assert!(screen.find("button.pl-country").is_none());
    let country = screen.get(".pl-country");
    assert_eq!(country.get_attribute("aria-label").as_deref(), Some("Country: United Kingdom +44"));
    assert_eq!(country.get_attribute("role").as_deref(), Some("img"));
}

#[test]
async fn a_country_that_was_typed_is_named_even_when_it_is_not_allowed() {
    storage();
    let mut config = unnamed();
    config.only_countries = regions("GB DE");
    let screen = Screen::with(config).await;
    screen.type_into("phone", "+33 6").await;
    assert_eq!(screen.get(".pl-country").get_attribute("aria-label").as_deref(), Some("Country: France +33"));
}

#[test]
async fn where_nothing_is_allowed_nothing_is_chosen() {
    storage();
    let mut config = config();
    config.only_countries = regions("GB");
    config.exclude_countries = regions("GB");
    let screen = Screen::with(config).await;
    assert_eq!(written(&screen.get(".pl-country")), "");
}

#[test]
async fn the_field_shows_how_numbers_of_the_country_look() {
    storage();
    let screen = Screen::new().await;
    let shown = || screen.field("phone").placeholder();
    assert_eq!(shown(), "07400 123456");
    assert!(screen.field("phone").get_attribute("aria-label").is_none(), "an example is no name");
    screen.press(".pl-country").await;
    screen.type_into("country", "france").await;
    screen.press("[role=option]").await;
    assert_eq!(shown(), "06 12 34 56 78");
    assert_eq!(screen.field("phone").value(), "");
}
