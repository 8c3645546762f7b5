//! Files that are not what they were when they were released do not run.

use anyhow::{Context, Result};
use passlock_e2e::{Backend, Browser, Lock, Site, built};
use serde_json::Value;

/// A page that holds the script against what was released, and says what happens to its lock.
fn page(integrity: &str) -> String {
    format!(
        "<!doctype html><title>A careful page</title><link rel=icon href='data:,'><script src=auth0-variables.js></script>
         <script src=passlock.js integrity='{integrity}' crossorigin onerror='window.isRefused = true'></script>
         <div id=here></div>
         <script>
           var lock = window.Passlock && new Passlock(AUTH0_CLIENT_ID, AUTH0_DOMAIN, {{ container: 'here' }});
           lock?.on('unrecoverable_error', (error) => (window.error = error.code));
           lock?.show();
         </script>"
    )
}

fn released(file: &str) -> Result<String> {
    let values: Value = serde_json::from_slice(&std::fs::read(built::dist()?.join("integrity.json"))?)?;
    values[file].as_str().map(str::to_owned).with_context(|| format!("integrity.json does not name {file}"))
}

#[tokio::test]
async fn a_page_that_asks_for_the_released_script_gets_it_and_no_other() -> Result<()> {
    let backend = Backend::start().await?;
    let folder = tempfile::tempdir()?;
    let site = Site::start_without_policy(folder.path(), &backend.domain(), &[]).await?;
    let browser = Browser::start().await?;
    std::fs::write(folder.path().join("index.html"), page(&released("passlock.js")?))?;
    browser.open(&site.url()).await?;
    Lock::new(&browser).until_phone_entry().await?;
    // Under a name of its own: a file that changed within a second is the same to whoever asks by its time.
    std::fs::write(folder.path().join("other.html"), page(&released("passlock.mjs")?))?;
    browser.open(&format!("{}other.html", site.url())).await?;
    browser.until("window.isRefused === true && window.Passlock === undefined").await
}

#[tokio::test]
async fn the_loader_refuses_webassembly_that_is_not_its_own() -> Result<()> {
    let backend = Backend::start().await?;
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("index.html"), page(&released("passlock.js")?))?;
    let mut wasm = std::fs::read(built::dist()?.join("passlock-embed_bg.wasm"))?;
    // An empty custom section: the module does what it did, but is another file.
    wasm.extend([0, 1, 0]);
    std::fs::write(folder.path().join("passlock-embed_bg.wasm"), wasm)?;
    let site = Site::start_without_policy(folder.path(), &backend.domain(), &[]).await?;
    let browser = Browser::start().await?;
    browser.open(&site.url()).await?;
    browser.until("window.error === 'load_failed'").await
}

#[tokio::test]
async fn what_a_page_fetches_ahead_is_taken_by_the_loader_and_fetched_once() -> Result<()> {
    let backend = Backend::start().await?;
    let folder = tempfile::tempdir()?;
    let ahead = std::fs::read_to_string(built::dist()?.join("preload.html"))?;
    let page = page(&released("passlock.js")?).replace("<title>", &format!("{ahead}<title>"));
    std::fs::write(folder.path().join("index.html"), page)?;
    let site = Site::start_without_policy(folder.path(), &backend.domain(), &[]).await?;
    let browser = Browser::start().await?;
    browser.open(&site.url()).await?;
    browser.evaluate("void lock.country().then(() => (window.isThere = true))").await?;
    browser.until("window.isThere === true").await?;
    // Who asked first; a second request would be another line.
    let asked = "performance.getEntriesByType('resource').filter(({ name }) => name.includes('passlock-embed'))\
                 .map(({ name, initiatorType }) => `${name.split('/').pop()} ${initiatorType}`).sort().join()";
    browser.becomes(asked, "passlock-embed.js other,passlock-embed_bg.wasm link").await
}
