//! A headless Chromium that WebDriver moves, with no network beyond this machine.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::http::Method;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::{built, wait};

/// One browser with one page; both end when this is dropped.
pub struct Browser {
    client: Client,
    _driver: Driver,
}

impl Browser {
    /// A browser with a profile of its own.
    pub async fn start() -> Result<Self> {
        Self::start_with_hosts(&[]).await
    }

    /// The same, but these names (`shop.example:80`) are found at these ports of this machine.
    pub async fn start_with_hosts(hosts: &[(&str, u16)]) -> Result<Self> {
        Self::start_trusting(&[], hosts).await
    }

    /// The same, but pages of these origins (`http://shop.example`) count as if they had come by https.
    pub async fn start_trusting(trusted: &[&str], hosts: &[(&str, u16)]) -> Result<Self> {
        let driver = Driver::start()?;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities(hosts, trusted)?);
        let client = builder
            .connect(&format!("http://{}", driver.address))
            .await
            .context("chromedriver could not start a browser; are both of the same version?")?;
        Ok(Self { client, _driver: driver })
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

    /// Waits until an expression of the page's JavaScript is true.
    pub async fn until(&self, expression: &str) -> Result<()> {
        wait::until(&format!("`{expression}`"), async || {
            Ok((self.evaluate(expression).await? == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// Waits until an expression of the page's JavaScript is a text with something in it.
    pub async fn text(&self, expression: &str) -> Result<String> {
        wait::until(&format!("a text in `{expression}`"), async || {
            let value = self.evaluate(expression).await?;
            Ok(value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned))
        })
        .await
    }

    /// Presses a key, or types, into whatever has the focus.
    pub async fn press(&self, keys: &str) -> Result<()> {
        Ok(self.client.active_element().await?.send_keys(keys).await?)
    }

    /// A command of the Chrome DevTools protocol.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Result<Value> {
        Ok(self.client.issue_cmd(Devtools { command, parameters }).await?)
    }
}

/// The flags of `webdriver.json`, which the widget's own browser tests run with, and the hosts.
fn capabilities(hosts: &[(&str, u16)], trusted: &[&str]) -> Result<Capabilities> {
    let path = built::root().join("webdriver.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
    let flags: Value = serde_json::from_str(&text)?;
    let mut options = flags["goog:chromeOptions"].clone();
    let mut rules: Vec<String> = hosts.iter().map(|(host, port)| format!("MAP {host} 127.0.0.1:{port}")).collect();
    rules.extend(["MAP * ~NOTFOUND".into(), "EXCLUDE 127.0.0.1".into()]);
    if let Some(arguments) = options["args"].as_array_mut() {
        arguments.push(format!("--host-resolver-rules={}", rules.join(",")).into());
        arguments.push("--lang=en-US".into());
        if !trusted.is_empty() {
            arguments.push(format!("--unsafely-treat-insecure-origin-as-secure={}", trusted.join(",")).into());
        }
    }
    let mut capabilities = Capabilities::new();
    capabilities.insert("browserName".into(), json!("chrome"));
    capabilities.insert("goog:chromeOptions".into(), options);
    Ok(capabilities)
}

/// A chromedriver on a port that it chose itself.
struct Driver {
    process: Child,
    address: SocketAddr,
    /// Kept open: a driver whose output nobody reads would stumble.
    _output: BufReader<ChildStdout>,
}

impl Driver {
    fn start() -> Result<Self> {
        let program = std::env::var_os("CHROMEDRIVER").map_or_else(|| PathBuf::from("chromedriver"), PathBuf::from);
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("could not start {}; `cargo xtask test` installs it", program.display()))?;
        let mut output = BufReader::new(process.stdout.take().context("chromedriver has no output")?);
        let mut line = String::new();
        while output.read_line(&mut line)? > 0 {
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                let port = port.trim().trim_end_matches('.').parse().context("chromedriver named no port")?;
                return Ok(Self { process, address: (Ipv4Addr::LOCALHOST, port).into(), _output: output });
            }
            line.clear();
        }
        let _ = process.wait();
        bail!("{} ended without a word", program.display());
    }

    /// The one request at which the driver takes its browsers down with it.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect_timeout(&self.address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(stream, "GET /shutdown HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)?;
        stream.read_to_end(&mut Vec::new())?;
        Ok(())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A driver that does not hear is killed; there is nobody to tell when that fails, too.
        let _ = self.shut_down();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

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
