//! A person at a page: a backend, a site on another origin, and a browser that has opened it.

use anyhow::Result;

use crate::{Backend, Browser, Lock, Site, built};

/// A page that is open; all that it takes ends when this is dropped.
pub struct Visit {
    /// Where codes and tokens come from.
    pub backend: Backend,
    /// What the page is seen in.
    pub browser: Browser,
    /// Where the page comes from.
    pub site: Site,
}

impl Visit {
    /// Opens the first page of a folder of these tests' pages.
    pub async fn open(pages: &str) -> Result<Self> {
        Self::open_at(pages, "").await
    }

    /// Opens a place among these pages: `module.html`, or `#part`.
    pub async fn open_at(pages: &str, place: &str) -> Result<Self> {
        Self::open_with(Backend::start().await?, pages, place).await
    }

    /// The same with a backend of one's own.
    pub async fn open_with(backend: Backend, pages: &str, place: &str) -> Result<Self> {
        let site = Site::start(&built::page(pages), &backend.domain()).await?;
        Self::begin(backend, site, Browser::start().await?, place).await
    }

    /// Opens a place of a site.
    pub async fn begin(backend: Backend, site: Site, browser: Browser, place: &str) -> Result<Self> {
        let visit = Self { backend, browser, site };
        visit.browser.open(&visit.at(place)).await?;
        Ok(visit)
    }

    /// The address of a place of the site.
    #[must_use]
    pub fn at(&self, place: &str) -> String {
        self.site.url() + place
    }

    /// Waits until the page is at a place of the site.
    pub async fn until_at(&self, place: &str) -> Result<()> {
        self.browser.until_at(&self.at(place)).await
    }

    /// The lock that is on the page, or will be.
    #[must_use]
    pub fn lock(&self) -> Lock<'_> {
        Lock::new(&self.browser)
    }

    /// Presses the page's own button of this id.
    pub async fn press(&self, id: &str) -> Result<()> {
        self.browser.press(&format!("#{id}")).await
    }

    /// Presses the button of these pages that opens the lock.
    pub async fn open_lock(&self) -> Result<Lock<'_>> {
        self.press("opener").await?;
        Ok(self.lock())
    }

    /// Has the page do something in one task.
    pub async fn run(&self, statements: &str) -> Result<()> {
        Ok(self.browser.client().execute(statements, Vec::new()).await.map(drop)?)
    }

    /// Asks the lock for a code, as far as the view in which it is entered.
    pub async fn ask_for_code(&self) -> Result<Lock<'_>> {
        let lock = self.lock();
        lock.ask_for_code(NUMBER).await?;
        Ok(lock)
    }

    /// Enters the code that has come to [`NUMBER`].
    pub async fn enter_code(&self) -> Result<Lock<'_>> {
        let lock = self.lock();
        lock.enter_code(&self.backend.code_for(NUMBER).await?).await?;
        Ok(lock)
    }

    /// Asks for a code and enters it. What comes of that is the page's affair.
    pub async fn log_in(&self) -> Result<Lock<'_>> {
        self.ask_for_code().await?;
        self.enter_code().await
    }
}

/// Whose phone these tests are about, in E.164.
pub const NUMBER: &str = "+14155550132";

/// Whether a name is this number, as far as a name tells it.
#[must_use]
pub fn is_called_by_number(name: &str) -> bool {
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    !digits.is_empty() && NUMBER.ends_with(&digits)
}
