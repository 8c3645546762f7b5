//! The code step against the real backend: time, coming back, and a token that somebody changed on its way.

use anyhow::{Result, ensure};
use fantoccini::Locator;
use passlock_e2e::{Backend, Browser, Lock, Proxy, Site, built};
use serde_json::{Value, json};

async fn open(domain: &str) -> Result<(Site, Browser)> {
    let site = Site::start(&built::page("shop"), domain).await?;
    let browser = Browser::start().await?;
    browser.open(&site.url()).await?;
    show(&browser).await?;
    Ok((site, browser))
}

async fn show(browser: &Browser) -> Result<()> {
    Ok(browser.client().find(Locator::Id("opener")).await?.click().await?)
}

#[tokio::test]
async fn a_reload_comes_back_to_the_code_and_sends_no_other() -> Result<()> {
    let backend = Backend::start().await?;
    let (_site, browser) = open(&backend.domain()).await?;
    Lock::new(&browser).ask_for_code(NUMBER).await?;
    let code = backend.code_for(NUMBER).await?;
    browser.client().refresh().await?;
    show(&browser).await?;
    let lock = Lock::new(&browser);
    lock.enter_code(&code).await?;
    lock.until_logged_in().await?;
    ensure!(backend.messages_to(NUMBER).await? == 1, "another code was sent");
    Ok(())
}

#[tokio::test]
async fn a_code_that_ran_out_says_so_and_is_replaced_in_place() -> Result<()> {
    let backend = Backend::start_with(&["--code-lifetime", "5"]).await?;
    let (_site, browser) = open(&backend.domain()).await?;
    let lock = Lock::new(&browser);
    lock.ask_for_code(NUMBER).await?;
    lock.problem_with("expired").await?;
    lock.submit().await?;
    lock.until_no_problem().await?;
    lock.enter_code(&backend.code_for(NUMBER).await?).await?;
    lock.until_logged_in().await
}

#[tokio::test]
async fn a_token_with_a_bad_signature_logs_nobody_in() -> Result<()> {
    let backend = Backend::start().await?;
    let proxy = Proxy::start(backend.address(), with_another_signature).await?;
    let (_site, browser) = open(&proxy.domain()).await?;
    let lock = Lock::new(&browser);
    lock.ask_for_code(NUMBER).await?;
    lock.enter_code(&backend.code_for(NUMBER).await?).await?;
    lock.problem_with("could not be confirmed").await?;
    ensure!(browser.evaluate("localStorage.getItem('id_token')").await? == Value::Null, "the token was kept");
    Ok(())
}

/// Turns one bit of the signature.
fn with_another_signature(path: &str, mut body: Value) -> Value {
    if path == "/oauth/token"
        && let Some(token) = body["id_token"].as_str()
        && let Some((rest, signature)) = token.rsplit_once('.')
    {
        let first = if signature.starts_with('A') { "B" } else { "A" };
        body["id_token"] = json!(format!("{rest}.{first}{}", &signature[1..]));
    }
    body
}

const NUMBER: &str = "+14155550132";
