//! Pictures of a page in every size and colour scheme, for the README and for eyes.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::browser::Browser;
use crate::look::SHADOW;
use crate::{Site, built};

/// Takes every picture of one view: `target/screenshots/<size>-<scheme>-<view>.png`. Leaves the browser as desktop.
pub async fn photograph(browser: &Browser, view: &str) -> Result<()> {
    let folder = folder();
    fs::create_dir_all(&folder)?;
    for (size, width, height) in [("phone", 390, 844), ("desktop", 1280, 800)] {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 2, "mobile": size == "phone",
        });
        browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        for scheme in ["dark", "light"] {
            let features = json!({ "features": [
                { "name": "prefers-color-scheme", "value": scheme },
                // What moves would be caught between two states.
                { "name": "prefers-reduced-motion", "value": "reduce" },
            ] });
            browser.devtools("Emulation.setEmulatedMedia", features).await?;
            browser.until("document.getAnimations().every((a) => a.playState !== 'running')").await?;
            let picture = browser.client().screenshot().await?;
            fs::write(folder.join(format!("{size}-{scheme}-{view}.png")), picture)?;
        }
    }
    Ok(())
}

/// Takes a picture of the lock alone, with a little of the page around it: `target/screenshots/gallery/<name>.webp`.
pub async fn portray(browser: &Browser, name: &str) -> Result<()> {
    let card =
        browser.evaluate(&format!("{SHADOW}.querySelector('.pl-card').getBoundingClientRect().toJSON()")).await?;
    let length = |name: &str| card[name].as_f64().context("no card to take a picture of");
    let clip = json!({
        "x": length("x")? - AROUND,
        "y": length("y")? - AROUND,
        "width": length("width")? + 2.0 * AROUND,
        "height": length("height")? + 2.0 * AROUND,
        "scale": 1,
    });
    let picture = json!({ "format": "webp", "quality": 82, "clip": clip });
    let picture = browser.devtools("Page.captureScreenshot", picture).await?;
    let picture = STANDARD.decode(picture["data"].as_str().context("no picture")?)?;
    fs::create_dir_all(folder().join("gallery"))?;
    Ok(fs::write(folder().join("gallery").join(name).with_extension("webp"), picture)?)
}

/// Puts pictures that were taken together into the one that the README shows: `target/screenshots/views.png`.
pub async fn compose(browser: &Browser) -> Result<()> {
    let site = Site::start_with(&built::page("views"), "127.0.0.1", &[&folder()]).await?;
    let metrics = json!({ "width": 1200, "height": 740, "deviceScaleFactor": 1.5, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
    browser.open(&site.url()).await?;
    browser.until("[...document.images].every((image) => image.naturalWidth > 0)").await?;
    fs::write(folder().join("views.png"), browser.client().screenshot().await?)?;
    Ok(())
}

fn folder() -> PathBuf {
    built::target().join("screenshots")
}

/// Pixels of the page that a portrait shows on each side.
const AROUND: f64 = 24.0;
