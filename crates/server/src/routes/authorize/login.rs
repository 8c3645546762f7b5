//! Who is logged in with a browser, and where people go to log in.

use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::destination::{Destination, Mode};
use super::request::{Prompt, Request};
use super::{Person, page};
use crate::app::App;
use crate::browser::{Cookie, Jar};
use crate::config::{Client, LOGIN_PAGE};
use crate::error::ApiError;
use crate::events::Event;
use crate::opaque::Opaque;
use crate::profile::subject;
use crate::routes::query::Query;
use crate::store::{Admission, NewSession, Presented, Visit, Visitor};
use crate::tokens::Hint;

/// Whoever is logged in, and will do for this request. The jar is filled whoever that is.
pub(super) async fn person(
    app: &App,
    headers: &HeaderMap,
    query: &Query,
    client: &Client,
    request: &Request<'_>,
    jar: &mut Jar,
) -> Result<Option<Person>, ApiError> {
    let hint = match request.hint {
        None => None,
        Some(token) => Some(
            Hint::read(app, token)
                .await
                .filter(|hint| hint.is_for(&client.id))
                .ok_or_else(|| ApiError::invalid("The id_token_hint is not a token of this client's."))?,
        ),
    };
    let sub = hint.map(|hint| hint.sub);
    let person = match query.one("login_ticket")? {
        Some(ticket) => Some(by_ticket(app, headers, query, client, ticket, sub.clone(), jar).await?),
        // Whoever is logged in does not matter, so nothing of theirs changes.
        None if request.prompt == Prompt::Login => None,
        None => by_session(app, headers, jar).await?.filter(|person| is_recent(app, request, person)),
    };
    if person.as_ref().is_some_and(|person| person.user.is_blocked) {
        return Err(ApiError::UserBlocked);
    }
    Ok(person.filter(|person| sub.is_none_or(|sub| sub == subject(&person.user))))
}

/// Where people log in: the page of this name in the folder of files, which comes back with a `login_ticket`.
pub(super) fn ask(
    app: &App,
    query: &Query,
    destination: &Destination<'_>,
    request: &Request<'_>,
) -> Result<Response, ApiError> {
    // Nobody types into a frame: they could not see whose it is.
    if request.prompt == Prompt::Nothing || destination.mode == Mode::WebMessage {
        return Err(login_required("Login required"));
    }
    Ok(if app.settings.has_login_page() {
        (StatusCode::FOUND, [(LOCATION, format!("/{LOGIN_PAGE}?{}", query.text()))]).into_response()
    } else {
        let sentence = "This server has no login page of its own. Log in on the page that you came from.";
        page::sentence(StatusCode::NOT_FOUND, "Nobody is logged in", sentence)
    })
}

/// The ticket is used up, unless it is not of the person whom the hint names. It begins a session where the browser has the
/// ticket's cookie: a verifier may have come with a link, and nobody shall be logged in with somebody else's account by a
/// link.
async fn by_ticket(
    app: &App,
    headers: &HeaderMap,
    query: &Query,
    client: &Client,
    ticket: &str,
    sub: Option<String>,
    jar: &mut Jar,
) -> Result<Person, ApiError> {
    let refused = || login_required("The login ticket is unknown or was used, or it is another browser's.");
    let settings = &app.settings;
    let (cookie, now) = (Opaque::new()?, app.now());
    let presented = Presented {
        digest: Opaque::read(ticket).ok_or_else(refused)?.digest(),
        cookie: Cookie::Ticket.read(settings, headers).map(|cookie| cookie.digest()),
        verifier: query.one("co_verifier")?.and_then(Opaque::read).map(|verifier| verifier.digest()),
        client_id: client.id.clone(),
        sub,
        session: NewSession {
            digest: cookie.digest(),
            replaces: Cookie::Session.read(settings, headers).map(|old| old.digest()),
            logged_in_at: now,
            rules: settings.session,
        },
        now,
    };
    match app.store.use_ticket(&presented).await? {
        Admission::Yes { user, logged_in_at, has_session } => {
            if has_session {
                jar.put(Cookie::Session.keep(settings, &cookie, settings.session.lifetime));
                jar.put(Cookie::Ticket.forget(settings));
            }
            Ok(Person { user, at: logged_in_at })
        }
        Admission::Unknown => Err(refused()),
        Admission::SomebodyElse => Err(login_required("Somebody else is logged in.")),
    }
}

async fn by_session(app: &App, headers: &HeaderMap, jar: &mut Jar) -> Result<Option<Person>, ApiError> {
    let settings = &app.settings;
    let Some(cookie) = Cookie::Session.read(settings, headers) else { return Ok(None) };
    let (successor, now) = (Opaque::new()?, app.now());
    let visit = Visit { digest: &cookie.digest(), successor: &successor.digest(), rules: settings.session, now };
    match app.store.visit(&visit).await? {
        Visitor::Known { user, logged_in_at, is_rotated } => {
            if is_rotated {
                let rest = now.until(logged_in_at.after(settings.session.lifetime));
                jar.put(Cookie::Session.keep(settings, &successor, rest));
            }
            Ok(Some(Person { user, at: logged_in_at }))
        }
        Visitor::Unknown => Ok(None),
        Visitor::Copied(user) => {
            Event::TokenReused { token: "session", user: &user }.tell();
            Ok(None)
        }
    }
}

/// Whether somebody who logged in some time ago need not do it again.
fn is_recent(app: &App, request: &Request<'_>, person: &Person) -> bool {
    request.max_age.is_none_or(|max_age| app.now() < person.at.after(max_age))
}

fn login_required(sentence: &str) -> ApiError {
    ApiError::bad("login_required", sentence)
}
