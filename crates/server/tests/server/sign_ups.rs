//! An allow-list, and what those who are not on it get to know: nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use passlock_core::PhoneNumber;
use passlock_core::protocol::{ErrorBody, Reason, START_PATH};
use passlock_server::{Allowed, Delivery, DeliveryError, Message, Operator, Sending, SignUps};
use serde_json::Value;
use tempfile::TempDir;

use crate::harness::{NUMBER, OTHER_NUMBER, Server, database_in, dev_settings, start_body};

fn list(numbers: &[&str]) -> SignUps {
    SignUps::Listed(numbers.iter().map(|number| Allowed::read(number).unwrap()).collect())
}

async fn on_file(folder: &TempDir, numbers: &[&str]) -> Server {
    Server::on_file(folder, |settings| settings.sign_ups = list(numbers)).await
}

/// Messages are not waited for, so they may come a moment later.
async fn code(server: &Server, number: &str) -> Option<String> {
    assert_eq!(server.post(START_PATH, &start_body(number)).await.status, 200);
    for _ in 0..40 {
        if let Some(message) = server.outbox().await.first().filter(|message| message["to"] == number) {
            return Some(message["code"].as_str().unwrap().to_owned());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    None
}

#[tokio::test]
async fn who_is_on_the_list_comes_in_and_nobody_else_gets_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let server = on_file(&folder, &[NUMBER]).await;
    assert_eq!(code(&server, OTHER_NUMBER).await, None);
    let code = code(&server, NUMBER).await.unwrap();
    assert_eq!(server.redeem(NUMBER, &code).await.status, 200);
    assert_eq!(server.outbox().await.len(), 1);
}

#[tokio::test]
async fn who_is_known_comes_in_without_being_on_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let server = on_file(&folder, &["+49*"]).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    let number = PhoneNumber::parse(NUMBER, None).unwrap();
    assert!(operator.add_user(&number, server.now()).await.unwrap());
    let code = code(&server, NUMBER).await.unwrap();
    assert_eq!(server.redeem(NUMBER, &code).await.status, 200);
}

#[tokio::test]
async fn who_is_on_the_list_and_shut_out_gets_no_code() {
    let folder = tempfile::tempdir().unwrap();
    let server = on_file(&folder, &["+44*"]).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    let number = PhoneNumber::parse(NUMBER, None).unwrap();
    assert!(operator.add_user(&number, server.now()).await.unwrap());
    assert!(operator.block_user(&number, server.now()).await.unwrap());
    assert_eq!(code(&server, NUMBER).await, None);
    assert!(code(&server, OTHER_NUMBER).await.is_some());
}

#[tokio::test]
async fn a_list_that_changes_before_the_code_is_entered_counts() {
    let folder = tempfile::tempdir().unwrap();
    let code = code(&on_file(&folder, &[NUMBER]).await, NUMBER).await.unwrap();
    let after = on_file(&folder, &[OTHER_NUMBER]).await;
    after.redeem(NUMBER, &code).await.check_reason(403, "access_denied", Reason::SignUpsClosed);
    after.redeem(NUMBER, &code).await.check_grant(ErrorBody::WRONG_CODE, Some(2));
}

/// Takes its time, and counts.
struct Slow(AtomicUsize);

impl Delivery for Slow {
    fn deliver(&self, _: Message) -> Sending<'_> {
        Box::pin(async move {
            tokio::time::sleep(SLOW).await;
            self.0.fetch_add(1, Ordering::SeqCst);
            Err(DeliveryError::Refused { message: "No.".to_owned(), code: 21610 })
        })
    }
}

const SLOW: Duration = Duration::from_secs(1);

#[tokio::test]
async fn neither_the_answer_nor_its_time_tells_who_is_on_the_list() {
    let slow = Arc::new(Slow(AtomicUsize::new(0)));
    let mut settings = dev_settings();
    settings.sign_ups = list(&[NUMBER]);
    let server = Server::with_delivery(settings, Some(Arc::clone(&slow) as Arc<dyn Delivery>)).await;
    let mut answers = Vec::new();
    for number in [NUMBER, OTHER_NUMBER] {
        let begin = Instant::now();
        let answer = server.post(START_PATH, &start_body(number)).await;
        assert!(begin.elapsed() < SLOW, "nobody waits for the provider");
        let mut body = answer.json();
        for name in ["_id", "phone_number"] {
            assert!(matches!(body[name].take(), Value::String(_)), "{name}");
        }
        answers.push((answer.status, answer.headers.clone(), body));
        for _ in 0..5 {
            let answer = server.redeem(number, "------").await;
            answers.push((answer.status, answer.headers.clone(), answer.json()));
        }
    }
    let (listed, stranger) = answers.split_at(answers.len() / 2);
    assert_eq!(listed, stranger);
    tokio::time::sleep(2 * SLOW).await;
    assert_eq!(slow.0.load(Ordering::SeqCst), 1);
}
