//! Requests that only read are made again by themselves when no connection was made.

use gloo_net::http::RequestBuilder;
use gloo_timers::future::TimeoutFuture;
use passlock_core::protocol::{Domain, Reply};
use passlock_core::{Problem, Retry};

use super::{Signal, patiently};
use crate::clock::Clock;

/// Makes the request of `ask`, and makes it again as [`Retry::ByItself`] says.
pub(super) async fn read(
    domain: &Domain,
    ask: impl Fn() -> RequestBuilder,
    clock: Option<&Clock>,
    signal: &Signal,
) -> Result<Reply, Problem> {
    let mut pauses = PAUSES.into_iter();
    loop {
        let request = ask().abort_signal(signal.raw().as_ref()).build().ok();
        let outcome = patiently(domain, request, clock, signal).await;
        match (&outcome, pauses.next()) {
            (Err(problem), Some(pause)) if problem.retry() == Retry::ByItself => spread(pause).await,
            _ => return outcome,
        }
    }
}

/// Waits for between half and one and a half of the time. Everybody who lost the same server would come back at once.
async fn spread(millis: u32) {
    // Between 0 and 255, and there is no more to it than that: no cryptography is needed to be unlike one's neighbours.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let dice = (js_sys::Math::random() * 256.0) as u32;
    TimeoutFuture::new(millis / 2 + millis * dice / 256).await;
}

/// In milliseconds: short enough for somebody who waits, long enough for a network that changes its cell.
const PAUSES: [u32; 2] = [300, 1200];
