//! What has expired is thrown away in the background, and nothing else is.

use std::time::Duration;

use passlock_core::protocol::{ErrorBody, START_PATH};
use passlock_server::{Operator, Rate, Rotation, Settings};

use crate::harness::{NUMBER, OTHER_NUMBER, Server, database_in, eventually, start_body};
use crate::place::{number, run};
use crate::rotation::{published, signer};

/// Cleans all the time.
async fn clean(folder: &tempfile::TempDir, change: impl FnOnce(&mut Settings)) -> Server {
    let mut settings = Settings::dev(&database_in(folder), "http://127.0.0.1:4000/");
    change(&mut settings);
    Server::cleaned(settings, None, Duration::from_millis(20)).await
}

/// Rows in a table.
struct Rows(String);

impl Rows {
    fn of(folder: &tempfile::TempDir) -> Self {
        Self(database_in(folder))
    }

    async fn codes(&self) -> i64 {
        number(&self.0, "SELECT count(*) FROM codes").await
    }

    async fn buckets(&self) -> i64 {
        number(&self.0, "SELECT count(*) FROM buckets").await
    }

    async fn families(&self) -> i64 {
        number(&self.0, "SELECT count(*) FROM families").await
    }

    async fn tokens(&self) -> i64 {
        number(&self.0, "SELECT count(*) FROM refresh_tokens").await
    }
}

/// Long enough for a few rounds of cleaning.
async fn rounds() {
    tokio::time::sleep(Duration::from_millis(250)).await;
}

#[tokio::test]
async fn logins_that_are_over_are_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let server = clean(&folder, |settings| settings.refresh.idle = Duration::from_hours(1)).await;
    let rows = Rows::of(&folder);
    let mut tokens = server.stay(NUMBER, "openid offline_access").await;
    for _ in 0..5 {
        tokens = server.renew(&tokens).await.json();
    }
    assert_eq!((rows.families().await, rows.tokens().await), (1, 2), "the newest and the one before");
    server.wait(Duration::from_hours(1));
    rounds().await;
    assert_eq!(rows.families().await, 1);
    server.wait(Duration::from_millis(1));
    eventually(async || (rows.families().await, rows.tokens().await) == (0, 0)).await;
}

#[tokio::test]
async fn a_login_is_forgotten_at_its_end_even_if_its_newest_token_would_last() {
    let folder = tempfile::tempdir().unwrap();
    let server = clean(&folder, |settings| settings.refresh.lifetime = Duration::from_mins(90)).await;
    let rows = Rows::of(&folder);
    let tokens = server.stay(NUMBER, "openid offline_access").await;
    server.wait(Duration::from_mins(80));
    assert_eq!(server.renew(&tokens).await.status, 200);
    server.wait(Duration::from_mins(10));
    rounds().await;
    assert_eq!(rows.families().await, 1);
    server.wait(Duration::from_millis(1));
    eventually(async || rows.families().await == 0).await;
}

#[tokio::test]
async fn questions_that_no_device_answered_are_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let server = clean(&folder, |_| ()).await;
    let questions = async || number(&database_in(&folder), "SELECT count(*) FROM ceremonies").await;
    server.challenge().await;
    server.wait(Duration::from_mins(5));
    rounds().await;
    assert_eq!(questions().await, 1);
    server.wait(Duration::from_millis(1));
    eventually(async || questions().await == 0).await;
}

#[tokio::test]
async fn an_expired_code_says_so_for_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let server = clean(&folder, |_| ()).await;
    let rows = Rows::of(&folder);
    let code = server.code(NUMBER).await;
    server.wait(Duration::from_mins(3) + Duration::from_hours(24));
    rounds().await;
    server.redeem(NUMBER, &code).await.check_grant(ErrorBody::EXPIRED, None);
    server.wait(Duration::from_millis(1));
    eventually(async || rows.codes().await == 0).await;
}

#[tokio::test]
async fn a_bucket_is_forgotten_when_it_is_full_and_not_before() {
    let folder = tempfile::tempdir().unwrap();
    let server = clean(&folder, |settings| {
        settings.number_limit = Rate::new(1, 60).unwrap();
        (settings.network_limit, settings.client_limit) = (Rate::new(9, 60), Rate::new(9, 60));
        (settings.country_limit, settings.global_limit) = (Rate::new(9, 60), Rate::new(9, 60));
    })
    .await;
    let rows = Rows::of(&folder);
    server.code(NUMBER).await;
    server.wait(Duration::from_mins(1) - Duration::from_millis(1));
    rounds().await;
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 429);
    server.code(OTHER_NUMBER).await;
    assert!(rows.buckets().await >= 7, "of two numbers, an address, a network, a client, a country and all");
    server.wait(Duration::from_hours(1));
    eventually(async || rows.buckets().await == 0).await;
}

#[tokio::test]
async fn many_buckets_that_are_full_go_in_batches_and_the_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let server = clean(&folder, |settings| settings.number_limit = Rate::new(1, 60).unwrap()).await;
    server.code(NUMBER).await;
    let statement = "INSERT INTO buckets (name, full_at)
        WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 10000)
        SELECT 'old ' || n, n FROM counter";
    run(&database_in(&folder), statement).await;
    let rows = Rows::of(&folder);
    let mut sizes = Vec::new();
    while rows.buckets().await > 2 {
        sizes.push(rows.buckets().await);
    }
    sizes.dedup();
    assert!(sizes.len() > 1 && sizes.iter().all(|size| size % 500 < 3), "{sizes:?}");
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 429, "what counts stays");
}

#[tokio::test]
async fn many_expired_rows_go_in_batches_while_people_log_in() {
    let folder = tempfile::tempdir().unwrap();
    let server = clean(&folder, |_| ()).await;
    server.code(NUMBER).await;
    let statement = "INSERT INTO codes (subject, code_id, digest, expires_at)
        WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 3000)
        SELECT 'old ' || n, code_id, digest, 1 FROM counter, (SELECT code_id, digest FROM codes LIMIT 1) AS one";
    run(&database_in(&folder), statement).await;
    let rows = Rows::of(&folder);
    let mut logins = 0;
    while rows.codes().await > 2 {
        server.log_in(if logins % 2 == 0 { NUMBER } else { OTHER_NUMBER }).await;
        logins += 1;
    }
    assert!(logins > 1, "it does not happen at once");
    let code = server.code(NUMBER).await;
    rounds().await;
    assert_eq!(server.redeem(NUMBER, &code).await.status, 200, "what is in use stays");
}

#[tokio::test]
async fn an_old_key_verifies_until_its_last_token_has_expired_and_is_forgotten_then() {
    let folder = tempfile::tempdir().unwrap();
    let server = clean(&folder, |_| ()).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    let old = published(&server).await.remove(0);
    let new = operator.rotate_keys(Rotation::Planned, server.now()).await.unwrap().kid;
    server.wait(Duration::from_secs(15 * 60 - 1));
    let tokens = server.log_in(NUMBER).await;
    assert_eq!(signer(&tokens["access_token"]), old);

    server.wait(Duration::from_hours(24) - Duration::from_secs(1));
    rounds().await;
    assert_eq!(published(&server).await, [new.clone(), old]);
    assert_eq!(server.userinfo(&tokens).await.status, 200);

    server.wait(Duration::from_mins(1));
    assert_eq!(server.userinfo(&tokens).await.status, 401);
    let statement = "SELECT count(*) FROM keys WHERE purpose = 'sign'";
    eventually(async || number(&database_in(&folder), statement).await == 1).await;
    server.wait(Duration::from_secs(10));
    assert_eq!(published(&server).await, [new]);
}
