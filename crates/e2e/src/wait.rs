//! Waiting for what a person would see, never for time to pass.

use std::time::{Duration, Instant};

use anyhow::{Error, Result, anyhow};
use fantoccini::error::{CmdError, ErrorStatus};

/// Asks again and again until there is an answer; `what` completes the sentence "waited for ...".
///
/// A browser that cannot do something yet is asked again as well: pages load, and elements give way to others.
pub async fn until<T>(what: &str, mut probe: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let refusal = match probe().await {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => None,
            Err(error) if is_passing(&error) => Some(error),
            Err(error) => return Err(error),
        };
        if Instant::now() > deadline {
            let sentence = format!("waited {} s for {what}", PATIENCE.as_secs());
            return Err(refusal.map_or_else(|| anyhow!(sentence.clone()), |refusal| refusal.context(sentence.clone())));
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

/// Longer than anything takes on a machine that has ten other things to do; only what fails takes so long.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// Whether a browser refused what may be possible in a moment: the page was on its way, or the element on its way out.
fn is_passing(error: &Error) -> bool {
    let Some(CmdError::Standard(refusal)) = error.downcast_ref::<CmdError>() else { return false };
    matches!(
        refusal.error,
        ErrorStatus::StaleElementReference
            | ErrorStatus::DetachedShadowRoot
            | ErrorStatus::NoSuchElement
            | ErrorStatus::ElementClickIntercepted
            | ErrorStatus::ElementNotInteractable
            | ErrorStatus::JavascriptError
            | ErrorStatus::UnknownError
    )
}
