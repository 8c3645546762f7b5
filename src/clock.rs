//! The device's clock, read at the edge so that nothing inside has to.

use passlock_core::Timestamp;

/// The present moment by the device's clock.
pub(crate) fn now() -> Timestamp {
    // Whole milliseconds until the year 287396 fit an f64 without loss.
    #[allow(clippy::cast_possible_truncation)]
    Timestamp::from_millis(js_sys::Date::now() as i64)
}
