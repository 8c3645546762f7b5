//! Opening the database: made if missing, brought up to date, safe against a second process doing the same.

use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use thiserror::Error;

use super::Store;

/// Why a database cannot be used.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The address is not one of SQLite's.
    #[error("the database address is not like sqlite://file.db or sqlite::memory:")]
    Address,
    /// There is no such file.
    #[error("there is no database at this address; --database says where it is")]
    Missing,
    /// The file cannot be opened or created.
    #[error("the database cannot be opened: {0}")]
    Unreachable(#[from] sqlx::Error),
    /// The tables cannot be brought up to date.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(#[from] MigrateError),
}

impl Store {
    /// Opens the database at `url` (`sqlite://file.db` or `sqlite::memory:`) and brings its tables up to date. A file that
    /// is not there is made.
    ///
    /// # Errors
    /// [`OpenError`] says what is wrong with the address or the file.
    pub(crate) async fn open(url: &str) -> Result<Self, OpenError> {
        Self::open_with(url, options(url)?.create_if_missing(true)).await
    }

    /// The same for a file that has to be there.
    ///
    /// # Errors
    /// [`OpenError`] says what is wrong with the address or the file.
    pub(crate) async fn open_existing(url: &str) -> Result<Self, OpenError> {
        let options = options(url)?;
        if is_in_memory(url) || !options.get_filename().exists() {
            return Err(OpenError::Missing);
        }
        Self::open_with(url, options).await
    }

    async fn open_with(url: &str, options: SqliteConnectOptions) -> Result<Self, OpenError> {
        let mut pauses = PAUSES.into_iter();
        loop {
            let error = match Self::connect(&options, is_in_memory(url)).await {
                Ok(store) => return Ok(store),
                Err(error) => error,
            };
            // SQLite has no lock around migrations: of two processes that start at once, one fails and may look again.
            match pauses.next() {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return Err(error),
            }
        }
    }

    async fn connect(options: &SqliteConnectOptions, in_memory: bool) -> Result<Self, OpenError> {
        if !in_memory {
            keep_private(options);
        }
        // A database in memory lives as long as its one connection does.
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(ACQUIRE)
            .connect_with(options.clone())
            .await?;
        MIGRATIONS.run(&writer).await?;
        let reader = if in_memory {
            writer.clone()
        } else {
            let options = options.clone().read_only(true);
            SqlitePoolOptions::new().max_connections(READERS).acquire_timeout(ACQUIRE).connect_with(options).await?
        };
        Ok(Self { writer, reader })
    }
}

fn options(url: &str) -> Result<SqliteConnectOptions, OpenError> {
    if !url.starts_with("sqlite:") {
        return Err(OpenError::Address);
    }
    let options = SqliteConnectOptions::from_str(url).map_err(|_| OpenError::Address)?;
    let options = options
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .synchronous(SqliteSynchronous::Normal)
        .disable_statement_logging();
    Ok(if is_in_memory(url) { options } else { options.journal_mode(SqliteJournalMode::Wal) })
}

fn is_in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

/// Creates the file for its owner's eyes only: it holds the signing key. SQLite gives its side files the same rights.
fn keep_private(options: &SqliteConnectOptions) {
    let mut file = std::fs::OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    // If the file exists or cannot be made, opening it properly will say so.
    drop(file.open(options.get_filename()));
}

const READERS: u32 = 4;
const ACQUIRE: Duration = Duration::from_secs(8);
const BUSY: Duration = Duration::from_secs(3);
const PAUSES: [Duration; 4] =
    [Duration::from_millis(50), Duration::from_millis(100), Duration::from_millis(300), Duration::from_secs(1)];
static MIGRATIONS: Migrator = sqlx::migrate!();
