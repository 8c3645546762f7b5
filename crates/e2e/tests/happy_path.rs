//! A shop embeds the lock: log in, reload, log out, and what can go wrong on the way.

use anyhow::{Context, Result, ensure};
use passlock_e2e::backend::wrong_code;
use passlock_e2e::visit::is_called_by_number;
use passlock_e2e::{NUMBER, Visit, token};

/// A shop whose lock is open.
async fn open() -> Result<Visit> {
    let shop = Visit::open("shop").await?;
    shop.open_lock().await?;
    Ok(shop)
}

#[tokio::test]
async fn a_login_leaves_a_token_that_the_published_keys_verify() -> Result<()> {
    let shop = open().await?;
    shop.log_in().await?.until_logged_in().await?;
    let id_token = shop.browser.text("localStorage.getItem('id_token')").await?;
    let claims = token::verify(&id_token, shop.backend.jwks().await?, &shop.backend.domain())?;
    assert_eq!(claims["phone_number"], NUMBER);
    assert_eq!(claims["phone_number_verified"], true);
    let subject = claims["sub"].as_str().context("no sub")?;
    assert!(subject.starts_with("sms|"), "{subject}");
    Ok(())
}

#[tokio::test]
async fn a_reload_keeps_the_person_logged_in_until_they_log_out() -> Result<()> {
    let shop = open().await?;
    shop.log_in().await?.until_logged_in().await?;
    shop.browser.reload().await?;
    let lock = shop.open_lock().await?;
    lock.until_logged_in().await?;
    lock.log_out().await?;
    shop.browser.until("localStorage.length === 0").await?;
    lock.until_phone_entry().await
}

#[tokio::test]
async fn a_wrong_code_says_how_many_tries_are_left() -> Result<()> {
    let shop = open().await?;
    let lock = shop.ask_for_code().await?;
    let code = shop.backend.code_for(NUMBER).await?;
    let wrong = wrong_code(&code, 1);
    lock.enter_code(&wrong).await?;
    lock.problem_with("2 tries left").await?;
    lock.until_code(&wrong).await?;
    lock.until_focused("code").await?;
    lock.enter_code(&code).await?;
    lock.until_logged_in().await
}

#[tokio::test]
async fn the_third_wrong_code_asks_for_a_new_one() -> Result<()> {
    let shop = open().await?;
    let lock = shop.ask_for_code().await?;
    let first = shop.backend.code_for(NUMBER).await?;
    for (nth, sentence) in [(1, "2 tries left"), (2, "1 try left"), (3, "new one")] {
        lock.enter_code(&wrong_code(&first, nth)).await?;
        lock.problem_with(sentence).await?;
    }
    lock.submit().await?;
    let second = shop.backend.nth_code_for(NUMBER, 2).await?;
    lock.until_no_problem().await?;
    lock.until_says("Continue").await?;
    lock.enter_code(&second).await?;
    lock.until_logged_in().await
}

#[tokio::test]
async fn escape_closes_the_lock_and_the_focus_returns_to_the_opener() -> Result<()> {
    let shop = open().await?;
    let lock = shop.lock();
    lock.until_phone_entry().await?;
    lock.until_focused("phone").await?;
    shop.browser.strike("\u{e00c}").await?;
    lock.until_closed().await?;
    shop.browser.until("document.activeElement?.id === 'opener'").await
}

#[tokio::test]
async fn a_backend_that_is_gone_costs_a_sentence_and_nothing_typed() -> Result<()> {
    let mut shop = open().await?;
    shop.ask_for_code().await?;
    let code = shop.backend.code_for(NUMBER).await?;
    shop.backend.stop();
    let lock = shop.lock();
    lock.enter_code(&code).await?;
    lock.problem_with("reached").await?;
    lock.until_code(&code).await?;
    lock.back().await?;
    let phone = lock.phone().await?;
    ensure!(is_called_by_number(&phone) && phone.len() >= 10, "'{phone}' is not what was typed");
    lock.submit().await?;
    lock.problem_with("reached").await?;
    lock.until_phone(&phone).await
}

#[tokio::test]
async fn what_is_no_number_is_not_sent() -> Result<()> {
    let shop = open().await?;
    let lock = shop.lock();
    lock.until_phone_entry().await?;
    lock.submit().await?;
    lock.problem_with("enter your phone number").await?;
    lock.type_phone("+1 415").await?;
    lock.submit().await?;
    lock.problem_with("missing").await?;
    lock.until_phone("+1 415").await
}

#[tokio::test]
async fn a_chosen_country_reads_a_national_number() -> Result<()> {
    let shop = open().await?;
    let lock = shop.lock();
    lock.choose_country("GB").await?;
    lock.ask_for_code("07400 123456").await?;
    lock.enter_code(&shop.backend.code_for("+447400123456").await?).await?;
    lock.until_logged_in().await
}
