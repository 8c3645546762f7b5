//! Messages that were surely not sent: they replace no code that was, and do not count.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use passlock_core::PhoneNumber;
use passlock_core::protocol::{Reason, START_PATH};
use passlock_server::{
    BackOff, Delivery, DeliveryError, Identity, Message, Operator, Rate, Sending, Settings, SignUps,
};
use tokio::sync::Semaphore;

use crate::harness::{Answer, NUMBER, OTHER_NUMBER, Server, database_in, other_than, start_body};
use crate::place::number as count;
use crate::witness::Witness;

/// A provider that fails when it is told to.
struct Moody {
    failure: Mutex<Option<DeliveryError>>,
    /// The codes that it was given.
    codes: Mutex<Vec<String>>,
    /// Whoever has a place here may go on.
    way: Semaphore,
    /// From which look on it says that it is left alone.
    pauses_from: AtomicU32,
}

struct Kept(Arc<Moody>);

impl Delivery for Kept {
    fn deliver(&self, message: Message) -> Sending<'_> {
        let outcome = self.0.failure.lock().unwrap().clone().map_or(Ok(()), Err);
        self.0.codes.lock().unwrap().push(message.code);
        Box::pin(async move {
            let _place = self.0.way.acquire().await.unwrap();
            outcome
        })
    }

    fn pause(&self) -> Option<Duration> {
        let looks = self.0.pauses_from.load(Ordering::Relaxed);
        self.0.pauses_from.store(looks.saturating_sub(1), Ordering::Relaxed);
        (looks == 1).then_some(REST)
    }
}

impl Moody {
    fn set(&self, failure: Option<DeliveryError>) {
        *self.failure.lock().unwrap() = failure;
    }

    fn last_code(&self) -> String {
        self.codes.lock().unwrap().last().unwrap().clone()
    }
}

async fn server(change: impl FnOnce(&mut Settings)) -> (Server, Arc<Moody>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::dev(&database_in(&folder), "http://127.0.0.1:4000/");
    settings.back_off = BackOff::USUAL;
    change(&mut settings);
    let moody = Arc::new(Moody {
        failure: Mutex::default(),
        codes: Mutex::default(),
        way: Semaphore::new(100),
        pauses_from: AtomicU32::new(0),
    });
    let server = Server::with_delivery(settings, Some(Arc::new(Kept(Arc::clone(&moody))))).await;
    (server, moody, folder)
}

async fn start(server: &Server, number: &str) -> Answer {
    server.post(START_PATH, &start_body(number)).await
}

/// What surely sends nothing, and what the page gets.
fn failures() -> [(DeliveryError, u16); 4] {
    [
        (DeliveryError::Unavailable, 503),
        (DeliveryError::Paused(REST), 503),
        (DeliveryError::Misconfigured { advice: "look", code: 20003 }, 503),
        (DeliveryError::Refused { message: "No.".to_owned(), code: 21614 }, 400),
    ]
}

#[tokio::test]
async fn the_code_on_the_phone_works_after_a_message_that_was_not_sent() {
    for (failure, status) in failures() {
        let (server, moody, _folder) = server(|_| ()).await;
        assert_eq!(start(&server, NUMBER).await.status, 200);
        let code = moody.last_code();
        moody.set(Some(failure.clone()));
        assert_eq!(start(&server, NUMBER).await.status, status, "{failure:?}");
        server.redeem(NUMBER, &moody.last_code()).await.check(403, "invalid_grant");
        assert_eq!(server.redeem(NUMBER, &code).await.status, 200, "{failure:?}");
    }
}

#[tokio::test]
async fn what_was_not_sent_makes_no_wait_and_takes_nothing() {
    for (failure, status) in failures() {
        let (server, moody, folder) = server(|settings| settings.number_limit = Rate::new(3, 3600).unwrap()).await;
        moody.set(Some(failure.clone()));
        for _ in 0..5 {
            assert_eq!(start(&server, NUMBER).await.status, status, "{failure:?}");
        }
        assert_eq!(count(&database_in(&folder), "SELECT count(*) FROM codes").await, 0, "{failure:?}");
        moody.set(None);
        assert_eq!(start(&server, NUMBER).await.status, 200);
        moody.set(Some(failure.clone()));
        for _ in 0..5 {
            assert_eq!(start(&server, NUMBER).await.status, status, "{failure:?}");
        }
        moody.set(None);
        assert_eq!(start(&server, NUMBER).await.status, 200);
        assert_eq!(start(&server, NUMBER).await.header("retry-after"), Some("60"), "{failure:?}");
    }
}

