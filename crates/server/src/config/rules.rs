//! What a deployment decides about people: who may come, how long they stay, when they are kept out.

use std::time::Duration;

use crate::limits::Rate;

/// Whether somebody who has no account gets one by logging in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignUps {
    /// Everybody who can read a text message may come.
    Open,
    /// Only those who are known already. Nobody learns who is: `/passwordless/start` answers everybody alike, and a
    /// stranger gets no message.
    Closed,
}

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

/// When wrong codes shut a place out from a number (protocol section 11, brute force).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lockout {
    /// Wrong codes for one number from one network address; the last of them shuts the place out.
    pub failures: Rate,
    /// For how long.
    pub span: Duration,
}

impl RefreshRules {
    /// Thirty days, fifteen without a renewal, and no second use: Auth0's own defaults.
    pub const USUAL: Self =
        Self { lifetime: Duration::from_hours(30 * 24), idle: Duration::from_hours(15 * 24), leeway: Duration::ZERO };
}

impl Lockout {
    /// A quarter of an hour after ten wrong codes within one.
    pub const USUAL: Self = Self { failures: Rate::FAILURES, span: Duration::from_mins(15) };
    /// For people who try out what happens.
    pub const DEV: Self = Self { failures: Rate::DEV_FAILURES, span: Duration::from_secs(30) };
}
