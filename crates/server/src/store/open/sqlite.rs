//! SQLite: one file, or none.

use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _, SqlitePool};

use super::OpenError;
use crate::store::Store;
use crate::store::sql::{Log, Pool};

pub(super) fn options(url: &str) -> Result<SqliteConnectOptions, OpenError> {
    let options = SqliteConnectOptions::from_str(url).map_err(|_| OpenError::Address)?;
    Ok(options.foreign_keys(true).busy_timeout(BUSY).disable_statement_logging())
}

pub(super) async fn open(options: &SqliteConnectOptions) -> Result<Store, OpenError> {
    let options = options.clone().journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Normal);
    let mut pauses = PAUSES.into_iter();
    loop {
        let error = match connect(&options).await {
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

/// A database in memory lives as long as its one connection does.
pub(super) async fn open_in_memory(options: SqliteConnectOptions) -> Result<Store, OpenError> {
    let writer = Pool::Sqlite(writer(options).await?, None);
    Ok(Store { reader: writer.clone(), writer })
}

/// Copies the database into an empty file. Writers go on beside it.
pub(super) async fn copy(options: SqliteConnectOptions, file: &str) -> Result<(), OpenError> {
    let mut connection = options.read_only(true).connect().await?;
    sqlx::query("VACUUM INTO $1").bind(file).execute(&mut connection).await?;
    Ok(connection.close().await?)
}

async fn connect(options: &SqliteConnectOptions) -> Result<Store, OpenError> {
    keep_private(options);
    let writer = writer(options.clone()).await?;
    let readers = SqlitePoolOptions::new().max_connections(READERS).acquire_timeout(ACQUIRE);
    let reader = readers.connect_with(options.clone().read_only(true)).await?;
    let log = Log::of(options.get_filename());
    Ok(Store { writer: Pool::Sqlite(writer, Some(log)), reader: Pool::Sqlite(reader, None) })
}

async fn writer(options: SqliteConnectOptions) -> Result<SqlitePool, OpenError> {
    let one = SqlitePoolOptions::new()
        .max_connections(1)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(ACQUIRE)
        // SQLite ends a transaction by itself when the disk is full. sqlx does not learn of that, and would never begin
        // another one on this connection.
        .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }));
    let pool = one.connect_with(options).await?;
    MIGRATIONS.run(&pool).await?;
    Ok(pool)
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
static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
