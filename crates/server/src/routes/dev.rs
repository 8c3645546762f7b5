//! The outbox over HTTP, for development: a drawn phone and test scripts read codes here.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt as _};

use super::method_not_allowed;
use crate::app::App;
use crate::delivery::KeptMessage;
use crate::error::ApiError;
use crate::{caller, cors, issuer, layers, loopback};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/dev/outbox", get(list))
        .route("/dev/outbox/events", get(events))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn(layers::uncached))
        .layer(from_fn(of_this_machine))
        .layer(from_fn(cors::for_everyone))
}

/// All messages, newest first.
async fn list(State(app): State<Arc<App>>) -> Result<Json<Vec<KeptMessage>>, ApiError> {
    Ok(Json(app.outbox.messages().await?))
}

/// Messages from now on, as server-sent events.
async fn events(State(app): State<Arc<App>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = BroadcastStream::new(app.outbox.listen());
    // A listener that lags loses the oldest; the list still has them.
    let events = news.filter_map(|message| Event::default().json_data(message.ok()?).ok().map(Ok));
    Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT))
}

/// A page elsewhere must not read codes. Its `Origin` gives it away; or, if its name was bent to this machine so that it
/// reads answers as its own, the `Host` does.
async fn of_this_machine(request: Request, next: Next) -> Response {
    let page_is_local = caller::origin(request.headers()).is_none_or(|origin| loopback::is_loopback_origin(&origin));
    if !page_is_local || issuer::local_origin(request.headers()).is_none() {
        return ApiError::LocalOnly.into_response();
    }
    next.run(request).await
}

const HEARTBEAT: Duration = Duration::from_secs(15);
