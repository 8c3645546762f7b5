//! The English file for translators, written from the code that it lists.

use std::fmt::Write as _;
use std::time::Duration;

use passlock_core::protocol::Value;

use super::{ENGLISH, Rules, Text, Texts, key};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/languages/en.json");

#[test]
fn the_english_file_says_what_the_code_says() {
    let file = file();
    if std::env::var_os("PASSLOCK_WRITE_DOCS").is_some() {
        std::fs::write(FILE, &file).unwrap();
    }
    let written = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(written == file, "languages/en.json is not what the code says; PASSLOCK_WRITE_DOCS=1 writes it anew");
}

/// What the loader says when the widget does not come; `js/paint.js` has these in English, too.
const OF_THE_LOADER: &str = "NotLoaded\tSigning in could not be loaded. Please check your connection and try again.
NotAllowed\tThis page does not let sign-in run. Please tell its owner.";

fn file() -> String {
    let mut file = String::from("{\n");
    for line in ENGLISH.lines().chain(OF_THE_LOADER.lines()) {
        let mut words = line.split_terminator('\t');
        let name = key(words.next().unwrap());
        let forms: Vec<_> = words.collect();
        assert!(!line.contains(['"', '\\']), "{name} would need an escape");
        let separator = if file.len() > 2 { ",\n" } else { "" };
        // Writing to a text cannot fail.
        let _ = match forms[..] {
            [form] => write!(file, "{separator}  \"{name}\": \"{form}\""),
            [one, other] => write!(file, "{separator}  \"{name}\": {{ \"one\": \"{one}\", \"other\": \"{other}\" }}"),
            _ => panic!("{name} has {} forms", forms.len()),
        };
    }
    file + "\n}\n"
}

fn polish() -> Texts {
    let category = |count| match (count, count % 10, count % 100) {
        (1, ..) => "one",
        (_, 2..=4, tens) if !(12..=14).contains(&tens) => "few",
        _ => "many",
    };
    let forms =
        [("one", "{count} kraj"), ("few", "{count} kraje"), ("many", "{count} krajów"), ("other", "{count} kraju")];
    let forms = forms.map(|(category, form)| (category.to_owned(), Value::Text(form.to_owned())));
    let given = Value::Object(vec![
        ("countries".to_owned(), Value::Object(forms.into())),
        ("continueTo".to_owned(), Value::Text("{app}: dalej".to_owned())),
        ("close".to_owned(), Value::Number(7.0)),
        ("codeTooShort".to_owned(), Value::Object(vec![("two".to_owned(), Value::Text("{count} cyfry".to_owned()))])),
    ]);
    Texts::new("pl", given, Rules { category: Box::new(move |count| category(count).to_owned()), digits: None })
}

#[test]
fn a_count_asks_for_the_form_of_its_language() {
    let texts = polish();
    let said = [1, 2, 5, 12, 22].map(|count| texts.counted(Text::Countries, count));
    assert_eq!(said, ["1 kraj", "2 kraje", "5 krajów", "12 krajów", "22 kraje"]);
}

#[test]
fn what_a_language_lacks_is_in_english() {
    let texts = polish();
    assert_eq!(texts.text(Text::Back), "Back");
    assert_eq!(texts.text(Text::Close), "Close");
    assert_eq!(texts.counted(Text::CodeTooShort, 2), "2 digits are missing.");
    assert_eq!(texts.counted(Text::CodeTooShort, 1), "1 digit is missing.");
}

#[test]
fn a_blank_may_stand_anywhere() {
    let texts = polish();
    assert_eq!(texts.fill(Text::ContinueTo, "{app}"), "{app}: dalej");
    assert_eq!(Texts::default().fill(Text::ContinueTo, "Swapart"), "Continue to Swapart");
}

#[test]
fn a_countdown_ends_at_zero_and_not_before() {
    let countdown = |span| Texts::default().countdown(span);
    assert_eq!(countdown(Duration::from_secs(161)), "2:41");
    assert_eq!(countdown(Duration::from_millis(1)), "0:01");
    assert_eq!(countdown(Duration::ZERO), "0:00");
}

#[test]
fn counts_and_clocks_have_the_digits_of_the_language() {
    let digits = ['٠', '١', '٢', '٣', '٤', '٥', '٦', '٧', '٨', '٩'];
    let texts = Texts::new("ar-EG", Value::Absent, Rules { digits: Some(digits), ..Rules::english() });
    assert_eq!(texts.countdown(Duration::from_secs(161)), "٢:٤١");
    assert_eq!(texts.counted(Text::Countries, 245), "٢٤٥ countries");
}

#[test]
fn the_language_says_which_way_to_write() {
    for (tag, direction) in
        [("en", "ltr"), ("ar", "rtl"), ("fa-AF", "rtl"), ("he", "rtl"), ("ur-PK", "rtl"), ("arn", "ltr")]
    {
        assert_eq!(Texts::new(tag, Value::Absent, Rules::english()).direction(), direction, "{tag}");
    }
}
