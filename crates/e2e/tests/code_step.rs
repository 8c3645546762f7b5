//! The code step against the real backend: time, coming back, and a token that somebody changed on its way.

use anyhow::{Result, ensure};
use passlock_e2e::{Backend, Browser, NUMBER, Proxy, Site, Visit, built};
use serde_json::{Value, json};

#[tokio::test]
async fn a_reload_comes_back_to_the_code_and_sends_no_other() -> Result<()> {
    let shop = Visit::open("shop").await?;
    shop.open_lock().await?;
    shop.ask_for_code().await?;
    shop.browser.reload().await?;
    shop.open_lock().await?;
    shop.enter_code().await?.until_logged_in().await?;
    ensure!(shop.backend.messages_to(NUMBER).await? == 1, "another code was sent");
    Ok(())
}

#[tokio::test]
async fn a_code_that_ran_out_says_so_and_is_replaced_in_place() -> Result<()> {
    // So long that the next one does not run out, too, before it is entered on a busy machine.
    let backend = Backend::start_with(&["--code-lifetime", "15"]).await?;
    let shop = Visit::open_with(backend, "shop", "").await?;
    shop.open_lock().await?;
    let lock = shop.ask_for_code().await?;
    lock.problem_with("expired").await?;
    lock.submit().await?;
    let code = shop.backend.nth_code_for(NUMBER, 2).await?;
    lock.until_no_problem().await?;
    lock.until_says("Continue").await?;
    lock.enter_code(&code).await?;
    lock.until_logged_in().await
}

#[tokio::test]
async fn a_token_with_a_bad_signature_logs_nobody_in() -> Result<()> {
    let backend = Backend::start().await?;
    let proxy = Proxy::start(backend.address(), with_another_signature).await?;
    let site = Site::start(&built::page("shop"), &proxy.domain()).await?;
    let shop = Visit::begin(backend, site, Browser::start().await?, "").await?;
    shop.open_lock().await?;
    shop.log_in().await?.problem_with("could not be confirmed").await?;
    ensure!(shop.browser.evaluate("localStorage.getItem('id_token')").await? == Value::Null, "the token was kept");
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
