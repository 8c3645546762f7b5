//! Messages that nobody answers come ever more slowly.

use std::sync::Arc;
use std::time::Duration;

use passlock_core::Problem;
use passlock_core::protocol::{Reason, START_PATH, read_start};
use passlock_server::{BackOff, Delivery, DeliveryError, Message, Sending, Settings, SignUps};

use crate::harness::{Answer, NUMBER, OTHER_NUMBER, Serde, Server, database_in, dev_settings, other_than, start_body};
use crate::place::number as count;

async fn usual() -> Server {
    let mut settings = dev_settings();
    settings.back_off = BackOff::USUAL;
    Server::with(settings).await
}

async fn start(server: &Server, number: &str) -> Answer {
    server.post(START_PATH, &start_body(number)).await
}

/// Asks again and again as soon as it may be; says how long each wait was, in minutes.
async fn waits(server: &Server, count: usize) -> Vec<u64> {
    let mut waits = Vec::new();
    for _ in 0..count {
        let sent = start(server, NUMBER).await;
        assert_eq!(sent.status, 200, "{}", sent.text);
        let wait = sent.json()["resend_after"].as_u64().unwrap();
        let refused = start(server, NUMBER).await;
        refused.check_reason(429, "too_many_requests", Reason::NumberLimit);
        assert_eq!(refused.header("retry-after"), Some(wait.to_string().as_str()), "what the page was told is true");
        server.wait(Duration::from_millis(wait * 1000 - 1));
        assert_eq!(start(server, NUMBER).await.status, 429);
        server.wait(Duration::from_millis(1));
        waits.push(wait / 60);
    }
    waits
}

#[tokio::test]
async fn the_first_resend_is_as_comfortable_as_ever() {
    let server = usual().await;
    assert_eq!(start(&server, NUMBER).await.json()["resend_after"], 30);
    assert_eq!(start(&server, NUMBER).await.status, 200);
}

#[tokio::test]
async fn each_wait_is_twice_the_last_one_up_to_the_longest() {
    let server = usual().await;
    assert_eq!(start(&server, NUMBER).await.status, 200);
    assert_eq!(waits(&server, 8).await, [1, 2, 4, 8, 16, 32, 32, 32]);
}

#[tokio::test]
async fn a_login_ends_the_waits() {
    let server = usual().await;
    assert_eq!(start(&server, NUMBER).await.status, 200);
    waits(&server, 3).await;
    server.log_in(NUMBER).await;
    assert_eq!(start(&server, NUMBER).await.json()["resend_after"], 30);
    assert_eq!(waits(&server, 2).await, [1, 2]);
}

#[tokio::test]
async fn wrong_codes_end_no_wait_and_make_none() {
    let server = usual().await;
    let code = server.code(NUMBER).await;
    server.redeem(NUMBER, &other_than(&code)).await.check(403, "invalid_grant");
    let code = server.code(NUMBER).await;
    for _ in 0..3 {
        server.redeem(NUMBER, &other_than(&code)).await.check(403, "invalid_grant");
    }
    assert_eq!(start(&server, NUMBER).await.header("retry-after"), Some("60"));
    // Whoever was not sent anything has nothing to answer.
    server.redeem(OTHER_NUMBER, &code).await.check(403, "invalid_grant");
    for _ in 0..2 {
        assert_eq!(start(&server, OTHER_NUMBER).await.status, 200);
    }
}

#[tokio::test]
async fn guesses_after_a_login_bring_no_wait_back() {
    let server = usual().await;
    start(&server, NUMBER).await;
    server.log_in(NUMBER).await;
    server.redeem(NUMBER, "000000").await.check(403, "invalid_grant");
    for _ in 0..2 {
        assert_eq!(start(&server, NUMBER).await.status, 200);
    }
}

#[tokio::test]
async fn one_number_does_not_wait_for_another() {
    let server = usual().await;
    for _ in 0..2 {
        assert_eq!(start(&server, NUMBER).await.status, 200);
    }
    assert_eq!(start(&server, NUMBER).await.status, 429);
    assert_eq!(start(&server, OTHER_NUMBER).await.status, 200);
}

#[tokio::test]
async fn messages_of_long_ago_are_forgotten() {
    let server = usual().await;
    assert_eq!(start(&server, NUMBER).await.status, 200);
    waits(&server, 6).await;
    assert_eq!(start(&server, NUMBER).await.json()["resend_after"], 32 * 60);
    server.wait(Duration::from_hours(24) + Duration::from_millis(1));
    assert_eq!(start(&server, NUMBER).await.json()["resend_after"], 30);
}

#[tokio::test]
async fn the_code_that_waits_works_while_another_is_refused() {
    let server = usual().await;
    server.code(NUMBER).await;
    let code = server.code(NUMBER).await;
    let refused = start(&server, NUMBER).await;
    let until = server.now().after(Duration::from_mins(1));
    assert_eq!(
        read_start::<Serde>(&refused.reply(), 6, server.now()),
        Err(Problem::RateLimited { until: Some(until) })
    );
    assert_eq!(refused.json()["retry_at"], until.seconds());
    assert_eq!(server.redeem(NUMBER, &code).await.status, 200);
}

