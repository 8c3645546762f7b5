//! How carefully a provider is used: what is tried again, and when it is left alone.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use passlock_core::PhoneNumber;
use passlock_core::protocol::START_PATH;
use passlock_server::{Care, Courier, Delivery, DeliveryError, Message, Operator, Outcome, Sending, Settings};
use tokio::time::{Instant, advance, sleep};

use crate::harness::{NUMBER, OTHER_NUMBER, Server, database_in, start_body};

/// Says these things one after the other, then that all is well.
#[derive(Default)]
struct Script {
    lines: Mutex<VecDeque<Line>>,
    tries: Mutex<Vec<Instant>>,
    is_idempotent: bool,
}

#[derive(Clone)]
enum Line {
    Say(DeliveryError),
    Hang,
}

/// A script that the test keeps.
struct Kept(Arc<Script>);

impl Delivery for Kept {
    fn deliver(&self, _: Message) -> Sending<'_> {
        self.0.tries.lock().unwrap().push(Instant::now());
        let line = self.0.lines.lock().unwrap().pop_front();
        Box::pin(async move {
            match line {
                None => Ok(()),
                Some(Line::Say(error)) => Err(error),
                Some(Line::Hang) => std::future::pending().await,
            }
        })
    }

    fn is_idempotent(&self) -> bool {
        self.0.is_idempotent
    }
}

fn script(line: &Line, count: usize, is_idempotent: bool) -> (Arc<Script>, Courier<Kept>) {
    let lines = Mutex::new(std::iter::repeat_n(line.clone(), count).collect());
    let script = Arc::new(Script { lines, is_idempotent, ..Script::default() });
    (Arc::clone(&script), Courier::new("script", Kept(script), CARE))
}

fn tries(script: &Script) -> usize {
    script.tries.lock().unwrap().len()
}

fn message() -> Message {
    let at = passlock_core::Timestamp::from_seconds(0);
    Message::sms("id1".to_owned(), NUMBER.to_owned(), "427193".to_owned(), "427193".to_owned(), at)
}

