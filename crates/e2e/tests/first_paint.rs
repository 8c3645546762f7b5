//! The form that is there before the widget: whatever a person does in it is not lost.

use anyhow::{Result, ensure};
use passlock_e2e::{Backend, Browser, NUMBER, Site, Visit, built};
use serde_json::json;

/// A page whose widget is held back, with the focus in the field of its form.
async fn open() -> Result<Visit> {
    let page = Visit::open("held").await?;
    begin(&page).await?;
    Ok(page)
}

/// The person is about to type.
async fn begin(page: &Visit) -> Result<()> {
    page.browser.until("!!phoneField()").await?;
    page.run("phoneField().focus()").await
}

/// The widget comes, and what the person was doing is as it was.
async fn widget_comes(page: &Visit) -> Result<()> {
    page.run("release()").await?;
    page.browser.until("isTakenOver()").await
}

#[tokio::test]
async fn digits_caret_and_focus_stay_when_the_widget_comes() -> Result<()> {
    for place in ["", "#modal"] {
        let page = Visit::open_at("held", place).await?;
        if place == "#modal" {
            page.press("opener").await?;
        }
        begin(&page).await?;
        page.browser.strike("4155550132\u{e012}\u{e012}").await?;
        page.browser.becomes("fieldNow()", "4155550132 | 8 | true | true").await?;
        widget_comes(&page).await?;
        // Between the same digits of "(415) 555-0132".
        page.browser.becomes("fieldNow()", "(415) 555-0132 | 12 | true | true").await?;
        page.browser.strike("\u{e003}7").await?;
        page.browser.becomes("fieldNow()", "(415) 555-0732 | 12 | true | true").await?;
        page.browser.until("shifts === 0").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_number_that_was_sent_before_the_widget_came_gets_its_code() -> Result<()> {
    let page = open().await?;
    page.browser.strike("4155550132\u{e007}").await?;
    page.lock().until_says("Sending").await?;
    page.run("release()").await?;
    page.enter_code().await?.until_logged_in().await?;
    ensure!(page.backend.messages_to(NUMBER).await? == 1, "more than one message was sent");
    page.browser.becomes("location.search + location.hash", "").await
}

#[tokio::test]
async fn a_press_that_the_widget_comes_amid_of_counts() -> Result<()> {
    let page = open().await?;
    page.browser.strike("4155550132").await?;
    let middle = "(({ x, y, width, height }) => [x + width / 2, y + height / 2])(
        phoneField().form.querySelector('[type=submit]').getBoundingClientRect())";
    let middle = page.browser.evaluate(middle).await?;
    let mouse = async |kind: &str| {
        let deed = json!({ "type": kind, "x": middle[0], "y": middle[1], "button": "left", "clickCount": 1 });
        page.browser.devtools("Input.dispatchMouseEvent", deed).await
    };
    mouse("mousePressed").await?;
    page.run("release()").await?;
    page.browser.until("performance.getEntriesByType('resource').some(({ name }) => name.includes('.wasm'))").await?;
    // The widget is there, and would have come.
    page.browser.evaluate("new Promise((resolve) => setTimeout(resolve, 300))").await?;
    ensure!(page.browser.evaluate("isTakenOver()").await? == false, "the button went away under the pointer");
    mouse("mouseReleased").await?;
    page.enter_code().await?.until_logged_in().await?;
    ensure!(page.backend.messages_to(NUMBER).await? == 1, "more than one message was sent");
    Ok(())
}

#[tokio::test]
async fn a_text_that_is_being_composed_is_finished_first() -> Result<()> {
    let page = open().await?;
    let composed = json!({ "text": "４１５", "selectionStart": 3, "selectionEnd": 3 });
    page.browser.devtools("Input.imeSetComposition", composed).await?;
    page.run("release()").await?;
    page.browser.until("performance.getEntriesByType('resource').some(({ name }) => name.includes('.wasm'))").await?;
    page.browser.becomes("fieldNow()", "４１５ | 3 | true | true").await?;
    page.browser.devtools("Input.insertText", json!({ "text": "４１５５５５０１３２" })).await?;
    page.browser.until("isTakenOver()").await?;
    page.browser.until("phoneField().value === '(４１５) ５５５-０１３２'").await
}

#[tokio::test]
async fn without_the_widget_the_person_reads_why_and_tries_again() -> Result<()> {
    let page = open().await?;
    page.browser.strike("4155550132\u{e007}").await?;
    page.lock().until_says("Sending").await?;
    page.run("refuse()").await?;
    let lock = page.lock();
    lock.problem_with("could not be loaded").await?;
    page.browser.becomes("heard.join()", "load_failed").await?;
    page.browser.becomes("fieldNow()", "4155550132 | 10 | true | true").await?;
    lock.submit().await?;
    page.enter_code().await?.until_logged_in().await
}

#[tokio::test]
async fn a_dialog_can_be_left_before_the_widget_is_there() -> Result<()> {
    let page = Visit::open_at("held", "#modal").await?;
    let lock = page.open_lock().await?;
    lock.until_painted().await?;
    page.browser.becomes("document.activeElement.className", "passlock-host").await?;
    page.browser.strike("\u{e00c}").await?;
    lock.until_closed().await?;
    page.browser.becomes("document.activeElement.id", "opener").await?;
    page.run("release()").await?;
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
    // Styles in the HTML a strict page allows by their hash.
    let backend = Backend::start().await?;
    let site = Site::start_without_policy(folder.path(), &backend.domain(), &[]).await?;
    let page = Visit::begin(backend, site, Browser::start().await?, "").await?;
    begin(&page).await?;
    page.browser.strike("4155550132").await?;
    page.browser.becomes("fieldNow()", "4155550132 | 10 | true | true").await?;
    widget_comes(&page).await?;
    page.browser.becomes("fieldNow()", "(415) 555-0132 | 14 | true | true").await?;
    page.browser.becomes("document.querySelectorAll('.passlock-host').length", 1).await
}
