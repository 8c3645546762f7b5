//! Postgres goes away and comes back. What stands between it and the server can be cut.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use passlock_core::protocol::{HEALTH_PATH, JWKS_PATH, START_PATH};
use passlock_server::{Rate, Settings};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use url::Url;

use crate::harness::{NUMBER, OTHER_NUMBER, Server, database_in, eventually, start_body};
use crate::place::{number, postgres, prepare, run};

/// What a line does with what is sent over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Whole,
    /// Nobody listens, and whoever was connected is hung up on: the database has been stopped.
    Cut,
    /// Nothing comes back and nobody hangs up: a machine has vanished.
    Silent,
}

static LINES: AtomicU8 = AtomicU8::new(1);

/// A line to Postgres.
struct Line {
    state: watch::Sender<State>,
    database: String,
}

impl Line {
    /// `None` where these tests run on SQLite, which is never out of reach.
    async fn new(folder: &tempfile::TempDir) -> Option<Self> {
        postgres()?;
        let direct = database_in(folder);
        prepare(&direct).await;
        let mut url = Url::parse(&direct).unwrap();
        let there = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
        // While a line is cut its port is free. At an address of its own nobody else takes it.
        let host = format!("127.0.7.{}", LINES.fetch_add(1, Ordering::Relaxed));
        let listener = TcpListener::bind((host.as_str(), 0)).await.unwrap();
        let here = listener.local_addr().unwrap();
        url.set_host(Some(&host)).unwrap();
        url.set_port(Some(here.port())).unwrap();
        let (state, seen) = watch::channel(State::Whole);
        tokio::spawn(carry(listener, here, there, seen));
        Some(Self { state, database: url.to_string() })
    }

    fn settings(&self) -> Settings {
        Settings::dev(&self.database, "http://127.0.0.1:4000/")
    }

    fn set(&self, state: State) {
        self.state.send_replace(state);
    }
}

async fn carry(listener: TcpListener, here: SocketAddr, there: String, mut state: watch::Receiver<State>) {
    let mut listener = Some(listener);
    let mut calls = JoinSet::new();
    loop {
        tokio::select! {
            changed = state.changed() => {
                if changed.is_err() {
                    return;
                }
                let now = *state.borrow_and_update();
                if now == State::Cut {
                    listener = None;
                    calls.abort_all();
                } else if listener.is_none() {
                    listener = Some(TcpListener::bind(here).await.unwrap());
                }
            }
            Some(Ok((near, _))) = async { Some(listener.as_ref()?.accept().await) }, if listener.is_some() => {
                calls.spawn(call(near, there.clone(), state.clone()));
            }
        }
    }
}

async fn call(mut near: TcpStream, there: String, mut state: watch::Receiver<State>) {
    let carried = async {
        let mut far = TcpStream::connect(there).await.unwrap();
        drop(copy_bidirectional(&mut near, &mut far).await);
    };
    let silent = async { drop(state.wait_for(|&now| now == State::Silent).await) };
    let is_silent = tokio::select! {
        () = silent => true,
        () = carried => false,
    };
    if is_silent {
        // The line stays up, as far as this end can tell, and is never heard of again.
        std::future::pending::<()>().await;
    }
}

/// What people get while the database is away, and how soon.
async fn check_away(server: &Server, soon: Duration) {
    let begin = Instant::now();
    let mut requests = JoinSet::new();
    for _ in 0..200 {
        let server = server.clone();
        requests.spawn(async move { server.post(START_PATH, &start_body(NUMBER)).await });
    }
    for answer in requests.join_all().await {
        answer.check(503, "temporarily_unavailable");
        assert_eq!(answer.header("retry-after"), Some("1"));
    }
    assert!(begin.elapsed() < soon, "{:?}", begin.elapsed());
    server.get(HEALTH_PATH).await.check(503, "temporarily_unavailable");
    assert_eq!(server.get(JWKS_PATH).await.status, 200, "what is known needs no database");
}

async fn away_and_back(state: State, soon: Duration) {
    let folder = tempfile::tempdir().unwrap();
    let Some(line) = Line::new(&folder).await else { return };
    let server = Server::on_what_is_there(line.settings(), None, Duration::from_mins(1)).await;
    let tokens = server.stay(NUMBER, "openid offline_access").await;
    let code = server.code(OTHER_NUMBER).await;

    line.set(state);
    check_away(&server, soon).await;

    line.set(State::Whole);
    eventually(async || server.get(HEALTH_PATH).await.status == 200).await;
    assert_eq!(server.redeem(OTHER_NUMBER, &code).await.status, 200);
    assert_eq!(server.redeem(OTHER_NUMBER, &code).await.status, 403);
    assert_eq!(server.renew(&tokens).await.status, 200);
    // All of its connections, not only one.
    let mut questions = JoinSet::new();
    for _ in 0..20 {
        let server = server.clone();
        questions.spawn(async move { server.get(HEALTH_PATH).await.status.as_u16() });
    }
    assert_eq!(questions.join_all().await, [200; 20]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_was_stopped_is_found_again() {
    away_and_back(State::Cut, Duration::from_secs(7)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_vanished_without_a_word_is_found_again() {
    // Whoever has asked already waits as long as a request may take.
    away_and_back(State::Silent, Duration::from_secs(12)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_starts_before_its_database_waits() {
    let folder = tempfile::tempdir().unwrap();
    let Some(line) = Line::new(&folder).await else { return };
    line.set(State::Cut);
    let (server, ()) = tokio::join!(Server::on_what_is_there(line.settings(), None, Duration::from_mins(1)), async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        line.set(State::Whole);
    });
    server.log_in(NUMBER).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn connections_that_are_ended_in_the_middle_lose_no_code_and_use_none_twice() {
    if postgres().is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |settings| settings.address_limit = Rate::new(100_000, 60).unwrap()).await;
    let server = Arc::new(server);
    let mut codes = Vec::new();
    for at in 0..20 {
        let person = format!("+4474001234{at:02}");
        let code = server.code(&person).await;
        codes.push((person, code));
    }
    let mut tries = JoinSet::new();
    for _ in 0..10 {
        for (person, code) in codes.clone() {
            let server = Arc::clone(&server);
            tries.spawn(async move { (server.redeem(&person, &code).await.status.as_u16(), person) });
        }
    }
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let statement = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'passlock-server' AND pid <> pg_backend_pid()
                AND pid IN (SELECT pid FROM pg_locks WHERE relation = 'codes'::regclass)";
        run(&database_in(&folder), statement).await;
    }
    let answers = tries.join_all().await;
    for (person, code) in &codes {
        let wins = answers.iter().filter(|(status, who)| *status == 200 && who == person).count();
        let last = server.redeem(person, code).await.status.as_u16();
        // A try whose answer was lost may have counted. Nobody has logged in twice.
        assert!(wins + usize::from(last == 200) <= 1, "{wins} and {last}");
    }
    assert!(answers.iter().all(|(status, _)| matches!(status, 200 | 403 | 503)), "{answers:?}");
    assert_eq!(number(&database_in(&folder), "SELECT max(logins) FROM users").await, 1);
}
