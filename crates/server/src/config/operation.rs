//! How a server is run: where it listens, how it encrypts, and how it tells its operator what it does.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

/// What does not change what the server does for an application.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Where it listens.
    pub listen: SocketAddr,
    /// With what it encrypts; without, a proxy in front does.
    pub tls: Option<TlsFiles>,
    /// How long a connection may wait for the header of a request, and for the other side to take what it is sent.
    pub header_timeout: Duration,
    /// Connections that it has at a time; at least one.
    pub connections: usize,
    /// How long it goes on after it was told to stop, while it says that it is not ready.
    pub stop_delay: Duration,
    /// Where it shows its counters, if it does.
    pub metrics: Option<SocketAddr>,
    /// How a line of its log looks.
    pub log: LogFormat,
    /// Where it sends traces, if it does.
    pub traces: Option<Traces>,
}

/// Two files in PEM. They are read again when they change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, and those between it and its authority.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// An object in JSON, for programs.
    Json,
}

/// Traces by OTLP over HTTP.
#[derive(Debug, Clone, PartialEq)]
pub struct Traces {
    /// Where a collector takes them.
    pub endpoint: Url,
    /// The part of requests that is traced: 0 to 1.
    pub sample: f64,
}

impl Operation {
    /// What there is before anybody decides anything.
    #[must_use]
    pub fn usual() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 4000)),
            tls: None,
            header_timeout: Duration::from_secs(65),
            connections: 800,
            stop_delay: Duration::ZERO,
            metrics: None,
            log: LogFormat::Text,
            traces: None,
        }
    }
}

impl LogFormat {
    /// Their names in a configuration.
    pub(super) const NAMES: [(&'static str, Self); 2] = [("text", Self::Text), ("json", Self::Json)];
}
