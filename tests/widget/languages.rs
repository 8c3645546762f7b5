//! What the lock says in languages other than English.

use passlock::embed::mount;
use passlock::{Config, Texts};
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::backend::Backend;
use crate::page::{Replaced, storage, window};
use crate::patience::turn;
use crate::screen::{Screen, config, written};

const GERMAN: &str = include_str!("../../languages/de.json");
const ARABIC: &str = include_str!("../../languages/ar.json");
const POLISH: &str = include_str!("../../languages/pl.json");
const JAPANESE: &str = include_str!("../../languages/ja.json");

fn speaking(tag: &str, texts: &str) -> Config {
    let mut config = config();
    config.texts = Texts::read(tag, texts).unwrap();
    config
}

/// Which way the lock is written, and in which language it says that it is.
fn root(screen: &Screen) -> [String; 2] {
    ["lang", "dir"].map(|name| screen.get(".pl").get_attribute(name).unwrap())
}

/// What is said about a number that lacks digits.
async fn told_of(screen: &Screen, number: &str) -> String {
    screen.type_into("phone", number).await;
    screen.submit().await;
    screen.problem()
}

#[test]
async fn a_login_in_german_says_no_english_word() {
    storage();
    let backend = Backend::new();
    backend.will_send_a_code().will_log_in();
    let mut config = speaking("de", GERMAN);
    config.app_name = Some("Swapart".to_owned());
    let screen = Screen::with(config).await;
    assert_eq!(root(&screen), ["de", "ltr"]);
    let mut seen = screen.text();
    for part in ["Bei Swapart anmelden", "Kein Passwort nötig", "Telefonnummer", "Code per SMS senden"] {
        assert!(seen.contains(part), "{part} is not in {seen}");
    }
    assert_eq!(screen.get(".pl-close").get_attribute("aria-label").as_deref(), Some("Schließen"));
    let country = screen.get(".pl-country").get_attribute("aria-label");
    assert_eq!(country.as_deref(), Some("Land: Vereinigtes Königreich +44"));

    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Code eingeben").await;
    seen.push_str(&screen.text());
    for part in
        ["Gesendet an +44 7400 123456", "Ändern", "Code aus der SMS", "Gültig für ", "Erneut senden in 0:", "Weiter"]
    {
        assert!(seen.contains(part), "{part} is not in {seen}");
    }
    screen.type_into("code", "427193").await;
    screen.sees("Willkommen").await;
    seen.push_str(&screen.text());
    assert!(seen.contains("Weiter zu Swapart") && seen.contains("Abmelden"), "{seen}");
    for word in ["Sign", "code ", "Send", "Sent", "Change", "Valid", "Continue", "Welcome", "Log out"] {
        assert!(!seen.contains(word), "{word} is in {seen}");
    }
}

#[test]
async fn countries_are_searched_and_counted_in_the_language() {
    storage();
    let screen = Screen::with(speaking("de", GERMAN)).await;
    screen.press(".pl-country").await;
    assert_eq!(screen.field("country").placeholder(), "Nach Name oder Vorwahl suchen");
    screen.type_into("country", "oster").await;
    assert_eq!(screen.all(".pl-country-name")[0], "Österreich");
    let counted = || written(&screen.get(".pl-countries [role=status]"));
    assert_eq!(counted(), "1 Land");
    screen.type_into("country", "+44").await;
    assert_eq!(counted(), "4 Länder");
    screen.type_into("country", "germany").await;
    assert_eq!(screen.all(".pl-country-name"), ["Deutschland"], "English is understood as well");
    screen.type_into("country", "atlantis").await;
    screen.sees("Kein Land gefunden.").await;
}

#[test]
async fn arabic_runs_from_right_to_left_with_its_own_digits() {
    storage();
    let backend = Backend::new();
    backend.will_send_a_code();
    let screen = Screen::with(speaking("ar-EG", ARABIC)).await;
    assert_eq!(root(&screen), ["ar-EG", "rtl"]);
    assert_eq!(screen.field("phone").dir(), "ltr", "numbers run as everywhere");
    assert_eq!(told_of(&screen, "07400 123456 789").await, "توجد ٣ أرقام زائدة عن أرقام هذا البلد: المملكة المتحدة.");
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("أدخل الرمز").await;
    let clocks = screen.all(".pl-clock");
    assert!(clocks[0].starts_with("صالح لمدة ٢:٥") || clocks[0] == "صالح لمدة ٣:٠٠", "{clocks:?}");
    assert!(clocks.iter().all(|clock| !clock.contains(|sign: char| sign.is_ascii_digit())), "{clocks:?}");
}

