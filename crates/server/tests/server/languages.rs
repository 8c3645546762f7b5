//! Messages in the language of whoever asks for them.

use axum::http::Method;
use passlock_core::protocol::START_PATH;
use passlock_server::{Language, Templates};

use crate::harness::{JSON, NUMBER, Server, dev_settings, request, start_body};

async fn message(server: &Server, language: &str) -> String {
    let headers = [JSON, &[("x-request-language", language)]].concat();
    let answer = server.send(request(Method::POST, START_PATH, &headers, &start_body(NUMBER).to_string())).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let message = server.outbox().await.remove(0);
    message["body"].as_str().unwrap().replace(message["code"].as_str().unwrap(), "CODE")
}

#[tokio::test]
async fn a_message_is_in_the_language_that_was_asked_for() {
    let mut settings = dev_settings();
    settings.clients[0].name = "The shop".to_owned();
    let german =
        (Language::read("de").unwrap(), "{{ application.name }}: {{ code }} ({{ request_language }})".to_owned());
    settings.templates = Templates {
        usual: "@@application.name@@: @@code@@ for @@phone_number@@".to_owned(),
        by_language: [german].into(),
    };
    let server = Server::with(settings).await;
    let usual = "The shop: CODE for +447400123456";
    for (language, text) in [
        ("de-AT", "The shop: CODE (de-AT)"),
        ("fr, de;q=0.5", "The shop: CODE (fr)"),
        ("fr", usual),
        ("", usual),
        ("call 555-0100 now", usual),
    ] {
        assert_eq!(message(&server, language).await, text, "{language}");
    }
}
