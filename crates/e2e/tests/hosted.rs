//! The backend's own login page: people are sent there, log in with the lock, and come back with a code of their own.

use anyhow::{Context, Result, ensure};
use passlock_e2e::backend::wrong_code;
use passlock_e2e::camera::photograph;
use passlock_e2e::{Backend, Browser, Lock, NUMBER, Site, built, token};
use serde_json::Value;
use url::Url;

/// An app that has no login of its own.
struct App {
    backend: Backend,
    browser: Browser,
    site: Site,
}

impl App {
    async fn open() -> Result<Self> {
        let dist = built::dist()?;
        let backend = Backend::start_with(&["--static", dist.to_str().context("a path without a name")?]).await?;
        let site = Site::start(&built::page("shop"), &backend.domain()).await?;
        Ok(Self { backend, browser: Browser::start().await?, site })
    }

    /// Sends the person to log in, with these parameters beside those that have to be there.
    async fn ask(&self, state: &str, more: &[(&str, &str)]) -> Result<()> {
        let mut address = Url::parse(&format!("http://{}/authorize", self.backend.domain()))?;
        let site = self.site.url();
        let usual = [
            ("client_id", "demo"),
            ("redirect_uri", &site),
            ("response_type", "code"),
            ("scope", "openid profile phone"),
            ("state", state),
            ("nonce", NONCE),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        address.query_pairs_mut().extend_pairs(usual.iter().chain(more));
        self.browser.open(address.as_str()).await
    }

    /// Waits until the person is back, and reads the code that they bring.
    async fn code(&self, state: &str) -> Result<String> {
        self.browser.until(&format!("location.href.startsWith('{}?')", self.site.url())).await?;
        let url = self.browser.client().current_url().await?;
        let told = |name: &str| url.query_pairs().find(|pair| pair.0 == name).map(|pair| pair.1.into_owned());
        ensure!(told("state").as_deref() == Some(state), "{url}");
        told("code").with_context(|| format!("no code in {url}"))
    }

    /// What the page makes of a code at the token endpoint.
    async fn trade(&self, code: &str) -> Result<Value> {
        let body = format!(
            "new URLSearchParams({{ grant_type: 'authorization_code', client_id: 'demo', code: '{code}',
                redirect_uri: '{}', code_verifier: '{VERIFIER}' }})",
            self.site.url()
        );
        let token = format!("http://{}/oauth/token", self.backend.domain());
        let tokens = format!("fetch('{token}', {{ method: 'POST', body: {body} }}).then((answer) => answer.json())");
        self.browser.evaluate(&tokens).await
    }

    async fn until_login_page(&self) -> Result<Lock<'_>> {
        self.browser.until("location.pathname === '/login.html'").await?;
        let lock = Lock::new(&self.browser);
        lock.until_phone_entry().await?;
        Ok(lock)
    }

    async fn log_in(&self, lock: &Lock<'_>, nth: usize) -> Result<()> {
        lock.ask_for_code(NUMBER).await?;
        lock.enter_code(&self.backend.nth_code_for(NUMBER, nth).await?).await
    }
}

#[tokio::test]
async fn who_is_sent_to_the_login_page_comes_back_with_a_code_of_their_own() -> Result<()> {
    let app = App::open().await?;
    app.ask("first", &[]).await?;
    let lock = app.until_login_page().await?;
    app.browser.becomes("document.title", "Sign in to demo").await?;
    lock.until_titled("Sign in to demo").await?;
    app.browser.evaluate(WATCH).await?;
    photograph(&app.browser, "8-hosted").await?;

    lock.ask_for_code(NUMBER).await?;
    let code = app.backend.code_for(NUMBER).await?;
    lock.enter_code(&wrong_code(&code, 1)).await?;
    lock.problem_with("2 tries left").await?;
    assert_eq!(app.browser.evaluate("violations").await?, serde_json::json!([]));
    assert_eq!(app.browser.evaluate("localStorage.length").await?, 0);
    lock.enter_code(&code).await?;
    let tokens = app.trade(&app.code("first").await?).await?;
    let id_token = tokens["id_token"].as_str().with_context(|| tokens.to_string())?;
    let claims = token::verify(id_token, app.backend.jwks().await?, &app.backend.domain())?;
    assert_eq!((&claims["phone_number"], &claims["nonce"]), (&NUMBER.into(), &NONCE.into()));

    // The browser is known now.
    app.ask("second", &[]).await?;
    app.code("second").await.map(drop)
}

#[tokio::test]
async fn an_app_can_have_people_log_in_anew_and_say_who_they_probably_are() -> Result<()> {
    let app = App::open().await?;
    app.ask("first", &[]).await?;
    app.log_in(&app.until_login_page().await?, 1).await?;
    app.code("first").await?;

    app.ask("second", &[("prompt", "login"), ("login_hint", "+14155550199"), ("ui_locales", "de en")]).await?;
    let lock = app.until_login_page().await?;
    lock.until_phone("(415) 555-0199").await?;
    lock.until_titled("Bei demo anmelden").await?;
    app.log_in(&lock, 2).await?;
    let tokens = app.trade(&app.code("second").await?).await?;
    ensure!(tokens["id_token"].is_string(), "{tokens}");
    Ok(())
}

#[tokio::test]
async fn who_comes_back_by_the_browsers_button_can_log_in_again() -> Result<()> {
    let app = App::open().await?;
    app.browser.open(&app.site.url()).await?;
    app.ask("first", &[]).await?;
    app.log_in(&app.until_login_page().await?, 1).await?;
    app.code("first").await?;
    // The login page is not in the history any more: the way back leads to where the person came from.
    app.browser.client().back().await?;
    app.browser.until_at(&app.site.url()).await
}

#[tokio::test]
async fn a_login_page_that_nobody_was_sent_to_says_so() -> Result<()> {
    let app = App::open().await?;
    app.browser.open(&format!("http://{}/login.html", app.backend.domain())).await?;
    app.browser.until("document.getElementById('lost').checkVisibility()").await?;
    assert_eq!(app.browser.evaluate("document.querySelector('.pl-root')").await?, Value::Null);
    photograph(&app.browser, "8-hosted-lost").await
}

const NONCE: &str = "n-0S6_WzA2Mj";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Collects what has broken the page's policy, from the beginning on.
const WATCH: &str = "(() => {
    globalThis.violations = [];
    const note = (reports) => violations.push(...reports.map(({ body }) => body.blockedURL));
    new ReportingObserver(note, { types: ['csp-violation'], buffered: true }).observe();
})()";