#[test]
async fn polish_has_a_form_for_one_for_few_and_for_many() {
    storage();
    let mut config = speaking("pl", POLISH);
    config.country = passlock::Region::new("FR");
    let screen = Screen::with(config).await;
    for (number, sentence) in [
        ("0612345", "W numerze brakuje 2 cyfr (kraj: Francja)."),
        ("06123456", "W numerze brakuje 1 cyfry (kraj: Francja)."),
        ("06123456789", "W numerze jest 1 cyfra za dużo (kraj: Francja)."),
        ("061234567899", "W numerze są 2 cyfry za dużo (kraj: Francja)."),
        ("061234567899999", "W numerze jest 5 cyfr za dużo (kraj: Francja)."),
    ] {
        assert_eq!(told_of(&screen, number).await, sentence);
    }
}

#[test]
async fn japanese_has_one_form_for_all_counts() {
    storage();
    let mut config = speaking("ja", JAPANESE);
    config.country = passlock::Region::new("FR");
    let screen = Screen::with(config).await;
    for (number, sentence) in [
        ("06123456", "フランスの番号としては 1 桁足りません。"),
        ("0612345", "フランスの番号としては 2 桁足りません。"),
        ("061234567899999", "フランスの番号としては 5 桁多すぎます。"),
    ] {
        assert_eq!(told_of(&screen, number).await, sentence);
    }
}

#[test]
async fn what_a_file_leaves_out_is_in_english() {
    storage();
    for (tag, file) in
        [("de", r#"{"signIn":"Anmelden"}"#), ("de", r#"{"signIn":"Anmelden","howItWorks":7,"phoneNumber":{}}"#)]
    {
        let screen = Screen::with(speaking(tag, file)).await;
        let text = screen.text();
        assert!(
            text.contains("Anmelden") && text.contains("We text you a code.") && text.contains("Phone number"),
            "{text}"
        );
    }
    assert!(Texts::read("de", "<!doctype html>").is_err());
    for not_texts in ["[]", "7", "null"] {
        assert!(Screen::with(speaking("de", not_texts)).await.text().contains("We text you a code."), "{not_texts}");
    }
}

#[test]
async fn two_locks_speak_two_languages() {
    storage();
    let (german, arabic) = (Screen::with(speaking("de", GERMAN)).await, Screen::with(speaking("ar", ARABIC)).await);
    let english = Screen::new().await;
    assert_eq!([root(&german), root(&arabic), root(&english)], [["de", "ltr"], ["ar", "rtl"], ["en", "ltr"]]);
    assert!(german.text().contains("Anmelden") && !german.text().contains("Sign in"));
    assert!(arabic.text().contains("تسجيل الدخول") && !arabic.text().contains("Anmelden"));
    assert!(english.text().contains("Sign in"));
}

#[test]
async fn a_page_gives_texts_of_its_own_beside_the_language() {
    storage();
    let document = window().document().unwrap();
    let root = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    let given =
        r#"{"clientId":"demo","domain":"127.0.0.1:4000","inline":true,"texts":{"signIn":"Come in <b>now</b>"}}"#;
    for tag in ["en", "de-AT"] {
        let options = js_sys::JSON::parse(given).unwrap();
        js_sys::Reflect::set(&options, &"language".into(), &tag.into()).unwrap();
        let mut handle = mount(root.clone(), options, js_sys::Function::new_no_args(""), None).unwrap();
        handle.show();
        turn().await;
        let text = written(&root);
        assert!(text.contains("Come in <b>now</b>") && text.contains("Phone number"), "{text}");
        let lock = root.query_selector(".pl").unwrap().unwrap();
        assert_eq!(lock.get_attribute("lang").as_deref(), Some(tag));
        handle.destroy();
        turn().await;
    }
    root.remove();
}

#[test]
async fn the_backend_hears_of_the_language_where_the_browser_says_another() {
    for (reads, speaks, told) in [
        ("en-US", "de", Some("de")),
        ("de", "de", None),
        ("de-AT", "de", None),
        ("de", "de-AT", Some("de-AT")),
        ("de", "en", Some("en")),
    ] {
        storage();
        let _languages = Replaced::languages(&[reads, "de", "en"]);
        let backend = Backend::new();
        backend.will_send_a_code().will_log_in();
        let screen = Screen::with(speaking(speaks, GERMAN)).await;
        screen.type_into("phone", "07400 123456").await;
        screen.submit().await;
        screen.sees("Code eingeben").await;
        screen.type_into("code", "427193").await;
        screen.sees("Willkommen").await;
        let heard: Vec<_> = backend.requests().into_iter().map(|asked| asked.language).collect();
        assert_eq!(heard, [told.map(str::to_owned), None], "{reads} {speaks}");
    }
}
