//! An old page for Auth0's lock works when only the address of its lock script changes.

use anyhow::Result;
use fantoccini::Locator;
use passlock_e2e::{Backend, Browser, Lock, Site, built, jquery, token};

#[tokio::test]
async fn an_old_page_logs_in_with_only_the_script_address_changed() -> Result<()> {
    let Some(jquery) = jquery::fetched()? else {
        println!("skipped: this page wants jQuery, and npm, which would fetch it, is not installed");
        return Ok(());
    };
    let backend = Backend::start().await?;
    let site = Site::start_without_policy(&built::page("seed"), &backend.domain(), &[&jquery]).await?;
    let browser = Browser::start_with_hosts(&[("code.jquery.com:80", site.port())]).await?;
    browser.open(&site.url()).await?;

    browser.client().find(Locator::Css(".btn-login")).await?.click().await?;
    let lock = Lock::new(&browser);
    lock.ask_for_code(NUMBER).await?;
    lock.enter_code(&backend.code_for(NUMBER).await?).await?;

    let name = browser.text("document.querySelector('.nickname').textContent").await?;
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    assert!(NUMBER.ends_with(&digits) && !digits.is_empty(), "'{name}' is not the number's owner");
    browser.until("document.querySelector('.avatar').naturalWidth > 0").await?;
    let id_token = browser.text("localStorage.userToken").await?;
    let claims = token::verify(&id_token, backend.jwks().await?, &backend.domain())?;
    assert_eq!(claims["phone_number"], NUMBER);
    lock.until_closed().await
}

const NUMBER: &str = "+14155550132";
