//! A page that logs people in with Auth0's own Lock, against the real server, in a real browser.

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use passlock_e2e::backend::wrong_code;
use passlock_e2e::door::Door;
use passlock_e2e::{Backend, Browser, Site, built, foreign};
use serde_json::Value;
use tempfile::TempDir;

/// On the same site as the backend, and on another origin, both by https.
struct Page {
    backend: Backend,
    browser: Browser,
    _behind: (Door, Door, Site, TempDir),
}

impl Page {
    async fn open(query: &str) -> Result<Option<Self>> {
        let Some(folder) = foreign::installed()? else { return Ok(None) };
        let scripts = tempfile::tempdir()?;
        foreign::bundle(folder, "lock.mjs", &scripts.path().join("lock.js"))?;
        let (door, backend) = Door::before_backend(&[]).await?;
        let site = Site::start_compressed(&[&built::page("auth0_lock"), scripts.path()], &door.domain()).await?;
        let entrance = Door::before_site(&site).await?;
        let browser = Browser::start().await?;
        browser.open(&format!("{}{query}", entrance.url())).await?;
        let page = Self { backend, browser, _behind: (door, entrance, site, scripts) };
        page.enter("phoneNumber", TYPED).await?;
        Ok(Some(page))
    }

    /// Types into one of the Lock's fields once it stands still, and submits.
    async fn enter(&self, field: &str, text: &str) -> Result<()> {
        let input = format!(".auth0-lock-quiet input[name={field}]");
        self.browser.until(&format!("document.querySelector('{input}')?.checkVisibility() === true")).await?;
        let input = self.browser.client().find(Locator::Css(&input)).await?;
        // Over what was there.
        Ok(input.send_keys(&format!("\u{e009}a\u{e000}{text}\n")).await?)
    }

    /// What the Lock told the page, when it has.
    async fn heard(&self) -> Result<Value> {
        self.browser.until("window.heard?.length > 0").await?;
        self.browser.evaluate("heard[0]").await
    }
}

#[tokio::test]
async fn the_lock_of_auth0_logs_in_by_a_redirect() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.enter("vcode", &page.backend.code_for(NUMBER).await?).await?;
    let told = page.heard().await?;
    assert_eq!(told[0], "authenticated", "{told}");
    let subject = told[1]["idTokenPayload"]["sub"].as_str().context("no sub")?;
    ensure!(subject.starts_with("sms|"), "{told}");
    assert_eq!(told[1]["expiresIn"], 86_400, "{told}");
    Ok(())
}

#[tokio::test]
async fn the_lock_of_auth0_says_so_at_a_wrong_code_and_logs_in_by_a_frame_at_the_right_one() -> Result<()> {
    let Some(page) = Page::open("?frame").await? else { return Ok(()) };
    let code = page.backend.code_for(NUMBER).await?;
    page.enter("vcode", &wrong_code(&code, 1)).await?;
    let told = page.heard().await?;
    assert_eq!(
        (&told[0], &told[1]["error"]),
        (&"authorization_error".into(), &"invalid_user_password".into()),
        "{told}"
    );
    assert_eq!(told[1]["description"], "Wrong phone number or verification code.", "{told}");
    page.browser.text("document.querySelector('.auth0-global-message-error')?.innerText").await?;

    page.browser.evaluate("(heard.length = 0)").await?;
    page.enter("vcode", &code).await?;
    let told = page.heard().await?;
    assert_eq!(told[0], "authenticated", "{told}");
    ensure!(told[1]["idToken"].is_string() && told[1]["accessToken"].is_string(), "{told}");
    Ok(())
}

/// As a person in the United States types it, whose country the server does not tell.
const TYPED: &str = "4155550132";
const NUMBER: &str = "+14155550132";
