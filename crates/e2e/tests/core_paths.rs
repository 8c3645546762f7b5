//! What has to work everywhere: these run in Chromium, in Firefox and in WebKit (`PASSLOCK_BROWSER`).

use anyhow::{Result, ensure};
use passlock_e2e::backend::wrong_code;
use passlock_e2e::{NUMBER, Visit, token};

/// A shop whose lock is open, with the focus in its field.
async fn open() -> Result<Visit> {
    let shop = Visit::open("shop").await?;
    let lock = shop.open_lock().await?;
    lock.until_phone_entry().await?;
    lock.until_focused("phone").await?;
    Ok(shop)
}

#[tokio::test]
async fn a_person_logs_in_and_out() -> Result<()> {
    let shop = open().await?;
    let lock = shop.log_in().await?;
    lock.until_logged_in().await?;
    let id_token = shop.browser.text("localStorage.getItem('id_token')").await?;
    let claims = token::verify(&id_token, shop.backend.jwks().await?, &shop.backend.domain())?;
    assert_eq!(claims["phone_number"], NUMBER);
    lock.log_out().await?;
    shop.browser.until("localStorage.getItem('id_token') === null").await?;
    lock.close().await?;
    lock.until_closed().await?;
    shop.browser.until("document.activeElement?.id === 'opener'").await
}

#[tokio::test]
async fn a_wrong_code_leaves_two_tries_and_the_right_one_logs_in() -> Result<()> {
    let shop = open().await?;
    let lock = shop.ask_for_code().await?;
    let code = shop.backend.code_for(NUMBER).await?;
    lock.enter_code(&wrong_code(&code, 1)).await?;
    lock.problem_with("2 tries left").await?;
    lock.until_focused("code").await?;
    lock.enter_code(&code).await?;
    lock.until_logged_in().await
}

#[tokio::test]
async fn a_country_is_chosen_by_keys_alone() -> Result<()> {
    let shop = open().await?;
    shop.browser.strike_with_shift(TAB).await?;
    shop.browser.until(&format!("{FOCUSED}?.className === 'pl-country'")).await?;
    // A letter opens the list and begins the search; Enter takes what was found.
    shop.browser.strike("united k").await?;
    shop.browser.until(&format!("{FOCUSED}?.name === 'country' && {FOCUSED}.value === 'united k'")).await?;
    shop.browser
        .until("!!document.querySelector('.passlock-host').shadowRoot.querySelector('li.pl-active[id$=-GB]')")
        .await?;
    shop.browser.strike(ENTER).await?;
    shop.browser.until(&format!("{FOCUSED}?.name === 'phone'")).await?;
    shop.browser.strike("07400123456").await?;
    shop.browser.strike(ENTER).await?;
    // The field for the code has the focus already.
    let code = shop.backend.code_for("+447400123456").await?;
    shop.browser.until(&format!("{FOCUSED}?.name === 'code'")).await?;
    shop.browser.strike(&code).await?;
    shop.lock().until_logged_in().await
}

#[tokio::test]
async fn a_reload_on_the_code_step_comes_back_to_it() -> Result<()> {
    let shop = open().await?;
    shop.ask_for_code().await?;
    shop.browser.reload().await?;
    shop.open_lock().await?;
    shop.enter_code().await?.until_logged_in().await?;
    ensure!(shop.backend.messages_to(NUMBER).await? == 1, "another code was sent");
    Ok(())
}

#[tokio::test]
async fn escape_closes_a_lock() -> Result<()> {
    let shop = open().await?;
    shop.browser.strike(ESCAPE).await?;
    shop.lock().until_closed().await?;
    shop.browser.until("document.activeElement?.id === 'opener'").await
}

const FOCUSED: &str = "document.querySelector('.passlock-host').shadowRoot.activeElement";
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
