//! A database that fails is answered vaguely, and in time.

use passlock_core::protocol::START_PATH;
use passlock_server::Settings;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{Connection as _, raw_sql};

use crate::harness::{NUMBER, Server, start_body};
use crate::place::sqlite_in;

/// A server, and a second connection to its database.
async fn shared(folder: &tempfile::TempDir) -> (Server, SqliteConnection) {
    let url = sqlite_in(folder.path());
    let server = Server::with(Settings::dev(&url, "http://127.0.0.1:4000/")).await;
    (server, SqliteConnection::connect(&url).await.unwrap())
}

#[tokio::test]
async fn a_locked_database_is_a_reason_to_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let (server, mut other) = shared(&folder).await;
    raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let answer = server.post(START_PATH, &start_body(NUMBER)).await;
    answer.check(503, "temporarily_unavailable");
    assert_eq!(answer.header("retry-after"), Some("1"));

    raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 200);
}

#[tokio::test]
async fn a_database_of_the_first_version_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let first = include_str!("../../migrations/sqlite/0001_first.sql");
    std::fs::write(folder.path().join("0001_first.sql"), first).unwrap();
    let pool = SqlitePool::connect(&format!("{}?mode=rwc", sqlite_in(folder.path()))).await.unwrap();
    Migrator::new(folder.path()).await.unwrap().run(&pool).await.unwrap();
    let statement = "INSERT INTO users (id, connection, identifier, created_at, updated_at, logins)
        VALUES ('5f2c', 'sms', '+447400123456', 1, 1, 1)";
    raw_sql(statement).execute(&pool).await.unwrap();

    let (server, _other) = shared(&folder).await;
    let tokens = server.stay(NUMBER, "openid offline_access").await;
    assert_eq!(server.userinfo(&tokens).await.json()["sub"], "sms|5f2c", "people stay");
    assert_eq!(server.renew(&tokens).await.status, 200);
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_database_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (server, _other) = shared(&folder).await;
    server.code(NUMBER).await;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{}", file.path().display());
    }
}
