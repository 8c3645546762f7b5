//! The page that `cargo xtask demo` shows, from the first click to the welcome, with pictures of every view.

use anyhow::Result;
use passlock_e2e::backend::wrong_code;
use passlock_e2e::camera::{compose, photograph};
use passlock_e2e::demo::Demo;
use passlock_e2e::{Browser, Lock, NUMBER};

#[tokio::test]
async fn the_demo_logs_in_with_the_code_on_the_drawn_phone() -> Result<()> {
    let demo = Demo::start()?;
    let browser = Browser::start().await?;
    browser.open(&demo.url()).await?;
    photograph(&browser, "1-landing").await?;

    browser.press("#sign-in").await?;
    let lock = Lock::new(&browser);
    lock.type_phone("+1 415 555").await?;
    lock.submit().await?;
    lock.problem_with("missing").await?;
    photograph(&browser, "3-phone-error").await?;
    lock.type_phone(TYPED).await?;
    lock.until_no_problem().await?;
    photograph(&browser, "2-phone").await?;

    lock.submit().await?;
    let code = demo.code_for(NUMBER).await?;
    browser.until(&format!("document.getElementById('messages').textContent.includes('{code}')")).await?;
    lock.enter_code(&code[..3]).await?;
    lock.until_code(&code[..3]).await?;
    photograph(&browser, "4-code").await?;
    lock.enter_code(&wrong_code(&code, 1)).await?;
    lock.problem_with("2 tries left").await?;
    photograph(&browser, "5-wrong-code").await?;
    lock.enter_code(&code).await?;

    browser.until("!document.getElementById('signed-in').hidden").await?;
    browser.text("document.getElementById('nickname').textContent").await?;
    browser.until("document.getElementById('picture').naturalWidth > 0").await?;
    lock.until_closed().await?;
    photograph(&browser, "6-logged-in").await?;

    browser.press("#log-out").await?;
    browser.until("document.getElementById('signed-in').hidden").await?;
    browser.until("localStorage.getItem('id_token') === null").await?;
    compose(&browser).await?;
    browser.open(&format!("{}demo/gallery/cell.html?state=logged-in", demo.url())).await?;
    browser.until("document.documentElement.dataset.cell === 'ready'").await
}

const TYPED: &str = "+1 415 555 0132";
