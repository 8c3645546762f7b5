//! What the operator sees: the log on the standard error, and traces to a collector.

mod collector;
mod request;
mod throttle;

use std::io::IsTerminal as _;
use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing_subscriber::filter::FilterExt as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::{LogFormat, Traces};
use collector::Collector;
pub(crate) use request::{Refusal, observed};
use throttle::Throttle;

/// What has to be told before the process ends.
#[derive(Debug)]
#[must_use]
pub struct Observation(Option<SdkTracerProvider>);

/// Why nothing is traced.
#[derive(Debug, thiserror::Error)]
#[error("traces cannot be sent: {0}")]
pub struct TracesError(String);

/// The target of spans, which are for traces and not for the log.
const SPANS: &str = "passlock_spans";

/// Begins a log of `info` and worse, or of what `RUST_LOG` says. Standard output carries the address alone, or the outcome
/// of a task. In a runtime, and once in a process.
///
/// # Errors
/// [`TracesError`] when this system trusts nobody whom traces could be sent to.
pub fn observe(format: LogFormat, traces: Option<&Traces>) -> Result<Observation, TracesError> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // The library of passkeys quotes what strangers send, all of it.
    let filter = [SPANS, "opentelemetry_otlp", "webauthn_rs_core"].into_iter().fold(filter, |filter, target| {
        let quiet = format!("{target}=off").parse();
        quiet.map_or(EnvFilter::new("info"), |directive| filter.add_directive(directive))
    });
    let throttle = Throttle::default();
    tokio::spawn(throttle.clone().tell());
    let filter = filter.and(throttle);
    let lines =
        tracing_subscriber::fmt::layer().with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match format {
        LogFormat::Text => lines.with_filter(filter).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_filter(filter).boxed(),
    };
    let provider = traces.map(provider).transpose()?;
    let spans = provider.as_ref().map(|provider| {
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("passlock"));
        // Only spans: events may tell what is for the log alone.
        layer.with_filter(Targets::new().with_target(SPANS, tracing::Level::INFO))
    });
    tracing_subscriber::registry().with(lines).with(spans).init();
    Ok(Observation(provider))
}

impl Observation {
    /// Sends what was not sent yet.
    pub async fn end(self) {
        let Some(provider) = self.0 else { return };
        // It blocks its thread.
        let ending = tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(GRACE));
        if let Ok(Err(error)) = ending.await {
            tracing::warn!("the last traces were not sent: {error}");
        }
    }
}

fn provider(traces: &Traces) -> Result<SdkTracerProvider, TracesError> {
    let collector = Collector::new().map_err(|error| TracesError(error.to_string()))?;
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(traces.endpoint.as_str())
        .with_http_client(collector)
        .build()
        .map_err(|error| TracesError(error.to_string()))?;
    let resource = Resource::builder().with_service_name("passlock-server");
    // What a proxy of ours decided counts; see `observed`.
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(traces.sample)));
    Ok(SdkTracerProvider::builder()
        .with_resource(resource.build())
        .with_sampler(sampler)
        .with_batch_exporter(exporter)
        .build())
}

const GRACE: Duration = Duration::from_secs(5);
