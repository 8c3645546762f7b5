//! Who may come in, and what those who may not get to know.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use passlock_core::protocol::{ErrorBody, Reason, START_PATH, read_start, read_token};
use passlock_core::{PhoneNumber, Problem};
use passlock_server::{Delivery, DeliveryError, Message, Operator, Sending, Settings, SignUps};
use serde_json::Value;
use tempfile::TempDir;

use crate::harness::{Answer, NUMBER, OTHER_NUMBER, Serde, Server, database_in, start_body};

/// A server, and somebody with its database at hand.
struct Place {
    server: Server,
    operator: Operator,
    folder: TempDir,
}

impl Place {
    async fn with(sign_ups: SignUps) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::on_file(&folder, |settings| settings.sign_ups = sign_ups).await;
        let operator = Operator::open(&database_in(&folder)).await.unwrap();
        Self { server, operator, folder }
    }

    async fn add(&self, number: &str) {
        assert!(self.operator.add_user(&phone(number), self.server.now()).await.unwrap());
    }

    async fn block(&self, number: &str) {
        assert!(self.operator.block_user(&phone(number), self.server.now()).await.unwrap());
    }

    /// Another server on the same database.
    async fn again(&self, change: impl FnOnce(&mut Settings)) -> Server {
        Server::on_file(&self.folder, change).await
    }

    /// Asks for a code where messages are not waited for.
    async fn code(&self, number: &str) -> String {
        let before = self.server.outbox().await.len();
        assert_eq!(self.server.post(START_PATH, &start_body(number)).await.status, 200);
        loop {
            let messages = self.server.outbox().await;
            if messages.len() > before {
                assert_eq!(messages[0]["to"], number);
                return messages[0]["code"].as_str().unwrap().to_owned();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

fn phone(number: &str) -> PhoneNumber {
    PhoneNumber::parse(number, None).unwrap()
}

async fn start(server: &Server, number: &str) -> Answer {
    server.post(START_PATH, &start_body(number)).await
}

/// The same but for what depends on the number alone.
#[track_caller]
fn check_alike(one: &Answer, other: &Answer) {
    let body = |answer: &Answer| {
        let mut body = answer.json();
        for name in ["_id", "phone_number"] {
            assert!(body[name].take().is_string(), "{name}");
        }
        body
    };
    assert_eq!((one.status, &one.headers, body(one)), (other.status, &other.headers, body(other)));
}

/// How many messages there are, once there is one, and after a second one has had its time.
async fn count(server: &Server) -> usize {
    while server.outbox().await.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.outbox().await.len()
}

#[tokio::test]
async fn with_closed_sign_ups_a_stranger_gets_the_same_answer_and_no_message() {
    let place = Place::with(SignUps::Closed).await;
    place.add(NUMBER).await;
    check_alike(&start(&place.server, NUMBER).await, &start(&place.server, OTHER_NUMBER).await);
    assert_eq!(count(&place.server).await, 1);
    assert_eq!(place.server.outbox().await[0]["to"], NUMBER);
}

#[tokio::test]
async fn with_closed_sign_ups_the_known_come_in() {
    let place = Place::with(SignUps::Closed).await;
    place.add(NUMBER).await;
    assert!(!place.operator.add_user(&phone(NUMBER), place.server.now()).await.unwrap(), "there is one already");
    let code = place.code(NUMBER).await;
    assert_eq!(place.server.redeem(NUMBER, &code).await.status, 200);
}

#[tokio::test]
async fn a_strangers_guesses_are_answered_like_everybody_elses() {
    let place = Place::with(SignUps::Closed).await;
    place.add(NUMBER).await;
    place.code(NUMBER).await;
    start(&place.server, OTHER_NUMBER).await;
    for _ in 0..5 {
        let (known, stranger) =
            (place.server.redeem(NUMBER, "------").await, place.server.redeem(OTHER_NUMBER, "------").await);
        assert_eq!((known.status, &known.headers, known.json()), (stranger.status, &stranger.headers, stranger.json()));
    }
    place.server.wait(Duration::from_mins(3));
    for number in [NUMBER, OTHER_NUMBER] {
        place.server.redeem(number, "------").await.check_grant(ErrorBody::EXPIRED, None);
    }
}

#[tokio::test]
async fn sign_ups_that_close_before_the_code_is_entered_are_closed() {
    let place = Place::with(SignUps::Open).await;
    let code = place.server.code(NUMBER).await;
    let closed = place.again(|settings| settings.sign_ups = SignUps::Closed).await;
    let answer = closed.redeem(NUMBER, &code).await;
    answer.check_reason(403, "access_denied", Reason::SignUpsClosed);
    assert_eq!(read_token::<Serde>(&answer.reply(), closed.now()), Err(Problem::SignUpsClosed));
    closed.redeem(NUMBER, &code).await.check_grant(ErrorBody::WRONG_CODE, Some(2));
    assert!(!place.operator.block_user(&phone(NUMBER), closed.now()).await.unwrap(), "no account was made");
}

#[tokio::test]
async fn whoever_is_shut_out_gets_the_same_answer_and_no_message() {
    for sign_ups in [SignUps::Open, SignUps::Closed] {
        let place = Place::with(sign_ups.clone()).await;
        place.add(NUMBER).await;
        place.add(OTHER_NUMBER).await;
        place.block(NUMBER).await;
        check_alike(&start(&place.server, OTHER_NUMBER).await, &start(&place.server, NUMBER).await);
        assert_eq!(count(&place.server).await, 1, "{sign_ups:?}");
        assert_eq!(place.server.outbox().await[0]["to"], OTHER_NUMBER);
        for number in [NUMBER, OTHER_NUMBER] {
            place.server.redeem(number, "------").await.check_grant(ErrorBody::WRONG_CODE, Some(2));
        }
    }
}

#[tokio::test]
async fn a_block_counts_from_the_moment_that_it_is_made() {
    let place = Place::with(SignUps::Open).await;
    let login = place.server.stay(NUMBER, "openid offline_access").await;
    let code = place.server.code(NUMBER).await;
    place.block(NUMBER).await;

    let answer = place.server.redeem(NUMBER, &code).await;
    answer.check_reason(401, "unauthorized", Reason::UserBlocked);
    assert_eq!(answer.json()["error_description"], "user is blocked");
    assert_eq!(read_token::<Serde>(&answer.reply(), place.server.now()), Err(Problem::UserBlocked));
    place.server.renew(&login).await.check_reason(401, "unauthorized", Reason::UserBlocked);
    place.server.userinfo(&login).await.check(401, "invalid_token");

    assert!(place.operator.unblock_user(&phone(NUMBER)).await.unwrap());
    assert_eq!(place.server.userinfo(&login).await.status, 200);
    assert_eq!(place.server.renew(&login).await.status, 200, "the block used nothing up");
    let code = place.server.code(NUMBER).await;
    assert_eq!(place.server.redeem(NUMBER, &code).await.status, 200);
}

#[tokio::test]
async fn a_number_without_an_account_cannot_be_blocked() {
    let place = Place::with(SignUps::Open).await;
    assert!(!place.operator.block_user(&phone(NUMBER), place.server.now()).await.unwrap());
    assert!(!place.operator.unblock_user(&phone(NUMBER)).await.unwrap());
}

#[tokio::test]
async fn an_operator_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    for url in [database_in(&folder), "sqlite::memory:".to_owned()] {
        let error = Operator::open(&url).await.unwrap_err().to_string();
        assert!(error.contains("no database"), "{error}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

const SLOW: Duration = Duration::from_secs(1);

/// Takes its time, and refuses.
struct Slow(Mutex<Vec<Message>>);

impl Delivery for Slow {
    fn deliver(&self, message: Message) -> Sending<'_> {
        Box::pin(async move {
            tokio::time::sleep(SLOW).await;
            self.0.lock().unwrap().push(message);
            Err(DeliveryError::Refused { message: "No.".to_owned(), code: 21610 })
        })
    }
}

async fn slow(folder: &TempDir, sign_ups: SignUps) -> (Server, Arc<Slow>) {
    let mut settings = Settings::dev(&database_in(folder), "http://127.0.0.1:4000/");
    settings.sign_ups = sign_ups;
    let slow = Arc::new(Slow(Mutex::default()));
    (Server::with_delivery(settings, Some(Arc::clone(&slow) as Arc<dyn Delivery>)).await, slow)
}

async fn timed(server: &Server, number: &str) -> (Answer, Duration) {
    let begin = std::time::Instant::now();
    (start(server, number).await, begin.elapsed())
}

#[tokio::test]
async fn with_closed_sign_ups_neither_time_nor_provider_tells_who_has_an_account() {
    let folder = tempfile::tempdir().unwrap();
    let (server, slow) = slow(&folder, SignUps::Closed).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    assert!(operator.add_user(&phone(NUMBER), server.now()).await.unwrap());
    let (known, known_took) = timed(&server, NUMBER).await;
    let (stranger, stranger_took) = timed(&server, OTHER_NUMBER).await;
    check_alike(&known, &stranger);
    assert!(known_took < SLOW && stranger_took < SLOW, "{known_took:?} {stranger_took:?}");
    tokio::time::sleep(2 * SLOW).await;
    assert_eq!(slow.0.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn pretending_to_send_takes_as_long_as_sending() {
    let folder = tempfile::tempdir().unwrap();
    let (server, slow) = slow(&folder, SignUps::Open).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    assert!(operator.add_user(&phone(NUMBER), server.now()).await.unwrap());
    assert!(operator.block_user(&phone(NUMBER), server.now()).await.unwrap());
    let refused = start(&server, OTHER_NUMBER).await;
    refused.check_reason(400, "sms_provider_error", Reason::NumberOptedOut);
    assert_eq!(read_start::<Serde>(&refused.reply(), 6, server.now()), Err(Problem::NumberRefused));
    let (answer, took) = timed(&server, NUMBER).await;
    assert_eq!(answer.status, 200);
    assert!(took >= Duration::from_millis(950), "{took:?}");
    assert_eq!(slow.0.lock().unwrap().len(), 1);
    assert!(matches!(answer.json()["_id"], Value::String(_)));
}
