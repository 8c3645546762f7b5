//! What the server counts of its work, as Prometheus reads it.

mod collectors;

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::delivery::Delivery;
use crate::store::Store;
use collectors::{Connections, Messages};

/// The counters of one process, since it began. No label names a person, a number or an address.
#[derive(Clone)]
pub struct Metrics(Arc<Counters>);

struct Counters {
    registry: RwLock<Registry>,
    requests: Family<[Label; 3], Counter>,
    durations: Family<[Label; 1], Histogram, fn() -> Histogram>,
    running: Gauge,
    refusals: Family<[Label; 1], Counter>,
    tokens: Family<[Label; 1], Counter>,
}

type Label = (&'static str, Cow<'static, str>);

impl Metrics {
    /// Nothing has been counted yet.
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("passlock");
        let requests = Family::default();
        let durations: Family<_, _, fn() -> Histogram> = Family::new_with_constructor(|| Histogram::new(BOUNDS));
        let (running, refusals, tokens) = (Gauge::default(), Family::default(), Family::default());
        registry.register("build", "The version that runs", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        registry.register("requests", "Requests that were answered", requests.clone());
        let seconds = "From the header of a request to that of its answer";
        registry.register_with_unit("request_duration", seconds, Unit::Seconds, durations.clone());
        registry.register("requests_running", "Requests that are being answered", running.clone());
        registry.register("refusals", "Answers that refused something, by the error that they named", refusals.clone());
        registry.register("tokens", "Times that somebody got tokens, by what for", tokens.clone());
        Self(Arc::new(Counters { registry: RwLock::new(registry), requests, durations, running, refusals, tokens }))
    }

    /// All of them, in the text format of OpenMetrics 1.0.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        let registry = self.0.registry.read().unwrap_or_else(PoisonError::into_inner);
        // Writing to a text cannot fail.
        let _ = encode(&mut text, &registry);
        text
    }

    /// Counts what others count for themselves, too.
    pub(crate) fn collect(&self, store: Store, deliveries: &[Arc<dyn Delivery>]) {
        let mut registry = self.0.registry.write().unwrap_or_else(PoisonError::into_inner);
        registry.register_collector(Box::new(Connections(store)));
        registry.register_collector(Box::new(Messages(deliveries.to_vec())));
    }

    pub(crate) fn begin(&self) -> Begun<'_> {
        self.0.running.inc();
        Begun(self)
    }

    /// Tokens were given, for a grant.
    pub(crate) fn gave_tokens(&self, grant: &'static str) {
        self.0.tokens.get_or_create(&[("grant", grant.into())]).inc();
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

/// A request that is being answered. Whoever hangs up ends it, too.
pub(crate) struct Begun<'a>(&'a Metrics);

impl Begun<'_> {
    /// It was answered.
    pub(crate) fn end(self, request: &Asked, status: u16, refusal: Option<&'static str>, span: Duration) {
        let Counters { requests, durations, refusals, .. } = &*self.0.0;
        let route = ("route", request.route.clone());
        let status = ("status", status.to_string().into());
        requests.get_or_create(&[route.clone(), ("method", request.method.into()), status]).inc();
        durations.get_or_create(&[route]).observe(span.as_secs_f64());
        if let Some(error) = refusal {
            refusals.get_or_create(&[("error", error.into())]).inc();
        }
    }
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        self.0.0.running.dec();
    }
}

/// What was asked, in a few words: what strangers make up would fill the memory.
pub(crate) struct Asked {
    /// As the router has it: `/avatars/{file}`.
    pub(crate) route: Cow<'static, str>,
    pub(crate) method: &'static str,
}

/// In seconds. From an answer out of memory to a provider that takes its time.
const BOUNDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];
