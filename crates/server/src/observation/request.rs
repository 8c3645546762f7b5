//! What the operator learns of each request: a line in the log, counters, a span in a trace. Paths hold nothing personal;
//! queries, headers and bodies may, and are left out.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry_http::HeaderExtractor;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::{Instrument as _, Span, field};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use super::SPANS;
use crate::app::App;
use crate::forwarded::is_ours;
use crate::metrics::Asked;

/// The error that an answer names; beside the answer, for whoever counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refusal(pub(crate) &'static str);

pub(crate) async fn observed(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (asked, path) = (Asked::of(&request), request.uri().path().to_owned());
    let span = span(&app, &asked, &request);
    let begun = app.metrics.begin();
    let start = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let (status, refusal, took) = (response.status(), response.extensions().get::<Refusal>(), start.elapsed());
    let refusal = refusal.map(|Refusal(error)| *error);
    tracing::debug!(method = asked.method, path, status = status.as_u16(), ms = took.as_millis(), refusal);
    span.record("http.response.status_code", status.as_u16()).record("error.type", refusal);
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
    begun.end(&asked, status.as_u16(), refusal, took);
    response
}

/// The names are those of OpenTelemetry's semantic conventions for HTTP servers.
fn span(app: &App, asked: &Asked, request: &Request) -> Span {
    let span = tracing::info_span!(
        target: SPANS,
        "request",
        otel.name = format!("{} {}", asked.method, asked.route),
        otel.kind = "server",
        otel.status_code = field::Empty,
        http.request.method = asked.method,
        http.route = &*asked.route,
        http.response.status_code = field::Empty,
        error.type = field::Empty,
    );
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    // A stranger decides neither which requests are traced nor to what they belong.
    if !span.is_disabled() && peer.is_some_and(|ConnectInfo(peer)| is_ours(peer.ip(), &app.settings.trusted_proxies)) {
        let parent = TraceContextPropagator::new().extract(&HeaderExtractor(request.headers()));
        // It fails for a span that is in no trace, which is as well.
        let _ = span.set_parent(parent);
    }
    span
}

impl Asked {
    fn of(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>();
        let route = route.map_or(Cow::Borrowed("other"), |path| Cow::Owned(path.as_str().to_owned()));
        let known = [Method::GET, Method::POST, Method::OPTIONS, Method::HEAD];
        let names = ["GET", "POST", "OPTIONS", "HEAD"];
        let method = known.iter().zip(names).find(|(known, _)| *known == request.method());
        Self { route, method: method.map_or("other", |(_, name)| name) }
    }
}
