//! A server as a process, and somebody who asks it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use hyper::{Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use passlock_core::protocol::{PASSWORDLESS_OTP, REFRESH_TOKEN, START_PATH, TOKEN_PATH, USERINFO_PATH};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::place::prepare;

/// A process that ends with the test.
pub(crate) struct Running {
    child: Child,
    pub(crate) ask: Asking,
}

/// Somebody who asks one server, over a few hundred connections at most.
#[derive(Clone)]
pub(crate) struct Asking {
    address: String,
    client: Client<HttpConnector, Body>,
    line: Arc<Semaphore>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<String>,
    pub(crate) body: Value,
}

impl Running {
    /// A server for development, whose limits are out of the way, and that believes what is said of where requests come
    /// from.
    pub(crate) async fn start(database: &str) -> Self {
        Self::with(database, &["--address-limit", "1000000/60", "--number-limit", "1000000/60"]).await
    }

    pub(crate) async fn with(database: &str, more: &[&str]) -> Self {
        prepare(database).await;
        let mut command = server();
        command.args(arguments(database)).args(more);
        Self::spawn(command).await
    }

    pub(crate) async fn spawn(mut command: Command) -> Self {
        let starting = tokio::task::spawn_blocking(move || {
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            let mut line = String::new();
            BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
            (child, line)
        });
        let (child, line) = starting.await.unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().to_owned();
        assert!(!address.is_empty(), "it does not start");
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { child, ask: Asking { address, client, line: Arc::new(Semaphore::new(CONNECTIONS)) } }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it on the spot (SIGKILL).
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Asking {
    /// `None` when the connection broke off before there was an answer.
    pub(crate) async fn send(&self, request: Request<Body>) -> Option<Answer> {
        let _turn = self.line.acquire().await.unwrap();
        let response = self.client.request(request).await.ok()?;
        let retry_after = response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        let bytes = to_bytes(Body::new(response.into_body()), usize::MAX).await.ok()?;
        Some(Answer { status, retry_after, body: serde_json::from_slice(&bytes).unwrap_or_default() })
    }

    pub(crate) async fn get(&self, path: &str) -> Option<Answer> {
        self.send(self.request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    /// From an address in a network of tests (RFC 2544).
    pub(crate) async fn post(&self, path: &str, from: u16, body: &Value) -> Option<Answer> {
        let [high, low] = from.to_be_bytes();
        let request = self
            .request(Method::POST, path)
            .header("content-type", "application/json")
            .header("x-forwarded-for", format!("198.18.{high}.{low}"));
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub(crate) async fn start(&self, number: &str, from: u16) -> Option<Answer> {
        let body = json!({ "client_id": "demo", "connection": "sms", "phone_number": number, "send": "code" });
        self.post(START_PATH, from, &body).await
    }

    pub(crate) async fn redeem(&self, number: &str, code: &str, from: u16) -> Option<Answer> {
        let body = json!({
            "grant_type": PASSWORDLESS_OTP, "client_id": "demo", "username": number, "otp": code, "realm": "sms",
            "scope": "openid offline_access",
        });
        self.post(TOKEN_PATH, from, &body).await
    }

    pub(crate) async fn renew(&self, tokens: &Value) -> Option<Answer> {
        let refresh_token = &tokens["refresh_token"];
        let body = json!({ "grant_type": REFRESH_TOKEN, "client_id": "demo", "refresh_token": refresh_token });
        self.post(TOKEN_PATH, 0, &body).await
    }

    pub(crate) async fn userinfo(&self, tokens: &Value) -> Option<Answer> {
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        self.send(self.request(Method::GET, USERINFO_PATH).header("authorization", bearer).body(Body::empty()).unwrap())
            .await
    }

    /// Asks for codes, one for each number, and reads them.
    pub(crate) async fn codes(&self, numbers: &[String]) -> Vec<(String, String)> {
        for number in numbers {
            assert_eq!(self.start(number, 0).await.unwrap().status, 200);
        }
        let messages = self.get("/dev/outbox").await.unwrap().body;
        let messages = messages.as_array().unwrap();
        let code = |number: &String| {
            let message = messages.iter().find(|message| message["to"] == number.as_str()).unwrap();
            (number.clone(), message["code"].as_str().unwrap().to_owned())
        };
        numbers.iter().map(code).collect()
    }

    pub(crate) async fn log_in(&self, number: &str) -> Value {
        let (_, code) = self.codes(&[number.to_owned()]).await.remove(0);
        let answer = self.redeem(number, &code, 0).await.unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body
    }

    fn request(&self, method: Method, path: &str) -> hyper::http::request::Builder {
        Request::builder().method(method).uri(format!("http://{}{path}", self.address))
    }
}

/// The program itself.
pub(crate) fn server() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passlock-server"));
    // Variables that begin like this decide things, and unknown ones are mistakes.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PASSLOCK_")) {
        command.env_remove(name);
    }
    command.env_remove("RUST_LOG");
    command
}

pub(crate) fn arguments(database: &str) -> [&str; 7] {
    ["--dev", "--database", database, "--listen", "127.0.0.1:0", "--trusted-proxy", "127.0.0.1"]
}

/// Numbers that differ in their last digits.
pub(crate) fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("+447400{:06}", 100_000 + at)).collect()
}

/// Waits until something is so, which has to be soon.
pub(crate) async fn eventually(is_so: impl AsyncFn() -> bool) {
    for _ in 0..300 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it has not come to that in fifteen seconds");
}

/// At once, as long as it is about one server.
const CONNECTIONS: usize = 200;
