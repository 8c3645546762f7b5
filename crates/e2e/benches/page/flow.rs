//! A login by text message from the first file to the last.

use anyhow::{Context, Result};
use fantoccini::Locator;
use passlock_e2e::{Backend, Browser, Lock, Site, built};
use serde_json::Value;

/// The names of the files of the lock that a page loads on the way, in their order.
pub(crate) async fn files(browser: &Browser) -> Result<Vec<String>> {
    let backend = Backend::start().await?;
    let dist = built::measured()?;
    let site = Site::start_compressed(&[&built::page("shop"), &dist], &backend.domain()).await?;
    browser.open(&site.url()).await?;
    browser.client().find(Locator::Id("opener")).await?.click().await?;
    let lock = Lock::new(browser);
    lock.ask_for_code(NUMBER).await?;
    lock.enter_code(&backend.code_for(NUMBER).await?).await?;
    lock.until_logged_in().await?;
    let loaded = browser.evaluate(LOADED).await?;
    let paths = loaded.as_array().context("no list of files")?.iter().filter_map(Value::as_str);
    Ok(paths.filter(|path| dist.join(path).is_file()).map(str::to_owned).collect())
}

const NUMBER: &str = "+12015550123";
const LOADED: &str = "performance.getEntriesByType('resource').map(({ name }) => new URL(name))
    .filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname.slice(1))";
