//! A copy that is made while people log in is a whole database, from which everything goes on.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use passlock_core::protocol::JWKS_PATH;
use serde_json::Value;
use sqlx::{Connection as _, SqliteConnection};
use tokio::task::JoinHandle;
use url::Url;

use crate::place::{number, postgres, run, sqlite_in};
use crate::running::{Asking, Running, server};

const PERSON: &str = "+447400123456";

/// What was there before the copy was made.
struct Before {
    keys: Value,
    tokens: Value,
    subject: Value,
    waiting: (String, String),
}

impl Before {
    async fn of(ask: &Asking) -> Self {
        let tokens = ask.log_in(PERSON).await;
        let subject = ask.userinfo(&tokens).await.unwrap().body["sub"].clone();
        let waiting = ask.codes(&["+447400123457".to_owned()]).await.remove(0);
        Self { keys: ask.get(JWKS_PATH).await.unwrap().body, tokens, subject, waiting }
    }

    /// Everything goes on where the copy is.
    async fn check(&self, ask: &Asking) {
        assert_eq!(ask.get(JWKS_PATH).await.unwrap().body, self.keys);
        assert_eq!(ask.userinfo(&self.tokens).await.unwrap().body["sub"], self.subject);
        assert_eq!(ask.renew(&self.tokens).await.unwrap().status, 200);
        let (person, code) = &self.waiting;
        assert_eq!(ask.redeem(person, code, 0).await.unwrap().status, 200, "a code that was sent before works after");
        let again = ask.log_in(PERSON).await;
        assert_eq!(ask.userinfo(&again).await.unwrap().body["sub"], self.subject, "people stay who they are");
    }
}

/// People who log in all the time.
struct Crowd {
    is_over: Arc<AtomicBool>,
    people: JoinHandle<u32>,
}

impl Crowd {
    fn gather(ask: Asking) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&is_over);
        let people = tokio::spawn(async move {
            let mut logins = 0;
            while !seen.load(Ordering::Relaxed) {
                ask.log_in(&format!("+447400{:06}", 200_000 + logins)).await;
                logins += 1;
            }
            logins
        });
        Self { is_over, people }
    }

    async fn disperse(self) -> u32 {
        self.is_over.store(true, Ordering::Relaxed);
        self.people.await.unwrap()
    }
}

fn back_up(database: &str, file: &Path) -> Output {
    server().args(["backup", "--database", database, "--to"]).arg(file).output().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_of_a_busy_sqlite_database_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let database = sqlite_in(folder.path());
    let mut before = Running::start(&database).await;
    let known = Before::of(&before.ask).await;
    let crowd = Crowd::gather(before.ask.clone());

    let elsewhere = tempfile::tempdir().unwrap();
    let copies: Vec<PathBuf> = (0..5).map(|at| elsewhere.path().join(format!("{at}.db"))).collect();
    for copy in &copies {
        let (database, copy) = (database.clone(), copy.clone());
        let output = tokio::task::spawn_blocking(move || back_up(&database, &copy)).await.unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    assert!(crowd.disperse().await > 0, "people logged in meanwhile");
    before.kill();

    let mut users = 0;
    for copy in &copies {
        let url = format!("sqlite://{}", copy.display());
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        let verdict: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await.unwrap();
        assert_eq!(verdict, "ok");
        let there = number(&url, "SELECT count(*) FROM users").await;
        assert!(there >= users, "a later copy has all that an earlier one has");
        users = there;
    }
    // Restored: the newest copy in the place of the database, whose side files are those of the old one.
    for name in ["passlock.db", "passlock.db-wal", "passlock.db-shm"] {
        drop(std::fs::remove_file(folder.path().join(name)));
    }
    std::fs::copy(&copies[4], folder.path().join("passlock.db")).unwrap();
    let after = Running::start(&database).await;
    known.check(&after.ask).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_copy_is_for_its_owner_alone_and_replaces_nothing() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let database = sqlite_in(folder.path());
    let copy = folder.path().join("copy.db");
    let refused = |output: &Output, part: &str| {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && text.contains(part), "{text}");
    };
    refused(&back_up(&database, &copy), "there is no database");
    refused(&back_up("postgres://passlock:secret@127.0.0.1:1/passlock", &copy), "pg_dump");
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "nothing is left of an attempt");

    drop(Running::start(&database).await);
    assert!(back_up(&database, &copy).status.success());
    assert_eq!(std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    let bytes = std::fs::read(&copy).unwrap();
    refused(&back_up(&database, &copy), "is there already");
    assert_eq!(std::fs::read(&copy).unwrap(), bytes);
    refused(&back_up(&database, &folder.path().join("no/such/folder/copy.db")), "cannot be written");
}

/// As docs/backend/backup.md says it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_of_a_busy_postgres_database_is_whole() {
    let Some(url) = postgres() else { return };
    let place = |name: &str| {
        let mut url = Url::parse(&url).unwrap();
        url.set_path(name);
        url.to_string()
    };
    run(&url, "DROP DATABASE IF EXISTS test_backup WITH (FORCE)").await;
    run(&url, "DROP DATABASE IF EXISTS test_restored WITH (FORCE)").await;
    run(&url, "CREATE DATABASE test_backup").await;
    run(&url, "CREATE DATABASE test_restored").await;
    let mut before = Running::start(&place("test_backup")).await;
    let known = Before::of(&before.ask).await;
    let crowd = Crowd::gather(before.ask.clone());

    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("passlock.dump");
    let mut pg_dump = program("pg_dump");
    pg_dump.args(["--format=custom", "--file"]).arg(&dump).arg("--dbname").arg(place("test_backup"));
    assert!(tokio::task::spawn_blocking(move || pg_dump.status()).await.unwrap().unwrap().success());
    assert!(crowd.disperse().await > 0, "people logged in meanwhile");
    before.kill();

    let mut pg_restore = program("pg_restore");
    pg_restore.args(["--no-owner", "--exit-on-error", "--dbname"]).arg(place("test_restored")).arg(&dump);
    assert!(pg_restore.status().unwrap().success());
    let after = Running::start(&place("test_restored")).await;
    known.check(&after.ask).await;
    drop(after);
    run(&url, "DROP DATABASE test_backup WITH (FORCE)").await;
    run(&url, "DROP DATABASE test_restored WITH (FORCE)").await;
}

/// A program of Postgres, from `PATH` or where Debian keeps them.
fn program(name: &str) -> Command {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.map(|version| version.path().join("bin").join(name)).filter(|file| file.is_file()).max();
    Command::new(newest.unwrap_or_else(|| PathBuf::from(name)))
}
