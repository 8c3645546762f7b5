//! Leaves a provider alone that fails, and tries again with one message: a circuit breaker.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// When a provider is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rules {
    /// So many failures,
    pub(super) failures: usize,
    /// within this time,
    pub(super) window: Duration,
    /// are followed by this long a rest.
    pub(super) rest: Duration,
}

#[derive(Debug)]
pub(super) struct Breaker {
    rules: Rules,
    state: Mutex<State>,
}

/// The right to send one message. Given back unused, it tells nothing about the provider.
pub(super) struct Pass<'a> {
    breaker: &'a Breaker,
    /// Whether all others wait for what becomes of it.
    is_probe: bool,
    is_settled: bool,
}

#[derive(Debug)]
enum State {
    /// Messages go out. When they failed, the oldest first.
    Closed(VecDeque<Instant>),
    /// None goes out until then; the next one is a probe.
    Open(Instant),
    /// One is on its way.
    Probing,
}

impl Breaker {
    pub(super) fn new(rules: Rules) -> Self {
        Self { rules, state: Mutex::new(State::Closed(VecDeque::new())) }
    }

    /// Lets a message pass, or says for how long not to try.
    pub(super) fn enter(&self, now: Instant) -> Result<Pass<'_>, Duration> {
        let mut state = self.lock();
        let rest = state.rest(now);
        match *state {
            State::Closed(_) => Ok(Pass { breaker: self, is_probe: false, is_settled: false }),
            State::Open(_) if rest.is_none() => {
                *state = State::Probing;
                Ok(Pass { breaker: self, is_probe: true, is_settled: false })
            }
            State::Open(_) | State::Probing => Err(rest.unwrap_or_default()),
        }
    }

    /// How long nothing passes from now on.
    pub(super) fn pause(&self, now: Instant) -> Option<Duration> {
        self.lock().rest(now)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // What is behind it is whole between any two statements.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn rest(&self, now: Instant) -> Option<Duration> {
        match self {
            Self::Closed(_) => None,
            Self::Open(until) => Some(until.saturating_duration_since(now)).filter(|rest| !rest.is_zero()),
            Self::Probing => Some(PROBE),
        }
    }
}

impl Pass<'_> {
    /// Says what became of the message. True when the provider begins to be left alone.
    pub(super) fn settle(mut self, is_failure: bool, now: Instant) -> bool {
        self.is_settled = true;
        let Rules { failures, window, rest } = self.breaker.rules;
        let mut state = self.breaker.lock();
        match (&mut *state, is_failure) {
            (State::Closed(failed), true) => {
                failed.push_back(now);
                while failed.front().is_some_and(|then| now.saturating_duration_since(*then) > window) {
                    failed.pop_front();
                }
                if failed.len() < failures {
                    return false;
                }
            }
            (State::Probing, true) if self.is_probe => {}
            (State::Probing, false) if self.is_probe => {
                *state = State::Closed(VecDeque::new());
                return false;
            }
            // It was sent before the rest began, and tells of then.
            _ => return false,
        }
        *state = State::Open(now + rest);
        true
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if self.is_probe && !self.is_settled {
            *self.breaker.lock() = State::Open(Instant::now());
        }
    }
}

/// What to say while it shows whether the provider is back.
const PROBE: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules { failures: 3, window: Duration::from_secs(10), rest: Duration::from_secs(30) };

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    /// A breaker that has just opened.
    fn open(now: Instant) -> Breaker {
        let breaker = Breaker::new(RULES);
        let openings = (0..3).filter(|_| breaker.enter(now).ok().is_some_and(|pass| pass.settle(true, now)));
        assert_eq!(openings.count(), 1);
        breaker
    }

    #[test]
    fn it_opens_after_so_many_failures_within_the_window() {
        let now = Instant::now();
        let breaker = open(now);
        assert_eq!(breaker.enter(now + seconds(10)).err(), Some(seconds(20)));
        assert_eq!(breaker.pause(now + seconds(29)), Some(seconds(1)));
    }

    #[test]
    fn old_failures_are_forgotten() {
        let (now, breaker) = (Instant::now(), Breaker::new(RULES));
        for at in 0..20 {
            let now = now + seconds(at * 6);
            assert!(!breaker.enter(now).ok().unwrap().settle(true, now), "{at}");
        }
    }

    #[test]
    fn one_probe_closes_it_or_opens_it_again() {
        let now = Instant::now();
        let breaker = open(now);
        let later = now + seconds(30);
        let probe = breaker.enter(later).ok().unwrap();
        assert_eq!(breaker.enter(later).err(), Some(PROBE), "only one");
        assert!(probe.settle(true, later));
        assert_eq!(breaker.pause(later), Some(RULES.rest));
        let later = later + seconds(30);
        assert!(!breaker.enter(later).ok().unwrap().settle(false, later));
        assert_eq!(breaker.pause(later), None);
        assert!(!breaker.enter(later).ok().unwrap().settle(true, later), "it counts from none again");
    }

    #[test]
    fn a_probe_that_nobody_waits_for_makes_room_for_the_next() {
        let now = Instant::now();
        let breaker = open(now);
        drop(breaker.enter(now + seconds(30)).ok().unwrap());
        assert!(breaker.enter(now + seconds(31)).is_ok());
    }

    #[test]
    fn what_was_sent_before_tells_nothing_about_now() {
        let now = Instant::now();
        let breaker = Breaker::new(RULES);
        let early = breaker.enter(now).ok().unwrap();
        let late = breaker.enter(now).ok().unwrap();
        for _ in 0..3 {
            breaker.enter(now).ok().unwrap().settle(true, now);
        }
        assert!(!early.settle(false, now) && !late.settle(true, now));
        assert_eq!(breaker.pause(now), Some(RULES.rest));
    }
}
