//! The form that is there before the widget: whatever a person does in it is not lost.

use std::path::Path;

use anyhow::{Result, ensure};
use fantoccini::Locator;
use passlock_e2e::{Backend, Browser, Lock, Site, built};
use serde_json::json;

struct Page {
    backend: Backend,
    browser: Browser,
    _site: Site,
}

impl Page {
    async fn open(place: &str) -> Result<Self> {
        let backend = Backend::start().await?;
        let site = Site::start(&built::page("held"), &backend.domain()).await?;
        Self::of(backend, site, place).await
    }

    /// A page with styles in its HTML, which a strict page allows by their hash.
    async fn painted(folder: &Path) -> Result<Self> {
        let backend = Backend::start().await?;
        let site = Site::start_without_policy(folder, &backend.domain(), &[]).await?;
        Self::of(backend, site, "").await
    }

    async fn of(backend: Backend, site: Site, place: &str) -> Result<Self> {
        let browser = Browser::start().await?;
        browser.open(&format!("{}{place}", site.url())).await?;
        Ok(Self { backend, browser, _site: site })
    }

    async fn says(&self, expression: &str, expected: &str) -> Result<()> {
        let said = self.browser.text(expression).await?;
        ensure!(said == expected, "{expression} is '{said}', not '{expected}'");
        Ok(())
    }

    /// The widget comes, and what the person was doing is as it was.
    async fn widget_comes(&self) -> Result<()> {
        self.browser.evaluate("void release()").await?;
        self.browser.until("isTakenOver()").await
    }
}

#[tokio::test]
async fn digits_caret_and_focus_stay_when_the_widget_comes() -> Result<()> {
    for place in ["", "#modal"] {
        let page = Page::open(place).await?;
        if place == "#modal" {
            page.browser.client().find(Locator::Id("opener")).await?.click().await?;
        }
        page.browser.until("!!phoneField()").await?;
        page.browser.evaluate("phoneField().focus()").await?;
        page.browser.press("4155550132\u{e012}\u{e012}").await?;
        page.says("fieldNow()", "4155550132 | 8 | true | true").await?;
        page.widget_comes().await?;
        // Between the same digits of "(415) 555-0132".
        page.says("fieldNow()", "(415) 555-0132 | 12 | true | true").await?;
        page.browser.press("\u{e003}7").await?;
        page.says("fieldNow()", "(415) 555-0732 | 12 | true | true").await?;
        page.browser.until("shifts === 0").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_number_that_was_sent_before_the_widget_came_gets_its_code() -> Result<()> {
    let page = Page::open("").await?;
    page.browser.until("!!phoneField()").await?;
    page.browser.evaluate("phoneField().focus()").await?;
    page.browser.press("4155550132\u{e007}").await?;
    let lock = Lock::new(&page.browser);
    ensure!(lock.words().await?.contains("Sending"), "{}", lock.words().await?);
    page.browser.evaluate("void release()").await?;
    lock.enter_code(&page.backend.code_for(NUMBER).await?).await?;
    lock.until_logged_in().await?;
    ensure!(page.backend.messages_to(NUMBER).await? == 1, "more than one message was sent");
    page.says("String(location.search + location.hash === '')", "true").await
}

#[tokio::test]
async fn a_text_that_is_being_composed_is_finished_first() -> Result<()> {
    let page = Page::open("").await?;
    page.browser.until("!!phoneField()").await?;
    page.browser.evaluate("phoneField().focus()").await?;
    let composed = json!({ "text": "４１５", "selectionStart": 3, "selectionEnd": 3 });
    page.browser.devtools("Input.imeSetComposition", composed).await?;
    page.browser.evaluate("void release()").await?;
    page.browser.until("performance.getEntriesByType('resource').some(({ name }) => name.includes('.wasm'))").await?;
    page.says("fieldNow()", "４１５ | 3 | true | true").await?;
    page.browser.devtools("Input.insertText", json!({ "text": "４１５５５５０１３２" })).await?;
    page.browser.until("isTakenOver()").await?;
    page.browser.until("phoneField().value === '(４１５) ５５５-０１３２'").await
}

#[tokio::test]
async fn without_the_widget_the_person_reads_why_and_tries_again() -> Result<()> {
    let page = Page::open("").await?;
    page.browser.until("!!phoneField()").await?;
    page.browser.evaluate("phoneField().focus()").await?;
    page.browser.press("4155550132\u{e007}").await?;
    page.browser.evaluate("refuse()").await?;
    let lock = Lock::new(&page.browser);
    lock.problem_with("could not be loaded").await?;
    page.says("heard.join()", "load_failed").await?;
    page.says("fieldNow()", "4155550132 | 10 | true | true").await?;
    lock.submit().await?;
    lock.enter_code(&page.backend.code_for(NUMBER).await?).await?;
    lock.until_logged_in().await
}

#[tokio::test]
async fn a_dialog_can_be_left_before_the_widget_is_there() -> Result<()> {
    let page = Page::open("#modal").await?;
    page.browser.client().find(Locator::Id("opener")).await?.click().await?;
    let lock = Lock::new(&page.browser);
    lock.until_phone_entry().await?;
    page.says("document.activeElement.className", "passlock-host").await?;
    page.browser.press("\u{e00c}").await?;
    lock.until_closed().await?;
    page.says("document.activeElement.id", "opener").await?;
    page.browser.evaluate("void release()").await?;
    page.browser.until("heard.join() === 'show,hide'").await?;
    lock.until_closed().await
}

#[tokio::test]
async fn a_form_in_the_html_is_taken_over_as_well() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let form = std::fs::read_to_string(built::dist()?.join("forms/en.html"))?;
    for file in ["index.html", "held.js", "page.js"] {
        let text = std::fs::read_to_string(built::page("held").join(file))?;
        let text = text.replace(r#"<div id="login"></div>"#, &format!(r#"<div id="login">{form}</div>"#));
        std::fs::write(folder.path().join(file), text)?;
    }
    let page = Page::painted(folder.path()).await?;
    page.browser.evaluate("phoneField().focus()").await?;
    page.browser.press("4155550132").await?;
    page.says("fieldNow()", "4155550132 | 10 | true | true").await?;
    page.widget_comes().await?;
    page.says("fieldNow()", "(415) 555-0132 | 14 | true | true").await?;
    page.says("String(document.querySelectorAll('.passlock-host').length)", "1").await
}

const NUMBER: &str = "+14155550132";