#[tokio::test]
async fn a_refused_resend_takes_from_no_bucket() {
    let mut settings = dev_settings();
    settings.back_off = BackOff::USUAL;
    settings.global_limit = passlock_server::Rate::new(3, 3600);
    let server = Server::with(settings).await;
    for _ in 0..2 {
        assert_eq!(start(&server, NUMBER).await.status, 200);
    }
    for _ in 0..5 {
        start(&server, NUMBER).await.check_reason(429, "too_many_requests", Reason::NumberLimit);
    }
    assert_eq!(start(&server, OTHER_NUMBER).await.status, 200);
}

#[tokio::test]
async fn waits_that_were_begun_end_when_they_are_switched_off_or_shortened() {
    let folder = tempfile::tempdir().unwrap();
    let with = async |back_off: BackOff| {
        Server::on_file(&folder, |settings: &mut Settings| settings.back_off = back_off).await
    };
    let server = with(BackOff::USUAL).await;
    assert_eq!(start(&server, NUMBER).await.status, 200);
    waits(&server, 4).await;
    assert_eq!(start(&server, NUMBER).await.json()["resend_after"], 16 * 60);
    let shorter = with(BackOff { most: Duration::from_mins(2), ..BackOff::USUAL }).await;
    shorter.wait(Duration::from_mins(17) - Duration::from_millis(1));
    assert_eq!(start(&shorter, NUMBER).await.header("retry-after"), Some("1"));
    shorter.wait(Duration::from_millis(1));
    assert_eq!(start(&shorter, NUMBER).await.json()["resend_after"], 2 * 60);
    let off = with(BackOff::NONE).await;
    off.wait(Duration::from_mins(17));
    for _ in 0..3 {
        assert_eq!(start(&off, NUMBER).await.json()["resend_after"], 30);
    }
}

#[tokio::test]
async fn clocks_that_differ_a_little_do_not_make_a_wait() {
    let folder = tempfile::tempdir().unwrap();
    let change = |settings: &mut Settings| settings.back_off = BackOff::USUAL;
    let (slow, fast) = (Server::on_file(&folder, change).await, Server::on_file(&folder, change).await);
    fast.wait(Duration::from_millis(20));
    assert_eq!(start(&fast, NUMBER).await.status, 200);
    assert_eq!(start(&slow, NUMBER).await.status, 200);
    assert_eq!(start(&fast, NUMBER).await.header("retry-after"), Some("60"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_two_are_sent() {
    let folder = tempfile::tempdir().unwrap();
    let change = |settings: &mut Settings| settings.back_off = BackOff::USUAL;
    let (one, two) = (Server::on_file(&folder, change).await, Server::on_file(&folder, change).await);
    let mut requests = tokio::task::JoinSet::new();
    for at in 0..60 {
        let server = if at % 2 == 0 { one.clone() } else { two.clone() };
        requests.spawn(async move { start(&server, NUMBER).await.status.as_u16() });
    }
    let answers = requests.join_all().await;
    assert_eq!(answers.iter().filter(|&&status| status == 200).count(), 2, "{answers:?}");
    assert_eq!(answers.iter().filter(|&&status| status == 429).count(), 58, "{answers:?}");
    assert_eq!(one.outbox().await.len(), 2);
}

/// A provider that is left alone.
struct Resting;

impl Delivery for Resting {
    fn deliver(&self, _: Message) -> Sending<'_> {
        Box::pin(async { Err(DeliveryError::Paused(REST)) })
    }

    fn pause(&self) -> Option<Duration> {
        Some(REST)
    }
}

const REST: Duration = Duration::from_secs(20);

#[tokio::test]
async fn what_is_not_sent_because_the_provider_fails_is_not_counted() {
    let folder = tempfile::tempdir().unwrap();
    let with = async |sign_ups: SignUps, delivery: Option<Arc<dyn Delivery>>| {
        let mut settings = Settings::dev(&database_in(&folder), "http://127.0.0.1:4000/");
        (settings.back_off, settings.sign_ups) = (BackOff::USUAL, sign_ups);
        Server::with_delivery(settings, delivery).await
    };
    let server = with(SignUps::Open, Some(Arc::new(Resting))).await;
    for _ in 0..3 {
        let answer = start(&server, NUMBER).await;
        answer.check(503, "temporarily_unavailable");
        assert_eq!(answer.header("retry-after"), Some("21"));
    }
    for table in ["SELECT count(*) FROM buckets", "SELECT count(*) FROM codes"] {
        assert_eq!(count(&database_in(&folder), table).await, 0, "{table}");
    }
    let again = with(SignUps::Open, None).await;
    for _ in 0..2 {
        assert_eq!(start(&again, NUMBER).await.status, 200);
    }
    let closed = with(SignUps::Closed, Some(Arc::new(Resting))).await;
    assert_eq!(
        start(&closed, OTHER_NUMBER).await.status,
        200,
        "where nobody waits for the provider, nobody learns of it"
    );
}
