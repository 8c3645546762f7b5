//! A browser that WebDriver moves, with no network beyond this machine.

use anyhow::{Context, Result};
use axum::http::Method;
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::engine::{Driver, Engine};
use crate::wait;

/// One browser with one page; both end when this is dropped.
pub struct Browser {
    client: Client,
    session: String,
    driver: Driver,
    engine: Engine,
}

impl Browser {
    /// A browser with a profile of its own, of the kind that [`Engine::chosen`] names.
    pub async fn start() -> Result<Self> {
        Self::start_with_hosts(&[]).await
    }

    /// The same, but these names (`shop.example:80`) are found at these ports of this machine.
    pub async fn start_with_hosts(hosts: &[(&str, u16)]) -> Result<Self> {
        Self::start_trusting(&[], hosts).await
    }

    /// The same, but pages of these origins (`http://shop.example`) count as if they had come by https.
    pub async fn start_trusting(trusted: &[&str], hosts: &[(&str, u16)]) -> Result<Self> {
        let engine = Engine::chosen()?;
        let capabilities = engine.capabilities(hosts, trusted)?;
        // On a busy machine a driver may go down before it is up, or lose patience with its browser.
        for _ in 1..STARTS {
            match Self::launch(engine, capabilities.clone()).await {
                Ok(browser) => return Ok(browser),
                Err(error) => println!("{engine:?} is started once more: {error:#}"),
            }
        }
        Self::launch(engine, capabilities).await
    }

    async fn launch(engine: Engine, capabilities: Capabilities) -> Result<Self> {
        let driver = Driver::start(engine)?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://{}", driver.address()))
            .await
            .with_context(|| format!("{engine:?} did not start; are browser and driver of the same version?"))?;
        let session = client.session_id().await?.context("the driver names no session")?;
        Ok(Self { client, session, driver, engine })
    }

    /// Everything that WebDriver can do.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Opens a page and waits until it is loaded.
    pub async fn open(&self, url: &str) -> Result<()> {
        Ok(self.client.goto(url).await?)
    }

    /// What an expression of the page's JavaScript is worth.
    pub async fn evaluate(&self, expression: &str) -> Result<Value> {
        let script = format!("return ({expression});");
        self.client.execute(&script, Vec::new()).await.with_context(|| format!("the page refused `{expression}`"))
    }

    /// Waits until an expression of the page's JavaScript is true. One that cannot be worth anything yet is not.
    pub async fn until(&self, expression: &str) -> Result<()> {
        wait::until(&format!("`{expression}`"), async || {
            Ok((self.evaluate(expression).await? == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// Waits until an expression of the page's JavaScript is worth this.
    pub async fn becomes(&self, expression: &str, expected: impl Into<Value>) -> Result<()> {
        let (expected, mut found) = (expected.into(), Value::Null);
        wait::until(&format!("{expected} from `{expression}`"), async || {
            found = self.evaluate(expression).await?;
            Ok((found == expected).then_some(()))
        })
        .await
        .with_context(|| format!("it is {found}"))
    }

    /// Waits until an expression of the page's JavaScript is a text with something in it.
    pub async fn text(&self, expression: &str) -> Result<String> {
        wait::until(&format!("a text in `{expression}`"), async || {
            let value = self.evaluate(expression).await?;
            Ok(value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned))
        })
        .await
    }

    /// Waits until the page is at this address.
    pub async fn until_at(&self, address: &str) -> Result<()> {
        let mut found = String::new();
        wait::until(&format!("the page at {address}"), async || {
            found = self.client.current_url().await?.to_string();
            Ok((found == address).then_some(()))
        })
        .await
        .with_context(|| format!("it is at {found}"))
    }

    /// Loads the page anew.
    pub async fn reload(&self) -> Result<()> {
        Ok(self.client.refresh().await?)
    }

    /// Presses the first element of a loaded page that a selector finds, as soon as it can be pressed.
    pub async fn press(&self, selector: &str) -> Result<()> {
        self.until("document.readyState === 'complete'").await?;
        wait::until(&format!("'{selector}', to press it"), async || {
            self.client.find(Locator::Css(selector)).await?.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Presses keys one after the other, as a keyboard does, wherever the focus is.
    pub async fn strike(&self, keys: &str) -> Result<()> {
        self.until_it_takes_keys().await?;
        let actions = keys.chars().fold(KeyActions::new("keyboard".into()), |actions, value| {
            actions.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        Ok(self.client.perform_actions(actions).await?)
    }

    /// The same while Shift is held.
    pub async fn strike_with_shift(&self, keys: &str) -> Result<()> {
        self.until_it_takes_keys().await?;
        let down = KeyActions::new("keyboard".into()).then(KeyAction::Down { value: SHIFT });
        let actions = keys
            .chars()
            .fold(down, |actions, value| actions.then(KeyAction::Down { value }).then(KeyAction::Up { value }));
        Ok(self.client.perform_actions(actions.then(KeyAction::Up { value: SHIFT })).await?)
    }

    /// On a screen, keys that come before the window has the focus go nowhere.
    async fn until_it_takes_keys(&self) -> Result<()> {
        if self.engine == Engine::WebKit { self.until("document.hasFocus()").await } else { Ok(()) }
    }

    /// A command of the Chrome DevTools protocol.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Result<Value> {
        Ok(self.client.issue_cmd(Devtools { command, parameters }).await?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.driver.end(&self.session);
    }
}

/// How often a browser is started before its test gives up.
const STARTS: u32 = 3;

const SHIFT: char = '\u{e008}';

#[derive(Debug)]
struct Devtools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()))
    }
}
