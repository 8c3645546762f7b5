//! Postgres: any number of processes on one database.

use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{ConnectOptions, Connection as _, PgPool};
use tokio::time::timeout;

use super::OpenError;
use crate::store::sql::{Pool, Turns};
use crate::store::{Store, StoreError};

pub(super) fn options(url: &str) -> Result<PgConnectOptions, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(|_| OpenError::Address)?;
    Ok(options.application_name("passlock-server").disable_statement_logging())
}

/// Whether there are tables of this server's.
pub(super) async fn is_in_use(options: &PgConnectOptions) -> Result<bool, OpenError> {
    let mut connection = reach(options).await?;
    let statement = "SELECT to_regclass('keys') IS NOT NULL AND to_regclass('_sqlx_migrations') IS NOT NULL";
    let is_in_use = sqlx::query_scalar(statement).fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(is_in_use)
}

pub(super) async fn open(options: PgConnectOptions) -> Result<Store, OpenError> {
    let mut pauses = PAUSES.into_iter();
    loop {
        let error = match connect(options.clone()).await {
            Ok(pool) => {
                let pool = Pool::Postgres(Turns::new(pool));
                return Ok(Store { reader: pool.clone(), writer: pool });
            }
            Err(error) => error,
        };
        // It may be on its way up, as when a whole machine starts.
        match pauses.next().filter(|_| is_passing(&error)) {
            Some(pause) => {
                tracing::warn!(%error, "trying again in {} seconds", pause.as_secs());
                tokio::time::sleep(pause).await;
            }
            None => return Err(error),
        }
    }
}

async fn connect(options: PgConnectOptions) -> Result<PgPool, OpenError> {
    migrate(&options).await?;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        // A connection that was used a moment ago is taken to be there still.
        .test_before_acquire(false)
        .before_acquire(|connection, past| {
            Box::pin(async move { Ok(past.idle_for < LONG || answers(connection).await) })
        })
        // Without a limit, connections to a machine that has vanished would be waited for until there are none left.
        .after_release(|connection, _| Box::pin(async move { Ok(answers(connection).await) }))
        .after_connect(|connection, _| {
            Box::pin(async move {
                sqlx::raw_sql(RULES).execute(connection).await?;
                Ok(())
            })
        });
    Ok(pool.connect_with(options).await?)
}

/// Of processes that start at once, the first does it, and the others wait for an advisory lock. It may take as long as it
/// takes: an index on millions of rows is not made in seconds.
async fn migrate(options: &PgConnectOptions) -> Result<(), OpenError> {
    let mut connection = reach(options).await?;
    MIGRATIONS.run(&mut connection).await?;
    Ok(connection.close().await?)
}

async fn reach(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    timeout(ACQUIRE, options.connect()).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

async fn answers(connection: &mut PgConnection) -> bool {
    timeout(PING, connection.ping()).await.is_ok_and(|answer| answer.is_ok())
}

fn is_passing(error: &OpenError) -> bool {
    match error {
        OpenError::Unreachable(error) | OpenError::Migration(MigrateError::Execute(error)) => {
            StoreError::of(error) != StoreError::Broken
        }
        _ => false,
    }
}

/// How a connection behaves. What the statements rely on does not depend on how the database is set up: a statement sees
/// what was committed before it began. Nobody holds a lock for long, not even a process that was frozen half-way.
const RULES: &str = "SET default_transaction_isolation = 'read committed';
    SET lock_timeout = '4s';
    SET statement_timeout = '8s';
    SET idle_in_transaction_session_timeout = '8s'";
/// Connections of one process. Postgres allows a hundred in all unless it is told otherwise.
const CONNECTIONS: u32 = 10;
/// Nobody waits here for others, only for Postgres.
const ACQUIRE: Duration = Duration::from_secs(3);
const LONG: Duration = Duration::from_secs(1);
const PING: Duration = Duration::from_secs(2);
const PAUSES: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(8),
];
static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");
