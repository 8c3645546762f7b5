//! The gallery of the demo: real locks in every state that they can be in.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::{Site, built};

/// A site that serves the gallery; it ends when this is dropped.
pub struct Gallery {
    site: Site,
}

impl Gallery {
    /// Serves the gallery under the policy of every other page.
    pub async fn start() -> Result<Self> {
        Ok(Self { site: Site::start(&folder(), "gallery.example").await? })
    }

    /// The address of the overview.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}gallery.html", self.site.url())
    }

    /// The names of all states, as the overview has them.
    pub async fn states(&self, browser: &Browser) -> Result<Vec<String>> {
        browser.open(&self.url()).await?;
        let names = browser.evaluate("Object.keys(GALLERY_STATES)").await?;
        let names: Vec<_> =
            names.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        ensure!(names.len() > 40, "the gallery has {} states", names.len());
        Ok(names)
    }

    /// Opens one cell: `state=code-half&frame=inline`, and waits until its lock is in that state.
    pub async fn open(&self, browser: &Browser, cell: &str) -> Result<()> {
        browser.open(&format!("{}gallery/cell.html?{cell}", self.site.url())).await?;
        let word = browser.text("document.documentElement.dataset.cell").await.with_context(|| cell.to_owned())?;
        ensure!(word == "ready", "{cell}: {word}");
        Ok(())
    }
}

/// Gives the page a screen of this size.
pub async fn resize(browser: &Browser, width: u32, height: u32) -> Result<()> {
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
    browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
}

fn folder() -> PathBuf {
    built::root().join("demo")
}
