//! The socket: bind, announce, serve, stop when told to.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use passlock_server::{DeliveryKind, Deployment, Issuer, Settings, StartError, Surroundings, app};
use thiserror::Error;
use tokio::net::TcpListener;

use crate::cli::{Failure, ServeArguments};
use crate::connections;

/// Why the server is not running.
#[derive(Debug, Error)]
pub(crate) enum ServeError {
    #[error("{0} is in use by another program; choose another address with --listen")]
    Busy(SocketAddr),
    #[error("cannot listen on {0}: {1}")]
    Bind(SocketAddr, io::Error),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("the socket failed: {0}")]
    Socket(#[from] io::Error),
}

pub(crate) async fn serve(arguments: ServeArguments) -> Result<(), Failure> {
    let Deployment { settings, listen, header_timeout, .. } = arguments.deployment()?;
    Ok(run(settings, listen, header_timeout).await?)
}

async fn run(mut settings: Settings, listen: SocketAddr, patience: Duration) -> Result<(), ServeError> {
    // First the socket: a second server shall fail before it touches the database.
    let listener = TcpListener::bind(listen).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::Busy(listen),
        _ => ServeError::Bind(listen, error),
    })?;
    let address = listener.local_addr()?;
    if let Issuer::FromHost { otherwise } = &mut settings.issuer {
        *otherwise = format!("http://{address}/");
    }
    if settings.dev && !address.ip().is_loopback() {
        tracing::warn!("--dev on {address}: whoever can reach this machine can read every code");
    }
    if !settings.dev && settings.delivery.sms == DeliveryKind::Outbox {
        tracing::warn!("no provider is set: messages stay in the database's outbox and reach nobody");
    }
    if !settings.dev && address.ip().is_loopback() && settings.trusted_proxies.is_empty() {
        tracing::warn!("no --trusted-proxy: behind a proxy on this machine all people share the limits of one address");
    }
    let router = app(settings, Surroundings::default()).await?;
    println!("passlock-server listens on http://{address}");
    connections::serve(listener, router, patience, stopped()).await;
    Ok(())
}

/// Waits for the terminal or the service manager to say stop.
async fn stopped() {
    let interrupt = async {
        // Without a handler the system's own one ends the process, which is as well.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
