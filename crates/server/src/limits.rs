//! How often something may happen: token buckets (protocol section 11) that all processes share.

use std::net::IpAddr;
use std::str::FromStr;

use passlock_core::Timestamp;
use passlock_core::protocol::Reason;
use thiserror::Error;

use crate::error::ApiError;
use crate::span;
use crate::store::{Gauge, Store};

/// So many at once, and as many again spread evenly over so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    count: u32,
    seconds: u32,
}

/// A text that is not a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a limit looks like 5/10m or 5/600: at most 5, refilled evenly over ten minutes, or 600 seconds")]
pub struct RateError;

/// Nothing left for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// How many the bucket holds.
    pub(crate) limit: u32,
    /// Seconds until there is one again, rounded up.
    pub(crate) retry_after: u64,
    /// The moment of that, in seconds since the epoch.
    pub(crate) retry_at: i64,
    /// When the bucket is full again, in seconds since the epoch.
    pub(crate) reset: i64,
    /// What there was too much of.
    pub(crate) reason: Reason,
}

/// A bucket, by what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    pub(crate) rate: Rate,
    /// What to say when it is empty.
    pub(crate) reason: Reason,
}

impl Rate {
    /// Codes for one number: five, then one every two minutes.
    pub const NUMBER: Self = Self { count: 5, seconds: 600 };
    /// Codes from one address: fifty an hour, as Auth0 has it.
    pub const ADDRESS: Self = Self { count: 50, seconds: 3600 };
    /// Wrong codes: ten, of which one is forgotten every six minutes.
    pub const FAILURES: Self = Self { count: 10, seconds: 3600 };
    /// For scripts on the developer's machine.
    pub const DEV_NUMBER: Self = Self { count: 50, seconds: 60 };
    /// For scripts on the developer's machine.
    pub const DEV_ADDRESS: Self = Self { count: 5000, seconds: 60 };
    /// For people who try out what happens.
    pub const DEV_FAILURES: Self = Self { count: 50, seconds: 60 };

    /// A rate; `None` unless both are at least one.
    #[must_use]
    pub const fn new(count: u32, seconds: u32) -> Option<Self> {
        if count == 0 || seconds == 0 { None } else { Some(Self { count, seconds }) }
    }

    /// The same span, `factor` times as many.
    #[must_use]
    pub(crate) const fn times(self, factor: u32) -> Self {
        Self { count: self.count.saturating_mul(factor), ..self }
    }

    /// Milliseconds between two.
    fn interval(self) -> i64 {
        (i64::from(self.seconds) * 1000 / i64::from(self.count)).max(1)
    }

    fn capacity(self) -> i64 {
        self.interval() * i64::from(self.count)
    }
}

impl FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        let (count, time) = text.split_once('/').ok_or(RateError)?;
        let in_words = || span::read(time).and_then(|span| u32::try_from(span.as_secs()).ok());
        let seconds = time.parse().ok().or_else(in_words).ok_or(RateError)?;
        Self::new(count.parse().map_err(|_| RateError)?, seconds).ok_or(RateError)
    }
}

impl Bucket {
    /// Takes one, and says when there will be another.
    pub(crate) async fn take(&self, store: &Store, now: Timestamp) -> Result<Timestamp, ApiError> {
        match store.take_token(self.gauge(), now).await? {
            Ok(full_at) => Ok(self.gauge().next(full_at).max(now)),
            Err(full_at) => Err(ApiError::TooManyRequests(self.refusal(full_at, now))),
        }
    }

    /// Refuses a place that is shut out, and takes none.
    pub(crate) async fn check_lockout(&self, store: &Store, now: Timestamp) -> Result<(), ApiError> {
        match store.fullness(&self.name).await?.filter(|&full_at| self.gauge().next(full_at) > now) {
            None => Ok(()),
            Some(full_at) => Err(ApiError::LockedOut(self.refusal(full_at, now))),
        }
    }

    /// What the database knows of it.
    pub(crate) fn gauge(&self) -> Gauge<'_> {
        Gauge { name: &self.name, interval: self.rate.interval(), capacity: self.rate.capacity() }
    }

    /// What to say when the bucket is empty and full again at `full_at`.
    pub(crate) fn refusal(&self, full_at: Timestamp, now: Timestamp) -> Refusal {
        let one_fits_at = self.gauge().next(full_at);
        let wait = u64::try_from(one_fits_at.millis() - now.millis()).unwrap_or(0);
        Refusal {
            limit: self.rate.count,
            retry_after: wait.div_ceil(1000).max(1),
            retry_at: seconds_up(one_fits_at),
            reset: seconds_up(full_at),
            reason: self.reason,
        }
    }
}

fn seconds_up(moment: Timestamp) -> i64 {
    moment.seconds() + i64::from(moment.millis().rem_euclid(1000) > 0)
}

/// The part of an address that one customer of a network has: all of IPv4, the first 64 bits of IPv6 (RFC 6177).
pub(crate) fn neighbourhood(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_count_and_seconds() {
        assert_eq!("5/600".parse(), Ok(Rate::NUMBER));
        assert_eq!("5/10m".parse(), Ok(Rate::NUMBER));
        for text in ["", "5", "0/600", "5/0", "5/600/1", "-5/600", "5 / 600"] {
            assert_eq!(text.parse::<Rate>(), Err(RateError), "{text:?}");
        }
    }

    #[test]
    fn neighbours_in_one_ipv6_network_share_a_bucket() {
        let name = |text: &str| neighbourhood(text.parse().unwrap());
        assert_eq!(name("2001:db8:1:2::3"), name("2001:db8:1:2:ffff::1"));
        assert_ne!(name("2001:db8:1:2::3"), name("2001:db8:1:3::3"));
        assert_eq!(name("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
