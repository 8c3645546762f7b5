//! One load of a page that the browser has never seen, and what it took.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use passlock_e2e::Browser;
use serde_json::{Value, json};

use crate::pages::Page;
use crate::profiles::Profile;

/// Times are in milliseconds.
pub(crate) struct Load {
    /// From the beginning, which is the navigation or the click, until a typed digit stayed in the field.
    typed: f64,
    /// From there until the page said the number back; `None` without an engine.
    answered: Option<f64>,
    long_tasks: f64,
    long_total: f64,
    /// Kilobytes of JavaScript's objects, the document, buffers and WebAssembly's memory, after garbage was collected.
    /// Compiled code is left out, and so are layout, letters and pictures.
    memory: f64,
    /// From a key to the end of the frame that shows it: of all keys of this load the middle one, and the slowest.
    key: f64,
    slowest_key: f64,
}

impl Load {
    /// In a tab of its own. Hosts are sites to the browser, and each gets a process, so that files, compiled code and
    /// connections are new to it.
    pub(crate) async fn measure(browser: &Browser, host: &str, page: &Page, profile: &Profile) -> Result<Self> {
        let client = browser.client();
        let home = client.window().await?;
        let tab = client.new_window(true).await?;
        client.switch_to_window(tab.handle).await?;
        let load = Self::in_this_tab(browser, &format!("http://{host}/{}", page.file), page.has_engine, profile).await;
        client.close_window().await?;
        client.switch_to_window(home).await?;
        load
    }

    async fn in_this_tab(browser: &Browser, url: &str, has_engine: bool, profile: &Profile) -> Result<Self> {
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": PROBE })).await?;
        browser.devtools("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await?;
        browser.devtools("Emulation.setTimezoneOverride", json!({ "timezoneId": "America/New_York" })).await?;
        profile.apply(browser).await?;
        browser.open(url).await?;
        let seen = evaluate(browser, &format!("probe.rest({has_engine}, {})", PATIENCE.as_millis())).await?;
        let time = |name: &str| Some(seen[name].as_f64()? - seen["begin"].as_f64()?);
        let answered = time("answered");
        ensure!(answered.is_some() == has_engine, "the page says nothing of the number that was typed: {seen}");
        let long_tasks = numbers(&seen["longTasks"])?;
        let mut keys = type_keys(browser).await?;
        keys.sort_by(f64::total_cmp);
        Ok(Self {
            typed: time("typed").with_context(|| format!("nothing could be typed: {seen}"))?,
            answered,
            #[expect(clippy::cast_precision_loss, reason = "there are not that many")]
            long_tasks: long_tasks.len() as f64,
            long_total: long_tasks.iter().fold(0.0, |sum, length| sum + length),
            memory: memory(browser).await?,
            key: keys[keys.len() / 2],
            slowest_key: keys[keys.len() - 1],
        })
    }
}

/// What `crates/xtask` makes a table of.
pub(crate) fn medians(loads: &[Load]) -> Value {
    let median = |figure: fn(&Load) -> Option<f64>| {
        let mut figures: Vec<f64> = loads.iter().filter_map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures.get(figures.len() / 2).copied()
    };
    json!({
        "typed": median(|load| Some(load.typed)),
        "answered": median(|load| load.answered),
        "long_tasks": median(|load| Some(load.long_tasks)),
        "long_total": median(|load| Some(load.long_total)),
        "memory": median(|load| Some(load.memory)),
        "key": median(|load| Some(load.key)),
        "slowest_key": median(|load| Some(load.slowest_key)),
    })
}

/// Corrects the number's end with keys of the keyboard, and answers with how long each took to be seen.
async fn type_keys(browser: &Browser) -> Result<Vec<f64>> {
    let mut typing = KeyActions::new("keyboard".into());
    for key in KEYS.chars() {
        typing = typing
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key })
            .then(KeyAction::Pause { duration: PAUSE });
    }
    browser.client().perform_actions(typing).await?;
    let count = KEYS.chars().count();
    let keys = evaluate(browser, &format!("probe.keyTimes({count}, {})", PATIENCE.as_millis())).await?;
    let keys = numbers(&keys)?;
    ensure!(keys.len() == count, "{} of {count} keys were seen", keys.len());
    Ok(keys)
}

async fn memory(browser: &Browser) -> Result<f64> {
    browser.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    let usage = browser.devtools("Runtime.getHeapUsage", json!({})).await?;
    let parts = ["usedSize", "embedderHeapUsedSize", "backingStorageSize"].map(|part| usage[part].as_f64());
    let bytes: Option<f64> = parts.into_iter().sum();
    let bytes = bytes.with_context(|| format!("the browser does not say all of its memory: {usage}"))?;
    Ok((bytes + wasm_memory(browser).await?) / 1024.0)
}

/// Bytes of all memories of WebAssembly, which the browser does not count among the buffers.
async fn wasm_memory(browser: &Browser) -> Result<f64> {
    let prototype = json!({ "expression": "WebAssembly.Memory.prototype" });
    let prototype = browser.devtools("Runtime.evaluate", prototype).await?;
    let query = json!({ "prototypeObjectId": prototype["result"]["objectId"] });
    let memories = browser.devtools("Runtime.queryObjects", query).await?;
    let sum = json!({
        "objectId": memories["objects"]["objectId"],
        "functionDeclaration": "function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }",
        "returnByValue": true,
    });
    let answer = browser.devtools("Runtime.callFunctionOn", sum).await?;
    answer["result"]["value"].as_f64().with_context(|| format!("the memories of WebAssembly have no sum: {answer}"))
}

/// What an expression, or the promise that it is, is worth. WebDriver's own way would put its scripts into the page
/// while that is still at work.
async fn evaluate(browser: &Browser, expression: &str) -> Result<Value> {
    let parameters = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
    let mut answer = browser.devtools("Runtime.evaluate", parameters).await?;
    ensure!(answer["exceptionDetails"].is_null(), "the page refused `{expression}`: {answer}");
    Ok(answer["result"]["value"].take())
}

fn numbers(list: &Value) -> Result<Vec<f64>> {
    let list = list.as_array().with_context(|| format!("{list} was expected to be a list"))?;
    Ok(list.iter().filter_map(Value::as_f64).collect())
}

const PROBE: &str = include_str!("probe.js");
/// Longer than the slowest profile takes.
const PATIENCE: Duration = Duration::from_secs(20);
/// Three times backspace, then what was there.
const KEYS: &str = "\u{e003}\u{e003}\u{e003}123";
/// Between two keys of somebody who types fast.
const PAUSE: Duration = Duration::from_millis(100);
