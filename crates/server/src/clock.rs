//! The time, from one place, so that tests can invent it.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::fmt::rfc2822;
use passlock_core::Timestamp;

/// Where the server takes the time from.
pub trait Clock: Send + Sync + 'static {
    /// The moment that it is.
    fn now(&self) -> Timestamp;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        // A clock before 1970 is as good as none; tokens made then are expired everywhere.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A moment as the `Date` header has it (RFC 9110, section 5.6.7).
pub(crate) fn http_date(moment: Timestamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(moment.millis()).unwrap_or_default();
    rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&moment).unwrap_or_default()
}

/// A moment in words, as `updated_at` and the outbox give it (RFC 3339, in UTC).
pub(crate) fn rfc3339(moment: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(moment.millis()).unwrap_or_default().to_string()
}

/// The same with three digits for the milliseconds, for readers that count on them.
pub(crate) fn rfc3339_millis(moment: Timestamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(moment.millis()).unwrap_or_default();
    format!("{moment:.3}")
}
