//! All that a database holds, as somebody finds it who has got hold of it.

use sqlx::{Connection as _, PgConnection, raw_sql};
use tempfile::TempDir;

use crate::place::{database_in, hex};

/// The files of SQLite, or every row of Postgres.
pub(crate) struct Loot(Vec<u8>);

impl Loot {
    pub(crate) async fn of(folder: &TempDir) -> Self {
        let database = database_in(folder);
        if database.starts_with("sqlite:") {
            let files = std::fs::read_dir(folder.path()).unwrap();
            return Self(files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect());
        }
        let mut connection = PgConnection::connect(&database).await.unwrap();
        raw_sql("SET xmlbinary = 'hex'").execute(&mut connection).await.unwrap();
        let statement = "SELECT query_to_xml(format('SELECT * FROM %I', tablename), true, true, '')::text
            FROM pg_tables WHERE schemaname = current_schema()";
        let tables: Vec<String> = sqlx::query_scalar(statement).fetch_all(&mut connection).await.unwrap();
        Self(tables.concat().into_bytes())
    }

    /// Whether these bytes are there, as they are or as Postgres prints them.
    pub(crate) fn holds(&self, part: &[u8]) -> bool {
        let is_there = |part: &[u8]| self.0.windows(part.len()).any(|window| window == part);
        is_there(part) || is_there(hex(part).to_uppercase().as_bytes())
    }
}
