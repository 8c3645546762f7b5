//! The sockets: bind, announce, serve, stop when told to.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use passlock_server::{
    DeliveryKind, Deployment, Issuer, Metrics, Operation, Settings, StartError, Surroundings, TracesError, app, observe,
};
use thiserror::Error;
use tokio::net::TcpListener;

use crate::cli::{Failure, ServeArguments};
use crate::connections::{self, Manner};
use crate::signals::Signals;
use crate::tls::{self, TlsError};

/// Why the server is not running.
#[derive(Debug, Error)]
pub(crate) enum ServeError {
    #[error("{0} is in use by another program; choose another address with {1}")]
    Busy(SocketAddr, &'static str),
    #[error("cannot listen on {0}: {1}")]
    Bind(SocketAddr, io::Error),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error(transparent)]
    Traces(#[from] TracesError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("the socket failed: {0}")]
    Socket(#[from] io::Error),
}

pub(crate) async fn serve(arguments: ServeArguments) -> Result<(), Failure> {
    let Deployment { settings, operation, warnings, .. } = arguments.deployment()?;
    let observation = observe(operation.log, operation.traces.as_ref()).map_err(ServeError::from)?;
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    let outcome = run(settings, operation).await;
    observation.end().await;
    Ok(outcome?)
}

async fn run(mut settings: Settings, operation: Operation) -> Result<(), ServeError> {
    let signals = Signals::listen();
    // First the sockets: a second server shall fail before it touches the database.
    let listener = bind(operation.listen, "--listen").await?;
    let counters = match operation.metrics {
        Some(address) => Some(bind(address, "server.metrics").await?),
        None => None,
    };
    let address = listener.local_addr()?;
    if let Issuer::FromHost { otherwise } = &mut settings.issuer {
        *otherwise = format!("http://{address}/");
    }
    let tls = operation.tls.map(tls::acceptor).transpose()?;
    warn(&settings, address, tls.is_some());
    let patience = operation.header_timeout;
    let grace = if settings.dev { DEV_GRACE } else { settings.delivery.timeout + GRACE };
    let surroundings = Surroundings::default();
    let (metrics, stopping) = (surroundings.metrics.clone(), Arc::clone(&surroundings.stopping));
    let router = app(settings, surroundings).await?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    println!("passlock-server listens on {scheme}://{address}");
    let manner = Manner { router, tls, patience, grace, most: operation.connections };
    let serving = connections::serve(listener, manner, stopped(signals.clone(), stopping, operation.stop_delay));
    tokio::select! {
        () = serving => {}
        () = show(metrics, counters, patience) => {}
        // Whoever says it twice means now.
        () = signals.told(2) => {}
    }
    Ok(())
}

async fn bind(address: SocketAddr, option: &'static str) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::Busy(address, option),
        _ => ServeError::Bind(address, error),
    })
}

/// What is allowed, and rarely meant.
fn warn(settings: &Settings, address: SocketAddr, is_encrypted: bool) {
    if settings.dev && !address.ip().is_loopback() {
        tracing::warn!("--dev on {address}: whoever can reach this machine can read every code");
    }
    if !settings.dev && settings.delivery.sms == DeliveryKind::Outbox {
        tracing::warn!("no provider is set: messages stay in the database's outbox and reach nobody");
    }
    if !settings.dev && address.ip().is_loopback() && settings.trusted_proxies.is_empty() && !is_encrypted {
        tracing::warn!("no --trusted-proxy: behind a proxy on this machine all people share the limits of one address");
    }
}

/// Shows the counters as long as the server runs; never ends.
async fn show(metrics: Metrics, listener: Option<TcpListener>, patience: Duration) {
    let Some(listener) = listener else { return std::future::pending().await };
    let text = async move || ([(CONTENT_TYPE, OPEN_METRICS)], metrics.text());
    let router = Router::new().route("/metrics", get(text));
    let manner = Manner { router, tls: None, patience, grace: DEV_GRACE, most: COLLECTORS };
    connections::serve(listener, manner, std::future::pending()).await;
}

/// Waits until the server has to stop, and then while it says that it will.
async fn stopped(signals: Signals, stopping: Arc<AtomicBool>, delay: Duration) {
    signals.told(1).await;
    stopping.store(true, Ordering::Relaxed);
    tokio::time::sleep(delay).await;
}

/// Pages that listen to the outbox do not hang up by themselves.
const DEV_GRACE: Duration = Duration::from_secs(1);
/// Connections of those that collect the counters.
const COLLECTORS: usize = 32;
/// For a request that is under way, besides what a provider may take.
const GRACE: Duration = Duration::from_secs(10);
/// OpenMetrics 1.0, section "Protocol Negotiation".
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
