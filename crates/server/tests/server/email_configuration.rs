//! What a configuration says about emails, and exactly what is said when it is wrong.

use passlock_server::{Connection, EmailKind, EmailTemplate, Templates};

use crate::configuration::{check, read};

const FILE: &str = r#"
    [messages.email]
    subject = "@@code@@ for @@application.name@@"
    html = """
<p>@@code@@</p>
"""
    [messages.email.languages.de]
    subject = "@@code@@ ist Ihr Code"
    text = "Ihr Code: @@code@@"
    [messages.email.languages.pt-BR]
    subject = "Seu código"
    text = "Seu código: {{ code }}"
    html = "<b>{{ code }}</b>"
    [delivery]
    email = "smtp"
    [delivery.smtp]
    host = "smtp.example"
    from = "The shop <login@shop.example>"
    envelope_from = "bounces@B\u00fccher.example"
    [[clients]]
    id = "shop"
    connections = ["email", "sms"]
"#;

#[test]
fn emails_are_decided_part_by_part_and_language_by_language() {
    let settings = read(FILE, &[]).unwrap().settings;
    let Templates { usual, by_language } = settings.email_templates.clone();
    assert_eq!(usual.subject, "@@code@@ for @@application.name@@");
    assert_eq!((usual.text.as_str(), usual.html.as_deref()), (EmailTemplate::TEXT, Some("<p>@@code@@</p>\n")));
    let languages: Vec<_> = by_language.iter().map(|(language, template)| (language.tag(), template)).collect();
    let [("de", german), ("pt-BR", portuguese)] = languages[..] else { panic!("{languages:?}") };
    assert_eq!((german.text.as_str(), german.html.as_deref()), ("Ihr Code: @@code@@", None));
    assert_eq!((portuguese.subject.as_str(), portuguese.html.as_deref()), ("Seu código", Some("<b>{{ code }}</b>")));
    let EmailKind::Smtp(smtp) = &settings.delivery.email else { panic!("no smtp") };
    assert_eq!(smtp.envelope_from.as_deref(), Some("bounces@xn--bcher-kva.example"));
    assert_eq!(settings.clients[0].connections, [Connection::Email, Connection::Sms], "the first one is Lock's");
    assert_eq!(read("", &[]).unwrap().settings.email_templates, Templates::<EmailTemplate>::usual());
    assert_eq!(read("[[clients]]\nid = \"a\"", &[]).unwrap().settings.clients[0].connections, [Connection::Sms]);
}

#[test]
fn a_variable_overrides_a_part_and_makes_a_language() {
    let variables = [
        ("PASSLOCK_MESSAGES__EMAIL__TEXT", "Code: @@code@@"),
        ("PASSLOCK_MESSAGES__EMAIL__LANGUAGES__DE__SUBJECT", "Ihr Code"),
        ("PASSLOCK_MESSAGES__EMAIL__LANGUAGES__FR__SUBJECT", "Votre code"),
        ("PASSLOCK_MESSAGES__EMAIL__LANGUAGES__FR__TEXT", "Votre code : @@code@@"),
    ];
    let templates = read(FILE, &variables).unwrap().settings.email_templates;
    assert_eq!(templates.usual.text, "Code: @@code@@");
    let subjects: Vec<_> = templates.by_language.values().map(|template| template.subject.as_str()).collect();
    assert_eq!(subjects, ["Ihr Code", "Votre code", "Seu código"]);
}

#[test]
fn what_is_wrong_with_an_email_is_said_at_its_place() {
    check(
        "[messages.email]\ntext = \"Hello\"\nhtml = \"<p>@@webotp@@ @@code@@\"\nsubject = \"a\\nb\"",
        &[
            "passlock.toml:2:8: messages.email.text: @@password@@ is missing",
            "passlock.toml:3:8: messages.email.html: @@webotp@@ stands for nothing",
            "passlock.toml:4:11: messages.email.subject: \"a\\nb\" is not 1 to 100 characters in one line",
        ],
    );
    check(
        "[messages.email.languages]\nde = \"Ihr Code\"\n[messages.email.languages.fr]\nsubjet = \"x\"\ntext = \"@@code@@\"",
        &[
            "passlock.toml:2:1: messages.email.languages.de: a language is a section with a subject and a text",
            "passlock.toml:3:27: messages.email.languages.fr.subject: it is missing; a language has a subject and a text",
            "passlock.toml:4:1: messages.email.languages.fr.subjet: there is no such key; did you mean subject?",
        ],
    );
    check(
        "[messages.email.languages.german]\nsubject = \"x\"\ntext = \"@@code@@\"",
        &["passlock.toml:1:27: messages.email.languages.german: \"german\" is not a language like de or pt-BR"],
    );
    check(
        "[delivery.smtp]\nenvelope_from = \"The shop <bounces@shop.example>\"",
        &[
            "passlock.toml:2:17: delivery.smtp.envelope_from: \"The shop <bounces@shop.example>\" is not an address like bounces@shop.example",
        ],
    );
}
