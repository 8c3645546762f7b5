//! `POST /passwordless/start`: sends a code (protocol section 1).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{SET_COOKIE, USER_AGENT};
use passlock_core::protocol::{SEND_CODE, START_FIELDS, StartReply};
use passlock_core::{PhoneNumber, Timestamp};
use serde_json::Value;

use super::link;
use super::read::is_nonce;
use crate::admission::{Gate, check_number};
use crate::app::App;
use crate::body::{Fields, JsonBody};
use crate::browser::Cookie;
use crate::caller::Caller;
use crate::codes::{Standing, Subject, decoy};
use crate::config::{Client, Connection, Country, Grant, SignUps};
use crate::delivery::{AskedBy, Channel, Errand, Message};
use crate::email_address::EmailAddress;
use crate::error::ApiError;
use crate::identity::{Identity, is_e164};
use crate::issuer;
use crate::layers::PATIENCE;
use crate::secrets::{CODE_LENGTH, random_id};
use crate::store::Waiting;
use crate::template::{Language, Letter, Values, compose, compose_email};

pub(super) async fn start(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    JsonBody(fields): JsonBody,
) -> Result<(HeaderMap, Json<StartReply>), ApiError> {
    // The order in which Auth0 looks at the fields.
    check_names(&fields)?;
    let nonce = check_auth_params(&fields)?;
    let client = check_client(&app, &caller, &fields)?;
    let connection = read_connection(client, &fields)?;
    let (whom, phone) = match connection {
        Connection::Sms => {
            let phone = read_number(&fields)?;
            (Identity::from(&phone), Some(phone))
        }
        Connection::Email => (Identity::from(&read_address(&fields)?), None),
    };
    let is_link = read_send(&fields)? && connection == Connection::Email;
    let link = if is_link { link::Wish::read(&app, &headers, client, &fields)? } else { None };
    let cookie = link.as_ref().and_then(|wish| wish.browser);
    let cookie = cookie.map(|browser| Cookie::Asked.keep(&app.settings, &browser, app.settings.code_lifetime));
    if let Some(phone) = phone {
        check_number(&app, &caller, client, phone)?;
    }

    let subject = Subject::new(&app, client, whom);
    let now = app.now();
    let asked_by = AskedBy { ip: caller.address().to_string(), user_agent: user_agent(&headers) };
    let issuer = issuer::of(&app.settings.issuer, &headers);
    let wish = Wish { client, languages: languages(&headers), nonce, link, issuer, asked_by };
    let prepared = async {
        let gate = Gate::new(&app, &caller, client, &subject, phone.as_ref().map(Country::of));
        gate.check().await?;
        check_provider(&app, connection)?;
        let (errand, waiting) = errand(&app, &caller, &subject, wish, now).await?;
        Ok((gate.pass(&waiting).await?, errand))
    };
    // Only the provider is worth more patience than any other request has.
    let prepared = tokio::time::timeout(PATIENCE, prepared).await;
    let ((next, receipt), errand) = prepared.unwrap_or(Err(ApiError::Unavailable))?;
    errand.run(&app, &subject.identity, receipt).await?;
    let reply = reply(&app, &subject, &headers, next.max(now.after(app.settings.resend_after)));
    Ok((cookie.map(|cookie| (SET_COOKIE, cookie)).into_iter().collect(), Json(reply)))
}

/// While the provider is left alone nobody gets a message, so nothing is counted as one. Where messages are not waited for,
/// nobody learns of that.
fn check_provider(app: &App, connection: Connection) -> Result<(), ApiError> {
    match app.post(connection).delivery.pause() {
        Some(rest) if app.settings.sign_ups == SignUps::Open => Err(ApiError::Paused(rest)),
        _ => Ok(()),
    }
}

/// What somebody who asks for a code wants of it.
struct Wish<'a> {
    client: &'a Client,
    /// In which languages, the most wanted first.
    languages: Vec<Language>,
    /// What the id_token shall say.
    nonce: Option<&'a str>,
    /// Where a link shall lead, if it is to have one.
    link: Option<link::Wish>,
    /// The address that this server was asked at. It ends in a slash.
    issuer: String,
    asked_by: AskedBy,
}

/// What is to be done, and what shall wait to be typed. Whoever gets no message leaves the same traces as everybody else.
async fn errand(
    app: &App,
    caller: &Caller,
    subject: &Subject<'_>,
    wish: Wish<'_>,
    now: Timestamp,
) -> Result<(Errand, Waiting), ApiError> {
    let standing = subject.standing(app).await?;
    if standing != Standing::Welcome {
        return Ok((Errand::Pretend { standing, network: caller.network() }, decoy(app)?));
    }
    let (code, waiting) = subject.new_code(app, wish.nonce)?;
    let host = caller.host();
    let link = wish.link.as_ref().map(|link| link.link(&wish.issuer, &subject.identity, &code));
    let values = Values {
        code: &code,
        lifetime: app.settings.code_lifetime,
        host: host.as_deref(),
        to: subject.identity.written(),
        application: &wish.client.name,
        language: wish.languages.first().map(Language::tag),
        link: link.as_deref(),
    };
    let (channel, body) = match subject.identity.connection() {
        Connection::Sms => {
            let (template, _) = app.settings.templates.choose(&wish.languages);
            (Channel::Sms, compose(template, &values))
        }
        Connection::Email => {
            let (template, language) = app.settings.email_templates.choose(&wish.languages);
            let Letter { subject, text, html } = compose_email(template, language, &values);
            (Channel::Email { subject, html }, text)
        }
    };
    let to = subject.identity.written().to_owned();
    let message = Message { id: random_id()?, channel, to, body, code, link, at: now, asked_by: Some(wish.asked_by) };
    Ok((Errand::Send(message), waiting))
}

