//! A backend of another make, that keeps logins of its own and answers to `prompt=none` by a message.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result};
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::built;

/// A running one; it ends when this is dropped. Its page `/authorize` signs tokens itself, with a key of the tests.
pub struct Authority {
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl Authority {
    /// Starts one on a free port.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let origin = format!("http://{address}");
        let about = json!({ "issuer": format!("{origin}/"), "authorization_endpoint": format!("{origin}/authorize") });
        let keys = json!({ "keys": [serde_json::from_str::<Value>(&read("crates/core/tests/keys/first.json")?)?] });
        let app = Router::new()
            .route("/.well-known/openid-configuration", answer("application/json", about.to_string()))
            .route("/.well-known/jwks.json", answer("application/json", keys.to_string()))
            .route("/authorize", answer("text/html", read("crates/e2e/pages/authority/authorize.html")?))
            .route("/key.pem", answer("text/plain", read("crates/core/tests/keys/first.pem")?))
            .layer(map_response(open_to_all));
        let server = tokio::spawn(async move {
            // Ends with an error only when the listener breaks, which the test notices by itself.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { address, server })
    }

    /// Host and port, as a page names its backend.
    #[must_use]
    pub fn domain(&self) -> String {
        self.address.to_string()
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn answer(content_type: &'static str, body: String) -> axum::routing::MethodRouter {
    get(async move || ([(CONTENT_TYPE, content_type)], body))
}

async fn open_to_all(mut response: Response) -> Response {
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

fn read(path: &str) -> Result<String> {
    let path = built::root().join(path);
    std::fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))
}
