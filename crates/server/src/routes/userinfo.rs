//! `GET /userinfo`: who an access token is about (OpenID Connect Core 1.0, section 5.3).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;

use super::bearer::Bearer;
use crate::app::App;
use crate::caller::Caller;
use crate::error::ApiError;
use crate::issuer;
use crate::profile::{Described, profile};

pub(super) async fn userinfo(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Json<Described>, ApiError> {
    let Bearer { claims, user, .. } = Bearer::read(&app, &caller, &headers).await?;
    Ok(Json(profile(&user, &issuer::of(&app.settings.issuer, &headers), claims.scopes())))
}
