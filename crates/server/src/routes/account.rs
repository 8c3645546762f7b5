//! `/me/v1/authentication-methods`: a person's own passkeys, by the names of Auth0's My Account API. They add one, look at
//! all, name one, remove one.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use serde_json::{Value, json};

use super::bearer::Bearer;
use super::query::Query;
use crate::app::App;
use crate::body::JsonBody;
use crate::caller::Caller;
use crate::error::ApiError;
use crate::events::Event;
use crate::issuer;
use crate::passkeys::{
    Answer, Asked, Flaw, MOST, Owner, ask, check_client, check_make, describe, method_id, question, row_id,
};
use crate::profile::names;
use crate::store::{PASSKEY, Removed};

/// Asks to make a passkey. 202, and where the answer goes.
pub(super) async fn enroll(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    JsonBody(fields): JsonBody,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Value>), ApiError> {
    let person = owner(&app, &caller, &headers).await?;
    check_client(person.client)?;
    if fields.needed("type")? != PASSKEY {
        return Err(ApiError::invalid("The type is not passkey, and there is no other."));
    }
    fields.optional("connection")?;
    if fields.optional("identity_user_id")?.is_some_and(|id| id != person.user.id) {
        return Err(ApiError::invalid("The identity_user_id is somebody else's."));
    }
    check_recent(&app, &person)?;
    let known = app.store.passkeys_of(&person.user.id).await?;
    if known.len() >= MOST {
        return Err(ApiError::invalid(format!("There are {MOST} passkeys already.")));
    }
    let issuer = issuer::of(&app.settings.issuer, &headers);
    let [name, _] = names(&person.user);
    let owner = Owner { id: &person.user.id, name: &name, display_name: &name };
    let asked = Asked::to_make(&app.settings, person.client, owner, &known)?;
    let reply = ask(&app, &caller, person.client, Some(&person.user.id), asked).await?;
    let location = format!("{issuer}{}/{}", ADDRESS.trim_start_matches('/'), NEW.replace('|', "%7C"));
    Ok((StatusCode::ACCEPTED, [(LOCATION, location)], Json(reply)))
}

/// Takes the answer, and the passkey with it.
pub(super) async fn verify(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    JsonBody(fields): JsonBody,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let person = owner(&app, &caller, &headers).await?;
    if id != NEW {
        return Err(ApiError::NotFound);
    }
    fields.needed("auth_session")?;
    let answer = Answer::read(&fields)?;
    let user_id = &person.user.id;
    let (asked, _) = question(&app, &caller, person.client, Some(user_id), &fields).await?;
    let (Asked::ToMake(making), Answer::Made(credential)) = (&asked, &answer) else {
        return Err(Flaw::Refused.into());
    };
    let origin = answer.origin();
    let now = app.now();
    let (row, _) = check_make(&app.settings, person.client, making, credential, origin.as_deref(), now)?;
    if !app.store.add_passkey(&row).await? {
        return Err(Flaw::Known.into());
    }
    Event::PasskeyAdded { user: user_id, passkey: &row.id }.tell();
    Ok((StatusCode::CREATED, Json(describe(&row))))
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    let person = owner(&app, &caller, &headers).await?;
    let is_asked = query.one("type")?.is_none_or(|kind| kind == PASSKEY);
    let rows = if is_asked { app.store.passkeys_of(&person.user.id).await? } else { Vec::new() };
    Ok(Json(json!({ "authentication_methods": rows.iter().map(describe).collect::<Vec<_>>() })))
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let person = owner(&app, &caller, &headers).await?;
    let rows = app.store.passkeys_of(&person.user.id).await?;
    rows.iter().find(|row| method_id(row) == id).map(|row| Json(describe(row))).ok_or(ApiError::NotFound)
}

/// Gives it another name; `null` takes the name away.
pub(super) async fn rename(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    JsonBody(fields): JsonBody,
) -> Result<Json<Value>, ApiError> {
    let person = owner(&app, &caller, &headers).await?;
    if fields.get("name").is_none() {
        return Err(ApiError::missing("name"));
    }
    let name = fields.optional("name")?;
    if name.is_some_and(|name| name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)) {
        return Err(ApiError::invalid(format!("The name is not at most {LONGEST_NAME} characters in one line.")));
    }
    let id = row_id(&id).ok_or(ApiError::NotFound)?;
    let row = app.store.name_passkey(&person.user.id, id, name).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(describe(&row)))
}

pub(super) async fn remove(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    let person = owner(&app, &caller, &headers).await?;
    let id = row_id(&id).ok_or(ApiError::NotFound)?;
    // A number or an address that was linked opens the account as well.
    let is_only_way = app.store.identities(&person.user.id).await?.iter().all(|way| way.connection == PASSKEY);
    match app.store.remove_passkey(&person.user.id, id, is_only_way).await? {
        Removed::Yes => {
            Event::PasskeyRemoved { user: &person.user.id, passkey: id }.tell();
            Ok(StatusCode::NO_CONTENT)
        }
        Removed::Unknown => Err(ApiError::NotFound),
        Removed::Needed => Err(ApiError::LastMethod),
    }
}

/// The person whose account it is. A token for somebody's API goes to that API, which could let itself in for good if it
/// was good enough here.
async fn owner<'a>(app: &'a App, caller: &Caller, headers: &HeaderMap) -> Result<Bearer<'a>, ApiError> {
    let person = Bearer::read(app, caller, headers).await?;
    if person.claims.is_for_us() {
        Ok(person)
    } else {
        Err(ApiError::InvalidToken("The access token is for an API; one without an audience is needed here."))
    }
}

/// Whoever finds a page that is still logged in shall not be able to come back for good.
fn check_recent(app: &App, person: &Bearer<'_>) -> Result<(), ApiError> {
    let span = person.client.passkeys.recent_login;
    let is_recent = person.claims.logged_in_at().is_some_and(|at| at.after(span) > app.now());
    if is_recent { Ok(()) } else { Err(ApiError::LoginTooOld(span)) }
}

/// Where they all are.
pub(super) const ADDRESS: &str = "/me/v1/authentication-methods";
/// What a passkey is called until it is there, as at Auth0.
const NEW: &str = "passkey|new";
/// In characters.
const LONGEST_NAME: usize = 100;
