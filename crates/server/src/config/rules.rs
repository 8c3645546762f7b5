//! What a deployment decides about people: how they are reached, how long they stay, when they are kept out.

use std::time::Duration;

use crate::limits::Rate;

/// How long a login can be renewed (protocol section 2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefreshRules {
    /// From the login on. After that only a new login helps, however often it was renewed.
    pub lifetime: Duration,
    /// From one renewal to the next.
    pub idle: Duration,
    /// For how long the token that was used last may be used again, for a reply that got lost and for two pages that
    /// renew at the same moment. Within it, a thief's copy is not noticed.
    pub leeway: Duration,
}

/// How long a browser stays logged in at this server itself, which `/authorize` asks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionRules {
    /// From the login on.
    pub lifetime: Duration,
    /// From one visit to the next.
    pub idle: Duration,
    /// How old a cookie may be before a visit replaces it.
    pub rotation: Duration,
    /// For how long the cookie before may still be used, for pages that ask at the same moment.
    pub leeway: Duration,
}

/// When wrong codes shut a place out from a number (protocol section 11, brute force).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lockout {
    /// Wrong codes for one number from one network address; the last of them shuts the place out.
    pub failures: Rate,
    /// For how long.
    pub span: Duration,
}

/// How long a number waits between messages that nobody answers by logging in. The second may follow the first at once; the
/// page offers it after [`Settings::resend_after`](super::Settings::resend_after).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackOff {
    /// Between the second message and the third. After that each time is twice as long as the one before. Zero for no
    /// waits at all.
    pub first: Duration,
    /// The longest.
    pub most: Duration,
    /// When a message that nobody answered does not matter any more. At most a day, which is how long it is remembered.
    pub forget_after: Duration,
}

impl RefreshRules {
    /// Thirty days, fifteen without a renewal, and no second use: Auth0's own defaults.
    pub const USUAL: Self =
        Self { lifetime: Duration::from_hours(30 * 24), idle: Duration::from_hours(15 * 24), leeway: Duration::ZERO };
}

impl SessionRules {
    /// Seven days, three without a visit (Auth0's own defaults), and another cookie every hour.
    pub const USUAL: Self = Self {
        lifetime: Duration::from_hours(7 * 24),
        idle: Duration::from_hours(3 * 24),
        rotation: Duration::from_hours(1),
        leeway: Duration::from_mins(1),
    };
}

impl BackOff {
    /// 1, 2, 4, 8, 16, 32 minutes.
    pub const USUAL: Self =
        Self { first: Duration::from_mins(1), most: Duration::from_mins(32), forget_after: Duration::from_hours(24) };
    /// For scripts on the developer's machine.
    pub const NONE: Self = Self { first: Duration::ZERO, ..Self::USUAL };
}

impl Lockout {
    /// A quarter of an hour after ten wrong codes within one.
    pub const USUAL: Self = Self { failures: Rate::FAILURES, span: Duration::from_mins(15) };
    /// For people who try out what happens.
    pub const DEV: Self = Self { failures: Rate::DEV_FAILURES, span: Duration::from_secs(30) };
}