fn reply(app: &App, subject: &Subject<'_>, headers: &HeaderMap, resend_at: Timestamp) -> StartReply {
    let language = language_header(headers);
    let (connection, whom) = (subject.identity.connection(), subject.identity.written());
    let written = |wanted: Connection| (connection == wanted).then(|| whom.to_owned());
    let seconds = |span: std::time::Duration| u32::try_from(span.as_secs()).ok();
    StartReply {
        id: subject.public_id(app),
        phone_number: written(Connection::Sms),
        email: written(Connection::Email),
        email_verified: (connection == Connection::Email).then_some(false),
        request_language: language.filter(|language| language.len() <= LONGEST_LANGUAGE).map(str::to_owned),
        expires_in: seconds(app.settings.code_lifetime),
        resend_after: u32::try_from(app.now().until(resend_at).as_millis().div_ceil(1000)).ok(),
        code_length: Some(CODE_LENGTH),
    }
}

fn languages(headers: &HeaderMap) -> Vec<Language> {
    language_header(headers).into_iter().flat_map(Language::of_header).take(MOST_LANGUAGES).collect()
}

/// What the browser calls itself, if that is a text of a decent length.
fn user_agent(headers: &HeaderMap) -> String {
    let text = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.chars().take(LONGEST_AGENT).collect()
}

fn language_header(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-request-language").and_then(|value| value.to_str().ok())
}

fn check_names(fields: &Fields) -> Result<(), ApiError> {
    let unknown: Vec<_> = fields.names().filter(|name| !START_FIELDS.contains(name)).collect();
    if !unknown.is_empty() {
        let names: String = unknown.join(", ").chars().filter(|sign| !sign.is_control()).take(200).collect();
        return Err(ApiError::bad("bad.request", format!("The following properties are not allowed: {names}")));
    }
    Ok(())
}

/// Auth0's own libraries put all sorts of things into authParams. The nonce is all that matters for a code.
fn check_auth_params(fields: &Fields) -> Result<Option<&str>, ApiError> {
    let bad = |problem| Err(ApiError::bad("bad.authParams", problem));
    match fields.get("authParams") {
        None => Ok(None),
        Some(Value::Object(params)) => match params.get("nonce") {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(nonce)) if is_nonce(nonce) => Ok(Some(nonce)),
            Some(_) => bad("The nonce is not a text that could be one"),
        },
        Some(_) => bad("Expected type object for property authParams"),
    }
}

fn check_client<'a>(app: &'a App, caller: &Caller, fields: &Fields) -> Result<&'a Client, ApiError> {
    let missing = || ApiError::bad("bad.client_id", "Missing required property: client_id");
    let client = app.settings.client(fields.text("client_id").ok_or_else(missing)?).ok_or(ApiError::BadClient)?;
    caller.check(app, client)?;
    let secret = fields.optional("client_secret")?;
    let needs_none = secret.is_none() && caller.is_login_page(app, client);
    if !needs_none && !client.is_proved_by(secret) {
        return Err(ApiError::WrongSecret);
    }
    if client.may_use(Grant::PasswordlessOtp) { Ok(client) } else { Err(ApiError::not_allowed(Grant::PasswordlessOtp)) }
}

fn read_connection(client: &Client, fields: &Fields) -> Result<Connection, ApiError> {
    let missing = || ApiError::bad("bad.connection", "Missing required property: connection");
    let name = fields.text("connection").ok_or_else(missing)?;
    match Connection::ALL.into_iter().find(|connection| connection.name() == name) {
        Some(connection) if client.may_reach(connection) => Ok(connection),
        Some(_) => Err(ApiError::DisabledConnection),
        None => Err(ApiError::UnknownConnection),
    }
}

fn read_number(fields: &Fields) -> Result<PhoneNumber, ApiError> {
    let bad = |problem: &str| ApiError::bad("bad.phone_number", problem);
    let text = fields.text("phone_number").ok_or_else(|| bad("Missing required property: phone_number"))?;
    if !is_e164(text) {
        return Err(bad(r"String does not match pattern ^\+[0-9]{1,15}$: phone_number"));
    }
    PhoneNumber::parse(text, None).map_err(|error| bad(&format!("The phone number is not possible: {error}")))
}

fn read_address(fields: &Fields) -> Result<EmailAddress, ApiError> {
    let bad = |problem: &str| ApiError::bad("bad.email", problem);
    let text = fields.text("email").ok_or_else(|| bad("Missing required property: email"))?;
    EmailAddress::read(text).map_err(|error| bad(&format!("The email address is not possible: {error}")))
}

/// Whether a link is wanted, as it is when nothing is said (protocol section 1.1). For sms there are only codes.
fn read_send(fields: &Fields) -> Result<bool, ApiError> {
    match fields.get("send") {
        None | Some(Value::Null) => Ok(true),
        Some(Value::String(send)) if send == SEND_CODE || send == "link" => Ok(send == "link"),
        Some(_) => Err(ApiError::bad("bad.send", "send must be code or link")),
    }
}

const LONGEST_AGENT: usize = 256;
const LONGEST_LANGUAGE: usize = 64;
const MOST_LANGUAGES: usize = 10;
