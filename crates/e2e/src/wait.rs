//! Waiting for what a person would see, never for time to pass.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// Asks again and again until there is an answer; `what` completes the sentence "waited for ...".
pub async fn until<T>(what: &str, mut probe: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = probe().await? {
            return Ok(answer);
        }
        if Instant::now() > deadline {
            bail!("waited {} s for {what}", PATIENCE.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

/// Longer than anything takes on a busy machine, shorter than anyone's patience.
const PATIENCE: Duration = Duration::from_secs(20);
