//! `POST /co/authenticate`: a code becomes a ticket that `/authorize` takes (protocol section 3.1).

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use passlock_core::protocol::PASSWORDLESS_OTP;
use serde_json::json;

use super::read::identity;
use crate::app::App;
use crate::body::{Fields, JsonBody};
use crate::browser::Cookie;
use crate::caller::Caller;
use crate::codes::Subject;
use crate::config::Client;
use crate::cors::in_plain_text;
use crate::error::ApiError;
use crate::identity::Identity;
use crate::opaque::Opaque;
use crate::secrets::random_id;
use crate::store::{NewTicket, Sequel};

pub(super) async fn authenticate(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Result<JsonBody, ApiError>,
) -> Result<Response, Response> {
    match ticket(&app, &caller, body).await {
        Ok(response) => Ok(response),
        Err(error @ ApiError::OriginNotAllowed(_)) => Err(in_plain_text(error)),
        Err(error) => Err(in_its_words(error).into_response()),
    }
}

async fn ticket(app: &App, caller: &Caller, body: Result<JsonBody, ApiError>) -> Result<Response, ApiError> {
    let JsonBody(fields) = body?;
    let (client, whom, code) = check(app, caller, &fields)?;
    let [ticket, cookie, verifier] = [Opaque::new()?, Opaque::new()?, Opaque::new()?];
    let now = app.now();
    let sequel = Sequel::Ticket(NewTicket {
        digest: ticket.digest(),
        cookie: cookie.digest(),
        verifier: verifier.digest(),
        client_id: client.id.clone(),
        logged_in_at: now,
        expires_at: now.after(LIFETIME),
    });
    let guess = caller.guess(app, &whom, code, sequel);
    let (user, _) = Subject::new(app, client, whom).redeem(app, guess).await?;
    tracing::info!(user = user.id, "logged in, with a ticket");
    let body = json!({ "login_ticket": ticket.text(), "co_verifier": verifier.text(), "co_id": random_id()? });
    let mut response = Json(body).into_response();
    response.headers_mut().append(SET_COOKIE, Cookie::Ticket.keep(&app.settings, &cookie, LIFETIME));
    Ok(response)
}

/// The client, the person and the code of a request with all that it has to have, and nothing else.
fn check<'a>(app: &'a App, caller: &Caller, fields: &'a Fields) -> Result<(&'a Client, Identity, &'a str), ApiError> {
    if fields.names().any(|name| !NAMES.contains(&name)) {
        return Err(ApiError::invalid(
            "The body has other keys than client_id, credential_type, realm, username, otp.",
        ));
    }
    let [id, kind, realm, username, code] = NAMES.map(|name| fields.needed(name));
    let client = app.settings.client(id?).ok_or(ApiError::UnknownClient)?;
    caller.check_trust(app, client)?;
    let (kind, realm, username, code) = (kind?, realm?, username?, code?);
    check_client(client, caller.is_login_page(app, client))?;
    if kind != PASSWORDLESS_OTP {
        let error = ApiError::invalid("The credential type is not supported.");
        return Err(error.reworded(StatusCode::BAD_REQUEST, "unsupported_credential_type"));
    }
    Ok((client, identity(client, realm, username)?, code))
}

fn check_client(client: &Client, is_login_page: bool) -> Result<(), ApiError> {
    // A page can keep no secret, so a client that has one is not a page's; people log in to it on the page of this server.
    if client.may_cross_origins() && (client.secret.is_none() || is_login_page) {
        return Ok(());
    }
    let error = ApiError::invalid("Cross origin login is not allowed for the client.");
    Err(error.reworded(StatusCode::UNAUTHORIZED, "unauthorized_client"))
}

/// The same refusals as at the token endpoint have other names here (protocol section 3.1).
fn in_its_words(error: ApiError) -> ApiError {
    match error {
        ApiError::WrongCode { .. } | ApiError::CodeExpired | ApiError::TooManyTries | ApiError::SignUpsClosed => {
            error.reworded(StatusCode::FORBIDDEN, "access_denied")
        }
        ApiError::UserBlocked => error.reworded(StatusCode::FORBIDDEN, "blocked_user"),
        ApiError::TooManyRequests(_) => error.reworded(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts"),
        other => other,
    }
}

const NAMES: [&str; 5] = ["client_id", "credential_type", "realm", "username", "otp"];
/// A browser goes to `/authorize` at once.
const LIFETIME: Duration = Duration::from_mins(2);
