//! What the machine can do at best of what a login needs.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};
use tokio::task::JoinSet;

/// The ceilings as a table.
pub(crate) async fn report(postgres: Option<&str>) -> Result<String> {
    let mut rows = vec!["| Ceiling | Per second |".to_owned(), "|---|---|".to_owned()];
    let signatures = tokio::task::spawn_blocking(signatures).await?;
    let row = match signatures {
        Ok(count) => format!("{count:.0} (for {:.0} logins)", count / 2.0),
        Err(error) => format!("not measured: {error:#}"),
    };
    rows.push(format!("| RSA-2048 signatures on all cores, `openssl speed` | {row} |"));
    rows.push(format!("| SQLite commits, one after the other, on the disk | {:.0} |", sqlite_commits().await?));
    if let Some(url) = postgres {
        rows.push(format!("| Postgres commits, ten connections at a time | {:.0} |", postgres_commits(url).await?));
    }
    rows.push(String::new());
    Ok(rows.join("\n"))
}

/// Of one key of 2048 bits.
fn signatures() -> Result<f64> {
    let cores = std::thread::available_parallelism()?.get().to_string();
    let output = Command::new("openssl").args(["speed", "-seconds", "3", "-multi", &cores, "rsa2048"]).output()?;
    let text = String::from_utf8(output.stdout)?;
    // Columns: rsa 2048 bits, seconds to sign, seconds to verify, signatures and verifications per second.
    let line = text.lines().rev().find(|line| line.starts_with("rsa")).context("openssl said nothing of RSA")?;
    let columns: Vec<_> = line.split_whitespace().collect();
    let numbers: Vec<f64> = columns.iter().filter_map(|column| column.parse().ok()).collect();
    // The first is the size of the key; with newer versions columns for encryption follow.
    numbers.get(1).copied().context("openssl said no number")
}

async fn sqlite_commits() -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("commits.db").display());
    let mut link = SqliteConnection::connect(&url).await?;
    link.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE commits (at INTEGER)").await?;
    let begun = Instant::now();
    let mut count = 0.0;
    while begun.elapsed() < SPAN {
        link.execute("INSERT INTO commits VALUES (1)").await?;
        count += 1.0;
    }
    Ok(count / begun.elapsed().as_secs_f64())
}

async fn postgres_commits(url: &str) -> Result<f64> {
    let mut link = PgConnection::connect(url).await?;
    link.execute("DROP TABLE IF EXISTS commits; CREATE TABLE commits (at INTEGER)").await?;
    let begun = Instant::now();
    let mut all = JoinSet::new();
    for _ in 0..10 {
        let mut link = PgConnection::connect(url).await?;
        all.spawn(async move {
            let mut count = 0.0;
            while begun.elapsed() < SPAN {
                link.execute("INSERT INTO commits VALUES (1)").await?;
                count += 1.0;
            }
            Ok::<f64, sqlx::Error>(count)
        });
    }
    let mut count = 0.0;
    while let Some(one) = all.join_next().await {
        count += one??;
    }
    Ok(count / begun.elapsed().as_secs_f64())
}

const SPAN: Duration = Duration::from_secs(3);
