//! A login by email: what is typed, what is asked for, and where the person goes on.

use passlock::{Config, Connection, EmailAddress, FirstEmail, Notice, Recipient, View};
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::backend::{Backend, json};
use crate::hands::fire;
use crate::page::{storage, window};
use crate::screen::{Screen, config, written};

fn by_email() -> Config {
    let mut config = config();
    config.connections = vec![Connection::Email];
    config
}

fn remembering() -> Config {
    let mut config = by_email();
    config.remember = true;
    config
}

async fn at_code(backend: &Backend, address: &str) -> Screen {
    backend.will_send_a_code();
    let screen = Screen::with(by_email()).await;
    screen.type_into("email", address).await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    screen
}

#[test]
async fn from_address_to_welcome() {
    let (_storage, backend) = (storage(), Backend::new());
    backend.will_send_a_code().will_log_in();
    let screen = Screen::with(by_email()).await;
    assert!(screen.text().contains("We email you a code."), "{}", screen.text());
    assert!(screen.find("[name=phone]").is_none());
    let field = screen.field("email");
    // Browsers rewrite addresses of other scripts in fields of type email.
    let attributes = ["type", "inputmode", "autocomplete", "autocapitalize", "spellcheck", "dir"];
    let found = attributes.map(|name| field.get_attribute(name).unwrap());
    assert_eq!(found, ["text", "email", "email", "off", "false", "ltr"]);
    assert_eq!(window().document().unwrap().active_element(), Some(field.into()));

    screen.type_into("email", " Ada+tickets@Example.com ").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    assert!(screen.text().contains("Sent to Ada+tickets@Example.com"), "{}", screen.text());
    assert!(screen.text().contains("Code from the email"), "{}", screen.text());
    screen.type_into("code", "427193").await;
    screen.sees("Welcome").await;

    let requests = backend.requests();
    let [start, token] = &requests[..] else { panic!("{requests:?}") };
    let body = r#"{"client_id":"demo","connection":"email","email":"Ada+tickets@Example.com","send":"code"}"#;
    assert_eq!((&*start.url, &*start.body), ("http://127.0.0.1:4000/passwordless/start", body));
    assert!(
        token.body.contains(r#""username":"Ada+tickets@Example.com","otp":"427193","realm":"email""#),
        "{}",
        token.body
    );
    let to = Recipient::Email(EmailAddress::parse("Ada+tickets@Example.com").unwrap());
    let notices = screen.notices();
    assert!(matches!(&notices[1], Notice::CodeSent { to: told, .. } if *told == to), "{notices:?}");
    assert_eq!(screen.views(), [View::Email, View::Code, View::LoggedIn]);
}

#[test]
async fn what_is_wrong_with_an_address_is_said_before_anything_is_sent() {
    let (_storage, backend) = (storage(), Backend::new());
    let screen = Screen::with(by_email()).await;
    for (text, sentence) in [
        ("", "Please enter your email address."),
        ("ada", "A part of the address is missing. Please check it."),
        ("ada@example", "A part of the address is missing."),
        ("ada lovelace@example.com", "This does not look like an email address."),
    ] {
        screen.type_into("email", text).await;
        screen.submit().await;
        screen.sees(sentence).await;
        assert_eq!(screen.field("email").get_attribute("aria-invalid").as_deref(), Some("true"));
    }
    screen.type_into("email", "ada@example.com").await;
    assert!(screen.find(".pl-problem").is_none());
    assert_eq!(backend.requests().len(), 0);
    backend.will(json(400, r#"{"error":"bad.email","error_description":"x"}"#));
    screen.submit().await;
    screen.sees("Emails can’t be sent to this address.").await;
    assert_eq!(screen.field("email").value(), "ada@example.com");
}

#[test]
async fn a_slip_of_the_finger_is_one_press_from_being_mended() {
    storage();
    let screen = Screen::with(by_email()).await;
    let region = screen.get(".pl-hint [role=status]");
    screen.type_into("email", "ada@gmail.co").await;
    assert!(screen.find(".pl-meant").is_none(), "it may become gmail.com yet");
    fire(&screen.field("email"), "change");
    screen.sees("Did you mean ada@gmail.com?").await;
    screen.type_into("email", "Ada.L@gmial.com").await;
    assert_eq!(written(&region), "Did you mean Ada.L@gmail.com?");
    screen.press(".pl-meant").await;
    assert_eq!(screen.field("email").value(), "Ada.L@gmail.com");
    assert_eq!(window().document().unwrap().active_element(), Some(screen.field("email").into()));
    assert_eq!(written(&region), "");
    // It stops nobody.
    let backend = Backend::new();
    backend.will_send_a_code();
    screen.type_into("email", "ada@gmial.com").await;
    screen.submit().await;
    screen.sees("Sent to ada@gmial.com").await;
}

#[test]
async fn the_way_to_the_mailbox_is_shown_once_there_is_something_in_it() {
    let (_storage, backend) = (storage(), Backend::new());
    let screen = at_code(&backend, "ada@gmail.com").await;
    let link = screen.get("a.pl-mailbox");
    assert_eq!(written(&link), "Open Gmail");
    let found = ["href", "target", "rel"].map(|name| link.get_attribute(name).unwrap());
    assert_eq!(found, ["https://mail.google.com/", "_blank", "noopener noreferrer"]);
    drop(screen);
    let screen = at_code(&backend, "ada@example.com").await;
    assert!(screen.find("a.pl-mailbox").is_none());
}

#[test]
async fn a_wrong_code_and_a_refusal_speak_of_the_address() {
    let (_storage, backend) = (storage(), Backend::new());
    let screen = at_code(&backend, "ada@example.com").await;
    let wrong =
        r#"{"error":"invalid_grant","error_description":"Wrong email or verification code.","attempts_left":2}"#;
    backend.will(json(403, wrong));
    screen.type_into("code", "111111").await;
    screen.sees("That code is not right. 2 tries left.").await;
    screen.type_into("code", "").await;
    screen.submit().await;
    screen.sees("Please enter the code from the email.").await;
    backend.will(json(403, r#"{"error":"access_denied","error_description":"x"}"#));
    screen.type_into("code", "427193").await;
    screen.sees("Signing in with this address is not allowed here.").await;
}

#[test]
async fn a_code_by_email_is_still_waited_for_after_a_reload() {
    let (_storage, backend) = (storage(), Backend::new());
    let screen = at_code(&backend, "ada@example.com").await.reloaded(by_email()).await;
    screen.sees("Sent to ada@example.com").await;
    assert_eq!(backend.requests().len(), 1);
    screen.press(".pl-subtitle .pl-link").await;
    assert_eq!(screen.field("email").value(), "ada@example.com");
}

#[test]
async fn an_address_is_kept_after_the_login_and_offered_masked() {
    let (storage, backend) = (storage(), Backend::new());
    backend.will_send_a_code().will_log_in();
    let screen = Screen::with(remembering()).await;
    screen.type_into("email", "ada@example.com").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    screen.type_into("code", "427193").await;
    screen.sees("Welcome").await;
    drop(screen);

    storage.remove_item("id_token").unwrap();
    let screen = Screen::with(remembering()).await;
    assert!(screen.text().contains("a•••@example.com"), "{}", screen.text());
    assert!(!screen.text().contains("ada"), "{}", screen.text());
    let button = screen.get("button[type=submit]");
    assert_eq!(window().document().unwrap().active_element(), Some(button.into()), "one key is enough for the code");
    screen.press(".pl-known button").await;
    assert_eq!(screen.field("email").value(), "");
    assert_eq!(storage.get_item("id_token_phone").unwrap(), None);
}

#[test]
async fn an_address_to_be_confirmed_goes_to_the_code_at_once() {
    storage();
    let backend = Backend::new();
    backend.will_send_a_code();
    let mut config = by_email();
    config.email = FirstEmail::Fixed(EmailAddress::parse("ada@example.com").unwrap());
    let screen = Screen::with(config).await;
    screen.sees("Sent to ada@example.com").await;
    assert!(!screen.text().contains("Change"), "{}", screen.text());

    let mut config = by_email();
    config.email = FirstEmail::Editable("ada@example.com".into());
    config.storage_key = "another".into();
    let screen = Screen::with(config).await;
    assert_eq!(screen.field("email").value(), "ada@example.com");
    assert_eq!(backend.requests().len(), 1);
}
