//! Both databases have the same tables, brought up to date by migrations of the same names.

use std::collections::BTreeSet;
use std::path::Path;

use sqlx::{Connection as _, PgConnection, Row as _, SqliteConnection};

use crate::harness::{Server, database_in};
use crate::place::{postgres, sqlite_in};

/// A column: its table, its name, its type in the words of SQLite, and whether it may be empty.
type Columns = BTreeSet<(String, String, String, bool)>;

#[test]
fn every_migration_is_there_for_both() {
    let names = |database: &str| -> BTreeSet<_> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(names("sqlite").len() >= 2);
}

#[tokio::test]
async fn both_have_the_same_columns() {
    if postgres().is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut settings = passlock_server::Settings::dev(&sqlite_in(folder.path()), "http://127.0.0.1:4000/");
    drop(Server::with(settings.clone()).await);
    settings.database = passlock_server::DatabaseUrl::new(&database_in(&folder));
    drop(Server::with(settings).await);
    let (sqlite, postgres) = (of_sqlite(&sqlite_in(folder.path())).await, of_postgres(&database_in(&folder)).await);
    assert_eq!(sqlite, postgres);
    assert!(sqlite.len() > 30, "{sqlite:?}");
}

async fn of_sqlite(database: &str) -> Columns {
    let statement = "SELECT tables.name AS place, columns.name AS name, columns.type AS kind,
            columns.\"notnull\" = 0 AND columns.pk = 0 AS may_miss
        FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
        WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%' AND tables.name NOT LIKE '\\_%' ESCAPE '\\'";
    let mut connection = SqliteConnection::connect(database).await.unwrap();
    let rows = sqlx::query(statement).fetch_all(&mut connection).await.unwrap();
    rows.iter().map(|row| (row.get("place"), row.get("name"), row.get("kind"), row.get("may_miss"))).collect()
}

async fn of_postgres(database: &str) -> Columns {
    let statement = "SELECT table_name::text AS place, column_name::text AS name,
            CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'bytea' THEN 'BLOB' WHEN 'text' THEN 'TEXT'
                ELSE data_type END AS kind,
            is_nullable = 'YES' AS may_miss
        FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_%'";
    let mut connection = PgConnection::connect(database).await.unwrap();
    let rows = sqlx::query(statement).fetch_all(&mut connection).await.unwrap();
    rows.iter().map(|row| (row.get("place"), row.get("name"), row.get("kind"), row.get("may_miss"))).collect()
}
