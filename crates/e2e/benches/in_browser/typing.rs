//! A phone number typed key by key on a slow device: how long the page is busy.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use passlock_e2e::{Browser, Site, built};
use serde_json::{Value, json};

use crate::median;

/// What the number is typed into.
#[derive(Clone, Copy)]
pub(crate) enum Field {
    Lock,
    Bare,
}

/// Over all loads of the page, in milliseconds: `{"keys", "long_tasks", "long_total", "slowest_event", "busy_per_key"}`.
pub(crate) async fn measure(page: &str, field: Field) -> Result<Value> {
    let site = Site::start(&built::page("typing"), "127.0.0.1").await?;
    let (mut busy, mut long_tasks, mut slowest) = (Vec::new(), Vec::new(), 0.0_f64);
    for _ in 0..LOADS {
        // A browser of its own each time: nothing is compiled yet, as at a person's first visit.
        let browser = Browser::start().await?;
        // Counted in time of its own thread, so that other programs of this machine change little.
        browser.devtools("Performance.enable", json!({ "timeDomain": "threadTicks" })).await?;
        browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await?;
        browser.open(&format!("{}{page}", site.url())).await?;
        browser.until(&format!("!!{}", field.element())).await?;
        browser.evaluate(&format!("{}.focus()", field.element())).await?;
        // What belongs to loading has to be over before typing is watched.
        tokio::time::sleep(Duration::from_secs(2)).await;
        browser.evaluate("watch()").await?;
        for key in TYPED.chars() {
            let press = KeyActions::new("keyboard".into())
                .then(KeyAction::Down { value: key })
                .then(KeyAction::Up { value: key });
            let before = busy_seconds(&browser).await?;
            browser.client().perform_actions(press).await?;
            tokio::time::sleep(PAUSE).await;
            busy.push(1000.0 * (busy_seconds(&browser).await? - before));
        }
        let typed = browser.text(&format!("{}.value", field.element())).await?;
        // The country's code may be shown elsewhere than in the field.
        ensure!(digits(&typed).ends_with(&TYPED[COUNTRY.len()..]), "'{TYPED}' was typed, the field has '{typed}'");
        let watched = browser.evaluate("watched").await?;
        long_tasks.extend(watched["longTasks"].as_array().context("no list of long tasks")?.iter().map(milliseconds));
        let events = watched["events"].as_array().context("no list of events")?;
        slowest = events.iter().map(|event| milliseconds(&event["duration"])).fold(slowest, f64::max);
    }
    Ok(json!({
        "keys": TYPED.len() * LOADS,
        "long_tasks": long_tasks.len(),
        "long_total": long_tasks.iter().fold(0.0, |sum, length| sum + length),
        "slowest_event": slowest,
        "busy_per_key": median(busy),
    }))
}

impl Field {
    /// The field in the page's JavaScript.
    fn element(self) -> &'static str {
        match self {
            Self::Lock => "document.querySelector('.passlock-host')?.shadowRoot.querySelector('input[name=phone]')",
            Self::Bare => "document.querySelector('input[name=phone]')",
        }
    }
}

/// How long the page's thread has been at work since it began.
async fn busy_seconds(browser: &Browser) -> Result<f64> {
    let answer = browser.devtools("Performance.getMetrics", json!({})).await?;
    let metrics = answer["metrics"].as_array().context("the browser gives no metrics")?;
    let tasks = metrics.iter().find(|metric| metric["name"] == "TaskDuration");
    tasks.and_then(|metric| metric["value"].as_f64()).context("the browser does not say how long tasks took")
}

fn milliseconds(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

const LOADS: usize = 3;
/// How many times slower than this machine, as the usual measure of a phone has it.
const SLOWER: u32 = 4;
/// Between two keys of somebody who types fast.
const PAUSE: Duration = Duration::from_millis(100);
/// Another country's than the page says, so that every key may change the form.
const TYPED: &str = "+447911123456";
const COUNTRY: &str = "+44";
