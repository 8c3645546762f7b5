//! How the databases go about every statement of the store: none reads a whole table.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection, raw_sql};

use crate::harness::{Server, database_in};
use crate::place::{postgres, sqlite_in};

/// Tables that stay small, and are read as a whole or from one end.
const SMALL: [&str; 2] = ["keys", "outbox"];

/// What a request brings along: a handful of buckets.
const ASKED: [&str; 2] = ["SCAN json_each ", "SCAN asked"];

/// The texts in the store's sources that are SQL. What stands behind `postgres:` is for Postgres alone, and the other way
/// around.
fn statements(not_for: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut found = BTreeSet::new();
    for file in sources(&folder) {
        let text = fs::read_to_string(file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        let parts: Vec<&str> = text.split('"').collect();
        for pair in parts.chunks(2) {
            let [before, literal] = pair else { continue };
            let is_sql =
                ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "].iter().any(|word| literal.starts_with(word));
            if is_sql && !before.trim_end().ends_with(not_for) {
                found.insert((*literal).to_owned());
            }
        }
    }
    found
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn sqlite_searches_by_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite_in(folder.path());
    let settings = passlock_server::Settings::dev(&url, "http://127.0.0.1:4000/");
    let _server = Server::with(settings).await;
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let statements = statements("postgres:");
    assert!(statements.len() > 25, "{}", statements.len());
    for statement in statements.iter().filter(|statement| !statement.contains("to_regclass")) {
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
        let rows =
            raw_sql(explain).fetch_all(&mut connection).await.unwrap_or_else(|error| panic!("{error}: {statement}"));
        for row in rows {
            let step: String = row.get("detail");
            let is_small = SMALL.iter().any(|table| step.contains(&format!("SCAN {table}")));
            let is_constant = step.contains("SCAN CONSTANT ROW");
            let is_asked = ASKED.iter().any(|list| step.starts_with(list));
            let by_index = step.contains("USING COVERING INDEX") && statement.contains("LIMIT");
            assert!(!step.contains("SCAN") || is_small || is_asked || is_constant || by_index, "{step}: {statement}");
            assert!(!step.contains("AUTOMATIC"), "{step}: {statement}");
        }
    }
}

#[tokio::test]
async fn postgres_searches_by_an_index() {
    if postgres().is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let _server = Server::on_file(&folder, |_| ()).await;
    let mut connection = PgConnection::connect(&database_in(&folder)).await.unwrap();
    // Of tables this small it would read the whole; it shall tell what it can do instead.
    raw_sql("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        .execute(&mut connection)
        .await
        .unwrap();
    for statement in statements("sqlite:") {
        let values = (1..=20).take_while(|number| statement.contains(&format!("${number}"))).count();
        let list =
            |word: &str| if values == 0 { String::new() } else { format!("({})", vec![word; values].join(", ")) };
        // Where it cannot tell what a value is, it is a text and then numbers.
        let kinds = list("bigint").replacen("bigint", "text", 1);
        let prepare = async |kinds: &str, connection: &mut PgConnection| {
            raw_sql(AssertSqlSafe(format!("PREPARE it {kinds} AS {statement}"))).execute(connection).await
        };
        if prepare("", &mut connection).await.is_err() {
            prepare(&kinds, &mut connection).await.unwrap_or_else(|error| panic!("{error}: {statement}"));
        }
        let explain = AssertSqlSafe(format!("EXPLAIN EXECUTE it{}", list("NULL")));
        for row in raw_sql(explain).fetch_all(&mut connection).await.unwrap() {
            let step: String = row.get(0);
            let is_small = SMALL.iter().any(|table| step.contains(&format!("Seq Scan on {table}")));
            assert!(!step.contains("Seq Scan") || is_small, "{step}: {statement}");
        }
        raw_sql("DEALLOCATE it").execute(&mut connection).await.unwrap();
    }
}
