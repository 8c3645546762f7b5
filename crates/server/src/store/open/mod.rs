//! Opening the database: made if missing, brought up to date, safe against a second process doing the same.

mod postgres;
mod sqlite;

use sqlx::migrate::MigrateError;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use thiserror::Error;

use super::Store;

/// Why a database cannot be used.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The address is neither SQLite's nor Postgres'. It is not repeated, because there may be a password in it.
    #[error("the database address is not like sqlite://file.db, sqlite::memory: or postgres://user:password@host/name")]
    Address,
    /// There is no such file, or nothing of this server's in the database.
    #[error("there is no database at this address; --database says where it is")]
    Missing,
    /// The database cannot be opened, created or reached.
    #[error("the database cannot be opened: {0}")]
    Unreachable(#[from] sqlx::Error),
    /// The tables cannot be brought up to date.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(#[from] MigrateError),
}

/// Where a database is. Never printed: there may be a password in it.
enum Address {
    Sqlite(Box<SqliteConnectOptions>),
    InMemory(Box<SqliteConnectOptions>),
    Postgres(Box<PgConnectOptions>),
}

impl Store {
    /// Opens the database at `url` and brings its tables up to date: `sqlite://file.db`, which is made if it is missing,
    /// `sqlite::memory:`, or `postgres://user:password@host/name`, which has to be there and may be empty.
    ///
    /// # Errors
    /// [`OpenError`] says what is wrong with the address or the database.
    pub(crate) async fn open(url: &str) -> Result<Self, OpenError> {
        match Address::read(url)? {
            Address::Sqlite(options) => sqlite::open(&options.create_if_missing(true)).await,
            Address::InMemory(options) => sqlite::open_in_memory(*options).await,
            Address::Postgres(options) => postgres::open(*options).await,
        }
    }

    /// The same for a database that a server has used before.
    ///
    /// # Errors
    /// [`OpenError`] says what is wrong with the address or the database.
    pub(crate) async fn open_existing(url: &str) -> Result<Self, OpenError> {
        match Address::read(url)? {
            Address::Sqlite(options) if options.get_filename().exists() => sqlite::open(&options).await,
            Address::Postgres(options) if postgres::is_in_use(&options).await? => postgres::open(*options).await,
            _ => Err(OpenError::Missing),
        }
    }
}

/// Copies a SQLite database into an empty file, as it is at one moment. `false` for Postgres.
///
/// # Errors
/// [`OpenError`] says what is wrong with the address or the database, or that the copy could not be written.
pub(crate) async fn copy(url: &str, file: &str) -> Result<bool, OpenError> {
    match Address::read(url)? {
        Address::Sqlite(options) if options.get_filename().exists() => {
            sqlite::copy(*options, file).await.map(|()| true)
        }
        Address::Postgres(_) => Ok(false),
        _ => Err(OpenError::Missing),
    }
}

impl Address {
    fn read(url: &str) -> Result<Self, OpenError> {
        let scheme = url.split(':').next().unwrap_or_default();
        match scheme {
            "sqlite" => {
                let options = Box::new(sqlite::options(url)?);
                let in_memory = url.contains(":memory:") || url.contains("mode=memory");
                Ok(if in_memory { Self::InMemory(options) } else { Self::Sqlite(options) })
            }
            "postgres" | "postgresql" => postgres::options(url).map(|options| Self::Postgres(Box::new(options))),
            _ => Err(OpenError::Address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_database() {
        assert!(matches!(Address::read("sqlite://passlock.db"), Ok(Address::Sqlite(_))));
        assert!(matches!(Address::read("sqlite::memory:"), Ok(Address::InMemory(_))));
        assert!(matches!(Address::read("postgres://passlock:secret@db/passlock"), Ok(Address::Postgres(_))));
        assert!(matches!(Address::read("postgresql:///passlock?host=/run/postgresql"), Ok(Address::Postgres(_))));
    }

    #[test]
    fn a_wrong_address_is_refused_without_repeating_it() {
        for url in ["", "passlock.db", "mysql://u:secret@h/d", "postgres://u:secret@[h/d", "postgres://u:secret@h:x/d"]
        {
            let Err(error) = Address::read(url) else { panic!("{url}") };
            assert!(matches!(error, OpenError::Address), "{url}");
            assert!(!format!("{error} {error:?}").contains("secret"), "{url}");
        }
    }
}
