//! Pages written for Lock 15: the examples of its documentation, with only the script's address changed.

use anyhow::{Context, Result, ensure};
use passlock_e2e::backend::wrong_code;
use passlock_e2e::visit::is_called_by_number;
use passlock_e2e::{NUMBER, Visit};

async fn open(name: &str) -> Result<Visit> {
    Visit::open_at("lock_15", name).await
}

#[tokio::test]
async fn the_example_of_the_readme_comes_back_to_its_page_and_knows_who_logged_in() -> Result<()> {
    let page = open("").await?;
    page.browser.evaluate("(window.isTheSamePage = true)").await?;
    page.press("login").await?;
    page.log_in().await?;
    let name = page.browser.text("document.getElementById('name').textContent").await?;
    ensure!(is_called_by_number(&name), "'{name}' is not the number's owner");
    assert_eq!(page.browser.evaluate("typeof isTheSamePage").await?, "undefined", "the page was loaded anew");
    page.until_at("").await.context("a token is left in the address")?;
    page.browser.becomes("sessionStorage.length + localStorage.length", 0).await?;
    page.browser.reload().await?;
    page.browser.until("document.readyState === 'complete'").await?;
    assert_eq!(page.browser.evaluate("document.getElementById('name').textContent").await?, "");
    Ok(())
}

#[tokio::test]
async fn a_link_with_a_token_of_somebody_else_logs_nobody_in() -> Result<()> {
    let page = open("module.html").await?;
    page.log_in().await?;
    page.browser.until("window.authenticated?.idToken.length > 0").await?;
    let result = page.browser.evaluate("authenticated").await?;
    let [id_token, access_token] =
        ["idToken", "accessToken"].map(|name| result[name].as_str().unwrap_or_default().to_owned());
    let link = format!("#access_token={access_token}&id_token={id_token}&state=x&expires_in=600&token_type=Bearer");
    page.browser.open(&page.at(&format!("callback.html{link}"))).await?;
    page.browser.until("outcome === 'error: invalid_token'").await?;
    page.browser.open(&page.at(&link)).await?;
    page.browser.until("location.hash === ''").await?;
    assert_eq!(page.browser.evaluate("document.getElementById('name').textContent").await?, "");
    Ok(())
}

#[tokio::test]
async fn a_page_without_redirects_hears_every_event_in_its_order() -> Result<()> {
    let page = open("module.html").await?;
    let lock = page.lock();
    lock.until_phone_entry().await?;
    page.browser.becomes("checked", "login_required").await?;
    lock.until_titled("My Company").await?;
    lock.until_says("This is an error message").await?;
    lock.ask_for_code(NUMBER).await?;
    lock.until_says_no_more("This is an error message").await?;
    let code = page.backend.code_for(NUMBER).await?;
    lock.enter_code(&wrong_code(&code, 1)).await?;
    lock.problem_with("2 tries left").await?;
    page.browser.becomes("authorization_error.error", "invalid_user_password").await?;
    lock.enter_code(&code).await?;
    page.browser.until("Boolean(window.authenticated)").await?;
    lock.until_closed().await?;
    let expected = "warning,show,socialOrPhoneNumber ready,socialOrPhoneNumber submit,hook,vcode ready,vcode submit,hook,\
                    authorization_error,vcode submit,hook,authenticated,hide";
    page.browser.becomes("heard.join()", expected).await?;
    assert_eq!(page.browser.evaluate("warning.name").await?, "theme.labeledSubmitButton");
    let result = page.browser.evaluate("authenticated").await?;
    assert_eq!(result["state"], "auth_state");
    assert_eq!(result["tokenType"], "Bearer");
    assert_eq!(result["idTokenPayload"]["phone_number"], NUMBER);
    ensure!(result["expiresIn"].as_u64().context("no life")? > 0);
    page.until_at("module.html").await
}

#[tokio::test]
async fn a_hook_that_throws_stops_the_message_and_is_read() -> Result<()> {
    let page = open("module.html").await?;
    page.browser.evaluate("(window.refusal = 'There was an error in the login hook!')").await?;
    let lock = page.lock();
    lock.until_phone_entry().await?;
    lock.type_phone(NUMBER).await?;
    lock.submit().await?;
    lock.problem_with("There was an error in the login hook!").await?;
    assert_eq!(page.backend.messages_to(NUMBER).await?, 0);
    page.browser.becomes("authorization_error.error", "hook_error").await?;
    page.browser.evaluate("(window.refusal = '')").await?;
    lock.submit().await?;
    page.enter_code().await?;
    page.browser.until("Boolean(window.authenticated)").await
}

#[tokio::test]
async fn a_page_with_a_router_takes_the_login_up_by_itself_and_only_once() -> Result<()> {
    let page = open("callback.html").await?;
    page.browser.until("outcome === 'nothing'").await?;
    page.press("login").await?;
    page.log_in().await?;
    page.browser.until(&format!("outcome === '{NUMBER} a state'")).await?;
    page.until_at("callback.html?from=login").await
}

#[tokio::test]
async fn what_show_is_given_counts_for_that_time() -> Result<()> {
    let page = open("calls.html").await?;
    page.run("lock.show({ allowedConnections: ['twitter', 'facebook'] });").await?;
    page.browser.until("failed.join() === 'connection_not_enabled'").await?;
    page.browser.until("said.some((message) => message.includes('twitter, facebook'))").await?;
    page.lock().until_closed().await?;
    page.run("lock.show({ auth: { redirect: false, params: { state: 'auth_state' } } });").await?;
    page.run("lock.on('authenticated', (result) => { window.state = result.state; });").await?;
    page.log_in().await?;
    page.browser.until("window.state === 'auth_state'").await
}

#[tokio::test]
async fn a_lock_in_a_container_is_part_of_the_page_and_takes_no_focus() -> Result<()> {
    let page = open("calls.html").await?;
    let options = "{
      container: 'myContainer',
      closable: false,
      languageDictionary: {
        signUpTerms: \"I agree to the <a href='/terms' target='_new'>terms of service</a>.\",
        title: 'My Company'
      },
      autofocus: false
    }";
    page.run(&format!("newLock({options}); lock.show();")).await?;
    page.lock().until_phone_entry().await?;
    page.lock().until_titled("My Company").await?;
    page.browser.until("document.querySelector('#myContainer > .passlock-host') !== null").await?;
    page.browser.until("document.activeElement === document.body").await?;
    ensure!(page.lock().cannot_be_closed().await?);
    Ok(())
}

#[tokio::test]
async fn logout_leaves_for_the_backend_with_the_address_to_come_back_to() -> Result<()> {
    let page = open("calls.html").await?;
    page.run("lock.logout({ returnTo: 'https://myapp.com/bye-bye' });").await?;
    let address = "/v2/logout?returnTo=https%3A%2F%2Fmyapp.com%2Fbye-bye&client_id=demo";
    page.browser.becomes("location.pathname + location.search", address).await
}
