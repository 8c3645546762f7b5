//! A device with passkeys that is not there (Web Authentication, section 11), for a browser that has none.

use anyhow::{Context, Result};
use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::Browser;

/// The device. It stays with its browser until that ends.
pub struct Authenticator<'a> {
    browser: &'a Browser,
    id: String,
}

impl<'a> Authenticator<'a> {
    /// A phone or a laptop that keeps passkeys and knows its owner's finger.
    pub async fn attach(browser: &'a Browser) -> Result<Self> {
        let device = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserVerified": true, "isUserConsenting": true,
        });
        let answer = ask(browser, Method::POST, String::new(), Some(device)).await?;
        let id = answer.as_str().context("the driver names no authenticator")?.to_owned();
        Ok(Self { browser, id })
    }

    /// The passkeys that it keeps.
    pub async fn passkeys(&self) -> Result<Vec<Value>> {
        let answer = ask(self.browser, Method::GET, format!("/{}/credentials", self.id), None).await?;
        Ok(answer.as_array().context("no list of credentials")?.clone())
    }

    /// Forgets all of them.
    pub async fn forget(&self) -> Result<()> {
        ask(self.browser, Method::DELETE, format!("/{}/credentials", self.id), None).await.map(drop)
    }

    /// Whether it knows the next finger for its owner's.
    pub async fn recognise(&self, is_recognised: bool) -> Result<()> {
        let body = json!({ "isUserVerified": is_recognised });
        ask(self.browser, Method::POST, format!("/{}/uv", self.id), Some(body)).await.map(drop)
    }
}

async fn ask(browser: &Browser, method: Method, path: String, body: Option<Value>) -> Result<Value> {
    Ok(browser.client().issue_cmd(Command { method, path, body }).await?)
}

#[derive(Debug)]
struct Command {
    method: Method,
    path: String,
    body: Option<Value>,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/webauthn/authenticator{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (self.method.clone(), self.body.as_ref().map(Value::to_string))
    }
}
