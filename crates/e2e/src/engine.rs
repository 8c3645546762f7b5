//! The browsers that there are, the programs that move them, and how each is asked for.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

use crate::wait::PATIENCE;
use crate::{built, http};

/// A kind of browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Engine {
    /// Chromium by chromedriver: the one that all tests run in.
    #[default]
    Chromium,
    /// Firefox by geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser by WebKitWebDriver, on a screen that nobody sees.
    WebKit,
}

impl Engine {
    /// The one that `PASSLOCK_BROWSER` names, `chromium`, `firefox` or `webkit`; Chromium when it is not set.
    pub fn chosen() -> Result<Self> {
        match std::env::var("PASSLOCK_BROWSER").as_deref() {
            Err(_) | Ok("chromium") => Ok(Self::Chromium),
            Ok("firefox") => Ok(Self::Firefox),
            Ok("webkit") => Ok(Self::WebKit),
            Ok(other) => bail!("PASSLOCK_BROWSER is '{other}'; chromium, firefox and webkit are known"),
        }
    }

    /// What a session is asked for with. Names of other machines, and pages that are to be trusted, only Chromium takes.
    pub(crate) fn capabilities(self, hosts: &[(&str, u16)], trusted: &[&str]) -> Result<Capabilities> {
        let (name, key, options) = match self {
            Self::Chromium => ("chrome", "goog:chromeOptions", chromium_options(hosts, trusted)?),
            Self::Firefox => ("firefox", "moz:firefoxOptions", flags()?["moz:firefoxOptions"].clone()),
            Self::WebKit => {
                let options = json!({ "binary": mini_browser()?, "args": ["--automation"] });
                ("MiniBrowser", "webkitgtk:browserOptions", options)
            }
        };
        if self != Self::Chromium && !(hosts.is_empty() && trusted.is_empty()) {
            bail!("{self:?} cannot be told where names are; this test is Chromium's");
        }
        let mut capabilities = Capabilities::new();
        capabilities.insert("browserName".into(), json!(name));
        capabilities.insert(key.into(), options);
        // Backends of the tests that speak TLS have certificates of their own.
        capabilities.insert("acceptInsecureCerts".into(), json!(self == Self::Chromium));
        // A script that waits for the page has the patience that its test has.
        capabilities.insert("timeouts".into(), json!({ "script": PATIENCE.as_millis() }));
        Ok(capabilities)
    }
}

/// A program that moves browsers, and the screen for those that want one.
pub(crate) struct Driver {
    process: Child,
    address: SocketAddr,
    screen: Option<Child>,
}

impl Driver {
    pub(crate) fn start(engine: Engine) -> Result<Self> {
        let (variable, program) = match engine {
            Engine::Chromium => ("CHROMEDRIVER", "chromedriver"),
            Engine::Firefox => ("GECKODRIVER", "geckodriver"),
            Engine::WebKit => ("WEBKITDRIVER", "WebKitWebDriver"),
        };
        let program = std::env::var_os(variable).unwrap_or_else(|| OsString::from(program));
        let address = http::free_address()?;
        let mut command = Command::new(&program);
        command.arg(format!("--port={}", address.port()));
        let mut screen = None;
        if engine == Engine::WebKit {
            let (xvfb, display) = start_screen()?;
            screen = Some(xvfb);
            // No graphics card, no session bus, nobody to tell about accessibility.
            command.env("DISPLAY", display).envs([
                ("GDK_BACKEND", "x11"),
                ("LIBGL_ALWAYS_SOFTWARE", "1"),
                ("NO_AT_BRIDGE", "1"),
                ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
            ]);
        }
        let process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("could not start {}; `cargo xtask test` installs it", program.display()))?;
        let mut driver = Self { process, address, screen };
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(address).is_err() {
            if let Some(status) = driver.process.try_wait()? {
                bail!("{} ended while starting ({status})", program.display());
            }
            if Instant::now() > deadline {
                bail!("{} does not answer", program.display());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(driver)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends a session, and with it its browser, which would outlive a driver that is killed.
    pub(crate) fn end(&self, session: &str) {
        let ask = || -> std::io::Result<()> {
            let mut stream = TcpStream::connect_timeout(&self.address, Duration::from_secs(5))?;
            stream.set_read_timeout(Some(PATIENCE))?;
            let host = self.address;
            write!(stream, "DELETE /session/{session} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
            // It answers when the browser is gone, and may well keep the connection.
            stream.read(&mut [0; 64]).map(drop)
        };
        // A driver that does not hear is killed in a moment; there is nobody to tell.
        let _ = ask();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        for process in [Some(&mut self.process), self.screen.as_mut()].into_iter().flatten() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A screen in memory, and its name.
fn start_screen() -> Result<(Child, String)> {
    let mut xvfb = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("could not start Xvfb; `cargo xtask test` installs it")?;
    let mut number = String::new();
    BufReader::new(xvfb.stdout.take().context("Xvfb has no output")?).read_line(&mut number)?;
    Ok((xvfb, format!(":{}", number.trim())))
}

/// WebKitGTK's own little browser, which stands beside its library.
fn mini_browser() -> Result<PathBuf> {
    let folders = |of: &str| std::fs::read_dir(of).into_iter().flatten().flatten().map(|entry| entry.path());
    folders("/usr/lib")
        .chain(folders("/usr/libexec"))
        .flat_map(|folder| folders(&folder.to_string_lossy()).chain([folder]).collect::<Vec<_>>())
        .filter(|folder| folder.to_string_lossy().contains("webkit2gtk-4"))
        .map(|folder| folder.join("MiniBrowser"))
        .find(|file| file.is_file())
        .context("there is no MiniBrowser; on Debian the package webkit2gtk-driver brings one")
}

fn chromium_options(hosts: &[(&str, u16)], trusted: &[&str]) -> Result<Value> {
    let mut options = flags()?["goog:chromeOptions"].clone();
    let mut rules: Vec<String> = hosts.iter().map(|(host, port)| format!("MAP {host} 127.0.0.1:{port}")).collect();
    rules.extend(["MAP * ~NOTFOUND".into(), "EXCLUDE 127.0.0.1".into()]);
    if let Some(arguments) = options["args"].as_array_mut() {
        arguments.push(format!("--host-resolver-rules={}", rules.join(",")).into());
        arguments.push("--lang=en-US".into());
        if !trusted.is_empty() {
            arguments.push(format!("--unsafely-treat-insecure-origin-as-secure={}", trusted.join(",")).into());
        }
    }
    Ok(options)
}

/// `webdriver.json`, with which the widget's own browser tests run, too.
fn flags() -> Result<Value> {
    let path = built::root().join("webdriver.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}
