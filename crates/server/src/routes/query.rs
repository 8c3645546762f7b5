//! The parameters of an address, or of a form in its place.

use axum::extract::{FromRequest, RawForm, Request};
use axum::http::Method;
use url::form_urlencoded;

use crate::error::ApiError;

/// All of them, in their order. They do not print: there are codes among them.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Those that this server puts into an address itself.
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// All of them, in their order.
    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// A parameter that may be there once; empty is as good as not there (RFC 6749, section 3.1).
    pub(super) fn one(&self, name: &str) -> Result<Option<&str>, ApiError> {
        let mut values = self.0.iter().filter(|(key, _)| key == name);
        let value = values.next().map(|(_, value)| value.as_str());
        match values.next() {
            Some(_) => Err(ApiError::invalid(format!("The parameter {name} is there twice."))),
            None => Ok(value.filter(|value| !value.is_empty())),
        }
    }

    /// A parameter that has to be there once.
    pub(super) fn needed(&self, name: &str) -> Result<&str, ApiError> {
        self.one(name)?.ok_or_else(|| ApiError::missing(name))
    }

    /// Whether any is there twice, of those that matter.
    pub(super) fn check_once(&self, names: &[&str]) -> Result<(), ApiError> {
        names.iter().try_for_each(|name| self.one(name).map(|_| ()))
    }

    /// The parameters as a query.
    pub(super) fn text(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

impl<S: Send + Sync> FromRequest<S> for Query {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if request.method() == Method::HEAD {
            // The form of a request without a body is in its address, as for GET.
            let text = request.uri().query().unwrap_or_default();
            return Ok(Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect()));
        }
        let form = RawForm::from_request(request, state).await;
        let RawForm(bytes) = form.map_err(|_| ApiError::ContentType("application/x-www-form-urlencoded"))?;
        let pairs = form_urlencoded::parse(&bytes).map(|(name, value)| (name.into_owned(), value.into_owned()));
        Ok(Self(pairs.collect()))
    }
}
