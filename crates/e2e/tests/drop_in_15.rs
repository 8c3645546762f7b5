//! Pages written for Lock 15: the examples of its documentation, with only the script's address changed.

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use passlock_e2e::backend::wrong_code;
use passlock_e2e::{Backend, Browser, Lock, Site, built};

struct Page {
    backend: Backend,
    browser: Browser,
    site: Site,
}

impl Page {
    async fn open(name: &str) -> Result<Self> {
        let backend = Backend::start().await?;
        let site = Site::start(&built::page("lock_15"), &backend.domain()).await?;
        let browser = Browser::start().await?;
        browser.open(&format!("{}{name}", site.url())).await?;
        Ok(Self { backend, browser, site })
    }

    fn lock(&self) -> Lock<'_> {
        Lock::new(&self.browser)
    }

    async fn press_login(&self) -> Result<()> {
        Ok(self.browser.client().find(Locator::Id("login")).await?.click().await?)
    }

    async fn log_in(&self) -> Result<()> {
        self.lock().ask_for_code(NUMBER).await?;
        self.lock().enter_code(&self.backend.code_for(NUMBER).await?).await
    }

    async fn address(&self) -> Result<String> {
        Ok(self.browser.client().current_url().await?.to_string())
    }
}

#[tokio::test]
async fn the_example_of_the_readme_comes_back_to_its_page_and_knows_who_logged_in() -> Result<()> {
    let page = Page::open("").await?;
    page.browser.evaluate("(window.isTheSamePage = true)").await?;
    page.press_login().await?;
    page.log_in().await?;
    let name = page.browser.text("document.getElementById('name').textContent").await?;
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    ensure!(NUMBER.ends_with(&digits) && !digits.is_empty(), "'{name}' is not the number's owner");
    assert_eq!(page.browser.evaluate("typeof isTheSamePage").await?, "undefined", "the page was loaded anew");
    assert_eq!(page.address().await?, page.site.url(), "no token is left in the address");
    assert_eq!(page.browser.evaluate("sessionStorage.length + localStorage.length").await?, 0);
    page.browser.client().refresh().await?;
    page.browser.until("document.readyState === 'complete'").await?;
    assert_eq!(page.browser.evaluate("document.getElementById('name').textContent").await?, "");
    Ok(())
}

#[tokio::test]
async fn a_link_with_a_token_of_somebody_else_logs_nobody_in() -> Result<()> {
    let page = Page::open("module.html").await?;
    page.log_in().await?;
    page.browser.until("window.authenticated?.idToken.length > 0").await?;
    let result = page.browser.evaluate("authenticated").await?;
    let [id_token, access_token] =
        ["idToken", "accessToken"].map(|name| result[name].as_str().unwrap_or_default().to_owned());
    let link = format!("#access_token={access_token}&id_token={id_token}&state=x&expires_in=600&token_type=Bearer");
    page.browser.open(&format!("{}callback.html{link}", page.site.url())).await?;
    page.browser.until("outcome === 'error: invalid_token'").await?;
    page.browser.open(&format!("{}{link}", page.site.url())).await?;
    page.browser.until("location.hash === ''").await?;
    assert_eq!(page.browser.evaluate("document.getElementById('name').textContent").await?, "");
    Ok(())
}

#[tokio::test]
async fn a_page_without_redirects_hears_every_event_in_its_order() -> Result<()> {
    let page = Page::open("module.html").await?;
    let lock = page.lock();
    lock.until_phone_entry().await?;
    assert_eq!(page.browser.evaluate("checked").await?, "login_required");
    assert_eq!(lock.title().await?, "My Company");
    lock.until_says("This is an error message").await?;
    lock.ask_for_code(NUMBER).await?;
    ensure!(!lock.words().await?.contains("This is an error message"), "{}", lock.words().await?);
    let code = page.backend.code_for(NUMBER).await?;
    lock.enter_code(&wrong_code(&code, 1)).await?;
    lock.problem_with("2 tries left").await?;
    assert_eq!(page.browser.evaluate("window.authorization_error.error").await?, "invalid_user_password");
    lock.enter_code(&code).await?;
    page.browser.until("Boolean(window.authenticated)").await?;
    lock.until_closed().await?;
    let heard = page.browser.evaluate("heard.join()").await?;
    let expected = "warning,show,socialOrPhoneNumber ready,socialOrPhoneNumber submit,hook,vcode ready,vcode submit,hook,\
                    authorization_error,vcode submit,hook,authenticated,hide";
    assert_eq!(heard, expected);
    assert_eq!(page.browser.evaluate("warning.name").await?, "theme.labeledSubmitButton");
    let result = page.browser.evaluate("authenticated").await?;
    assert_eq!(result["state"], "auth_state");
    assert_eq!(result["tokenType"], "Bearer");
    assert_eq!(result["idTokenPayload"]["phone_number"], NUMBER);
    ensure!(result["expiresIn"].as_u64().context("no life")? > 0);
    assert_eq!(page.address().await?, format!("{}module.html", page.site.url()));
    Ok(())
}

