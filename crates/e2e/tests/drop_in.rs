//! Pages written for lock-passwordless 2.2: the examples of its documentation, with only the script's address changed.

use anyhow::{Context, Result, ensure};
use passlock_e2e::backend::wrong_code;
use passlock_e2e::visit::is_called_by_number;
use passlock_e2e::{Backend, Browser, Site, Visit, built, jquery, token, wait};
use serde_json::{Value, json};

/// Waits until the page has said something with these words.
async fn says(page: &Visit, words: &str) -> Result<()> {
    page.browser.until(&format!("said.some((message) => message.includes({}))", Value::from(words))).await?;
    page.run("said.splice(0)").await
}

async fn open() -> Result<Visit> {
    Visit::open("lock_v2").await
}

#[tokio::test]
async fn the_first_example_welcomes_who_logged_in() -> Result<()> {
    let page = Visit::open_at("lock_v2", "usage.html").await?;
    page.press("loginButton").await?;
    page.log_in().await?;
    let words = wait::until("an alert", async || Ok(page.browser.client().get_alert_text().await.ok())).await?;
    page.browser.client().accept_alert().await?;
    ensure!(words.starts_with("Hi ") && is_called_by_number(&words), "{words}");
    Ok(())
}

#[tokio::test]
async fn every_call_of_sms_opens_the_lock_and_calls_back() -> Result<()> {
    let page = open().await?;
    let callback = "function(error, profile, id_token, access_token, state, refresh_token) {
        if (!error) {
          alert('User has logged in');
        }
      }";
    for (call, calls_back) in [
        ("lock.sms();".to_owned(), false),
        ("lock.sms({closable: false});".to_owned(), false),
        (format!("lock.sms({callback});"), true),
        (format!("lock.sms({{closable: false}}, {callback});"), true),
    ] {
        page.run(&call).await?;
        page.log_in().await?.until_logged_in().await?;
        let expected = if calls_back { json!(["alert: User has logged in"]) } else { json!([]) };
        page.browser.becomes("said", expected).await.context(call)?;
        page.run("said.splice(0)").await?;
    }
    assert_eq!(page.browser.evaluate("localStorage.length").await?, 0, "the page keeps the tokens itself");
    Ok(())
}

#[tokio::test]
async fn a_dialog_that_cannot_be_closed_has_no_cross() -> Result<()> {
    let page = open().await?;
    page.run("lock.sms({closable: false});").await?;
    page.lock().until_phone_entry().await?;
    ensure!(page.lock().cannot_be_closed().await?);
    page.run("lock.close();").await?;
    page.lock().until_closed().await?;
    page.run("lock.sms();").await?;
    page.lock().until_phone_entry().await?;
    page.run("lock.close(function() { alert('The Lock has been closed'); });").await?;
    page.lock().until_closed().await?;
    says(&page, "alert: The Lock has been closed").await?;
    page.run("lock.sms();").await?;
    page.lock().until_phone_entry().await?;
    page.run("lock.destroy();").await?;
    page.lock().until_closed().await?;
    let refused =
        page.browser.evaluate("(() => { try { lock.sms(); } catch (error) { return error.message; } })()").await?;
    ensure!(refused.as_str().is_some_and(|message| message.contains("destroyed")), "{refused}");
    Ok(())
}

#[tokio::test]
async fn what_needs_a_link_or_a_social_network_says_that_it_is_not_enabled() -> Result<()> {
    let page = open().await?;
    for call in [
        "lock.magiclink();",
        "lock.magiclink({closable: false});",
        "lock.magiclink(function(error, email) { if (!error) { alert('sent to ' + email); } });",
        "lock.magiclink({closable: false}, function(error, email) { if (!error) { alert('sent to ' + email); } });",
        "lock.social({ connections: ['facebook', 'twitter'] });",
        "lock.socialOrMagiclink({ connections: ['facebook', 'twitter'] });",
        "lock.social({ connections: ['facebook', 'twitter'], popup: true },
           function(error, profile, id_token, access_token, state, refresh_token) {
             if (!error) { alert('User has logged in'); }
           });",
    ] {
        page.run(call).await?;
        says(&page, "This connection is not enabled").await?;
    }
    page.run("lock.magiclink(function(error) { said.push('called back: ' + error.error); });").await?;
    says(&page, "called back: connection_not_enabled").await?;
    page.lock().until_closed().await
}

