//! The present moment: the device's clock, put right by what the server's says.

use std::cell::Cell;
use std::rc::Rc;

use passlock_core::Timestamp;

/// A clock that its clones share.
#[derive(Debug, Clone)]
pub(crate) struct Clock(Rc<Hands>);

#[derive(Debug)]
struct Hands {
    /// How far the server is ahead of this device, in milliseconds.
    ahead: Cell<i64>,
    /// How far the device's clock was ahead of the page's age when it was last believed, in milliseconds.
    believed: Cell<i64>,
    /// Whether somebody has gone to ask for the time.
    is_asked: Cell<bool>,
}

impl Default for Clock {
    fn default() -> Self {
        Self(Rc::new(Hands { ahead: Cell::new(0), believed: Cell::new(ahead_of_age()), is_asked: Cell::default() }))
    }
}

impl Clock {
    /// A clock that knows already how far the server is ahead.
    pub(crate) fn set(&self, ahead: i64) {
        self.0.ahead.set(ahead);
    }

    pub(crate) fn ahead(&self) -> i64 {
        self.0.ahead.get()
    }

    /// The present moment as the server sees it.
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millis(device().millis().saturating_add(self.ahead()))
    }

    /// Whether the device's clock has gone another way than the page's age, which nobody can set: somebody set the clock,
    /// or the device slept, as in some browsers pages do not age meanwhile. The server knows which.
    pub(crate) fn is_in_doubt(&self) -> bool {
        (ahead_of_age() - self.0.believed.get()).abs() > DOUBT
    }

    /// Whether the caller is to go and ask for the time; one is enough.
    pub(crate) fn begin_asking(&self) -> bool {
        !self.0.is_asked.replace(true)
    }

    /// Believes the device again, for want of anything better.
    pub(crate) fn believe(&self) {
        self.0.believed.set(ahead_of_age());
        self.0.is_asked.set(false);
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
        if (ahead - self.ahead()).abs() > TOLERANCE {
            self.set(if ahead.abs() > TOLERANCE { ahead } else { 0 });
        }
        self.believe();
    }
}

/// What the device's own clock says.
pub(crate) fn device() -> Timestamp {
    Timestamp::from_millis(whole_millis(js_sys::Date::now()))
}

/// The device's clock without the milliseconds since the page was opened: the same for as long as nobody sets the clock.
fn ahead_of_age() -> i64 {
    let age = web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now());
    device().millis() - whole_millis(age)
}

/// Whole milliseconds until the year 287396 fit an f64 without loss.
#[allow(clippy::cast_possible_truncation)]
fn whole_millis(millis: f64) -> i64 {
    millis as i64
}

/// A header of whole seconds and a slow network say no more than this, in milliseconds.
const TOLERANCE: i64 = 2_000;

/// Clocks are put right by a little all the time; this much matters to nobody who waits for a code, in milliseconds.
const DOUBT: i64 = 5_000;