#[tokio::test]
async fn limits_that_people_share_get_theirs_back_unless_the_provider_was_asked() {
    let tight = |settings: &mut Settings| settings.address_limit = Rate::new(3, 3600).unwrap();
    for (failure, status) in failures() {
        let was_asked = matches!(failure, DeliveryError::Misconfigured { .. } | DeliveryError::Refused { .. });
        let (server, moody, _folder) = server(tight).await;
        moody.set(Some(failure.clone()));
        for _ in 0..3 {
            assert_eq!(start(&server, NUMBER).await.status, status);
        }
        let next = start(&server, NUMBER).await;
        if was_asked {
            next.check_reason(429, "too_many_requests", Reason::AddressLimit);
        } else {
            assert_eq!(next.status, status, "{failure:?}");
        }
    }
}

#[tokio::test]
async fn a_message_that_may_arrive_yet_counts_and_its_code_waits() {
    let (server, moody, _folder) = server(|_| ()).await;
    assert_eq!(start(&server, NUMBER).await.status, 200);
    let before = moody.last_code();
    moody.set(Some(DeliveryError::Unclear));
    assert_eq!(start(&server, NUMBER).await.status, 503);
    assert_eq!(start(&server, NUMBER).await.status, 429);
    server.redeem(NUMBER, &before).await.check(403, "invalid_grant");
    assert_eq!(server.redeem(NUMBER, &moody.last_code()).await.status, 200);
}

#[tokio::test]
async fn what_happened_while_it_was_tried_is_not_undone() {
    for is_replaced in [true, false] {
        let (server, moody, _folder) = server(|_| ()).await;
        assert_eq!(start(&server, NUMBER).await.status, 200);
        let first = moody.last_code();
        server.redeem(NUMBER, &other_than(&first)).await.check(403, "invalid_grant");
        server.wait(Duration::from_mins(1));

        let places = moody.way.acquire_many(100).await.unwrap();
        moody.set(Some(DeliveryError::Unavailable));
        let asking = tokio::spawn({
            let server = server.clone();
            async move { start(&server, NUMBER).await }
        });
        while moody.codes.lock().unwrap().len() < 2 {
            tokio::task::yield_now().await;
        }
        moody.set(None);
        let another = if is_replaced {
            server.wait(Duration::from_mins(1));
            let server = server.clone();
            Some(tokio::spawn(async move { start(&server, NUMBER).await }))
        } else {
            server.redeem(NUMBER, &first).await.check(403, "invalid_grant");
            None
        };
        while is_replaced && moody.codes.lock().unwrap().len() < 3 {
            tokio::task::yield_now().await;
        }
        drop(places);
        assert_eq!(asking.await.unwrap().status, 503);
        if let Some(another) = another {
            assert_eq!(another.await.unwrap().status, 200);
            assert_eq!(server.redeem(NUMBER, &moody.last_code()).await.status, 200, "the newest works");
        } else {
            // One wrong code before, one while the second message was tried.
            let wrong = server.redeem(NUMBER, &other_than(&first)).await;
            assert_eq!(wrong.json()["attempts_left"], 0, "{}", wrong.text);
        }
    }
}

#[tokio::test]
async fn where_not_everybody_gets_a_message_nothing_shows_who_does() {
    let (server, moody, folder) = server(|settings| settings.sign_ups = SignUps::Closed).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    let known = Identity::from(&PhoneNumber::parse(NUMBER, None).unwrap());
    assert!(operator.add_user(known, server.now()).await.unwrap());
    moody.set(Some(DeliveryError::Unavailable));
    for number in [NUMBER, OTHER_NUMBER] {
        let mut statuses = Vec::new();
        for _ in 0..3 {
            statuses.push(start(&server, number).await.status.as_u16());
            // What happens beside the answer has time to.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(statuses, [200, 200, 429], "{number}");
    }
    assert_eq!(moody.codes.lock().unwrap().len(), 2, "one of them is sent messages");
}

#[tokio::test]
async fn a_pause_that_begins_meanwhile_is_the_same_for_people_who_are_shut_out() {
    let (server, moody, folder) = server(|_| ()).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    let blocked = || Identity::from(&PhoneNumber::parse(OTHER_NUMBER, None).unwrap());
    assert!(operator.add_user(blocked(), server.now()).await.unwrap());
    assert!(operator.block_user(blocked(), server.now()).await.unwrap());
    moody.set(Some(DeliveryError::Paused(REST)));
    let witness = Witness::new();
    let mut traces = Vec::new();
    for number in [NUMBER, OTHER_NUMBER] {
        moody.pauses_from.store(2, Ordering::Relaxed);
        witness.statements();
        let answer = start(&server, number).await;
        traces.push((
            answer.status,
            answer.header("retry-after").map(str::to_owned),
            answer.text,
            witness.statements(),
        ));
    }
    assert_eq!(traces[0].0, 503);
    assert!(traces[0].3.iter().any(|statement| statement.starts_with("DELETE FROM codes")), "{traces:?}");
    assert_eq!(traces[0], traces[1]);
    assert_eq!(moody.codes.lock().unwrap().len(), 1, "nothing is sent to whoever is shut out");
}

const REST: Duration = Duration::from_secs(20);
