//! A page that cannot log anybody in, by where it came from, is told so in a sentence of its own.

use anyhow::Result;
use passlock_e2e::{Backend, Browser, Lock, NUMBER, Site, built};

async fn check(trusted: &[&str], sentence: &str) -> Result<()> {
    let backend = Backend::start().await?;
    let site = Site::start(&built::page("shop"), &backend.domain()).await?;
    let browser = Browser::start_trusting(trusted, &[("shop.example:80", site.port())]).await?;
    browser.open("http://shop.example/").await?;
    browser.press("#opener").await?;
    let lock = Lock::new(&browser);
    lock.type_phone(NUMBER).await?;
    lock.submit().await?;
    lock.problem_with(sentence).await?;
    lock.until_phone("(415) 555-0132").await
}

#[tokio::test]
async fn a_page_that_is_not_on_the_list_gets_its_own_sentence() -> Result<()> {
    check(&["http://shop.example"], "This page is not allowed to sign you in").await
}

#[tokio::test]
async fn a_page_that_came_unencrypted_can_verify_nothing() -> Result<()> {
    check(&[], "This page is not secure enough to sign you in").await
}
