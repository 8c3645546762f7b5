//! `POST /oauth/revoke`: ends a login (protocol section 2.4; RFC 7009).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::body::JsonOrFormBody;
use crate::caller::Caller;
use crate::error::ApiError;
use crate::refresh::Secret;

/// Any token of a login ends all of it, and one that is unknown is as good as ended (RFC 7009, section 2.2). Signed
/// tokens cannot be called back; they end by themselves.
pub(super) async fn revoke(
    State(app): State<Arc<App>>,
    caller: Caller,
    JsonOrFormBody(fields): JsonOrFormBody,
) -> Result<StatusCode, ApiError> {
    let client = caller.client(&app, &fields)?;
    let token = fields.needed("token")?;
    if let Some(secret) = Secret::read(token)
        && app.store.end_family(&secret.family(), &client.id).await?
    {
        tracing::info!("ended a login");
    }
    Ok(StatusCode::OK)
}
