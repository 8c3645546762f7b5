//! `GET /authorize`: who is logged in with this browser, told to a place that is registered (protocol section 3.2; OpenID
//! Connect Core 1.0, section 3.1.2).

mod destination;
mod login;
mod request;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use passlock_core::Timestamp;
use serde_json::{Map, Value, json};

use super::page;
use super::query::Query;
use crate::app::App;
use crate::browser::Jar;
use crate::config::Grant;
use crate::error::ApiError;
use crate::issuer;
use crate::opaque::Opaque;
use crate::store::{AuthorizationRow, UserRow};
use crate::tokens::{FrontTokens, Login};
pub(super) use destination::Destination;
pub(super) use request::Request;
use request::Wanted;

/// Somebody who is logged in with a browser.
pub(super) struct Person {
    pub(super) user: UserRow,
    /// When they proved who they are.
    pub(super) at: Timestamp,
}

pub(super) async fn authorize(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    query: Result<Query, ApiError>,
) -> Response {
    let mut jar = Jar::default();
    let outcome = async {
        let query = query?;
        let destination = Destination::read(&app, &query)?;
        let decided = decide(&app, &headers, &query, &destination, &mut jar).await;
        Ok(decided.unwrap_or_else(|error| destination.refuse(&error)))
    };
    let response = outcome.await.unwrap_or_else(|error: ApiError| refuse(&error));
    jar.onto(response)
}

/// Tells a person what no page can be told.
pub(super) fn refuse(error: &ApiError) -> Response {
    page::sentence(StatusCode::BAD_REQUEST, "This login cannot go on", &error.to_string())
}

/// The answer for somebody who is logged in.
pub(super) async fn answer(
    app: &App,
    headers: &HeaderMap,
    destination: &Destination<'_>,
    request: &Request<'_>,
    person: Person,
) -> Result<Response, ApiError> {
    let Person { user, at } = person;
    let issuer = issuer::of(&app.settings.issuer, headers);
    let response = match request.wanted {
        Wanted::Code => {
            let code = Opaque::new()?;
            let owned = |text: Option<&str>| text.map(str::to_owned);
            let row = AuthorizationRow {
                client_id: destination.client.id.clone(),
                issuer,
                redirect_uri: destination.redirect_uri.to_owned(),
                challenge: owned(request.challenge),
                nonce: owned(request.nonce),
                scope: request.scopes.to_string(),
                audience: owned(request.audience),
                logged_in_at: at,
            };
            let expires_at = app.now().after(CODE_LIFETIME);
            app.store.keep_authorization(&code.digest(), &row, &user.id, expires_at).await?;
            destination.answer([("code", code.text().into())])
        }
        Wanted::Tokens { access, id } => {
            let login = Login {
                user: &user,
                client: destination.client,
                issuer: &issuer,
                scopes: request.scopes,
                audience: request.audience,
                at,
                nonce: request.nonce,
                methods: &[],
                refresh_token: None,
            };
            app.metrics.gave_tokens(Grant::Implicit.name());
            destination.tell(fields(&login.front(app, access, id).await?, &request.scopes.to_string()))
        }
    };
    tracing::info!(user = user.id, "told a page who is logged in");
    Ok(response)
}

async fn decide(
    app: &App,
    headers: &HeaderMap,
    query: &Query,
    destination: &Destination<'_>,
    jar: &mut Jar,
) -> Result<Response, ApiError> {
    let request = Request::read(query, destination)?;
    match login::person(app, headers, query, destination.client, &request, jar).await? {
        Some(person) => answer(app, headers, destination, &request, person).await,
        None => login::ask(app, query, destination, &request),
    }
}

/// OAuth 2.0, section 4.2.2, and OpenID Connect Core 1.0, section 3.2.2.5.
fn fields(tokens: &FrontTokens, scope: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    if let Some(token) = &tokens.access_token {
        fields.insert("access_token".to_owned(), token.secret().into());
        fields.insert("token_type".to_owned(), "Bearer".into());
        fields.insert("expires_in".to_owned(), json!(tokens.expires_in));
        fields.insert("scope".to_owned(), scope.into());
    }
    if let Some(token) = &tokens.id_token {
        fields.insert("id_token".to_owned(), token.secret().into());
    }
    fields
}

/// A code goes from one address to the next; a minute is enough for that.
const CODE_LIFETIME: std::time::Duration = std::time::Duration::from_mins(1);
