//! The present moment: the device's clock, put right by what the server's says.

use std::cell::Cell;
use std::rc::Rc;

use passlock_core::Timestamp;

/// A clock that its clones share.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    /// How far the server is ahead of this device, in milliseconds.
    ahead: Rc<Cell<i64>>,
}

impl Clock {
    /// A clock that knows already how far the server is ahead.
    pub(crate) fn set(&self, ahead: i64) {
        self.ahead.set(ahead);
    }

    pub(crate) fn ahead(&self) -> i64 {
        self.ahead.get()
    }

    /// The present moment as the server sees it.
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millis(device().millis().saturating_add(self.ahead.get()))
    }

    /// Learns from a reply whose `Date` header says `date` (RFC 9110, section 6.6.1); the request left `taken`
    /// milliseconds ago.
    pub(crate) fn learn(&self, date: &str, taken: i64) {
        let date = js_sys::Date::parse(date);
        if date.is_nan() {
            return;
        }
        // The header leaves out the part of the second, and the reply was written about half way.
        let server = whole_millis(date).saturating_add(500).saturating_add(taken / 2);
        let ahead = server.saturating_sub(device().millis());
        if (ahead - self.ahead.get()).abs() > TOLERANCE {
            self.ahead.set(if ahead.abs() > TOLERANCE { ahead } else { 0 });
        }
    }
}

/// What the device's own clock says.
pub(crate) fn device() -> Timestamp {
    Timestamp::from_millis(whole_millis(js_sys::Date::now()))
}

/// Whole milliseconds until the year 287396 fit an f64 without loss.
#[allow(clippy::cast_possible_truncation)]
fn whole_millis(millis: f64) -> i64 {
    millis as i64
}

/// A header of whole seconds and a slow network say no more than this, in milliseconds.
const TOLERANCE: i64 = 2_000;
