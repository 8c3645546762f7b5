//! A server to ask, a clock to turn, and answers to check.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use passlock_core::Timestamp;
use passlock_core::protocol::{
    Json, NotJson, PASSWORDLESS_OTP, REFRESH_TOKEN, Reason, Reply, START_PATH, TOKEN_PATH, USERINFO_PATH, Value as Said,
};
use passlock_server::{Clock, Delivery, Metrics, Settings, Surroundings, app};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tower::ServiceExt as _;

use crate::described;
pub(crate) use crate::place::database_in;
use crate::place::{in_schema, postgres, prepare};

pub(crate) const NUMBER: &str = "+447400123456";
pub(crate) const OTHER_NUMBER: &str = "+447400654321";
pub(crate) const PAGE: &str = "http://localhost:8080";

/// A server of its own for each test.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) router: Router,
    pub(crate) metrics: Metrics,
    clock: Arc<TurnableClock>,
}

#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Server {
    /// As `passlock-server --dev` has it, on a database of its own.
    pub(crate) async fn dev() -> Self {
        Self::with(dev_settings()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        Self::with_delivery(settings, None).await
    }

    /// On a database in this folder, which other servers may share.
    pub(crate) async fn on_file(folder: &tempfile::TempDir, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::dev(&database_in(folder), "http://127.0.0.1:4000/");
        change(&mut settings);
        Self::with(settings).await
    }

    pub(crate) async fn with_delivery(settings: Settings, delivery: Option<Arc<dyn Delivery>>) -> Self {
        Self::cleaned(settings, delivery, Surroundings::default().cleaning).await
    }

    /// With expired rows thrown away this often, by a real clock.
    pub(crate) async fn cleaned(settings: Settings, delivery: Option<Arc<dyn Delivery>>, cleaning: Duration) -> Self {
        prepare(settings.database.secret()).await;
        Self::on_what_is_there(settings, delivery, cleaning).await
    }

    /// The same where nothing has to be made for it, or can be.
    pub(crate) async fn on_what_is_there(
        settings: Settings,
        delivery: Option<Arc<dyn Delivery>>,
        cleaning: Duration,
    ) -> Self {
        let clock = Arc::new(TurnableClock(AtomicI64::new(NOON)));
        let clock_too = Arc::clone(&clock) as Arc<dyn Clock>;
        let surroundings = Surroundings { clock: clock_too, delivery, cleaning, ..Surroundings::default() };
        let metrics = surroundings.metrics.clone();
        Self { router: app(settings, surroundings).await.expect("a server that starts"), metrics, clock }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn wait(&self, span: Duration) {
        self.clock.0.fetch_add(i64::try_from(span.as_millis()).unwrap(), Ordering::SeqCst);
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let answer = Answer { status: parts.status, headers: parts.headers, text };
        described::check(&method, &path, &answer);
        answer
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(request(Method::GET, path, &[], "")).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(request(Method::POST, path, JSON, &body.to_string())).await
    }

    /// Asks for a code and reads it from the outbox.
    pub(crate) async fn code(&self, number: &str) -> String {
        let answer = self.post(START_PATH, &start_body(number)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        self.outbox().await[0]["code"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn outbox(&self) -> Vec<Value> {
        serde_json::from_str(&self.get("/dev/outbox").await.text).unwrap()
    }

    pub(crate) async fn redeem(&self, number: &str, code: &str) -> Answer {
        self.post(TOKEN_PATH, &token_body(number, code)).await
    }

    /// A whole login: the answer of the token endpoint.
    pub(crate) async fn log_in(&self, number: &str) -> Value {
        let code = self.code(number).await;
        let answer = self.redeem(number, &code).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    /// A whole login that can be renewed.
    pub(crate) async fn stay(&self, number: &str, scope: &str) -> Value {
        let mut body = token_body(number, &self.code(number).await);
        body["scope"] = json!(scope);
        let answer = self.post(TOKEN_PATH, &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert!(answer.json()["refresh_token"].is_string(), "{}", answer.text);
        answer.json()
    }

    /// Trades the refresh token of these tokens for others.
    pub(crate) async fn renew(&self, tokens: &Value) -> Answer {
        self.post(TOKEN_PATH, &renewal_body(tokens)).await
    }

    /// What `/userinfo` says to the access token of these tokens.
    pub(crate) async fn userinfo(&self, tokens: &Value) -> Answer {
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        self.send(request(Method::GET, USERINFO_PATH, &[("authorization", &bearer)], "")).await
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// As the widget would see it.
    pub(crate) fn reply(&self) -> Reply {
        Reply {
            status: self.status.as_u16(),
            content_type: self.header("content-type").map(str::to_owned),
            retry_after: self.header("retry-after").map(|seconds| Duration::from_secs(seconds.parse().unwrap())),
            body: self.text.clone(),
        }
    }

    /// A refusal with this status and code, in JSON, with a sentence.
    #[track_caller]
    pub(crate) fn check(&self, status: u16, error: &str) {
        assert_eq!((self.status.as_u16(), &self.json()["error"]), (status, &json!(error)), "{}", self.text);
        assert_eq!(self.header("content-type"), Some("application/json"));
        let sentence = self.json()["error_description"].as_str().unwrap_or_default().to_owned();
        assert!(!sentence.is_empty(), "{}", self.text);
        for leak in ["SELECT", "sqlx", "panicked", "src/"] {
            assert!(!sentence.contains(leak), "{sentence}");
        }
    }

    /// A refusal with this reason, too.
    #[track_caller]
    pub(crate) fn check_reason(&self, status: u16, error: &str, reason: Reason) {
        self.check(status, error);
        assert_eq!(self.json()["reason"], serde_json::to_value(reason).unwrap(), "{}", self.text);
    }

    /// A refusal of a code.
    #[track_caller]
    pub(crate) fn check_grant(&self, sentence: &str, attempts_left: Option<u32>) {
        self.check(403, "invalid_grant");
        let body = self.json();
        assert_eq!(body["error_description"], sentence);
        assert_eq!(body.get("attempts_left"), attempts_left.map(|left| json!(left)).as_ref());
    }
}

/// `serde_json` as the core asks for a parser.
pub(crate) struct Serde;

impl Json for Serde {
    fn value(text: &str) -> Result<Said, NotJson> {
        serde_json::from_str(text).map_err(|_| NotJson)
    }
}

/// A database that is as good as gone when its server is.
pub(crate) fn new_database() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let Some(url) = postgres() else { return "sqlite::memory:".to_owned() };
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros();
    in_schema(&url, &format!("test_{since}_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)))
}

pub(crate) fn dev_settings() -> Settings {
    Settings::dev(&new_database(), "http://127.0.0.1:4000/")
}

pub(crate) fn start_body(number: &str) -> Value {
    json!({ "client_id": "demo", "connection": "sms", "phone_number": number, "send": "code" })
}

pub(crate) fn token_body(number: &str, code: &str) -> Value {
    json!({
        "grant_type": PASSWORDLESS_OTP, "client_id": "demo", "username": number, "otp": code, "realm": "sms",
        "scope": "openid profile",
    })
}

pub(crate) fn renewal_body(tokens: &Value) -> Value {
    json!({ "grant_type": REFRESH_TOKEN, "client_id": "demo", "refresh_token": tokens["refresh_token"] })
}

/// A code that is not `code`.
pub(crate) fn other_than(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

pub(crate) fn request(method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Request<Body> {
    let mut builder = Request::builder().method(method).uri(path);
    if headers.iter().all(|(name, _)| *name != "host") {
        builder = builder.header("host", "127.0.0.1:4000");
    }
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Body::from(body.to_owned())).unwrap()
}

/// The same request as if it came over the network.
pub(crate) fn from_address(mut request: Request<Body>, address: &str) -> Request<Body> {
    let peer = SocketAddr::new(address.parse().unwrap(), 50_000);
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

pub(crate) const JSON: &[(&str, &str)] = &[("content-type", "application/json")];
pub(crate) const FORM: &[(&str, &str)] = &[("content-type", "application/x-www-form-urlencoded")];

/// Waits until something is so, which has to be soon.
pub(crate) async fn eventually(is_so: impl AsyncFn() -> bool) {
    for _ in 0..500 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it has not come to that in ten seconds");
}

struct TurnableClock(AtomicI64);

impl Clock for TurnableClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// 2026-03-01T12:00:00Z
const NOON: i64 = 1_772_366_400_000;
