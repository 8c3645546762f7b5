//! `GET /.well-known/webauthn`: which pages of other names may use the passkeys of this one (Web Authentication, section
//! 5.11).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use serde_json::{Value, json};

use crate::app::App;
use crate::error::ApiError;

/// Browsers ask the host that has the name. A proxy may have called it something else on the way; a name that no client's
/// passkeys have is taken for this server's own.
pub(super) async fn origins(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Json<Value>, ApiError> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let asked = app.settings.related_origins(&name);
    let origins = if asked.is_empty() { app.settings.related_origins(&app.settings.own_name()) } else { asked };
    if origins.is_empty() { Err(ApiError::NotFound) } else { Ok(Json(json!({ "origins": origins }))) }
}
