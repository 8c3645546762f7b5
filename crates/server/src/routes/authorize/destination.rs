//! Where the answer of `/authorize` goes, and how it gets there.

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use url::{Url, form_urlencoded};

use crate::app::App;
use crate::config::{AllowedOrigin, Client};
use crate::error::ApiError;
use crate::routes::page;
use crate::routes::query::Query;

/// A place that is registered for its client. Nothing goes anywhere else, errors neither.
pub(in crate::routes) struct Destination<'a> {
    pub(in crate::routes) client: &'a Client,
    /// What this server calls itself.
    pub(super) issuer: &'a str,
    /// As it was asked for, sign by sign.
    pub(super) redirect_uri: &'a str,
    url: Url,
    pub(super) mode: Mode,
    state: Option<&'a str>,
}

/// How an answer travels (OAuth 2.0 Multiple Response Type Encoding Practices, section 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Query,
    Fragment,
    /// By a form that the page sends itself.
    FormPost,
    /// By a message to the page that has this one in a frame (protocol section 3.2).
    WebMessage,
}

impl<'a> Destination<'a> {
    /// Fails when there is no place that could be told, and a person has to be.
    pub(in crate::routes) fn read(app: &'a App, query: &'a Query) -> Result<Self, ApiError> {
        let client = app.settings.client(query.needed("client_id")?).ok_or(ApiError::UnknownClient)?;
        let redirect_uri = query.needed("redirect_uri")?;
        let refused = || ApiError::invalid("The redirect_uri is not one of the allowed callback URLs.");
        // It is kept with a code, and Postgres has no place for a NUL.
        if redirect_uri.len() > LONGEST || redirect_uri.chars().any(char::is_control) {
            return Err(refused());
        }
        let url = Url::parse(redirect_uri).map_err(|_| refused())?;
        let mode = Mode::read(query);
        let is_registered = match mode {
            // Nobody is sent there; what counts is who is told.
            Mode::WebMessage => {
                matches!(url.scheme(), "http" | "https") && client.may_be_told(&url.origin().ascii_serialization())
            }
            _ => client.may_call_back(redirect_uri),
        };
        if !is_registered {
            return Err(refused());
        }
        // A state that is there twice is none: nobody could tell which of them is meant.
        let state = query.one("state").ok().flatten();
        Ok(Self { client, issuer: app.settings.issuer.name(), redirect_uri, url, mode, state })
    }

    /// Tells that it did not work (OpenID Connect Core 1.0, section 3.1.2.6).
    pub(in crate::routes) fn refuse(&self, error: &ApiError) -> Response {
        self.answer([("error", error.code().into()), ("error_description", error.to_string().into())])
    }

    /// Tells this, and the state.
    pub(super) fn answer<const N: usize>(&self, fields: [(&str, Value); N]) -> Response {
        self.tell(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    pub(super) fn tell(&self, mut fields: Map<String, Value>) -> Response {
        if let Some(state) = self.state {
            fields.insert("state".to_owned(), state.into());
        }
        match self.mode {
            Mode::Query | Mode::Fragment => go(&self.with(&fields)),
            Mode::FormPost => page::form(self.url.as_str(), &texts(&fields)),
            Mode::WebMessage => {
                let origin = self.url.origin().ascii_serialization();
                let others = self.client.web_origins.iter().filter_map(|allowed| match allowed {
                    AllowedOrigin::Exact(other) if *other != origin => Some(other.as_str()),
                    _ => None,
                });
                let frames: Vec<_> = [origin.as_str()].into_iter().chain(others).collect();
                page::message(&origin, &frames, &fields)
            }
        }
    }

    /// Where somebody goes who wants to go back after all of this has come to nothing.
    pub(in crate::routes) fn way_back(&self, code: &str, sentence: &str) -> Url {
        let mut fields = Map::new();
        fields.insert("error".to_owned(), code.into());
        fields.insert("error_description".to_owned(), sentence.into());
        fields.extend(self.state.map(|state| ("state".to_owned(), state.into())));
        self.with(&fields)
    }

    /// The place with these in its query or behind it.
    fn with(&self, fields: &Map<String, Value>) -> Url {
        let mut url = self.url.clone();
        if self.mode == Mode::Query {
            url.query_pairs_mut().extend_pairs(texts(fields));
        } else {
            let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(texts(fields)).finish();
            url.set_fragment(Some(&text));
        }
        url
    }
}

impl Mode {
    /// What is asked for; what is usual for the answer where nothing is, or nothing that exists or may be.
    fn read(query: &Query) -> Self {
        let has_tokens = names_token(query.one("response_type").ok().flatten().unwrap_or_default());
        match query.one("response_mode").ok().flatten() {
            Some("web_message") => Self::WebMessage,
            Some("form_post") => Self::FormPost,
            Some("fragment") => Self::Fragment,
            _ if has_tokens => Self::Fragment,
            _ => Self::Query,
        }
    }

    /// Fails for one that does not exist, and for tokens in a query, which servers write down.
    pub(super) fn check(query: &Query) -> Result<(), ApiError> {
        match query.one("response_mode")? {
            None | Some("web_message" | "form_post" | "fragment") => Ok(()),
            Some("query") if !names_token(query.needed("response_type")?) => Ok(()),
            Some("query") => Err(ApiError::invalid("Tokens do not travel in a query.")),
            Some(_) => Err(ApiError::invalid("The response_mode is query, fragment, form_post or web_message.")),
        }
    }
}

fn names_token(response_type: &str) -> bool {
    response_type.split_ascii_whitespace().any(|word| matches!(word, "token" | "id_token"))
}

fn texts(fields: &Map<String, Value>) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    fields.iter().map(|(name, value)| (name.clone(), text(value))).collect()
}

fn go(url: &Url) -> Response {
    (StatusCode::FOUND, [(LOCATION, url.as_str())]).into_response()
}

/// In bytes, of a `redirect_uri`. Whole addresses that are longer fail elsewhere, too.
const LONGEST: usize = 2048;