#[tokio::test(start_paused = true)]
async fn only_what_sends_nothing_twice_is_tried_again() {
    let refused = DeliveryError::Refused { message: "No.".to_owned(), code: 21614 };
    let misconfigured = DeliveryError::Misconfigured { advice: "look", code: 20003 };
    for (error, is_idempotent, expected) in [
        (DeliveryError::Unavailable, false, 3),
        (DeliveryError::Unavailable, true, 3),
        (DeliveryError::Unclear, false, 1),
        (DeliveryError::Unclear, true, 3),
        (refused, true, 1),
        (misconfigured, true, 1),
    ] {
        let (script, courier) = script(&Line::Say(error.clone()), 9, is_idempotent);
        assert_eq!(courier.deliver(message()).await, Err(error.clone()));
        assert_eq!(tries(&script), expected, "{error}");
        assert_eq!(courier.counts().unwrap().retries(), expected as u64 - 1);
    }
    let (script, courier) = script(&Line::Say(DeliveryError::Unavailable), 1, false);
    assert_eq!(courier.deliver(message()).await, Ok(()));
    assert_eq!(tries(&script), 2);
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_and_no_two_are_alike() {
    let mut pauses = Vec::new();
    for _ in 0..50 {
        let (script, courier) = script(&Line::Say(DeliveryError::Unavailable), 9, false);
        drop(courier.deliver(message()).await);
        let tries = script.tries.lock().unwrap().clone();
        let [first, second, third] = tries[..] else { panic!("{tries:?}") };
        assert!(second - first <= CARE.backoff + TICK && third - second <= 2 * CARE.backoff + TICK);
        pauses.push([second - first, third - second]);
    }
    let mean = |at: usize| pauses.iter().map(|pair| pair[at]).sum::<Duration>() / 50;
    assert!(mean(1) > mean(0), "{pauses:?}");
    pauses.sort();
    pauses.dedup();
    assert!(pauses.len() > 25, "{pauses:?}");
}

#[tokio::test(start_paused = true)]
async fn who_says_nothing_has_so_much_time_and_no_more() {
    for is_idempotent in [false, true] {
        let (script, courier) = script(&Line::Hang, 9, is_idempotent);
        let start = Instant::now();
        assert_eq!(courier.deliver(message()).await, Err(DeliveryError::Unclear));
        assert!(start.elapsed() >= CARE.timeout && start.elapsed() <= CARE.timeout + TICK);
        assert_eq!(tries(&script), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn after_many_failures_nobody_is_asked_for_a_while() {
    let (script, courier) = script(&Line::Say(DeliveryError::Unclear), CARE.failures + 1, false);
    for _ in 0..CARE.failures {
        assert_eq!(courier.deliver(message()).await, Err(DeliveryError::Unclear));
    }
    assert_eq!(courier.pause(), Some(CARE.rest));
    assert_eq!(courier.deliver(message()).await, Err(DeliveryError::Paused(CARE.rest)));
    assert_eq!(tries(&script), CARE.failures);
    // The first that is let through fails, the second does not.
    advance(CARE.rest).await;
    assert_eq!(courier.deliver(message()).await, Err(DeliveryError::Unclear));
    assert_eq!(courier.pause(), Some(CARE.rest));
    advance(CARE.rest).await;
    assert_eq!(courier.deliver(message()).await, Ok(()));
    assert_eq!((courier.pause(), courier.deliver(message()).await), (None, Ok(())));
    let counts = courier.counts().unwrap();
    let told = Outcome::ALL.map(|outcome| (outcome.name(), counts.of(outcome)));
    let expected =
        [("sent", 2), ("refused", 0), ("misconfigured", 0), ("unavailable", 0), ("unclear", 6), ("paused", 1)];
    assert_eq!(told, expected);
    assert_eq!((counts.provider(), counts.openings()), ("script", 2));
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_is_given_up_shuts_nobody_out() {
    let (script, courier) = script(&Line::Say(DeliveryError::Unclear), CARE.failures, false);
    for _ in 0..CARE.failures {
        drop(courier.deliver(message()).await);
    }
    advance(CARE.rest).await;
    script.lines.lock().unwrap().push_back(Line::Hang);
    let probe = tokio::time::timeout(Duration::from_millis(10), courier.deliver(message())).await;
    assert!(probe.is_err());
    sleep(TICK).await;
    assert_eq!(courier.deliver(message()).await, Ok(()));
}

#[tokio::test]
async fn while_a_provider_rests_people_are_told_at_once_when_to_come_again() {
    let (script, courier) = script(&Line::Say(DeliveryError::Unclear), 99, false);
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings::dev(&database_in(&folder), "http://127.0.0.1:4000/");
    let server = Server::with_delivery(settings, Some(Arc::new(courier))).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    let other = PhoneNumber::parse(OTHER_NUMBER, None).unwrap();
    assert!(operator.add_user(&other, server.now()).await.unwrap());
    assert!(operator.block_user(&other, server.now()).await.unwrap());
    for _ in 0..CARE.failures {
        let answer = server.post(START_PATH, &start_body(NUMBER)).await;
        answer.check(503, "temporarily_unavailable");
        assert_eq!(answer.header("retry-after"), Some("1"));
    }
    // Who is blocked gets no message, and must not learn that from another answer.
    for number in [NUMBER, OTHER_NUMBER] {
        let answer = server.post(START_PATH, &start_body(number)).await;
        answer.check(503, "temporarily_unavailable");
        let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((CARE.rest.as_secs() / 2..=CARE.rest.as_secs() + 1).contains(&seconds), "{seconds}");
    }
    assert_eq!(tries(&script), CARE.failures);
}

const CARE: Care = Care {
    timeout: Duration::from_secs(30),
    attempts: 3,
    backoff: Duration::from_millis(200),
    failures: 5,
    window: Duration::from_secs(30),
    rest: Duration::from_secs(15),
};
/// As finely as the timer counts.
const TICK: Duration = Duration::from_millis(5);
