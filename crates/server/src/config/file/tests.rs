//! That every key of the table is read, and that no mistake goes by.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::environment::{path, variable};
use super::keys::{CLIENTS, Key, SECTIONS, Shape};
use super::*;

const SECRET: &str = "hunter2-hunter2-hunter2-hunter2-hunter2";

/// The files that the starter file names.
const SECRETS: [&str; 7] =
    ["code.key", "shop.secret", "twilio.token", "twilio.key", "gateway.token", "gateway.key", "smtp.password"];

fn read(text: &str, environment: &Environment) -> Result<Deployment, Mistakes> {
    Deployment::base(false).read(Some(&ConfigFile::of_text("passlock.toml", text)), environment)
}

fn keys() -> impl Iterator<Item = &'static Key> {
    SECTIONS.iter().flat_map(|section| section.keys).copied()
}

/// A file with one line in the section of this key.
fn file(key: &Key, line: &str) -> String {
    match key.section {
        "" => line.to_owned(),
        CLIENTS if key.name == "id" => format!("[[{CLIENTS}]]\n{line}"),
        CLIENTS => format!("[[{CLIENTS}]]\nid = \"shop\"\n{line}"),
        section => format!("[{section}]\n{line}"),
    }
}

/// The path of a key, of the first client where it is a client's, whose id may not be known.
fn paths(key: &Key) -> [String; 2] {
    [path(key, "shop"), path(key, "1")]
}

#[test]
fn every_key_is_read_and_takes_one_type_only() {
    for key in keys() {
        let mut wrong = vec!["1", "1.5", "true", "1979-05-27", "{ a = 1 }", "[1]", "[[\"a\"]]"];
        wrong.push(if key.shape == Shape::List { "\"a\"" } else { "[\"a\"]" });
        for value in wrong {
            let Mistakes(mistakes) =
                read(&file(key, &format!("{} = {value}", key.name)), &Environment::default()).map(|_| ()).unwrap_err();
            let found = mistakes.iter().any(|mistake| paths(key).contains(&mistake.key));
            assert!(found, "{} = {value}: {mistakes:?}", key.name);
        }
    }
}

#[test]
fn every_key_has_a_variable_that_is_read() {
    for key in keys().filter(|key| key.name != "id") {
        let name = variable(&path(key, "shop"));
        let environment = Environment::of([(name.as_str(), "\u{1}")]);
        let Mistakes(mistakes) = read("[[clients]]\nid = \"shop\"", &environment).map(|_| ()).unwrap_err();
        assert_eq!(mistakes[0].place, Place::Variable(name.clone()), "{mistakes:?}");
        assert_eq!(mistakes[0].key, path(key, "shop"));
        if key.is_hidden() {
            let name = format!("{name}_FILE");
            let environment = Environment::of([(name.as_str(), "/no/such/file")]);
            let error = read("[[clients]]\nid = \"shop\"", &environment).unwrap_err().to_string();
            assert!(error.contains(&name) && error.contains("cannot be read"), "{error}");
        }
    }
}

#[test]
fn the_defaults_of_the_table_are_the_defaults() {
    let mut text = String::new();
    for section in SECTIONS {
        match section.name {
            "" => {}
            CLIENTS => text.push_str("[[clients]]\nid = \"shop\"\n"),
            name => writeln!(text, "[{name}]").unwrap(),
        }
        // An empty allow-list belongs to a policy of its own.
        for key in section.keys.iter().filter(|key| !key.default.is_empty() && key.name != "allow") {
            writeln!(text, "{} = {}", key.name, key.default).unwrap();
        }
    }
    let [said, unsaid] =
        [text.as_str(), "[[clients]]\nid = \"shop\""].map(|text| read(text, &Environment::default()).unwrap());
    assert_eq!(format!("{:?}", said.settings), format!("{:?}", unsaid.settings));
    assert_eq!(said.operation, unsaid.operation);
}

#[test]
fn the_starter_file_is_good_with_and_without_its_examples() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    for name in SECRETS.iter().chain(&["fullchain.pem", "privkey.pem"]) {
        std::fs::write(at(name), SECRET).unwrap();
    }
    std::fs::create_dir(at("public")).unwrap();
    let keys = StarterKeys { database: "sqlite://a \"b\".db", code_key_file: "code.key", issuer: None };
    let plain = starter_file(keys);
    let check = |text: &str| {
        Deployment::base(false).read(Some(&ConfigFile::of_text(&at("a.toml"), text)), &Environment::default())
    };
    assert_eq!(check(&plain).unwrap().settings.database.secret(), "sqlite://a \"b\".db");
    for key in self::keys() {
        assert!(plain.contains(key.name), "{}", key.name);
    }
    // Every line that shows how a key looks becomes one.
    let is_example = |line: &str| line.starts_with("# [") || (line.starts_with("# ") && line.contains(" = "));
    let shown: Vec<_> =
        plain.lines().map(|line| if is_example(line) { line.trim_start_matches(['#', ' ']) } else { line }).collect();
    let shown = shown.join("\n").replace("kind = \"public\"", "kind = \"confidential\"").replace("allow = []", "");
    let deployment = check(&shown).unwrap_or_else(|error| panic!("{error}\n{shown}"));
    assert_eq!(deployment.lacks(), []);
    assert_eq!(deployment.settings.clients.len(), 1);
    assert_eq!(deployment.settings.templates.by_language.len(), 1);
}

