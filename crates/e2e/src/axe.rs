//! What axe-core finds wrong with a page for people who cannot see it, or not well.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::npm;

/// The version whose rules hold.
pub const PACKAGE: &str = "axe-core@4.14.1";

/// Gives every page that the browser opens from now on the checker. `false` where npm cannot fetch it.
pub async fn install(browser: &Browser) -> Result<bool> {
    let Some(script) = npm::file(PACKAGE, "axe.min.js")? else { return Ok(false) };
    let source = fs::read_to_string(script)?;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
    Ok(true)
}

/// Everything that is wrong with the page, a line for each element: `rule: element: why`.
pub async fn violations(browser: &Browser) -> Result<Vec<String>> {
    let found = browser.evaluate(RUN).await?;
    let lines = found.as_array().context("axe answers with no list")?;
    Ok(lines.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// All rules of WCAG 2.2 on the levels A and AA, and the best practices. None is left out: the pages are whole pages, with
/// a language, a title, a landmark and a heading.
const RUN: &str = "axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(' ')}: ${failureSummary.replace(/\\s+/g, ' ')}`)))";
