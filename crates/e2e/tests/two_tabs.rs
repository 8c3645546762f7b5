//! Two tabs of one person: what happens in one is seen in the other.

use anyhow::Result;
use fantoccini::Locator;
use fantoccini::wd::WindowHandle;
use passlock_e2e::{Backend, Browser, Lock, Site, built, wait};

struct Tabs {
    backend: Backend,
    site: Site,
    browser: Browser,
    left: WindowHandle,
    right: WindowHandle,
}

impl Tabs {
    async fn open(page: &str) -> Result<Self> {
        let backend = Backend::start_with_log("info").await?;
        let site = Site::start(&built::page(page), &backend.domain()).await?;
        let browser = Browser::start().await?;
        browser.open(&site.url()).await?;
        let left = browser.client().window().await?;
        let right = browser.client().new_window(true).await?.handle;
        let tabs = Self { backend, site, browser, left, right };
        tabs.to(&tabs.right).await?;
        tabs.browser.open(&tabs.site.url()).await?;
        Ok(tabs)
    }

    async fn to(&self, tab: &WindowHandle) -> Result<Lock<'_>> {
        self.browser.client().switch_to_window(tab.clone()).await?;
        Ok(Lock::new(&self.browser))
    }

    async fn open_lock(&self, tab: &WindowHandle) -> Result<Lock<'_>> {
        let lock = self.to(tab).await?;
        self.browser.client().find(Locator::Id("opener")).await?.click().await?;
        Ok(lock)
    }

    /// How often the backend has said a thing.
    fn count(&self, words: &str) -> Result<usize> {
        Ok(self.backend.log()?.matches(words).count())
    }

    async fn log_in(&self, tab: &WindowHandle) -> Result<()> {
        let lock = self.open_lock(tab).await?;
        lock.ask_for_code(NUMBER).await?;
        lock.enter_code(&self.backend.code_for(NUMBER).await?).await?;
        lock.until_logged_in().await
    }
}

#[tokio::test]
async fn a_login_in_one_tab_is_one_in_the_other() -> Result<()> {
    let tabs = Tabs::open("shop").await?;
    tabs.open_lock(&tabs.right).await?.until_phone_entry().await?;
    tabs.log_in(&tabs.left).await?;
    tabs.to(&tabs.right).await?.until_logged_in().await?;
    tabs.browser.until("lock.isAuthenticated()").await
}

#[tokio::test]
async fn a_logout_in_one_tab_is_one_in_the_other() -> Result<()> {
    let tabs = Tabs::open("shop").await?;
    tabs.log_in(&tabs.left).await?;
    tabs.open_lock(&tabs.right).await?.until_logged_in().await?;
    tabs.browser.evaluate("void lock.on('logged_out', () => (document.title = 'left'))").await?;
    tabs.to(&tabs.left).await?.log_out().await?;

    tabs.to(&tabs.right).await?.until_phone_entry().await?;
    tabs.browser.until("document.title === 'left' && localStorage.length === 0").await?;
    tabs.browser.until("lock.isAuthenticated().then((yes) => !yes)").await
}

#[tokio::test]
async fn two_tabs_that_slept_over_it_renew_their_session_once() -> Result<()> {
    let tabs = Tabs::open("club").await?;
    tabs.log_in(&tabs.left).await?;
    tabs.to(&tabs.right).await?;
    tabs.browser.until("heard.join() === 'session_restored'").await?;
    let before = tabs.browser.text(REFRESH_TOKEN).await?;
    // Ten hours are the life of an id_token.
    tabs.browser.evaluate("void sleepAll(9.5)").await?;
    for tab in [&tabs.right, &tabs.left] {
        tabs.to(tab).await?;
        tabs.browser.until("heard.at(-1) === 'session_refreshed'").await?;
        tabs.browser.until("lock.isAuthenticated()").await?;
    }
    assert_ne!(tabs.browser.text(REFRESH_TOKEN).await?, before);
    assert_eq!(tabs.count("renewed")?, 1);

    // Over night: the session is over, and comes back.
    tabs.browser.evaluate("void sleepAll(24)").await?;
    for tab in [&tabs.left, &tabs.right] {
        tabs.to(tab).await?;
        tabs.browser.until("heard.filter((name) => name === 'session_refreshed').length === 2").await?;
    }
    assert_eq!((tabs.count("renewed")?, tabs.count("used twice")?), (2, 0));
    Ok(())
}

#[tokio::test]
async fn a_logout_revokes_the_refresh_token_also_when_the_page_is_left_at_once() -> Result<()> {
    let tabs = Tabs::open("club").await?;
    tabs.log_in(&tabs.left).await?;
    let token = tabs.browser.text(REFRESH_TOKEN).await?;
    tabs.browser.evaluate("void lock.logout({ returnTo: location.origin + '/' })").await?;
    wait::until("the login to end", async || Ok((tabs.count("ended a login")? == 1).then_some(()))).await?;

    tabs.to(&tabs.right).await?;
    tabs.browser.until("localStorage.length === 0").await?;
    let refused = format!(
        "new PasslockClient({{ clientId: AUTH0_CLIENT_ID, domain: AUTH0_DOMAIN }})
            .refresh('{token}').catch((error) => error.code)"
    );
    assert_eq!(tabs.browser.evaluate(&refused).await?, "login_required");
    Ok(())
}

const NUMBER: &str = "+14155550132";
const REFRESH_TOKEN: &str = "localStorage.getItem('id_token_refresh_token')";
