//! Databases for tests, each of its own: SQLite, or Postgres when `PASSLOCK_TEST_POSTGRES` says where one is.
//!
//! There a test has a schema. The schemas stay behind, so the address is that of a database to be thrown away.

use std::path::Path;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection, raw_sql};
use tempfile::TempDir;

/// The database that belongs to a folder; servers that are given the same folder share it.
pub(crate) fn database_in(folder: &TempDir) -> String {
    match postgres() {
        None => sqlite_in(folder.path()),
        Some(url) => in_schema(&url, &schema_of(folder)),
    }
}

/// A database in a file, whatever the others are.
pub(crate) fn sqlite_in(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("passlock.db").display())
}

/// Where Postgres is, if these tests shall use it.
pub(crate) fn postgres() -> Option<String> {
    std::env::var("PASSLOCK_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// Makes the schema that an address names.
pub(crate) async fn prepare(database: &str) {
    if let Some((_, schema)) = database.split_once(SCHEMA) {
        // Of several at once only one makes it.
        let statement = format!("SELECT pg_advisory_xact_lock(1); CREATE SCHEMA IF NOT EXISTS {schema}");
        let mut connection = PgConnection::connect(database).await.unwrap();
        raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }
}

/// What a statement of one number says.
pub(crate) async fn number(database: &str, statement: &'static str) -> i64 {
    if database.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(database).await.unwrap();
        sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap()
    } else {
        let mut connection = PgConnection::connect(database).await.unwrap();
        sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap()
    }
}

/// Runs statements beside the server.
pub(crate) async fn run(database: &str, statements: &'static str) {
    if database.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(database).await.unwrap();
        raw_sql(statements).execute(&mut connection).await.unwrap();
    } else {
        let mut connection = PgConnection::connect(database).await.unwrap();
        raw_sql(statements).execute(&mut connection).await.unwrap();
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from_digit(digit.into(), 16).unwrap())
        .collect()
}

fn schema_of(folder: &TempDir) -> String {
    format!("test_{}", hex(folder.path().file_name().unwrap().as_encoded_bytes()))
}

/// A schema of that database.
pub(crate) fn in_schema(url: &str, schema: &str) -> String {
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}{SCHEMA}{schema}")
}

const SCHEMA: &str = "options[search_path]=";
