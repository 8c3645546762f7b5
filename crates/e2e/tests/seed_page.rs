//! An old page for Auth0's lock works when only the address of its lock script changes.

use anyhow::Result;
use passlock_e2e::visit::is_called_by_number;
use passlock_e2e::{Backend, Browser, NUMBER, Site, Visit, built, jquery, token};

#[tokio::test]
async fn an_old_page_logs_in_with_only_the_script_address_changed() -> Result<()> {
    let Some(jquery) = jquery::fetched()? else {
        println!("skipped: this page wants jQuery, and npm, which would fetch it, is not installed");
        return Ok(());
    };
    let backend = Backend::start().await?;
    let site = Site::start_without_policy(&built::page("seed"), &backend.domain(), &[&jquery]).await?;
    let browser = Browser::start_with_hosts(&[("code.jquery.com:80", site.port())]).await?;
    let page = Visit::begin(backend, site, browser, "").await?;
    let (browser, backend) = (&page.browser, &page.backend);

    browser.press(".btn-login").await?;
    let lock = page.log_in().await?;

    let name = browser.text("document.querySelector('.nickname').textContent").await?;
    assert!(is_called_by_number(&name), "'{name}' is not the number's owner");
    browser.until("document.querySelector('.avatar').naturalWidth > 0").await?;
    let id_token = browser.text("localStorage.userToken").await?;
    let claims = token::verify(&id_token, backend.jwks().await?, &backend.domain())?;
    assert_eq!(claims["phone_number"], NUMBER);
    lock.until_closed().await
}
