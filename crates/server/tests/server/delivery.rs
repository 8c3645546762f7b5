//! Ways to send a message, and what happens when they fail.

use std::sync::{Arc, Mutex};

use passlock_core::Problem;
use passlock_core::protocol::{START_PATH, read_start};
use passlock_server::{Delivery, DeliveryError, Message, Sending, Settings};

use crate::harness::{NUMBER, Serde, Server, database_in, dev_settings, start_body};
use crate::loot::Loot;

/// Keeps what it is given and answers as it was told.
struct Provider {
    answer: Result<(), DeliveryError>,
    given: Mutex<Vec<Message>>,
}

impl Delivery for Provider {
    fn deliver(&self, message: Message) -> Sending<'_> {
        self.given.lock().unwrap().push(message);
        let answer = self.answer.clone();
        Box::pin(async move { answer })
    }
}

async fn with(answer: Result<(), DeliveryError>) -> (Server, Arc<Provider>) {
    on(dev_settings(), answer).await
}

async fn on(mut settings: Settings, answer: Result<(), DeliveryError>) -> (Server, Arc<Provider>) {
    let provider = Arc::new(Provider { answer, given: Mutex::default() });
    settings.templates.usual = String::from("Shop: @@password@@ (again: @@password@@)");
    let server = Server::with_delivery(settings, Some(Arc::clone(&provider) as Arc<dyn Delivery>)).await;
    (server, provider)
}

#[tokio::test]
async fn the_template_carries_the_code() {
    let (server, provider) = with(Ok(())).await;
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 200);
    let message = provider.given.lock().unwrap()[0].clone();
    assert_eq!(message.to, NUMBER);
    assert_eq!(message.body, format!("Shop: {0} (again: {0})", message.code));
    assert!(server.outbox().await.is_empty(), "only the outbox keeps codes");
    assert_eq!(server.redeem(NUMBER, &message.code).await.status, 200);
}

#[tokio::test]
async fn a_providers_no_is_told_as_auth0_tells_it() {
    let refused = DeliveryError::Refused { message: "The number is not a mobile.".to_owned(), code: 21614 };
    let (server, _) = with(Err(refused)).await;
    let answer = server.post(START_PATH, &start_body(NUMBER)).await;
    answer.check(400, "sms_provider_error");
    assert_eq!(answer.json()["error_description"], "The number is not a mobile. (Code: 21614)");
    assert_eq!(read_start::<Serde>(&answer.reply(), 6, server.now()), Err(Problem::NotTextable));
}

#[tokio::test]
async fn a_provider_that_cannot_be_reached_is_no_fault_of_the_number() {
    let (server, _) = with(Err(DeliveryError::Unavailable)).await;
    let answer = server.post(START_PATH, &start_body(NUMBER)).await;
    answer.check(503, "temporarily_unavailable");
    assert_eq!(answer.header("retry-after"), Some("1"));
}

#[tokio::test]
async fn a_database_holds_neither_codes_nor_the_numbers_of_strangers() {
    let folder = tempfile::tempdir().unwrap();
    let (server, provider) = on(Settings::dev(&database_in(&folder), "http://127.0.0.1:4000/"), Ok(())).await;
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 200);
    let code = provider.given.lock().unwrap()[0].code.clone();
    let loot = Loot::of(&folder).await;
    assert!(loot.holds(b"expires_at") && loot.holds(b"full_at"), "it is read as it is");
    assert!(!loot.holds(code.as_bytes()) && !loot.holds(&NUMBER.as_bytes()[1..]));
}

#[test]
fn a_message_does_not_print_its_code_or_number() {
    let at = passlock_core::Timestamp::from_seconds(0);
    let message = Message::sms("id1".to_owned(), NUMBER.to_owned(), "123456".to_owned(), "123456".to_owned(), at);
    let printed = format!("{message:?}");
    assert!(!printed.contains("123456") && !printed.contains(NUMBER), "{printed}");
}
