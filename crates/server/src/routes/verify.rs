//! `/passwordless/verify` and `/passwordless/verify_redirect`: how this server's own pages log people in (protocol
//! section 4).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use super::authorize::{Destination, Person, Request, answer, refuse};
use super::query::Query;
use super::{link, read};
use crate::app::App;
use crate::body::{Fields, JsonOrFormBody};
use crate::browser::{Cookie, Jar, is_from_here};
use crate::caller::Caller;
use crate::codes::Subject;
use crate::config::{Client, Connection, Grant};
use crate::error::ApiError;
use crate::identity::Identity;
use crate::opaque::Opaque;
use crate::store::{NewSession, Sequel};

/// Says whether a code is right. It stays so, for `verify_redirect` to take; there are no tokens here.
pub(super) async fn verify(
    State(app): State<Arc<App>>,
    caller: Caller,
    JsonOrFormBody(fields): JsonOrFormBody,
) -> Result<Json<Value>, ApiError> {
    look(&app, &caller, &fields).await.map_err(in_its_words)?;
    Ok(Json(json!({})))
}

/// Logs somebody in by a code, and goes back to where they came from. A link out of an email changes nothing by being opened:
/// it shows a page from which a person goes on, because programs open links, too.
pub(super) async fn verify_redirect(
    State(app): State<Arc<App>>,
    caller: Caller,
    method: Method,
    headers: HeaderMap,
    query: Result<Query, ApiError>,
) -> Response {
    let mut jar = Jar::default();
    let outcome = async {
        let query = query?;
        let destination = Destination::read(&app, &query)?;
        if link::is_one(&query) && (method == Method::HEAD || !is_from_here(&headers)) {
            return Ok(link::show(&app, &headers, &query, &destination));
        }
        let logged_in = log_in(&app, &caller, &headers, &query, &destination, &mut jar).await;
        Ok(logged_in.unwrap_or_else(|error| destination.refuse(&in_its_words(error))))
    };
    let response = outcome.await.unwrap_or_else(|error: ApiError| refuse(&error));
    jar.onto(response)
}

async fn log_in(
    app: &App,
    caller: &Caller,
    headers: &HeaderMap,
    query: &Query,
    destination: &Destination<'_>,
    jar: &mut Jar,
) -> Result<Response, ApiError> {
    let request = Request::read(query, destination)?;
    let client = app.settings.client(query.needed("client_id")?).ok_or(ApiError::UnknownClient)?;
    let person = redeem(app, caller, headers, query, client, jar).await?;
    answer(app, headers, destination, &request, person).await
}

async fn look(app: &App, caller: &Caller, fields: &Fields) -> Result<(), ApiError> {
    let client = caller.client(app, fields)?;
    check_grant(client)?;
    // The form with a password brought tokens; Auth0 has closed it in 2017.
    if let Some(name) = ["grant_type", "username", "password"].into_iter().find(|name| fields.get(name).is_some()) {
        let error = ApiError::invalid(format!("This endpoint gives no tokens; {name} is for /oauth/token."));
        return Err(error.reworded(StatusCode::FORBIDDEN, "unauthorized_client"));
    }
    let connection = checked_connection(client, fields.needed("connection")?)?;
    let (text, code) = (fields.needed(field(connection))?, fields.needed("verification_code")?);
    let whom = identity(connection, text)?;
    let guess = caller.guess(app, &whom, code, Sequel::Look);
    Subject::new(app, client, whom).look(app, guess).await
}

/// A link with a code in it can come from anybody, so a browser is logged in only when a page of this server's sent it
/// here; else whoever follows the link would be in somebody else's account.
async fn redeem(
    app: &App,
    caller: &Caller,
    headers: &HeaderMap,
    query: &Query,
    client: &Client,
    jar: &mut Jar,
) -> Result<Person, ApiError> {
    check_grant(client)?;
    let code = query.needed("verification_code")?;
    let connection = checked_connection(client, query.needed("connection")?)?;
    let whom = identity(connection, query.needed(field(connection))?)?;
    let (settings, now, cookie) = (&app.settings, app.now(), Opaque::new()?);
    let is_ours = is_from_here(headers);
    let session = || NewSession {
        digest: cookie.digest(),
        replaces: Cookie::Session.read(settings, headers).map(|old| old.digest()),
        logged_in_at: now,
        rules: settings.session,
    };
    let sequel = if is_ours { Sequel::Session(session()) } else { Sequel::Nothing };
    let guess = caller.guess(app, &whom, code, sequel);
    let (user, _) = Subject::new(app, client, whom).redeem(app, guess).await?;
    tracing::info!(user = user.id, "logged in");
    if is_ours {
        jar.put(Cookie::Session.keep(settings, &cookie, settings.session.lifetime));
    }
    Ok(Person { user, at: now })
}

pub(super) fn check_grant(client: &Client) -> Result<(), ApiError> {
    if client.may_use(Grant::PasswordlessOtp) { Ok(()) } else { Err(ApiError::not_allowed(Grant::PasswordlessOtp)) }
}

pub(super) fn checked_connection(client: &Client, name: &str) -> Result<Connection, ApiError> {
    let refused = || ApiError::invalid("The connection does not exist or is not enabled.");
    read::connection(client, name).ok_or_else(refused)
}

/// What says whom a code was for.
fn field(connection: Connection) -> &'static str {
    match connection {
        Connection::Sms => "phone_number",
        Connection::Email => "email",
    }
}

pub(super) fn identity(connection: Connection, text: &str) -> Result<Identity, ApiError> {
    Identity::read(connection, text).ok_or_else(|| {
        ApiError::invalid(match connection {
            Connection::Sms => "The phone_number is not one like +447911123456.",
            Connection::Email => "The email is not an address like person@shop.example.",
        })
    })
}

/// The names that these two have for a refusal (protocol sections 4 and 5).
pub(super) fn in_its_words(error: ApiError) -> ApiError {
    match error {
        ApiError::WrongCode { .. } => error.reworded(StatusCode::UNAUTHORIZED, "invalid_user_password"),
        ApiError::CodeExpired | ApiError::TooManyTries | ApiError::UserBlocked => {
            error.reworded(StatusCode::UNAUTHORIZED, "unauthorized")
        }
        other => other,
    }
}
