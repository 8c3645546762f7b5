//! A database with so many people in it as if they had all logged in once.

use anyhow::{Context as _, Result};
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};

use crate::running;

/// A database of its own, gone when it is dropped.
pub(crate) struct Database {
    url: String,
    kind: &'static str,
    _folder: tempfile::TempDir,
}

/// The number of the person at this place: a mobile number of Germany.
pub(crate) fn number(at: u32) -> String {
    format!("+49151{at:08}")
}

impl Database {
    /// On SQLite, or in a schema of its own on the Postgres at an address.
    pub(crate) async fn with(people: u32, postgres: Option<&str>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let (url, kind) = match postgres {
            None => (format!("sqlite://{}", folder.path().join("people.db").display()), "SQLite"),
            Some(server) => {
                let name = format!("people_{people}");
                let mut link = PgConnection::connect(server).await?;
                link.execute(sqlx::AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).await?;
                link.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
                let (host, _) = server.rsplit_once('/').context("an address without a database")?;
                (format!("{host}/{name}"), "Postgres")
            }
        };
        running::migrate(&url).await?;
        if postgres.is_some() {
            let mut link = PgConnection::connect(&url).await?;
            link.execute(sqlx::query(POSTGRES).bind(i64::from(people))).await?;
            link.execute("ANALYZE").await?;
        } else {
            let mut link = SqliteConnection::connect(&url).await?;
            link.execute("PRAGMA synchronous = OFF").await?;
            link.execute(sqlx::query(SQLITE).bind(i64::from(people))).await?;
            link.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
            link.close().await?;
        }
        Ok(Self { url, kind, _folder: folder })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }
}

const SQLITE: &str = "WITH RECURSIVE place(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM place WHERE x + 1 < $1)
    INSERT INTO users (id, connection, identifier, created_at, updated_at, logins)
    SELECT lower(hex(randomblob(12))), 'sms', printf('+49151%08d', x), 1700000000000, 1700000000000, 1 FROM place";
const POSTGRES: &str = "INSERT INTO users (id, connection, identifier, created_at, updated_at, logins)
    SELECT substr(md5(random()::text), 1, 24), 'sms', '+49151' || lpad(x::text, 8, '0'), 1700000000000, 1700000000000, 1
    FROM generate_series(0, $1 - 1) AS x";
