//! The policy that all pages of these tests live under: what it says, and that a breach of it would be noticed.

use anyhow::{Context, Result, ensure};
use passlock_e2e::{Browser, Site, built, wait};

/// What a page did that its policy forbids.
async fn breach(deed: &str, directive: &str) -> Result<()> {
    let site = Site::start(&built::page("shop"), "127.0.0.1:9").await?;
    let browser = Browser::start().await?;
    browser.open(&site.url()).await?;
    browser.evaluate(&format!("(() => {{ try {{ {deed} }} catch {{}} return null; }})()")).await?;
    let report = wait::until("a report", async || Ok(site.reports().take().pop())).await?;
    ensure!(report.contains(directive), "{report}");
    Ok(())
}

#[tokio::test]
async fn an_inline_style_is_reported() -> Result<()> {
    breach("document.body.setAttribute('style', 'color: red')", "style-src").await
}

#[tokio::test]
async fn html_that_is_written_by_a_script_is_reported() -> Result<()> {
    breach("document.body.innerHTML = '<b>hello</b>'", "require-trusted-types-for").await
}

#[tokio::test]
async fn a_script_that_is_made_of_a_text_is_reported() -> Result<()> {
    breach("setTimeout('1', 0)", "script").await
}

#[tokio::test]
async fn a_request_to_somebody_else_is_reported() -> Result<()> {
    breach("fetch('http://127.0.0.1:9999/').catch(() => null)", "connect-src").await
}

#[tokio::test]
async fn the_policy_is_the_one_that_the_readme_promises_to_be_enough() -> Result<()> {
    let readme = std::fs::read_to_string(built::root().join("README.md"))?;
    let promised =
        readme.lines().find(|line| line.starts_with("default-src 'none'")).context("no policy in README.md")?;
    let site = Site::start(&built::page("picker"), "login.example.com").await?;
    let browser = Browser::start().await?;
    browser.open(&site.url()).await?;
    let policy = "fetch(location.href).then((answer) => answer.headers.get('content-security-policy'))";
    let policy = browser.text(policy).await?.replace("http://", "https://");
    for directive in promised.split("; ") {
        let (name, sources) = directive.split_once(' ').context("a directive without a source")?;
        // In no directive is anything more allowed than there.
        let ours = policy.split("; ").find_map(|ours| ours.strip_prefix(&format!("{name} ")));
        let ours: Vec<_> = ours.unwrap_or_default().split(' ').collect();
        ensure!(ours.iter().all(|source| sources.split(' ').any(|promised| promised == *source)), "{name}: {ours:?}");
    }
    Ok(())
}
