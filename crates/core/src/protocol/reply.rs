//! An HTTP answer, reduced to what the rules of the protocol look at.

use std::time::Duration;

use super::error::ErrorBody;
use super::value::Value;
use crate::{Nonsense, Problem, Timestamp};

/// An answer to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status, 100 to 599.
    pub status: u16,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// The `Retry-After` header, when it is a number of seconds.
    pub retry_after: Option<Duration>,
    /// The body as text.
    pub body: String,
}

/// Reads JSON. The widget hands in the browser's parser, tests and servers hand in `serde_json`; the rules are the same.
pub trait Json {
    /// The value that `text` describes.
    ///
    /// # Errors
    /// [`NotJson`].
    fn value(text: &str) -> Result<Value, NotJson>;
}

/// A text that is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotJson;

impl Reply {
    /// The body of a success, to be looked at field by field, or the problem that the answer describes.
    pub(super) fn value<J: Json>(&self, now: Timestamp) -> Result<Value, Problem> {
        self.value_by::<J>(now, ErrorBody::problem)
    }

    /// The same at an endpoint whose refusals have a meaning of their own.
    pub(super) fn value_by<J: Json>(&self, now: Timestamp, meaning: Meaning) -> Result<Value, Problem> {
        self.check::<J>(now, meaning)?;
        self.json::<J>()
    }

    /// That the request succeeded, or the problem that the answer describes; whatever else is in the body is passed over.
    pub(super) fn read_nothing<J: Json>(&self, now: Timestamp) -> Result<(), Problem> {
        self.check::<J>(now, ErrorBody::problem)
    }

    /// Whether the body is JSON by its own account.
    pub(super) fn is_json(&self) -> bool {
        matches!(self.media_type().as_deref(), Some("application/json" | "application/jwk-set+json"))
    }

    fn check<J: Json>(&self, now: Timestamp, meaning: Meaning) -> Result<(), Problem> {
        if (500..=599).contains(&self.status) {
            return Err(Problem::ServerDown { status: self.status });
        }
        if !(200..=299).contains(&self.status) {
            return Err(self.refusal::<J>(now, meaning));
        }
        Ok(())
    }

    fn refusal<J: Json>(&self, now: Timestamp, meaning: Meaning) -> Problem {
        let until = self.retry_after.map(|wait| now.after(wait));
        let read = |body: Value| ErrorBody::read(&body).ok_or(Problem::Nonsense(Nonsense::MissingFields));
        match self.json::<J>().and_then(read) {
            Ok(body) => meaning(&body, self.status, until),
            Err(_) if self.status == 429 => Problem::RateLimited { until },
            Err(problem) => problem,
        }
    }

    fn json<J: Json>(&self) -> Result<Value, Problem> {
        if !self.is_json() {
            let is_page = self.media_type().as_deref() == Some("text/html");
            return Err(Problem::Nonsense(if is_page { Nonsense::Html } else { Nonsense::ContentType }));
        }
        J::value(&self.body).map_err(|NotJson| Problem::Nonsense(Nonsense::NotJson))
    }

    /// `application/json` of `Application/JSON; charset=utf-8`.
    fn media_type(&self) -> Option<String> {
        let name = self.content_type.as_deref()?.split(';').next()?;
        Some(name.trim().to_ascii_lowercase())
    }
}

/// What a refusal means to the person, by its body, its status and the moment from which on it is worth trying again.
type Meaning = fn(&ErrorBody, u16, Option<Timestamp>) -> Problem;