#[test]
fn no_secret_is_told() {
    let hidden: Vec<&Key> = keys().filter(|key| key.is_hidden()).collect();
    assert_eq!(hidden.len(), 8);
    let password = format!("postgres://login:{SECRET}@db.example/passlock");
    for key in hidden {
        let line = |value: &str| file(key, &format!("{} = {value}", key.name));
        // Too short, not closed, not quoted, there twice, of another type, with a name that is wrong.
        let broken = [
            line("\"hunter2\""),
            line(&format!("\"{SECRET}")),
            line(SECRET),
            line(&format!("[\"{SECRET}\"]")),
            line(&format!("{{ a = \"{SECRET}\" }}")),
            line(&format!("\"{SECRET}\"\n{} = \"{SECRET}\"", key.name)),
            line(&format!("\"{SECRET}\\q\"")),
            file(key, &format!("{}x = \"{SECRET}\"", key.name)),
            file(key, &format!("{}_file = \"/no/such/file\"\n{0} = \"{SECRET}\"", key.name)),
        ];
        for text in broken {
            let error = read(&text, &Environment::default()).map(|_| ()).unwrap_err();
            assert!(!error.to_string().contains("hunter2") && !format!("{error:?}").contains("hunter2"), "{error:?}");
        }
    }
    let good = format!(
        "database_url = \"{password}\"\ncode_key = \"{SECRET}\"\n[[clients]]\nid = \"shop\"\nkind = \"confidential\"\nsecret = \"{SECRET}\"\n"
    );
    let deployment = read(&good, &Environment::default()).unwrap();
    let told = format!("{deployment:?}");
    assert!(!told.contains("hunter2") && told.contains("[secret]") && told.contains("login:***@db.example"), "{told}");
    assert_eq!(deployment.settings.database.secret(), password);
}

/// What a file might have in it.
fn line() -> impl Strategy<Value = String> {
    let all: Vec<&'static Key> = keys().collect();
    let names = proptest::sample::select(all).prop_map(|key| key.name.to_owned());
    let value = prop_oneof![
        Just("\"3m\"".to_owned()),
        Just("[]".to_owned()),
        Just("[\"https://shop.example\"]".to_owned()),
        "\"[ -~]{0,20}\"",
        "[ -~]{0,20}",
        any::<i64>().prop_map(|number| number.to_string()),
    ];
    prop_oneof![
        4 => (names, value).prop_map(|(name, value)| format!("{name} = {value}")),
        2 => proptest::sample::select(vec!["[server]", "[tokens]", "[[clients]]", "[messages.languages]", "[clients]", "[sign_ups]"])
            .prop_map(str::to_owned),
        1 => "\\PC{0,40}",
    ]
}

proptest! {
    #[test]
    fn no_file_and_no_variable_is_too_much(
        lines in proptest::collection::vec(line(), 0..12),
        name in "[A-Z_]{0,20}",
        value in "\\PC{0,20}",
    ) {
        let variable = format!("PASSLOCK_{name}");
        drop(read(&lines.join("\n"), &Environment::of([(variable.as_str(), value.as_str())])));
    }

    #[test]
    fn no_text_is_too_much(text in "\\PC{0,200}") {
        drop(read(&text, &Environment::default()));
    }

    #[test]
    fn a_key_with_a_letter_too_many_is_found_and_named(at in 0..64_usize, letter in "[a-z]") {
        for key in keys() {
            let mut name = key.name.to_owned();
            name.insert_str(at % (name.len() + 1), &letter);
            let known = SECTIONS.iter().find(|section| section.name == key.section).unwrap();
            if known.names().any(|other| other == name) {
                continue;
            }
            let Mistakes(mistakes) = read(&file(key, &format!("{name} = \"x\"")), &Environment::default())
                .map(|_| ())
                .unwrap_err();
            let mistake = mistakes.iter().find(|mistake| mistake.fault == Fault::UnknownKey).unwrap();
            prop_assert!(mistake.key.ends_with(&name), "{mistake:?}");
            prop_assert!(mistake.nearest.is_some(), "{mistake:?}");
        }
    }
}
