//! The examples do what they say: each is built as its readers would build it, and logs a person in.

use anyhow::Result;
use passlock_e2e::project::Project;
use passlock_e2e::{Backend, Browser, NUMBER, Site, Visit, built};

#[tokio::test]
async fn the_example_in_react_logs_a_person_in_and_out() -> Result<()> {
    let Some(project) = project("react")? else { return Ok(()) };
    project.run("tsc", &[])?;
    logs_in_and_out(&project).await
}

#[tokio::test]
async fn the_example_in_vue_logs_a_person_in_and_out() -> Result<()> {
    let Some(project) = project("vue")? else { return Ok(()) };
    logs_in_and_out(&project).await
}

#[tokio::test]
async fn the_example_without_a_bundler_logs_a_person_in() -> Result<()> {
    let Some(project) = project("html")? else { return Ok(()) };
    let backend = Backend::start().await?;
    let page = std::fs::read_to_string(project.path("index.html"))?;
    std::fs::write(project.path("index.html"), page.replace("127.0.0.1:4000", &backend.domain()))?;
    let site = Site::start_compressed(&[&project.path("")], &backend.domain()).await?;
    let page = Visit::begin(backend, site, Browser::start().await?, "").await?;
    page.log_in().await?;
    page.browser.until("document.querySelector('#who').textContent.startsWith('Welcome, ')").await
}

#[tokio::test]
async fn the_example_in_yew_logs_a_person_in_and_out() -> Result<()> {
    let backend = Backend::start().await?;
    let folder = built::example_in_yew(&backend.domain())?;
    let site = Site::start_compressed(&[&folder], &backend.domain()).await?;
    let page = Visit::begin(backend, site, Browser::start().await?, "").await?;
    page.log_in().await?;
    let (browser, heading) = (&page.browser, "document.querySelector('h1')?.textContent");
    browser.until(&format!("{heading}?.startsWith('Welcome, ') && !document.querySelector('.pl')")).await?;
    let known = format!("document.querySelector('dd')?.textContent === '{NUMBER}'");
    browser.until(&known).await?;
    browser.reload().await?;
    browser.until(&known).await?;

    // Whoever leaves in one tab has left in the other.
    let first = browser.client().window().await?;
    let second = browser.client().new_window(true).await?.handle;
    browser.client().switch_to_window(second).await?;
    browser.open(&page.at("")).await?;
    browser.until(&known).await?;
    browser.press("button").await?;
    browser.until(&format!("{heading} === 'Hello' && localStorage.length === 0")).await?;
    browser.client().switch_to_window(first).await?;
    browser.until(&format!("{heading} === 'Hello'")).await?;
    page.lock().until_phone_entry().await
}

fn project(name: &str) -> Result<Option<Project>> {
    Project::install(name, &built::root().join("examples").join(name))
}

/// Builds an example that opens the lock with a button, and goes through a login with it.
async fn logs_in_and_out(project: &Project) -> Result<()> {
    let backend = Backend::start().await?;
    std::fs::write(project.path(".env"), format!("VITE_DOMAIN={}\n", backend.domain()))?;
    project.run("vite", &["build"])?;
    let site = Site::start_compressed(&[&project.path("dist")], &backend.domain()).await?;
    let page = Visit::begin(backend, site, Browser::start().await?, "").await?;
    let browser = &page.browser;
    browser.press("button").await?;
    page.log_in().await?.until_closed().await?;
    let heading = "document.querySelector('h1').textContent";
    browser.until(&format!("{heading}.startsWith('Welcome, ')")).await?;
    browser.reload().await?;
    browser.until(&format!("{heading}.startsWith('Welcome, ')")).await?;
    browser.press("button").await?;
    browser.until(&format!("{heading} === 'Hello' && localStorage.length === 0")).await
}
