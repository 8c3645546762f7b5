//! Two tabs of one person: what happens in one is seen in the other.

use anyhow::{Result, ensure};
use fantoccini::wd::WindowHandle;
use passlock_e2e::{Backend, Lock, Visit, wait};

struct Tabs {
    visit: Visit,
    left: WindowHandle,
    right: WindowHandle,
}

impl Tabs {
    async fn open(page: &str) -> Result<Self> {
        let visit = Visit::open_with(Backend::start_with_log("info").await?, page, "").await?;
        let left = visit.browser.client().window().await?;
        let right = visit.browser.client().new_window(true).await?.handle;
        let tabs = Self { visit, left, right };
        tabs.to(&tabs.right).await?;
        tabs.visit.browser.open(&tabs.visit.at("")).await?;
        Ok(tabs)
    }

    async fn to(&self, tab: &WindowHandle) -> Result<Lock<'_>> {
        self.visit.browser.client().switch_to_window(tab.clone()).await?;
        Ok(self.visit.lock())
    }

    async fn open_lock(&self, tab: &WindowHandle) -> Result<Lock<'_>> {
        self.to(tab).await?;
        self.visit.open_lock().await
    }

    /// How often the backend has said a thing.
    fn count(&self, words: &str) -> Result<usize> {
        Ok(self.visit.backend.log()?.matches(words).count())
    }

    /// Waits until it has said so for the `nth` time; more often is too often.
    async fn until_said(&self, words: &str, nth: usize) -> Result<()> {
        let what = format!("'{words}' {nth} times in the log");
        wait::until(&what, async || Ok((self.count(words)? >= nth).then_some(()))).await?;
        ensure!(self.count(words)? == nth, "'{words}' {} times", self.count(words)?);
        Ok(())
    }

    async fn log_in(&self, tab: &WindowHandle) -> Result<()> {
        self.open_lock(tab).await?;
        self.visit.log_in().await?.until_logged_in().await
    }
}

#[tokio::test]
async fn a_login_in_one_tab_is_one_in_the_other() -> Result<()> {
    let tabs = Tabs::open("shop").await?;
    tabs.open_lock(&tabs.right).await?.until_phone_entry().await?;
    tabs.log_in(&tabs.left).await?;
    tabs.to(&tabs.right).await?.until_logged_in().await?;
    tabs.visit.browser.until("lock.isAuthenticated()").await
}

#[tokio::test]
async fn a_logout_in_one_tab_is_one_in_the_other() -> Result<()> {
    let tabs = Tabs::open("shop").await?;
    tabs.log_in(&tabs.left).await?;
    tabs.open_lock(&tabs.right).await?.until_logged_in().await?;
    tabs.visit.browser.evaluate("void lock.on('logged_out', () => (document.title = 'left'))").await?;
    tabs.to(&tabs.left).await?.log_out().await?;

    tabs.to(&tabs.right).await?.until_phone_entry().await?;
    tabs.visit.browser.until("document.title === 'left' && localStorage.length === 0").await?;
    tabs.visit.browser.until("lock.isAuthenticated().then((yes) => !yes)").await
}

#[tokio::test]
async fn two_tabs_that_slept_over_it_renew_their_session_once() -> Result<()> {
    let tabs = Tabs::open("club").await?;
    tabs.log_in(&tabs.left).await?;
    tabs.to(&tabs.right).await?;
    tabs.visit.browser.until("heard.join() === 'session_restored'").await?;
    let before = tabs.visit.browser.text(REFRESH_TOKEN).await?;
    // Ten hours are the life of an id_token.
    tabs.visit.browser.evaluate("void sleepAll(9.5)").await?;
    for tab in [&tabs.right, &tabs.left] {
        tabs.to(tab).await?;
        tabs.visit.browser.until("heard.at(-1) === 'session_refreshed'").await?;
        tabs.visit.browser.until("lock.isAuthenticated()").await?;
    }
    assert_ne!(tabs.visit.browser.text(REFRESH_TOKEN).await?, before);
    tabs.until_said("renewed", 1).await?;

    // Over night: the session is over, and comes back.
    tabs.visit.browser.evaluate("void sleepAll(24)").await?;
    for tab in [&tabs.left, &tabs.right] {
        tabs.to(tab).await?;
        tabs.visit.browser.until("heard.filter((name) => name === 'session_refreshed').length === 2").await?;
    }
    tabs.until_said("renewed", 2).await?;
    tabs.until_said("used twice", 0).await
}

#[tokio::test]
async fn a_logout_revokes_the_refresh_token_also_when_the_page_is_left_at_once() -> Result<()> {
    let tabs = Tabs::open("club").await?;
    tabs.log_in(&tabs.left).await?;
    let token = tabs.visit.browser.text(REFRESH_TOKEN).await?;
    tabs.visit.browser.evaluate("void lock.logout({ returnTo: location.origin + '/' })").await?;
    tabs.until_said("ended a login", 1).await?;

    tabs.to(&tabs.right).await?;
    tabs.visit.browser.until("localStorage.length === 0").await?;
    let refused = format!(
        "new PasslockClient({{ clientId: AUTH0_CLIENT_ID, domain: AUTH0_DOMAIN }})
            .refresh('{token}').catch((error) => error.code)"
    );
    assert_eq!(tabs.visit.browser.evaluate(&refused).await?, "login_required");
    Ok(())
}

const REFRESH_TOKEN: &str = "localStorage.getItem('id_token_refresh_token')";