#[tokio::test]
async fn emailcode_logs_in_who_reads_the_mail_and_calls_back() -> Result<()> {
    let page = open().await?;
    page.run(
        "lock.emailcode({ authParams: { scope: 'openid email' } }, function(error, profile, id_token) {
           said.push(error ? 'failed: ' + error.error : profile.email + ' ' + id_token);
         });",
    )
    .await?;
    let lock = page.lock();
    lock.ask_for_code_by_email(ADDRESS).await?;
    let code = page.backend.code_for(ADDRESS).await?;
    lock.enter_code(&wrong_code(&code, 1)).await?;
    lock.problem_with("2 tries left").await?;
    says(&page, "failed: ").await?;
    lock.enter_code(&code).await?;
    lock.until_logged_in().await?;
    let told = page.browser.text("said.at(-1)").await?;
    let (address, id_token) = told.split_once(' ').context("no token")?;
    assert_eq!(address, ADDRESS);
    let claims = token::verify(id_token, page.backend.jwks().await?, &page.backend.domain())?;
    assert_eq!((&claims["email"], &claims["email_verified"]), (&ADDRESS.into(), &true.into()));
    ensure!(claims["sub"].as_str().is_some_and(|sub| sub.starts_with("email|")), "{claims}");
    Ok(())
}

#[tokio::test]
async fn a_social_dialog_with_a_phone_number_is_one_with_a_phone_number() -> Result<()> {
    let page = open().await?;
    page.run("lock.socialOrSms({ connections: ['facebook', 'twitter'] });").await?;
    says(&page, "social connections are not enabled").await?;
    page.lock().until_phone_entry().await
}

#[tokio::test]
async fn the_options_of_the_documentation_have_their_effect() -> Result<()> {
    let page = open().await?;
    let options = "var options = {
      container: 'myContainer',
      icon: '/path/to/my/icon.png',
      closable: false,
      dict: {title: 'My Company'},
      focusInput: false,
      gravatar: false
    };";
    page.run(&format!("{options} lock.sms(options);")).await?;
    page.lock().until_phone_entry().await?;
    page.lock().until_titled("My Company").await?;
    let host = "document.querySelector('#myContainer > .passlock-host').shadowRoot";
    page.browser.until(&format!("{host}.querySelector('img.pl-logo').src.endsWith('/path/to/my/icon.png')")).await?;
    page.browser.until("document.activeElement === document.body").await?;
    page.browser.becomes("said", json!([])).await
}

#[tokio::test]
async fn a_login_that_wants_a_code_for_another_page_is_refused_by_name() -> Result<()> {
    let page = open().await?;
    page.run("lock.sms({callbackURL: 'http://mydomain/callback'});").await?;
    says(&page, "There are no authorization codes here").await?;
    page.run("lock.sms({callbackURL: 'http://mydomain/callback', responseType: 'token'});").await?;
    says(&page, "Tokens are not sent to another origin").await?;
    page.lock().until_closed().await
}

#[tokio::test]
async fn a_login_goes_on_to_the_callback_url_where_parse_hash_finds_it() -> Result<()> {
    let Some(jquery) = jquery::fetched()? else {
        println!("skipped: this page wants jQuery, and npm, which would fetch it, is not installed");
        return Ok(());
    };
    let backend = Backend::start().await?;
    let site = Site::start_without_policy(&built::page("lock_v2"), &backend.domain(), &[&jquery]).await?;
    let browser = Browser::start_with_hosts(&[("code.jquery.com:80", site.port())]).await?;
    let page = Visit::begin(backend, site, browser, "").await?;
    page.run("lock.sms({callbackURL: location.origin + '/hash.html', responseType: 'token'});").await?;
    page.log_in().await?;
    let name = page.browser.text("document.getElementById('name')?.textContent").await?;
    ensure!(is_called_by_number(&name), "'{name}' is not the number's owner");
    let id_token = page.browser.text("localStorage.id_token").await?;
    token::verify(&id_token, page.backend.jwks().await?, &page.backend.domain())?;
    Ok(())
}

#[tokio::test]
async fn get_profile_and_logout_do_as_documented() -> Result<()> {
    let page = open().await?;
    page.run("lock.sms(function(error, profile, id_token) { window.id_token = id_token; });").await?;
    page.log_in().await?;
    page.browser.until("typeof id_token === 'string'").await?;
    page.run(
        "lock.getProfile(id_token, function(error, profile) { if (!error) { alert('hello ' + profile.name); } });",
    )
    .await?;
    says(&page, "alert: hello +1").await?;
    page.run("lock.logout({ref: window.location.href});").await?;
    let backend = format!("location.origin === 'http://{}'", page.backend.domain());
    page.browser.until(&format!("{backend} && location.pathname === '/v2/logout'")).await?;
    let query = json!([["ref", page.site.url()], ["client_id", "demo"]]);
    page.browser.becomes("[...new URLSearchParams(location.search)]", query).await
}

const ADDRESS: &str = "zoe.example+passlock@shop.example";
