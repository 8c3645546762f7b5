//! When a session is renewed, and for how long a try that failed is let rest.
//!
//! Both are spread, so that a thousand tabs that were opened together do not ask together. The spread comes out of the
//! tokens: they are as good as random, differ from one another, and need no dice.

use std::time::Duration;

use super::RefreshToken;
use crate::Timestamp;

impl RefreshToken {
    /// A short name by which tabs agree on which token they speak of, and which tells nothing of it.
    #[must_use]
    pub fn fingerprint(&self) -> u32 {
        spread(self.secret(), u32::MAX)
    }
}

/// The moment to renew at: 80 to 90 % into a life that began at `from`, but never so soon that a server which hands out
/// tokens for a moment is asked without pause.
pub(super) fn due(from: Timestamp, life: Duration, token: &str) -> Timestamp {
    let part = life / 1000 * (800 + spread(token, 0) % 101);
    from.after(part.max(LEAST))
}

/// The pause after so many failures in a row: 5 seconds, doubled with each, 5 minutes at most, and up to a quarter more.
pub(crate) fn pause(n_failures: u32, token: &str) -> Duration {
    let doubled = FIRST * 2_u32.pow(n_failures.saturating_sub(1).min(6));
    let pause = doubled.min(LONGEST);
    pause + pause / 1000 * (spread(token, n_failures) % 251)
}

/// FNV-1a over 32 bits: nothing secret about it, and nothing of the token comes back out of it.
fn spread(token: &str, salt: u32) -> u32 {
    let hash = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    token.bytes().chain(salt.to_le_bytes()).fold(0x811c_9dc5, hash)
}

const LEAST: Duration = Duration::from_secs(10);
const FIRST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_mins(5);

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_seconds(43_200);
    const DAY: Duration = Duration::from_hours(24);

    #[test]
    fn a_session_is_renewed_between_80_and_90_percent_of_its_life() {
        let parts: Vec<f64> = (0..500)
            .map(|n| NOON.until(due(NOON, DAY, &format!("e30.{n}.c2ln"))).as_secs_f64() / DAY.as_secs_f64())
            .collect();
        assert!(parts.iter().all(|part| (0.8..=0.9).contains(part)), "{parts:?}");
        let early = parts.iter().filter(|part| **part < 0.85).count();
        assert!((150..350).contains(&early), "{early} of 500 are early: that is no spread");
        assert_eq!(due(NOON, DAY, "a"), due(NOON, DAY, "a"));
    }

    #[test]
    fn tokens_for_a_moment_are_not_renewed_without_pause() {
        for life in [Duration::ZERO, Duration::from_millis(1), Duration::from_secs(5)] {
            assert_eq!(due(NOON, life, "a"), NOON.after(LEAST));
        }
    }

    #[test]
    fn tokens_have_names_of_their_own() {
        let name = |token: &str| RefreshToken::new(token).fingerprint();
        assert_eq!(name("refresh-1"), name("refresh-1"));
        assert_ne!(name("refresh-1"), name("refresh-2"));
    }

    #[test]
    fn pauses_grow_and_stay_within_bounds() {
        for (n_failures, seconds) in [(1, 5), (2, 10), (3, 20), (6, 160), (7, 300), (8, 300), (u32::MAX, 300)] {
            let least = Duration::from_secs(seconds);
            let pauses: Vec<_> = (0..50).map(|n| pause(n_failures, &n.to_string())).collect();
            assert!(pauses.iter().all(|pause| (least..=least * 5 / 4).contains(pause)), "{n_failures}: {pauses:?}");
            assert!(pauses.iter().any(|pause| *pause != pauses[0]), "{n_failures}: no spread");
        }
    }
}
