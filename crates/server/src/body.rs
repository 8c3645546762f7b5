//! Request bodies: a flat object of fields, sent as JSON or as a form, read strictly.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use url::form_urlencoded;

use crate::error::ApiError;

/// The top-level fields of a body. They do not print: there are codes and numbers among them.
pub(crate) struct Fields(BTreeMap<String, Value>);

/// A body that must be a JSON object.
pub(crate) struct JsonBody(pub(crate) Fields);

/// A body that may be a JSON object or a form (protocol section 2.1).
pub(crate) struct JsonOrFormBody(pub(crate) Fields);

impl Fields {
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A field that must be a text with something in it.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// The same for a field that has to be there.
    pub(crate) fn needed(&self, name: &str) -> Result<&str, ApiError> {
        self.text(name).ok_or_else(|| ApiError::missing(name))
    }

    /// A text that may be missing, empty or null; anything else is refused.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<&str>, ApiError> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
            Some(_) => Err(ApiError::invalid(format!("The parameter {name} is not a string."))),
        }
    }

    fn from_json(bytes: &[u8]) -> Result<Self, ApiError> {
        let text = std::str::from_utf8(bytes).map_err(|_| ApiError::invalid("The body is not UTF-8."))?;
        serde_json::from_str(text)
            .map_err(|error| ApiError::invalid(format!("The body is not a JSON object: {}.", reason(&error))))
    }

    fn from_form(bytes: &[u8]) -> Result<Self, ApiError> {
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(bytes) {
            if fields.insert(name.into_owned(), Value::String(value.into_owned())).is_some() {
                return Err(ApiError::invalid("A field is there twice."));
            }
        }
        Ok(Self(fields))
    }
}

impl<S: Sync> FromRequest<S> for JsonBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        if media_type(request.headers()).as_deref() != Some(JSON) {
            return Err(ApiError::ContentType(JSON));
        }
        Fields::from_json(&bytes(request).await?).map(Self)
    }
}

impl<S: Sync> FromRequest<S> for JsonOrFormBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        match media_type(request.headers()).as_deref() {
            Some(JSON) => Fields::from_json(&bytes(request).await?).map(Self),
            Some(FORM) => Fields::from_form(&bytes(request).await?).map(Self),
            _ => Err(ApiError::ContentType("application/json or application/x-www-form-urlencoded")),
        }
    }
}

/// Written out because a map would keep the last of two equal keys, and other parsers the first.
impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EachOnce)
    }
}

struct EachOnce;

impl<'de> Visitor<'de> for EachOnce {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Fields, A::Error> {
        let mut fields = BTreeMap::new();
        while let Some((name, value)) = entries.next_entry()? {
            if fields.insert(name, value).is_some() {
                return Err(A::Error::custom("a key is there twice"));
            }
        }
        Ok(Fields(fields))
    }
}

async fn bytes(request: Request) -> Result<Bytes, ApiError> {
    let arrived = tokio::time::timeout(PATIENCE, Bytes::from_request(request, &())).await;
    arrived.map_err(|_| ApiError::BodyTooSlow)?.map_err(|rejection| match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::BodyTooLarge,
        _ => ApiError::invalid("The body could not be read."),
    })
}

/// `application/json` of `Application/JSON; charset=utf-8`.
fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    text.split(';').next().map(|kind| kind.trim().to_ascii_lowercase())
}

/// What is wrong, without quoting the body: it may hold a code.
fn reason(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Data => "it is of another type or has a key twice",
        serde_json::error::Category::Eof => "it ends too early",
        _ => "its syntax is wrong",
    }
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const PATIENCE: Duration = Duration::from_secs(5);
