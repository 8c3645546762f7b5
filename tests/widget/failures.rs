//! What a person reads when something goes wrong, and that nothing they typed is lost.

use passlock::{Connection, Notice, Problem, Purpose};
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::backend::{Answer, Backend, json};
use crate::page::{Replaced, storage};
use crate::screen::{Screen, config, written};

const WRONG: &str =
    r#"{"error":"invalid_grant","error_description":"Wrong phone number or verification code.","attempts_left":2}"#;
const EXPIRED: &str =
    r#"{"error":"invalid_grant","error_description":"The verification code has expired. Please try to login again."}"#;

#[test]
async fn a_number_that_is_wrong_is_explained_and_not_sent() {
    storage();
    let backend = Backend::new();
    let mut american = config();
    american.country = passlock::Region::new("US");
    let screen = Screen::with(american).await;
    for (text, sentence) in [
        ("", "Please enter your phone number."),
        ("my number", "This does not look like a phone number."),
        ("+33 6 12 34 56", "2 digits are missing for a number in France."),
        ("(800) 234-5678", "Text messages can’t reach this kind of number."),
        ("6502530000123", "3 digits too many for a number in the United States."),
    ] {
        screen.type_into("phone", text).await;
        screen.submit().await;
        screen.sees(sentence).await;
        assert_eq!(screen.field("phone").value(), text);
        assert_eq!(screen.field("phone").get_attribute("aria-invalid").as_deref(), Some("true"));
        let described_by = screen.field("phone").get_attribute("aria-describedby").unwrap();
        assert!(written(&screen.get(&format!("#{described_by}"))).contains(sentence));
        assert_eq!(written(&screen.get("[role=alert]")), screen.problem());
    }
    assert_eq!(backend.requests(), []);
}

/// What the server answers to a good number, and what the person reads then.
async fn check_start(answers: Vec<Answer>, sentence: &str, problem: Problem) {
    storage();
    let backend = Backend::new();
    for answer in answers {
        backend.will(answer);
    }
    let screen = Screen::new().await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees(sentence).await;
    assert_eq!(screen.field("phone").value(), "07400 123456");
    assert_eq!(screen.notices().last(), Some(&failed(problem)));

    backend.will_send_a_code();
    screen.submit().await;
    screen.sees("Enter the code").await;
}

fn failed(problem: Problem) -> Notice {
    Notice::Failed { purpose: Purpose::SendCode, connection: Connection::Sms, problem }
}

fn page(status: u16, content_type: &'static str, body: &str) -> Answer {
    Answer::Reply { status, content_type, headers: Vec::new(), body: body.to_owned() }
}

#[test]
async fn offline() {
    let _offline = Replaced::offline();
    check_start(vec![Answer::Failure, Answer::Failure], "You are offline.", Problem::Offline).await;
}

#[test]
async fn a_server_that_is_not_there() {
    let _online = Replaced::online();
    let answers = vec![Answer::Failure, Answer::Failure];
    check_start(answers, "The sign-in service can’t be reached.", Problem::Unreachable).await;
}

#[test]
async fn a_server_that_does_not_know_this_origin() {
    let answers = vec![Answer::Failure, page(200, "text/plain", "ok")];
    check_start(answers, "This page is not allowed to sign you in.", Problem::OriginRefused).await;
}

#[test]
async fn a_server_that_never_answers() {
    storage();
    let backend = Backend::new();
    backend.will(Answer::Silence);
    let screen = Screen::new().await;
    screen.type_into("phone", "07400 123456").await;
    {
        let _hurry = Replaced::no_patience();
        screen.submit().await;
        screen.sees("No answer came in time.").await;
    }
    assert_eq!(screen.notices().last(), Some(&failed(Problem::TimedOut)));
    assert_eq!(screen.field("phone").value(), "07400 123456");
}

#[test]
async fn a_server_with_a_fault() {
    let answers = vec![page(503, "text/html", "<h1>Down</h1>")];
    check_start(answers, "The sign-in service has a problem.", Problem::ServerDown { status: 503 }).await;
}

#[test]
async fn answers_that_make_no_sense() {
    use passlock::Nonsense::{ContentType, Html, MissingFields, NotJson};
    let nonsense = "gave an answer that makes no sense";
    for (answer, sentence, kind) in [
        (page(200, "text/html", "<h1>Hotel</h1>"), "Does your network ask you to sign in first?", Html),
        (page(200, "text/plain", "{}"), nonsense, ContentType),
        (page(200, "application/json", "<h1>"), nonsense, NotJson),
        (page(200, "application/json", "{}"), nonsense, MissingFields),
    ] {
        check_start(vec![answer], sentence, Problem::Nonsense(kind)).await;
    }
}

#[test]
async fn too_many_requests_say_when_to_try_again() {
    storage();
    let backend = Backend::new();
    backend.will(Answer::Reply {
        status: 429,
        content_type: "application/json",
        headers: vec![("retry-after", "90".to_owned())],
        body: r#"{"error":"too_many_requests","error_description":"x"}"#.to_owned(),
    });
    let screen = Screen::new().await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Too many requests. Please try again in 1:").await;
}

#[test]
async fn a_wrong_code_says_how_many_tries_are_left_and_is_selected() {
    storage();
    let backend = Backend::new();
    let screen = Screen::at_code(&backend).await;
    backend.will(json(403, WRONG));
    screen.type_into("code", "111111").await;
    screen.submit().await;
    screen.sees("That code is not right. 2 tries left.").await;
    let field = screen.field("code");
    assert_eq!(field.value(), "111111");
    assert_eq!((field.selection_start().unwrap(), field.selection_end().unwrap()), (Some(0), Some(6)));
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));

    backend.will_log_in();
    screen.type_into("code", "427193").await;
    screen.submit().await;
    screen.sees("Welcome").await;
}

#[test]
async fn an_expired_code_offers_a_new_one() {
    storage();
    let backend = Backend::new();
    let screen = Screen::at_code(&backend).await;
    backend.will(json(403, EXPIRED)).will_send_a_code();
    screen.type_into("code", "427193").await;
    screen.submit().await;
    screen.sees("This code has expired.").await;
    assert_eq!(written(&screen.get("button[type=submit]")), "Send a new code");
    screen.submit().await;
    screen.sees("Send again in").await;
    assert_eq!(screen.field("code").value(), "");
    assert!(screen.find(".pl-problem").is_none());
}

#[test]
async fn a_code_can_not_be_sent_before_it_is_whole() {
    storage();
    let backend = Backend::new();
    let screen = Screen::at_code(&backend).await;
    screen.type_into("code", "42-7").await;
    screen.submit().await;
    screen.sees("3 digits are missing.").await;
    assert_eq!(backend.requests().len(), 1);
}

#[test]
async fn a_token_of_somebody_else_logs_nobody_in() {
    let (storage, backend) = (storage(), Backend::new());
    let screen = Screen::at_code(&backend).await;
    let body = r#"{"access_token":"a","id_token":"e30.e30.c2ln","token_type":"Bearer","expires_in":1}"#;
    backend.will(json(200, body));
    screen.type_into("code", "427193").await;
    screen.submit().await;
    screen.sees("Your sign-in could not be confirmed.").await;
    assert_eq!(storage.get_item("id_token").unwrap(), None);
}
