//! A web server for pages and the built bundle, on an origin that is not the backend's.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use anyhow::Result;
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;

use crate::built;

/// A running site; it ends when this is dropped.
pub struct Site {
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl Site {
    /// Serves a folder, `dist/` behind it, and an `auth0-variables.js` that names the backend.
    pub async fn start(pages: &Path, backend: &str) -> Result<Self> {
        Self::start_with(pages, backend, &[]).await
    }

    /// The same with further folders behind.
    pub async fn start_with(pages: &Path, backend: &str, more: &[&Path]) -> Result<Self> {
        let variables = format!("var AUTH0_CLIENT_ID='demo';\nvar AUTH0_DOMAIN='{backend}';\n");
        let mut files = Router::new().fallback_service(ServeDir::new(built::dist()?));
        for folder in more {
            files = Router::new().fallback_service(ServeDir::new(folder).fallback(files));
        }
        let app = Router::new()
            .route("/auth0-variables.js", get(async move || ([(CONTENT_TYPE, "text/javascript")], variables)))
            .fallback_service(ServeDir::new(pages).fallback(files));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(async move {
            // Ends with an error only when the listener breaks, which the test notices by itself.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { address, server })
    }

    /// The address of the first page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The port, for names that a browser is told to find here.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}
