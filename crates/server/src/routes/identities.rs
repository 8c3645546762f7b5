//! `/api/v2/users/{id}/identities`: several numbers and addresses for one account, as `linkUser` of Auth0's libraries has it.
//!
//! Who links shows the access token of one login and the fresh id_token of another, and so has proved both. An access token
//! without the scope for it is not enough: every API that a page calls gets to see those.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::bearer::bearer;
use crate::app::App;
use crate::body::JsonBody;
use crate::caller::Caller;
use crate::config::Connection;
use crate::error::ApiError;
use crate::events::Event;
use crate::store::{IdentityRow, Linked, PASSKEY, UserRow};
use crate::tokens::{AccessClaims, Hint};

/// An identity, as Auth0's Management API has it.
#[derive(Serialize)]
pub(super) struct Identity {
    connection: String,
    provider: String,
    user_id: String,
    #[serde(rename = "isSocial")]
    is_social: bool,
    #[serde(rename = "profileData")]
    profile: ProfileData,
}

#[derive(Default, Serialize)]
struct ProfileData {
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_verified: Option<bool>,
}

/// `POST`: makes the account of `link_with` a part of this one.
pub(super) async fn link(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    JsonBody(fields): JsonBody,
) -> Result<(StatusCode, Json<Vec<Identity>>), ApiError> {
    let (user, client_id) = authorized(&app, &caller, &headers, &id).await?;
    let hint = Hint::read(&app, fields.needed("link_with")?).await.filter(|hint| hint.is_for(&client_id));
    let hint = hint.ok_or_else(|| ApiError::invalid("link_with is not an id_token of this client's."))?;
    if !hint.is_fresh(app.now(), FRESH) {
        return Err(ApiError::invalid("link_with is too old: it has to be of a login within the last ten minutes."));
    }
    let part = hint.user_id().unwrap_or_default();
    if part == user.id {
        return Err(conflict("Both logins are of the same account already."));
    }
    match app.store.link_accounts(&user.id, part).await? {
        Linked::Yes(identities) => {
            Event::IdentityLinked { user: &user.id, identity: part }.tell();
            Ok((StatusCode::CREATED, shown(identities)))
        }
        Linked::Gone => Err(conflict("One of the two is gone, shut out, or a part of another account.")),
    }
}

/// `DELETE`: makes a part of this account one of its own again.
pub(super) async fn unlink(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    Path((id, provider, part)): Path<(String, String, String)>,
) -> Result<Json<Vec<Identity>>, ApiError> {
    let (user, _) = authorized(&app, &caller, &headers, &id).await?;
    if !app.store.unlink(&user.id, &provider, &part).await? {
        return Err(ApiError::NotFound);
    }
    Event::IdentityUnlinked { user: &user.id, identity: &part }.tell();
    Ok(shown(app.store.identities(&user.id).await?))
}

/// Whose account it is, and through which client they came.
async fn authorized(app: &App, caller: &Caller, headers: &HeaderMap, id: &str) -> Result<(UserRow, String), ApiError> {
    let claims = AccessClaims::verify(app, bearer(headers).ok_or(ApiError::NoToken)?).await?;
    let gone = || ApiError::InvalidToken("The access token is for a client or a person that is gone or shut out.");
    let client = claims.client_id().and_then(|id| app.settings.client(id)).ok_or_else(gone)?;
    caller.check(app, client)?;
    if !claims.scopes().linking() {
        return Err(ApiError::InsufficientScope(LINKING));
    }
    if claims.sub != id {
        return Err(ApiError::OtherUser);
    }
    let user = app.store.user(claims.user_id().ok_or_else(gone)?).await?;
    Ok((user.filter(|user| !user.is_blocked).ok_or_else(gone)?, client.id.clone()))
}

fn conflict(sentence: &str) -> ApiError {
    ApiError::invalid(sentence).reworded(StatusCode::CONFLICT, "identity_conflict")
}

fn shown(identities: Vec<IdentityRow>) -> Json<Vec<Identity>> {
    let show = |IdentityRow { id, connection, written }: IdentityRow| {
        let profile = if connection == Connection::Email.name() {
            ProfileData { email: Some(written), email_verified: Some(true), ..ProfileData::default() }
        } else if connection == PASSKEY {
            ProfileData::default()
        } else {
            ProfileData { phone_number: Some(written), phone_verified: Some(true), ..ProfileData::default() }
        };
        Identity { provider: connection.clone(), connection, user_id: id, is_social: false, profile }
    };
    Json(identities.into_iter().map(show).collect())
}

const LINKING: &str = "update:current_user_identities";
/// How long ago the second login may be.
const FRESH: Duration = Duration::from_mins(10);
