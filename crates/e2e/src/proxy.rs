//! Somebody between the page and the backend, who changes what is said.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::uri::Uri;
use axum::http::{HeaderValue, Response, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A running proxy; it ends when this is dropped.
pub struct Proxy {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
    server: JoinHandle<()>,
}

/// What is done to the JSON body of an answer, by the path that was asked.
pub type Edit = fn(&str, Value) -> Value;

/// What is done to a request before the backend gets it.
pub enum Course {
    /// It goes to this address of the backend's.
    To(String),
    /// It goes nowhere, and this is the answer, for pages of all origins.
    Refused(StatusCode, Value),
}

/// Where a request goes, by its path and query.
pub type Divert = fn(&str) -> Course;

#[derive(Clone)]
struct Between {
    backend: SocketAddr,
    edit: Edit,
    divert: Divert,
    client: Client<HttpConnector, Body>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Passes everything on to `backend` and its answers through `edit`.
    pub async fn start(backend: SocketAddr, edit: Edit) -> Result<Self> {
        Self::run(backend, edit, |address| Course::To(address.to_owned())).await
    }

    /// Passes answers on as they are, and requests where `divert` says.
    pub async fn diverting(backend: SocketAddr, divert: Divert) -> Result<Self> {
        Self::run(backend, |_, answer| answer, divert).await
    }

    async fn run(backend: SocketAddr, edit: Edit, divert: Divert) -> Result<Self> {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let client = Client::builder(TokioExecutor::new()).build_http();
        let between = Between { backend, edit, divert, client, seen: Arc::clone(&seen) };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let app = Router::new().fallback(pass_on).with_state(between);
        let server = tokio::spawn(async move {
            // Ends with an error only when the listener breaks, which the test notices by itself.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { address, seen, server })
    }

    /// Host and port, as a page names its backend.
    #[must_use]
    pub fn domain(&self) -> String {
        self.address.to_string()
    }

    /// The requests so far that were not only questions of permission: `POST /oauth/token`.
    #[must_use]
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn pass_on(State(between): State<Between>, mut request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    if request.method() != "OPTIONS" {
        let line = format!("{} {path}", request.method());
        between.seen.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
    let answer = async {
        let query = request.uri().path_and_query().map_or("/", |part| part.as_str());
        let query = match (between.divert)(query) {
            Course::To(address) => address,
            // A question of permission is about the address, and the backend's to answer.
            Course::Refused(..) if request.method() == "OPTIONS" => query.to_owned(),
            Course::Refused(status, body) => return Ok(refusal(status, &body)),
        };
        // The name that the page used stays in `Host`, so the backend goes on being who the page thinks it is.
        *request.uri_mut() = format!("http://{}{query}", between.backend).parse::<Uri>()?;
        let (mut head, body) = between.client.request(request).await?.into_parts();
        let body = to_bytes(Body::new(body), usize::MAX).await?;
        let Ok(json) = serde_json::from_slice::<Value>(&body) else {
            return anyhow::Ok(Response::from_parts(head, Body::from(body)));
        };
        head.headers.remove(CONTENT_LENGTH);
        let edited = serde_json::to_vec(&(between.edit)(&path, json))?;
        Ok(Response::from_parts(head, Body::from(edited)))
    };
    answer.await.unwrap_or_else(|_| {
        let mut refusal = Response::new(Body::empty());
        *refusal.status_mut() = StatusCode::BAD_GATEWAY;
        refusal
    })
}

fn refusal(status: StatusCode, body: &Value) -> Response<Body> {
    let mut refusal = Response::new(Body::from(body.to_string()));
    *refusal.status_mut() = status;
    let headers = refusal.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    refusal
}