#[tokio::test]
async fn a_hook_that_throws_stops_the_message_and_is_read() -> Result<()> {
    let page = Page::open("module.html").await?;
    page.browser.evaluate("(window.refusal = 'There was an error in the login hook!')").await?;
    let lock = page.lock();
    lock.until_phone_entry().await?;
    lock.type_phone(NUMBER).await?;
    lock.submit().await?;
    lock.problem_with("There was an error in the login hook!").await?;
    assert_eq!(page.backend.messages_to(NUMBER).await?, 0);
    assert_eq!(page.browser.evaluate("window.authorization_error.error").await?, "hook_error");
    page.browser.evaluate("(window.refusal = '')").await?;
    lock.submit().await?;
    lock.enter_code(&page.backend.code_for(NUMBER).await?).await?;
    page.browser.until("Boolean(window.authenticated)").await
}

#[tokio::test]
async fn a_page_with_a_router_takes_the_login_up_by_itself_and_only_once() -> Result<()> {
    let page = Page::open("callback.html").await?;
    page.browser.until("outcome === 'nothing'").await?;
    page.press_login().await?;
    page.log_in().await?;
    page.browser.until(&format!("outcome === '{NUMBER} a state'")).await?;
    assert_eq!(page.address().await?, format!("{}callback.html?from=login", page.site.url()));
    Ok(())
}

#[tokio::test]
async fn what_show_is_given_counts_for_that_time() -> Result<()> {
    let page = Page::open("calls.html").await?;
    let run = async |call: &str| page.browser.client().execute(call, Vec::new()).await;
    run("lock.show({ allowedConnections: ['twitter', 'facebook'] });").await?;
    page.browser.until("failed.join() === 'connection_not_enabled'").await?;
    page.browser.until("said.some((message) => message.includes('twitter, facebook'))").await?;
    page.lock().until_closed().await?;
    run("lock.show({ auth: { redirect: false, params: { state: 'auth_state' } } });").await?;
    run("lock.on('authenticated', (result) => { window.state = result.state; });").await?;
    page.log_in().await?;
    page.browser.until("window.state === 'auth_state'").await
}

#[tokio::test]
async fn a_lock_in_a_container_is_part_of_the_page_and_takes_no_focus() -> Result<()> {
    let page = Page::open("calls.html").await?;
    let options = "{
      container: 'myContainer',
      closable: false,
      languageDictionary: {
        signUpTerms: \"I agree to the <a href='/terms' target='_new'>terms of service</a>.\",
        title: 'My Company'
      },
      autofocus: false
    }";
    page.browser.client().execute(&format!("newLock({options}); lock.show();"), Vec::new()).await?;
    page.lock().until_phone_entry().await?;
    assert_eq!(page.lock().title().await?, "My Company");
    page.browser.until("document.querySelector('#myContainer > .passlock-host') !== null").await?;
    page.browser.until("document.activeElement === document.body").await?;
    ensure!(page.lock().cannot_be_closed().await?);
    Ok(())
}

#[tokio::test]
async fn logout_leaves_for_the_backend_with_the_address_to_come_back_to() -> Result<()> {
    let page = Page::open("calls.html").await?;
    page.browser.client().execute("lock.logout({ returnTo: 'https://myapp.com/bye-bye' });", Vec::new()).await?;
    page.browser.until("location.pathname === '/v2/logout'").await?;
    ensure!(page.address().await?.ends_with("/v2/logout?returnTo=https%3A%2F%2Fmyapp.com%2Fbye-bye&client_id=demo"));
    Ok(())
}

const NUMBER: &str = "+14155550132";
