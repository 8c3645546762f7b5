//! Callers who log people in, one login after the other.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use passlock_core::protocol::{PASSWORDLESS_OTP, START_PATH, TOKEN_PATH, USERINFO_PATH};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::gateway::Gateway;
use crate::people::number;

/// What a load came to.
pub(crate) struct Figures {
    /// All of them, those before anything was measured too.
    pub(crate) logins: u32,
    per_second: f64,
    /// Sorted.
    spans: Vec<Duration>,
}

/// Loads the server at an address for so long, after a moment for it to get warm.
pub(crate) async fn run(
    address: &str,
    gateway: &Arc<Gateway>,
    people: u32,
    callers: u32,
    span: Duration,
) -> Result<Figures> {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let caller = Caller { address: address.to_owned(), gateway: Arc::clone(gateway), client };
    let warm = Instant::now() + WARM_UP;
    let end = warm + span;
    let mut all = JoinSet::new();
    for first in 0..callers {
        let caller = caller.clone();
        all.spawn(async move {
            let mut spans = Vec::new();
            // Each has people of their own, and jumps about among all there are.
            let mut turn = 0_u32;
            while Instant::now() < end {
                let person = turn.wrapping_mul(STRIDE) % (people / callers) * callers + first;
                let begun = Instant::now();
                caller.log_in(&number(person)).await?;
                if begun >= warm && Instant::now() <= end {
                    spans.push(begun.elapsed());
                }
                turn += 1;
            }
            Ok::<_, anyhow::Error>((spans, turn))
        });
    }
    let (mut spans, mut logins) = (Vec::new(), 0);
    while let Some(one) = all.join_next().await {
        let (own, turns) = one??;
        spans.extend(own);
        logins += turns;
    }
    ensure!(!spans.is_empty(), "nobody was logged in");
    spans.sort_unstable();
    let count = f64::from(u32::try_from(spans.len())?);
    Ok(Figures { logins, per_second: count / span.as_secs_f64(), spans })
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |percent: usize| {
            let place = (self.spans.len() * percent / 100).min(self.spans.len() - 1);
            self.spans[place].as_secs_f64() * 1000.0
        };
        write!(f, "{:.0} | {:.1} | {:.1}", self.per_second, at(50), at(99))
    }
}

#[derive(Clone)]
struct Caller {
    address: String,
    gateway: Arc<Gateway>,
    client: Client<HttpConnector, Body>,
}

impl Caller {
    /// From the number to what the server knows of its owner.
    async fn log_in(&self, number: &str) -> Result<()> {
        let start = json!({ "client_id": "shop", "connection": "sms", "phone_number": number, "send": "code" });
        self.send(Method::POST, START_PATH, None, &start).await?;
        let code = self.gateway.code(number).context("no message arrived")?;
        let token = json!({
            "grant_type": PASSWORDLESS_OTP, "client_id": "shop", "realm": "sms", "username": number, "otp": code,
            "scope": "openid profile",
        });
        let tokens = self.send(Method::POST, TOKEN_PATH, None, &token).await?;
        let bearer = tokens["access_token"].as_str().context("no access token")?;
        let person = self.send(Method::GET, USERINFO_PATH, Some(bearer), &Value::Null).await?;
        ensure!(person["sub"].is_string(), "nobody is there");
        Ok(())
    }

    async fn send(&self, method: Method, path: &str, bearer: Option<&str>, body: &Value) -> Result<Value> {
        let mut request = Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        if let Some(bearer) = bearer {
            request = request.header(AUTHORIZATION, format!("Bearer {bearer}"));
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let request = request.header(CONTENT_TYPE, "application/json").body(body)?;
        let response = self.client.request(request).await?;
        let status = response.status();
        let answer = to_bytes(Body::new(response.into_body()), LARGEST_ANSWER).await?;
        ensure!(status.is_success(), "{path} said {status}: {}", String::from_utf8_lossy(&answer));
        Ok(serde_json::from_slice(&answer)?)
    }
}

const WARM_UP: Duration = Duration::from_secs(1);
/// A prime, so that everybody's turn comes before anybody's second.
const STRIDE: u32 = 2_654_435_761;
/// In bytes.
const LARGEST_ANSWER: usize = 64 * 1024;
