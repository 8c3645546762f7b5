//! Links in emails (protocol section 5): what a request for one has to say, what stands in it, and what comes of following
//! it.
//!
//! Opening a link shows a page and changes nothing, however often a program does it; a person goes on from there by a form.
//! The link says what the request for it said, so nothing of that is kept. Who asked from a page of this server's own has a
//! cookie, and the link its hash: then the page knows whether this is the browser that asked, and a session may begin.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use url::form_urlencoded;

use super::authorize::{Destination, Person, Request, answer, refuse};
use super::link_pages::{self, Asked};
use super::query::Query;
use super::{LINK_PATH, verify};
use crate::app::App;
use crate::body::Fields;
use crate::browser::{Cookie, Jar, is_from_elsewhere};
use crate::caller::Caller;
use crate::codes::Subject;
use crate::config::{Client, Connection, Grant};
use crate::error::ApiError;
use crate::identity::Identity;
use crate::opaque::Opaque;
use crate::store::{NewSession, Sequel};

/// A link that somebody wants, without the code that it will have.
pub(super) struct Wish {
    pairs: Vec<(String, String)>,
    /// The browser that asks, where it can be known again.
    pub(super) browser: Option<Opaque>,
}

impl Wish {
    /// What a request for a link says about where it shall lead. `None` when nobody said so, and no link was asked for by
    /// name: then the email has a code alone.
    pub(super) fn read(
        app: &App,
        headers: &HeaderMap,
        client: &Client,
        fields: &Fields,
    ) -> Result<Option<Self>, ApiError> {
        let is_by_name = fields.get("send").is_some_and(|send| send == "link");
        let wish = pairs(client, fields).and_then(|pairs| {
            let query = Query::of(pairs);
            let destination = Destination::read(app, &query)?;
            Request::read(&query, &destination)?;
            if query.text().len() > LONGEST {
                return Err(ApiError::invalid("What a link has to carry is too long."));
            }
            Ok(query.pairs().to_vec())
        });
        match wish {
            Ok(pairs) => Ok(Some(Self { pairs, browser: browser(app, headers)? })),
            Err(error) if is_by_name => Err(ApiError::bad("bad.authParams", format!("No link can be sent: {error}"))),
            Err(_) => Ok(None),
        }
    }

    /// The whole link. `issuer` ends in a slash.
    pub(super) fn link(&self, issuer: &str, whom: &Identity, code: &str) -> String {
        let asked = self.browser.map(|browser| fingerprint(&browser));
        let more = [("connection", Connection::Email.name()), ("email", whom.written()), ("verification_code", code)];
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.pairs)
            .extend_pairs(more.into_iter().chain(asked.as_deref().map(|asked| ("asked", asked))))
            .finish();
        format!("{issuer}{}?{query}", LINK_PATH.trim_start_matches('/'))
    }
}

/// Whether an address is a link out of an email.
pub(super) fn is_one(query: &Query) -> bool {
    query.one("connection").is_ok_and(|name| name == Some(Connection::Email.name()))
}

/// The page from which a person goes on. Nothing has happened yet, and the code is not looked at.
pub(super) fn show(app: &App, headers: &HeaderMap, query: &Query, destination: &Destination<'_>) -> Response {
    let read = || {
        Request::read(query, destination)?;
        read(destination.client, query)
    };
    match read() {
        Ok((whom, code)) => {
            let asked = asked(app, headers, query);
            link_pages::go_on(&destination.client.name, whom.written(), code, asked, query.pairs())
        }
        Err(error) => destination.refuse(&error),
    }
}

