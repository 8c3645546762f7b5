//! How often something may happen: token buckets (protocol section 11) that all processes share.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use passlock_core::Timestamp;
use passlock_core::protocol::Reason;
use thiserror::Error;

use crate::span;
use crate::store::Gauge;

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

/// What there can be too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Codes for one number.
    Number,
    /// Codes for one number that nobody answers.
    BackOff,
    /// Codes asked for from one address.
    Address,
    /// The same from the addresses around it.
    Network,
    /// Codes asked for by the pages of one client.
    Client,
    /// Codes for the numbers of one country.
    Country,
    /// Codes for everybody together.
    Everybody,
    /// Codes typed from one address.
    Guesses,
    /// Wrong codes for one number from one address.
    Lockout,
    /// Questions to devices, asked from one address.
    Passkeys,
}

/// Nothing left for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// What there was too much of.
    pub(crate) limit: Limit,
    /// How many there may be, where that is for everybody to know.
    pub(crate) count: Option<u32>,
    /// Seconds until there is one again, rounded up.
    pub(crate) retry_after: u64,
    /// The moment of that, in seconds since the epoch.
    pub(crate) retry_at: i64,
    /// When the bucket is full again, in seconds since the epoch.
    pub(crate) reset: i64,
}

/// A bucket, by what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    pub(crate) rate: Rate,
    pub(crate) limit: Limit,
}

impl Rate {
    /// Codes for one number: five, then one every two minutes.
    pub const NUMBER: Self = Self { count: 5, seconds: 600 };
    /// Codes from one address: fifty an hour, as Auth0 has it.
    pub const ADDRESS: Self = Self { count: 50, seconds: 3600 };
    /// Codes from a network of addresses: four times as many as from one of them.
    pub const NETWORK: Self = Self { count: 200, seconds: 3600 };
    /// Codes for one client.
    pub const CLIENT: Self = Self { count: 5000, seconds: 3600 };
    /// Codes for numbers of one country.
    pub const COUNTRY: Self = Self { count: 1000, seconds: 3600 };
    /// Codes for everybody.
    pub const EVERYBODY: Self = Self { count: 10_000, seconds: 3600 };
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

impl Limit {
    /// What logs call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::BackOff => "back_off",
            Self::Address => "address",
            Self::Network => "network",
            Self::Client => "client",
            Self::Country => "country",
            Self::Everybody => "global",
            Self::Guesses => "guesses",
            Self::Lockout => "lockout",
            Self::Passkeys => "passkeys",
        }
    }

    /// What answers call it. A limit that all people share has one name, so that nobody learns how much it takes to keep
    /// others out.
    pub(crate) fn reason(self) -> Reason {
        match self {
            Self::Number | Self::BackOff => Reason::NumberLimit,
            Self::Address | Self::Network | Self::Guesses | Self::Passkeys => Reason::AddressLimit,
            Self::Client | Self::Country | Self::Everybody => Reason::ServiceLimit,
            Self::Lockout => Reason::LockedOut,
        }
    }
}

impl Bucket {
    /// What the database knows of it.
    pub(crate) fn gauge(&self) -> Gauge<'_> {
        Gauge { name: &self.name, interval: self.rate.interval(), capacity: self.rate.capacity() }
    }

    /// What to say when the bucket is empty and full again at `full_at`.
    pub(crate) fn refusal(&self, full_at: Timestamp, now: Timestamp) -> Refusal {
        let is_told = self.limit.reason() != Reason::ServiceLimit;
        Refusal {
            count: is_told.then_some(self.rate.count),
            reset: seconds_up(full_at),
            ..Refusal::until(self.limit, self.gauge().next(full_at), now)
        }
    }
}

impl Refusal {
    /// A refusal that ends at that moment.
    pub(crate) fn until(limit: Limit, moment: Timestamp, now: Timestamp) -> Self {
        let wait = u64::try_from(moment.millis() - now.millis()).unwrap_or(0);
        let retry_at = seconds_up(moment);
        Self { limit, count: None, retry_after: wait.div_ceil(1000).max(1), retry_at, reset: retry_at }
    }
}

fn seconds_up(moment: Timestamp) -> i64 {
    moment.seconds() + i64::from(moment.millis().rem_euclid(1000) > 0)
}

/// The part of an address that one customer of a network has: all of IPv4, the first 64 bits of IPv6 (RFC 6177).
pub(crate) fn neighbourhood(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        address @ IpAddr::V6(_) => network_of(address, 64),
    }
}

/// The addresses around one that its owner may have as well: a block of 256 of IPv4, a site of IPv6 (RFC 6177).
pub(crate) fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        address @ IpAddr::V4(_) => network_of(address, 24),
        address @ IpAddr::V6(_) => network_of(address, 48),
    }
}

fn network_of(address: IpAddr, bits: u8) -> String {
    // Neither has fewer bits than that.
    IpNet::new(address, bits).map_or_else(|_| address.to_string(), |network| network.trunc().to_string())
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

    #[test]
    fn a_network_is_what_one_owner_may_have() {
        let name = |text: &str| network(text.parse().unwrap());
        assert_eq!(name("192.0.2.77"), "192.0.2.0/24");
        assert_eq!(name("::ffff:192.0.2.77"), "192.0.2.0/24");
        assert_eq!(name("2001:db8:1:2::3"), "2001:db8:1::/48");
    }
}
