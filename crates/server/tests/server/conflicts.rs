//! Transactions of Postgres that get in each other's way, as others can see them.

use std::time::Duration;

use passlock_core::protocol::{START_PATH, TOKEN_PATH};
use sqlx::{Connection as _, PgConnection, raw_sql};

use crate::harness::{NUMBER, Server, database_in, start_body, token_body};
use crate::place::{postgres, run};

/// Somebody else in the same database.
async fn other(folder: &tempfile::TempDir) -> Option<PgConnection> {
    postgres()?;
    Some(PgConnection::connect(&database_in(folder)).await.unwrap())
}

#[tokio::test]
async fn whoever_is_given_up_in_a_deadlock_tries_again() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut other) = other(&folder).await else { return };
    let server = Server::on_file(&folder, |_| ()).await;
    let code = server.code(NUMBER).await;
    // Makes the bucket of guesses, which a try touches before the code.
    let wrong = server.post(TOKEN_PATH, &token_body("+447400123457", "000000")).await;
    assert_eq!(wrong.status, 403, "{}", wrong.text);
    raw_sql("BEGIN; SET LOCAL deadlock_timeout = '30s'; SELECT * FROM codes FOR UPDATE")
        .execute(&mut other)
        .await
        .unwrap();
    let (answer, ()) = tokio::join!(server.redeem(NUMBER, &code), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        // Now each waits for the other, until Postgres sees it and gives up the try.
        raw_sql("SELECT * FROM buckets FOR UPDATE; COMMIT").execute(&mut other).await.unwrap();
    });
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn whoever_is_waited_for_too_long_is_a_reason_to_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut other) = other(&folder).await else { return };
    let server = Server::on_file(&folder, |_| ()).await;
    server.code(NUMBER).await;
    raw_sql("BEGIN; SELECT * FROM codes FOR UPDATE").execute(&mut other).await.unwrap();
    let answer = server.post(START_PATH, &start_body(NUMBER)).await;
    answer.check(503, "temporarily_unavailable");
    assert_eq!(answer.header("retry-after"), Some("1"));
    raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 200);
}

#[tokio::test]
async fn how_a_database_is_set_up_does_not_matter() {
    let Some(url) = postgres() else { return };
    // Of a database of its own: the setting is the database's.
    let name = format!("test_{}", std::process::id());
    let statement = |text: String| async {
        let mut connection = PgConnection::connect(&url).await.unwrap();
        raw_sql(sqlx::AssertSqlSafe(text)).execute(&mut connection).await.unwrap();
    };
    statement(format!("CREATE DATABASE {name}")).await;
    statement(format!("ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")).await;
    let mut place = url::Url::parse(&url).unwrap();
    place.set_path(&name);
    let server = Server::with(passlock_server::Settings::dev(place.as_str(), "http://127.0.0.1:4000/")).await;
    let code = server.code(NUMBER).await;
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (server, code) = (server.clone(), code.clone());
        tries.spawn(async move { server.redeem(NUMBER, &code).await.status.as_u16() });
    }
    let answers = tries.join_all().await;
    assert_eq!(answers.iter().filter(|&&status| status == 200).count(), 1);
    assert!(answers.iter().all(|&status| status == 200 || status == 403), "{answers:?}");
    drop(server);
    statement(format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

#[tokio::test]
async fn a_fault_of_ours_is_not_explained_to_strangers() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |_| ()).await;
    run(&database_in(&folder), "DROP TABLE codes").await;
    let answer = server.post(START_PATH, &start_body(NUMBER)).await;
    answer.check(500, "server_error");
    assert!(!answer.text.contains("codes"), "{}", answer.text);
}
