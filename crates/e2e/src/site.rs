//! A web server for pages and the built bundle, on an origin that is not the backend's.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use anyhow::Result;
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;

use crate::built;
use crate::policy::{self, Reports};

/// A running site; it ends when this is dropped.
///
/// Its pages live under the strictest policy that the README promises to be enough. Where a browser reported that
/// something broke it, the test fails.
pub struct Site {
    address: SocketAddr,
    reports: Reports,
    server: JoinHandle<()>,
}

impl Site {
    /// Serves a folder, `dist/` behind it, and an `auth0-variables.js` that names the backend.
    pub async fn start(pages: &Path, backend: &str) -> Result<Self> {
        Self::start_with(pages, backend, &[]).await
    }

    /// The same with further folders behind.
    pub async fn start_with(pages: &Path, backend: &str, more: &[&Path]) -> Result<Self> {
        let reports = Reports::default();
        let app = reports.guard(files(pages, backend, more)?, &policy::of(pages, backend)?)?;
        Self::serve(app, reports).await
    }

    /// The same without a policy, for pages that were written before there was one: they write into themselves.
    pub async fn start_without_policy(pages: &Path, backend: &str, more: &[&Path]) -> Result<Self> {
        Self::serve(files(pages, backend, more)?, Reports::default()).await
    }

    /// Serves folders, the first in front, and an `auth0-variables.js` that names the backend. For `a.js` a browser
    /// gets `a.js.br` where there is one; that it was made of the same `a.js` is up to who wrote the folder.
    pub async fn start_compressed(folders: &[&Path], backend: &str) -> Result<Self> {
        let mut files = Router::new();
        for folder in folders.iter().rev() {
            files = Router::new().fallback_service(ServeDir::new(folder).precompressed_br().fallback(files));
        }
        Self::serve(naming(backend).fallback_service(files), Reports::default()).await
    }

    /// Serves folders, the first in front, to pages that share their process with nobody: browsers give such pages a
    /// clock of 5 microseconds instead of 100.
    pub async fn start_isolated(folders: &[&Path]) -> Result<Self> {
        let mut files = Router::new();
        for folder in folders.iter().rev() {
            files = Router::new().fallback_service(ServeDir::new(folder).fallback(files));
        }
        Self::serve(files.layer(map_response(isolate)), Reports::default()).await
    }

    async fn serve(app: Router, reports: Reports) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(async move {
            // Ends with an error only when the listener breaks, which the test notices by itself.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { address, reports, server })
    }

    /// The address of the first page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// What browsers reported of the policy. Whoever takes reports has looked at them.
    #[must_use]
    pub fn reports(&self) -> &Reports {
        &self.reports
    }

    /// The port, for names that a browser is told to find here.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }
}

/// Pages first, then `dist/` and further folders behind them.
fn files(pages: &Path, backend: &str, more: &[&Path]) -> Result<Router> {
    let mut files = Router::new().fallback_service(ServeDir::new(built::dist()?));
    for folder in more {
        files = Router::new().fallback_service(ServeDir::new(folder).fallback(files));
    }
    Ok(naming(backend).fallback_service(ServeDir::new(pages).fallback(files)))
}

fn naming(backend: &str) -> Router {
    let variables = format!("var AUTH0_CLIENT_ID='demo';\nvar AUTH0_DOMAIN='{backend}';\n");
    Router::new().route("/auth0-variables.js", get(async move || ([(CONTENT_TYPE, "text/javascript")], variables)))
}

async fn isolate(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-embedder-policy", HeaderValue::from_static("require-corp"));
    response
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
        let reports = self.reports.take();
        // A test that fails already has said more than this would.
        assert!(std::thread::panicking() || reports.is_empty(), "the policy was broken: {}", reports.join("\n"));
    }
}
