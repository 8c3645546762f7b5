//! What a device answered, as pages and servers send it (protocol section 8.3).

use serde::de::DeserializeOwned;
use serde_json::Value;
use webauthn_rs_core::proto::{PublicKeyCredential, RegisterPublicKeyCredential};

use crate::body::Fields;
use crate::error::ApiError;

/// The `authn_response` of a request.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A passkey was used.
    Used(Box<PublicKeyCredential>),
    /// A passkey was made.
    Made(Box<RegisterPublicKeyCredential>),
}

impl Answer {
    /// Reads it: an object, or the same as a text, which is all that forms can carry.
    pub(crate) fn read(fields: &Fields) -> Result<Self, ApiError> {
        let credential = match fields.get("authn_response") {
            Some(Value::Object(object)) => Value::Object(object.clone()),
            Some(Value::String(text)) if !text.is_empty() => serde_json::from_str(text).map_err(|_| no_credential())?,
            None | Some(Value::Null | Value::String(_)) => return Err(ApiError::missing("authn_response")),
            Some(_) => return Err(no_credential()),
        };
        if credential["type"] != "public-key" {
            return Err(no_credential());
        }
        if credential["response"].get("attestationObject").is_some() {
            parse(credential).map(Self::Made)
        } else {
            parse(credential).map(Self::Used)
        }
    }

    /// The origin of the page, as the device signed it.
    pub(crate) fn origin(&self) -> Option<String> {
        let data = match self {
            Self::Used(credential) => &credential.response.client_data_json,
            Self::Made(credential) => &credential.response.client_data_json,
        };
        let data: Value = serde_json::from_slice(data).ok()?;
        data["origin"].as_str().map(str::to_owned)
    }
}

fn parse<T: DeserializeOwned>(credential: Value) -> Result<Box<T>, ApiError> {
    serde_json::from_value(credential).map(Box::new).map_err(|_| no_credential())
}

fn no_credential() -> ApiError {
    ApiError::invalid("The parameter authn_response is not a credential of the Web Authentication API.")
}
