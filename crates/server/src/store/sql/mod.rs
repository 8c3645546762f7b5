//! SQL for both databases: a statement with its values, run on a connection of either.
//!
//! A statement is written once, in words that SQLite and Postgres share: `$1` for values, `ON CONFLICT`, `RETURNING`,
//! a table's name before a column where `excluded` has it too. [`sql!`](crate::store::sql) takes two texts where they
//! differ. Values are integers, texts and bytes; what goes in and comes out of each is in [`value`].

mod disk;
mod link;
mod pool;
mod turns;
mod value;

use sqlx::postgres::PgArguments;
use sqlx::query::Query as SqlxQuery;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Postgres, Sqlite};

pub(super) use disk::Log;
pub(super) use link::Link;
pub(super) use pool::{Ending, Pool, Work};
pub(super) use turns::Turns;
pub(super) use value::{Row, Value};

/// A statement in the words of each database.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sql {
    pub(super) sqlite: &'static str,
    pub(super) postgres: &'static str,
}

/// A statement that the databases want in different words.
macro_rules! sql {
    (sqlite: $sqlite:literal, postgres: $postgres:literal $(,)?) => {
        $crate::store::sql::Sql { sqlite: $sqlite, postgres: $postgres }
    };
}
pub(super) use sql;

/// A statement and its values, in the order of `$1`, `$2` and so on.
#[derive(Debug, Clone)]
pub(super) struct Query<'q> {
    sql: Sql,
    values: Vec<Value<'q>>,
}

/// Begins a query.
pub(super) fn query<'q>(sql: impl Into<Sql>) -> Query<'q> {
    Query { sql: sql.into(), values: Vec::new() }
}

impl<'q> Query<'q> {
    pub(super) fn bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Runs it and counts the rows that it changed.
    pub(super) async fn execute(&self, link: &mut Link) -> Result<u64, sqlx::Error> {
        Ok(match link {
            Link::Sqlite(held) => self.for_sqlite().execute(&mut **held).await?.rows_affected(),
            Link::Postgres(held) => self.for_postgres().execute(&mut **held).await?.rows_affected(),
        })
    }

    /// The row, which has to be there.
    pub(super) async fn fetch_one(&self, link: &mut Link) -> Result<Row, sqlx::Error> {
        self.fetch_optional(link).await?.ok_or(sqlx::Error::RowNotFound)
    }

    /// The row, if there is one.
    pub(super) async fn fetch_optional(&self, link: &mut Link) -> Result<Option<Row>, sqlx::Error> {
        Ok(match link {
            Link::Sqlite(held) => self.for_sqlite().fetch_optional(&mut **held).await?.map(Row::Sqlite),
            Link::Postgres(held) => self.for_postgres().fetch_optional(&mut **held).await?.map(Row::Postgres),
        })
    }

    /// All rows.
    pub(super) async fn fetch_all(&self, link: &mut Link) -> Result<Vec<Row>, sqlx::Error> {
        Ok(match link {
            Link::Sqlite(held) => {
                self.for_sqlite().fetch_all(&mut **held).await?.into_iter().map(Row::Sqlite).collect()
            }
            Link::Postgres(held) => {
                self.for_postgres().fetch_all(&mut **held).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    fn for_sqlite(&self) -> SqlxQuery<'q, Sqlite, SqliteArguments> {
        tracing::trace!(target: STATEMENTS, statement = self.sql.sqlite);
        self.values.iter().fold(sqlx::query(self.sql.sqlite), |query, value| match *value {
            Value::Integer(integer) => query.bind(integer),
            Value::Text(text) => query.bind(text),
            Value::Bytes(bytes) => query.bind(bytes),
        })
    }

    fn for_postgres(&self) -> SqlxQuery<'q, Postgres, PgArguments> {
        tracing::trace!(target: STATEMENTS, statement = self.sql.postgres);
        self.values.iter().fold(sqlx::query(self.sql.postgres), |query, value| match *value {
            Value::Integer(integer) => query.bind(integer),
            Value::Text(text) => query.bind(text),
            Value::Bytes(bytes) => query.bind(bytes),
        })
    }
}

impl From<&'static str> for Sql {
    fn from(both: &'static str) -> Self {
        Self { sqlite: both, postgres: both }
    }
}

/// Where statements are logged, without their values.
const STATEMENTS: &str = "passlock_server::sql";
