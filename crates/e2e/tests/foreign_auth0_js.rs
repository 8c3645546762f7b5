//! A page that logs people in with `auth0-js`, against the real server, in a real browser.

use anyhow::{Result, ensure};
use passlock_e2e::backend::wrong_code;
use passlock_e2e::door::Door;
use passlock_e2e::{Backend, Browser, Site, built, foreign, wait};
use serde_json::{Value, json};

/// On the same site as the backend, and on another origin, both by https.
struct Page {
    backend: Backend,
    browser: Browser,
    site: Door,
    _behind: (Door, Site),
}

impl Page {
    async fn open() -> Result<Option<Self>> {
        let Some(folder) = foreign::installed()? else { return Ok(None) };
        let (door, backend) = Door::before_backend(&[]).await?;
        let scripts = foreign::file(folder, "auth0-js/dist");
        let site = Site::start_compressed(&[&built::page("auth0_js"), &scripts], &door.domain()).await?;
        let entrance = Door::before_site(&site).await?;
        let browser = Browser::start().await?;
        browser.open(&entrance.url()).await?;
        Ok(Some(Self { backend, browser, site: entrance, _behind: (door, site) }))
    }

    /// What a method of auth0-js calls back with: an error and a result.
    async fn ask(&self, method: &str, words: &Value) -> Result<Value> {
        self.browser.evaluate(&format!("ask(webAuth, '{method}', {words})")).await
    }

    async fn start(&self) -> Result<()> {
        let words = json!({ "connection": "sms", "send": "code", "phoneNumber": NUMBER });
        let told = self.ask("passwordlessStart", &words).await?;
        ensure!(told[0].is_null() && told[1]["phoneNumber"] == NUMBER, "{told}");
        Ok(())
    }

    fn login(code: &str) -> Value {
        json!({ "connection": "sms", "phoneNumber": NUMBER, "verificationCode": code })
    }

    /// Logs in, which leads away and back, and says what the address then held.
    async fn log_in(&self) -> Result<Value> {
        self.start().await?;
        let code = self.backend.code_for(NUMBER).await?;
        self.browser.evaluate("(window.isTheSamePage = true)").await?;
        let words = Self::login(&code);
        self.browser.evaluate(&format!("void ask(webAuth, 'passwordlessLogin', {words})")).await?;
        wait::until("the page to be loaded anew", async || {
            let is_new = self.browser.evaluate("typeof isTheSamePage === 'undefined' && 'parsed' in window").await?;
            Ok((is_new == true).then_some(()))
        })
        .await?;
        let told = self.browser.evaluate("parsed").await?;
        ensure!(told[0].is_null() && told[1]["idToken"].is_string(), "{told}");
        Ok(told)
    }
}

#[tokio::test]
async fn auth0_js_logs_in_and_out_across_origins() -> Result<()> {
    let Some(page) = Page::open().await? else { return Ok(()) };
    let told = page.ask("checkSession", &json!({})).await?;
    assert_eq!(told[0]["error"], "login_required", "{told}");

    let told = page.log_in().await?;
    let result = &told[1];
    ensure!(told[0].is_null() && result["expiresIn"] == 86_400 && result["tokenType"] == "Bearer", "{told}");
    let subject = &result["idTokenPayload"]["sub"];
    ensure!(subject.as_str().is_some_and(|subject| subject.starts_with("sms|")), "{told}");

    let info = format!("ask(webAuth.client, 'userInfo', {})", result["accessToken"]);
    let person = page.browser.evaluate(&info).await?;
    assert_eq!(&person[1]["sub"], subject, "{person}");

    let told = page.ask("checkSession", &json!({})).await?;
    assert_eq!(&told[1]["idTokenPayload"]["sub"], subject, "{told}");
    let told = page.ask("checkSession", &json!({ "nonce": "of my own", "state": "mine" })).await?;
    assert_eq!(told[1]["idTokenPayload"]["nonce"], "of my own", "{told}");

    let leave = format!("void webAuth.logout({{ returnTo: '{}#left' }})", page.site.url());
    page.browser.evaluate(&leave).await?;
    page.browser.until("location.hash === '#left' && typeof webAuth === 'object'").await?;
    let told = page.ask("checkSession", &json!({})).await?;
    assert_eq!(told[0]["error"], "login_required", "{told}");
    Ok(())
}

#[tokio::test]
async fn auth0_js_is_told_of_a_wrong_code_and_of_a_wrong_number() -> Result<()> {
    let Some(page) = Page::open().await? else { return Ok(()) };
    page.start().await?;
    let code = wrong_code(&page.backend.code_for(NUMBER).await?, 1);
    let told = page.ask("passwordlessLogin", &Page::login(&code)).await?;
    assert_eq!(told[0]["code"], "access_denied", "{told}");
    assert_eq!(told[0]["description"], "Wrong phone number or verification code.", "{told}");
    assert_eq!(page.browser.evaluate("location.href").await?, page.site.url(), "the person stays where they are");

    let words = json!({ "connection": "sms", "send": "code", "phoneNumber": "0740" });
    let told = page.ask("passwordlessStart", &words).await?;
    assert_eq!(told[0]["code"], "bad.phone_number", "{told}");
    Ok(())
}

#[tokio::test]
async fn auth0_js_takes_no_answer_that_it_did_not_ask_for() -> Result<()> {
    let Some(page) = Page::open().await? else { return Ok(()) };
    let told = page.log_in().await?;
    let (id_token, access_token) = (&told[1]["idToken"], &told[1]["accessToken"]);
    let hash = format!("#access_token={access_token}&id_token={id_token}&state=x&token_type=Bearer").replace('"', "");
    let told = page.ask("parseHash", &json!({ "hash": hash })).await?;
    assert_eq!(told[0]["error"], "invalid_token", "{told}");
    Ok(())
}

const NUMBER: &str = "+447400123456";