/// `POST /passwordless/verify_redirect`: the form of that page.
pub(super) async fn follow(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    query: Result<Query, ApiError>,
) -> Response {
    let mut jar = Jar::default();
    let outcome = async {
        let query = query?;
        let destination = Destination::read(&app, &query)?;
        // A page elsewhere can send a form like ours, and nobody shall be in somebody else's account by that.
        if is_from_elsewhere(&headers) {
            return Ok(show(&app, &headers, &query, &destination));
        }
        let logged_in = log_in(&app, &caller, &headers, &query, &destination, &mut jar).await;
        Ok(logged_in.unwrap_or_else(|error| failed(&destination, error)))
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
    let request = Request::read(query, destination)?.while_here();
    verify::check_grant(destination.client)?;
    let (whom, code) = read(destination.client, query)?;
    let (settings, now, cookie) = (&app.settings, app.now(), Opaque::new()?);
    let is_known = asked(app, headers, query) == Asked::Here;
    let session = || NewSession {
        digest: cookie.digest(),
        replaces: Cookie::Session.read(settings, headers).map(|old| old.digest()),
        logged_in_at: now,
        rules: settings.session,
    };
    let sequel = if is_known { Sequel::Session(session()) } else { Sequel::Nothing };
    let guess = caller.guess(app, &whom, code, sequel);
    let (user, _) = Subject::new(app, destination.client, whom).redeem(app, guess).await?;
    tracing::info!(user = user.id, "logged in, by a link");
    if is_known {
        jar.put(Cookie::Session.keep(settings, &cookie, settings.session.lifetime));
        jar.put(Cookie::Asked.forget(settings));
    }
    answer(app, headers, destination, &request, Person { user, at: now }).await
}

/// A page that says what to do next, with a way back to where the login began. What has nothing to do with the link is told to
/// the page there, as ever.
fn failed(destination: &Destination<'_>, error: ApiError) -> Response {
    let error = match error {
        ApiError::Unavailable | ApiError::Paused(_) | ApiError::Internal => return destination.refuse(&error),
        // A link that was used has nothing to be wrong about; protocol section 5 has one word for all of these.
        ApiError::WrongCode { .. } => error.reworded(axum::http::StatusCode::UNAUTHORIZED, "unauthorized"),
        other => verify::in_its_words(other),
    };
    let back = destination.way_back(error.code(), &error.to_string());
    link_pages::failed(&destination.client.name, &error, back.as_str())
}

/// Whom a link is for, and its code. What cannot be a code is not shown on a page of ours.
fn read<'a>(client: &Client, query: &'a Query) -> Result<(Identity, &'a str), ApiError> {
    let connection = verify::checked_connection(client, query.needed("connection")?)?;
    let whom = verify::identity(connection, query.needed("email")?)?;
    let code = query.needed("verification_code")?;
    let is_code = (4..=12).contains(&code.len()) && code.bytes().all(|sign| sign.is_ascii_digit());
    if is_code { Ok((whom, code)) } else { Err(ApiError::invalid("The verification_code is not one.")) }
}

/// Whether this is the browser that asked, as far as anybody can know.
fn asked(app: &App, headers: &HeaderMap, query: &Query) -> Asked {
    let Ok(Some(fingerprint_of_asker)) = query.one("asked") else { return Asked::Unknown };
    let here = Cookie::Asked.read(&app.settings, headers).map(|browser| fingerprint(&browser));
    if here.as_deref() == Some(fingerprint_of_asker) { Asked::Here } else { Asked::Elsewhere }
}

/// A page of this server's own can be known again by a cookie. Other pages ask without cookies, as Auth0's libraries do.
fn browser(app: &App, headers: &HeaderMap) -> Result<Option<Opaque>, ApiError> {
    if !crate::browser::is_from_here(headers) {
        return Ok(None);
    }
    let known = Cookie::Asked.read(&app.settings, headers);
    Ok(Some(known.map_or_else(Opaque::new, Ok)?))
}

/// What a link may tell of a cookie: nothing that opens anything.
fn fingerprint(browser: &Opaque) -> String {
    URL_SAFE_NO_PAD.encode(browser.digest())
}

/// The parameters of a link out of `authParams`; others there are somebody else's.
fn pairs(client: &Client, fields: &Fields) -> Result<Vec<(String, String)>, ApiError> {
    let params = fields.get("authParams").and_then(Value::as_object);
    let mut pairs = vec![("client_id".to_owned(), client.id.clone())];
    for name in NAMES {
        match params.and_then(|params| params.get(name)) {
            None | Some(Value::Null) => {}
            // Nobody is there to be told by a message.
            Some(Value::String(mode)) if name == "response_mode" && mode == "web_message" => {}
            Some(Value::String(text)) => pairs.push((name.to_owned(), text.clone())),
            Some(_) => return Err(ApiError::invalid(format!("{name} is not a text"))),
        }
    }
    let has = |pairs: &[(String, String)], name| pairs.iter().any(|(key, _)| key == name);
    if !has(&pairs, "redirect_uri") {
        let first = client.callback_urls.first().ok_or_else(|| ApiError::missing("redirect_uri"))?;
        pairs.push(("redirect_uri".to_owned(), first.to_string()));
    }
    if !has(&pairs, "response_type") {
        let usual = if client.may_use(Grant::Implicit) { "token" } else { "code" };
        pairs.push(("response_type".to_owned(), usual.to_owned()));
    }
    Ok(pairs)
}

const NAMES: [&str; 9] = [
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "audience",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
];
/// In bytes, of what stands in a link beside address and code. Some mail programs know no longer ones.
const LONGEST: usize = 1800;
