//! The way to a collector of traces, over the connections that this server makes anyhow.

use std::io;
use std::pin::Pin;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use tokio::runtime::Handle;

use crate::https::connector;

/// Posts traces. It is called from a thread without a runtime and brings its own.
#[derive(Debug)]
pub(super) struct Collector {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    runtime: Handle,
}

impl Collector {
    /// On the runtime that this is called in.
    ///
    /// # Errors
    /// When this system trusts no authority.
    pub(super) fn new() -> io::Result<Self> {
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE)
            .pool_timer(TokioTimer::new())
            .build(connector()?);
        Ok(Self { client, runtime: Handle::current() })
    }
}

impl HttpClient for Collector {
    fn send_bytes<'client, 'sending>(
        &'client self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'sending>>
    where
        'client: 'sending,
        Self: 'sending,
    {
        let client = self.client.clone();
        // A time-out begins in a runtime, too.
        let sending = self.runtime.spawn(async move {
            let sending = async {
                let (head, body) = client.request(request.map(Full::from)).await?.into_parts();
                let body = Limited::new(body, LARGEST_ANSWER).collect().await?.to_bytes();
                Ok(Response::from_parts(head, body))
            };
            tokio::time::timeout(PATIENCE, sending).await?
        });
        Box::pin(async move { sending.await? })
    }
}

const PATIENCE: Duration = Duration::from_secs(10);
const IDLE: Duration = Duration::from_mins(1);
/// In bytes.
const LARGEST_ANSWER: usize = 64 * 1024;
