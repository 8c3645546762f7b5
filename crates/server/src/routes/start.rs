//! `POST /passwordless/start`: sends a code (protocol section 1).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use passlock_core::PhoneNumber;
use passlock_core::protocol::{SEND_CODE, SMS, START_FIELDS, StartReply};
use serde_json::Value;

use crate::app::App;
use crate::body::{Fields, JsonBody};
use crate::caller::Caller;
use crate::codes::Subject;
use crate::delivery::{DeliveryError, Message, compose};
use crate::error::ApiError;
use crate::limits::Bucket;
use crate::secrets::CODE_LENGTH;

pub(super) async fn start(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    JsonBody(fields): JsonBody,
) -> Result<Json<StartReply>, ApiError> {
    // The order in which Auth0 looks at the fields.
    check_names(&fields)?;
    let client = fields.text("client_id").and_then(|id| app.settings.client(id));
    let client = client.ok_or_else(|| match fields.text("client_id") {
        None => ApiError::bad("bad.client_id", "Missing required property: client_id"),
        Some(_) => ApiError::bad("bad.client_id", "Unknown client"),
    })?;
    caller.check(&app, client)?;
    check_connection(&fields)?;
    let phone = read_number(&fields)?;
    check_send(&fields)?;

    let subject = Subject::new(&app, &phone.e164());
    let now = app.now();
    caller.bucket(&app, "start by address", app.settings.address_limit).take(&app.store, now).await?;
    let name = app.keys.hash.fingerprint("start by number", &[&subject.number]);
    Bucket { name, rate: app.settings.number_limit }.take(&app.store, now).await?;

    let code = subject.new_code(&app).await?;
    let body = compose(&app.settings.template, &code, app.settings.code_lifetime);
    app.delivery.deliver(Message { to: subject.number.clone(), body, code, at: now }).await.map_err(undelivered)?;
    tracing::info!(number = ?phone, "sent a code");
    app.tidy(now).await?;
    Ok(Json(reply(&app, &subject, &headers)))
}

fn reply(app: &App, subject: &Subject, headers: &HeaderMap) -> StartReply {
    let language = headers.get("x-request-language").and_then(|value| value.to_str().ok());
    let seconds = |span: std::time::Duration| u32::try_from(span.as_secs()).ok();
    StartReply {
        id: subject.public_id(app),
        phone_number: Some(subject.number.clone()),
        request_language: language.filter(|language| language.len() <= LONGEST_LANGUAGE).map(str::to_owned),
        expires_in: seconds(app.settings.code_lifetime),
        resend_after: seconds(app.settings.resend_after),
        code_length: Some(CODE_LENGTH),
    }
}

fn check_names(fields: &Fields) -> Result<(), ApiError> {
    let unknown: Vec<_> = fields.names().filter(|name| !START_FIELDS.contains(name)).collect();
    if !unknown.is_empty() {
        let names: String = unknown.join(", ").chars().filter(|sign| !sign.is_control()).take(200).collect();
        return Err(ApiError::bad("bad.request", format!("The following properties are not allowed: {names}")));
    }
    // Auth0's own libraries put all sorts of things into authParams; nobody looks inside for a code.
    match fields.get("authParams") {
        None | Some(Value::Object(_)) => Ok(()),
        Some(_) => Err(ApiError::bad("bad.authParams", "Expected type object for property authParams")),
    }
}

fn check_connection(fields: &Fields) -> Result<(), ApiError> {
    let problem = match fields.text("connection") {
        Some(SMS) => return Ok(()),
        Some("email") => "The connection is not enabled",
        Some(_) => "The connection does not exist",
        None => "Missing required property: connection",
    };
    Err(ApiError::bad("bad.connection", problem))
}

fn read_number(fields: &Fields) -> Result<PhoneNumber, ApiError> {
    let bad = |problem: &str| ApiError::bad("bad.phone_number", problem);
    let text = fields.text("phone_number").ok_or_else(|| bad("Missing required property: phone_number"))?;
    if !is_e164(text) {
        return Err(bad(r"String does not match pattern ^\+[0-9]{1,15}$: phone_number"));
    }
    PhoneNumber::parse(text, None).map_err(|error| bad(&format!("The phone number is not possible: {error}")))
}

/// For sms there are only codes, so a page that asks for a link gets a code too.
fn check_send(fields: &Fields) -> Result<(), ApiError> {
    match fields.get("send") {
        None | Some(Value::Null) => Ok(()),
        Some(Value::String(send)) if send == SEND_CODE || send == "link" => Ok(()),
        Some(_) => Err(ApiError::bad("bad.send", "send must be code or link")),
    }
}

/// `^\+[0-9]{1,15}$`
pub(super) fn is_e164(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (1..=15).contains(&digits.len()) && digits.bytes().all(|sign| sign.is_ascii_digit())
}

fn undelivered(error: DeliveryError) -> ApiError {
    match error {
        DeliveryError::Unavailable => {
            tracing::warn!("a message could not be handed over");
            ApiError::Unavailable
        }
        // The provider's sentence may quote the number, so the log gets its code alone.
        DeliveryError::Refused { code, .. } => {
            tracing::warn!(code, "the provider refused a message");
            ApiError::Undelivered(error.to_string())
        }
    }
}

const LONGEST_LANGUAGE: usize = 64;
