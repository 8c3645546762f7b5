//! A page that logs people in by passkeys with `@simplewebauthn/browser`, against the real server, in a real browser with a
//! device that is not there.

use anyhow::{Result, ensure};
use passlock_e2e::authenticator::Authenticator;
use passlock_e2e::engine::Engine;
use passlock_e2e::{Backend, Browser, NUMBER, Site, built, foreign};
use serde_json::{Value, json};
use tempfile::TempDir;

/// On `localhost`, which has passkeys, beside a backend at an address, which has none.
struct Page {
    backend: Backend,
    browser: Browser,
    site: Site,
    _scripts: TempDir,
}

impl Page {
    async fn open() -> Result<Option<Self>> {
        if Engine::chosen()? != Engine::Chromium {
            println!("skipped: only Chromium's driver has devices with passkeys");
            return Ok(None);
        }
        let Some(folder) = foreign::installed()? else { return Ok(None) };
        let scripts = tempfile::tempdir()?;
        foreign::bundle(folder, "simplewebauthn.mjs", &scripts.path().join("simplewebauthn.js"))?;
        let backend = Backend::start().await?;
        let site = Site::start_compressed(&[&built::page("simplewebauthn"), scripts.path()], &backend.domain()).await?;
        let host = format!("localhost:{}", site.port());
        let browser = Browser::start_with_hosts(&[(&host, site.port())]).await?;
        browser.open(&format!("http://{host}/")).await?;
        Ok(Some(Self { backend, browser, site, _scripts: scripts }))
    }

    /// What a call comes to, or what it throws.
    async fn ask(&self, call: &str) -> Result<Value> {
        self.browser.evaluate(&format!("{call}.catch(caught)")).await
    }

    /// Logs in by a code; the tokens.
    async fn log_in(&self) -> Result<Value> {
        let count = self.backend.messages_to(NUMBER).await?;
        let started = self.ask(&format!("start('{NUMBER}')")).await?;
        ensure!(started["status"] == 200, "{started}");
        let code = self.backend.nth_code_for(NUMBER, count + 1).await?;
        let tokens = self.ask(&format!("logIn('{NUMBER}', '{code}')")).await?;
        ensure!(tokens["status"] == 200, "{tokens}");
        Ok(tokens)
    }

    /// Adds a passkey to the account of these tokens.
    async fn add(&self, tokens: &Value) -> Result<Value> {
        self.ask(&format!("add({})", tokens["access_token"])).await
    }

    /// The person's identifier, as `/userinfo` tells it.
    async fn subject(&self, tokens: &Value) -> Result<Value> {
        let told = self.ask(&format!("call('GET', '/userinfo', undefined, {})", tokens["access_token"])).await?;
        Ok(told["sub"].clone())
    }
}

#[tokio::test]
async fn somebody_adds_a_passkey_and_comes_back_with_it() -> Result<()> {
    let Some(page) = Page::open().await? else { return Ok(()) };
    let device = Authenticator::attach(&page.browser).await?;
    let tokens = page.log_in().await?;
    let added = page.add(&tokens).await?;
    assert_eq!((&added["status"], &added["relying_party_id"]), (&json!(201), &json!("localhost")), "{added}");
    assert_eq!(device.passkeys().await?.len(), 1);

    for _ in 0..2 {
        let back = page.ask("comeBack()").await?;
        ensure!(back["status"] == 200 && back["refresh_token"].is_string(), "{back}");
        assert_eq!(page.subject(&back).await?, page.subject(&tokens).await?);
    }
    // The device has one already, which it is told of, and so are people.
    let again = page.add(&tokens).await?;
    assert_eq!(again["code"], "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED", "{again}");
    let listed = page.ask(&format!("call('GET', METHODS, undefined, {})", tokens["access_token"])).await?;
    ensure!(listed["authentication_methods"][0]["last_used_at"].is_string(), "{listed}");
    assert_eq!(listed["authentication_methods"][0]["id"], added["id"]);
    Ok(())
}

#[tokio::test]
async fn the_field_offers_a_passkey() -> Result<()> {
    let Some(page) = Page::open().await? else { return Ok(()) };
    let _device = Authenticator::attach(&page.browser).await?;
    let tokens = page.log_in().await?;
    page.add(&tokens).await?;
    let back = page.ask("comeBack(true)").await?;
    assert_eq!(page.subject(&back).await?, page.subject(&tokens).await?, "{back}");
    Ok(())
}

#[tokio::test]
async fn somebody_new_begins_with_a_passkey() -> Result<()> {
    let Some(page) = Page::open().await? else { return Ok(()) };
    let _device = Authenticator::attach(&page.browser).await?;
    let tokens = page.ask("signUp({ email: 'ann@shop.example', name: 'Ann' })").await?;
    let subject = page.subject(&tokens).await?;
    ensure!(subject.as_str().is_some_and(|subject| subject.starts_with("passkey|")), "{tokens}");
    assert_eq!(page.subject(&page.ask("comeBack()").await?).await?, subject);
    Ok(())
}

#[tokio::test]
async fn a_passkey_that_was_removed_is_told_as_such() -> Result<()> {
    let Some(page) = Page::open().await? else { return Ok(()) };
    let device = Authenticator::attach(&page.browser).await?;
    let tokens = page.log_in().await?;
    let added = page.add(&tokens).await?;
    let removal = format!("call('DELETE', `${{METHODS}}/${{{}}}`, undefined, {})", added["id"], tokens["access_token"]);
    assert_eq!(page.ask(&removal).await?["status"], 204);
    let back = page.ask("comeBack()").await?;
    assert_eq!(
        (&back["status"], &back["error"], &back["reason"]),
        (&json!(403), &json!("invalid_grant"), &json!("passkey_unknown")),
        "{back}"
    );
    // Now it is gone from the device, too, and its owner turns away.
    device.forget().await?;
    let back = page.ask("comeBack()").await?;
    assert_eq!(back["name"], "NotAllowedError", "{back}");
    Ok(())
}

#[tokio::test]
async fn a_finger_that_is_not_the_owners_gets_nobody_in() -> Result<()> {
    let Some(page) = Page::open().await? else { return Ok(()) };
    let device = Authenticator::attach(&page.browser).await?;
    page.add(&page.log_in().await?).await?;
    device.recognise(false).await?;
    let back = page.ask("comeBack()").await?;
    assert_eq!(back["name"], "NotAllowedError", "{back}");
    device.recognise(true).await?;
    assert_eq!(page.ask("comeBack()").await?["status"], 200);
    Ok(())
}

#[tokio::test]
async fn a_page_of_another_name_has_no_passkeys() -> Result<()> {
    let Some(page) = Page::open().await? else { return Ok(()) };
    let _device = Authenticator::attach(&page.browser).await?;
    page.add(&page.log_in().await?).await?;
    page.browser.open(&page.site.url()).await?;
    let back = page.ask("comeBack()").await?;
    assert_eq!((&back["name"], &back["code"]), (&json!("SecurityError"), &json!("ERROR_INVALID_DOMAIN")), "{back}");
    Ok(())
}
