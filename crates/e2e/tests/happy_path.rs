//! A shop embeds the lock: log in, reload, log out, and what can go wrong on the way.

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use passlock_e2e::backend::wrong_code;
use passlock_e2e::{Backend, Browser, Lock, Site, built, token};

struct Shop {
    backend: Backend,
    browser: Browser,
    site: Site,
}

impl Shop {
    async fn open() -> Result<Self> {
        let backend = Backend::start().await?;
        let site = Site::start(&built::page("shop"), &backend.domain()).await?;
        let browser = Browser::start().await?;
        let shop = Self { backend, browser, site };
        shop.browser.open(&shop.site.url()).await?;
        Ok(shop)
    }

    async fn open_lock(&self) -> Result<Lock<'_>> {
        self.browser.client().find(Locator::Id("opener")).await?.click().await?;
        Ok(Lock::new(&self.browser))
    }

    async fn id_token(&self) -> Result<String> {
        self.browser.text("localStorage.getItem('id_token')").await
    }

    async fn log_in(&self) -> Result<Lock<'_>> {
        let lock = self.open_lock().await?;
        lock.ask_for_code(NUMBER).await?;
        lock.enter_code(&self.backend.code_for(NUMBER).await?).await?;
        lock.until_logged_in().await?;
        Ok(lock)
    }
}

#[tokio::test]
async fn a_login_leaves_a_token_that_the_published_keys_verify() -> Result<()> {
    let shop = Shop::open().await?;
    shop.log_in().await?;
    let claims = token::verify(&shop.id_token().await?, shop.backend.jwks().await?, &shop.backend.domain())?;
    assert_eq!(claims["phone_number"], NUMBER);
    assert_eq!(claims["phone_number_verified"], true);
    let subject = claims["sub"].as_str().context("no sub")?;
    assert!(subject.starts_with("sms|"), "{subject}");
    Ok(())
}

#[tokio::test]
async fn a_reload_keeps_the_person_logged_in_until_they_log_out() -> Result<()> {
    let shop = Shop::open().await?;
    shop.log_in().await?;
    shop.browser.client().refresh().await?;
    let lock = shop.open_lock().await?;
    lock.until_logged_in().await?;
    lock.log_out().await?;
    shop.browser.until("localStorage.length === 0").await?;
    lock.until_phone_entry().await
}

#[tokio::test]
async fn a_wrong_code_says_how_many_tries_are_left() -> Result<()> {
    let shop = Shop::open().await?;
    let lock = shop.open_lock().await?;
    lock.ask_for_code(NUMBER).await?;
    let code = shop.backend.code_for(NUMBER).await?;
    let wrong = wrong_code(&code, 1);
    lock.enter_code(&wrong).await?;
    lock.problem_with("2 tries left").await?;
    assert_eq!(lock.code().await?, wrong);
    assert_eq!(lock.focused_field().await?, "code");
    lock.enter_code(&code).await?;
    lock.until_logged_in().await
}

#[tokio::test]
async fn the_third_wrong_code_asks_for_a_new_one() -> Result<()> {
    let shop = Shop::open().await?;
    let lock = shop.open_lock().await?;
    lock.ask_for_code(NUMBER).await?;
    let first = shop.backend.code_for(NUMBER).await?;
    for (nth, sentence) in [(1, "2 tries left"), (2, "1 try left"), (3, "new one")] {
        lock.enter_code(&wrong_code(&first, nth)).await?;
        lock.problem_with(sentence).await?;
    }
    lock.submit().await?;
    lock.until_no_problem().await?;
    lock.enter_code(&shop.backend.code_for(NUMBER).await?).await?;
    lock.until_logged_in().await
}

#[tokio::test]
async fn escape_closes_the_lock_and_the_focus_returns_to_the_opener() -> Result<()> {
    let shop = Shop::open().await?;
    let lock = shop.open_lock().await?;
    lock.until_phone_entry().await?;
    assert_eq!(lock.focused_field().await?, "phone");
    shop.browser.press("\u{e00c}").await?;
    lock.until_closed().await?;
    shop.browser.until("document.activeElement?.id === 'opener'").await
}

#[tokio::test]
async fn a_backend_that_is_gone_costs_a_sentence_and_nothing_typed() -> Result<()> {
    let mut shop = Shop::open().await?;
    let lock = shop.open_lock().await?;
    lock.ask_for_code(NUMBER).await?;
    let code = shop.backend.code_for(NUMBER).await?;
    shop.backend.stop();
    let lock = Lock::new(&shop.browser);
    lock.enter_code(&code).await?;
    lock.problem_with("reached").await?;
    assert_eq!(lock.code().await?, code);
    lock.back().await?;
    let phone = lock.phone().await?;
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    ensure!(NUMBER.ends_with(&digits) && digits.len() >= 10, "'{phone}' is not what was typed");
    lock.submit().await?;
    lock.problem_with("reached").await?;
    assert_eq!(lock.phone().await?, phone);
    Ok(())
}

#[tokio::test]
async fn what_is_no_number_is_not_sent() -> Result<()> {
    let shop = Shop::open().await?;
    let lock = shop.open_lock().await?;
    lock.until_phone_entry().await?;
    lock.submit().await?;
    lock.problem_with("enter your phone number").await?;
    lock.type_phone("+1 415").await?;
    lock.submit().await?;
    lock.problem_with("missing").await?;
    assert_eq!(lock.phone().await?, "+1 415");
    Ok(())
}

#[tokio::test]
async fn a_chosen_country_reads_a_national_number() -> Result<()> {
    let shop = Shop::open().await?;
    let lock = shop.open_lock().await?;
    lock.choose_country("GB").await?;
    lock.ask_for_code("07400 123456").await?;
    lock.enter_code(&shop.backend.code_for("+447400123456").await?).await?;
    lock.until_logged_in().await
}

const NUMBER: &str = "+14155550132";
