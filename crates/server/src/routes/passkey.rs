//! `POST /passkey/challenge` and `POST /passkey/register`: what a browser needs to use a passkey, or to make one for
//! somebody new (protocol sections 8.1 and 8.2). The answer goes to `/oauth/token`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value};

use crate::app::App;
use crate::body::{Fields, JsonBody};
use crate::caller::Caller;
use crate::config::SignUps;
use crate::error::ApiError;
use crate::identity::is_e164;
use crate::passkeys::{Asked, Owner, ask, check_client};
use crate::secrets::random_id;

pub(super) async fn challenge(
    State(app): State<Arc<App>>,
    caller: Caller,
    JsonBody(fields): JsonBody,
) -> Result<Json<Value>, ApiError> {
    let client = caller.client(&app, &fields)?;
    check_client(client)?;
    check_place(&fields)?;
    let asked = Asked::to_use(&app.settings, client)?;
    ask(&app, &caller, client, None, asked).await.map(Json)
}

/// Nothing is looked up by what the person says of themselves, so nobody learns who has an account, and nobody gets
/// another's.
pub(super) async fn register(
    State(app): State<Arc<App>>,
    caller: Caller,
    JsonBody(fields): JsonBody,
) -> Result<Json<Value>, ApiError> {
    let client = caller.client(&app, &fields)?;
    check_client(client)?;
    check_place(&fields)?;
    check_metadata(&fields)?;
    let profile = Profile::read(&fields)?;
    // A list of numbers, or of addresses, cannot say who comes with a passkey alone.
    if !client.passkeys.takes_newcomers || app.settings.sign_ups != SignUps::Open {
        return Err(ApiError::SignUpsClosed);
    }
    let id = random_id()?;
    let owner = Owner { id: &id, name: profile.identifier, display_name: profile.name };
    let asked = Asked::to_make(&app.settings, client, owner, &[])?;
    ask(&app, &caller, client, None, asked).await.map(Json)
}

/// Who somebody says they are. It is shown by their device, and is not proved.
struct Profile<'a> {
    identifier: &'a str,
    name: &'a str,
}

impl<'a> Profile<'a> {
    fn read(fields: &'a Fields) -> Result<Self, ApiError> {
        let Some(Value::Object(profile)) = fields.get("user_profile") else {
            return Err(ApiError::missing("user_profile"));
        };
        if let Some(stranger) = profile.keys().find(|key| !PROFILE.contains(&key.as_str())) {
            let known = stranger.chars().filter(char::is_ascii_graphic).take(100).collect::<String>();
            return Err(ApiError::invalid(format!("The user_profile has a property that is not allowed: {known}")));
        }
        let number = text(profile, "phone_number")?;
        if number.is_some_and(|number| !is_e164(number)) {
            return Err(ApiError::invalid("The phone_number is not one like +447911123456."));
        }
        let email = text(profile, "email")?;
        if email.is_some_and(|email| !email.contains('@')) {
            return Err(ApiError::invalid("The email is not one like ann@shop.example."));
        }
        for name in PROFILE {
            text(profile, name)?;
        }
        let identifier = number.or(email).or(text(profile, "username")?);
        let identifier = identifier
            .ok_or_else(|| ApiError::invalid("The user_profile has neither phone_number nor email nor username."))?;
        Ok(Self { identifier, name: text(profile, "name")?.unwrap_or(identifier) })
    }
}

/// A text of the profile that a device can show.
fn text<'a>(profile: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, ApiError> {
    match profile.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) if text.len() <= LONGEST && !text.chars().any(char::is_control) => Ok(Some(text)),
        Some(_) => Err(ApiError::invalid(format!("The {name} is not a text of at most {LONGEST} bytes."))),
    }
}

/// Both are Auth0's names for things that are not here, so they say nothing.
fn check_place(fields: &Fields) -> Result<(), ApiError> {
    fields.optional("realm")?;
    fields.optional("organization")?;
    Ok(())
}

/// It is not kept, and is refused where Auth0 refuses it.
fn check_metadata(fields: &Fields) -> Result<(), ApiError> {
    let is_right = match fields.get("user_metadata") {
        None | Some(Value::Null) => true,
        Some(Value::Object(data)) => data.len() <= MOST_METADATA && data.values().all(Value::is_string),
        Some(_) => false,
    };
    if is_right { Ok(()) } else { Err(ApiError::invalid("The user_metadata has something other than ten texts.")) }
}

const PROFILE: [&str; 8] =
    ["email", "phone_number", "username", "name", "given_name", "family_name", "nickname", "picture"];
/// In bytes.
const LONGEST: usize = 300;
const MOST_METADATA: usize = 10;
