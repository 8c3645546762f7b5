//! Where the person is.

use super::upkeep::Upkeep;
use super::{Effect, PhoneEntry, SentCode, WaitingCode};
use crate::session::Session;
use crate::{PhoneNumber, Problem, Region};

/// The whole truth about one widget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Where the person is.
    pub stage: Stage,
    /// Whether the widget is on the screen. A closed one remembers its stage.
    pub visible: bool,
    /// What the host page asked for.
    pub settings: Settings,
    /// The newest attempt that was sent out; replies to older ones are ignored.
    pub(super) newest: Attempt,
    /// What is under way for the session, where there is one.
    pub(super) upkeep: Upkeep,
}

/// What the host page decides about the flow.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a decision of the host page, and none excludes another")]
pub struct Settings {
    /// Whether the widget closes by itself once the person is logged in.
    pub autoclose: bool,
    /// Whether this browser keeps the number after a login, for the next one.
    pub remember: bool,
    /// Whether a code is sent off as soon as it is whole.
    pub auto_submit: bool,
    /// Whether the code for a number that the host page gave is asked for as soon as the widget opens.
    pub send_at_once: bool,
    /// Whether the widget renews a session that came with a refresh token; otherwise the host page does.
    pub renew: bool,
    /// The countries whose numbers may log in; empty for all.
    pub countries: Vec<Region>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            autoclose: false,
            remember: false,
            auto_submit: true,
            send_at_once: false,
            renew: true,
            countries: Vec::new(),
        }
    }
}

/// One step of the login. A variant holds what is valid there and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// The number is being typed.
    EnteringPhone {
        /// What the form holds.
        entry: PhoneEntry,
        /// What was wrong with it, or with the last request.
        problem: Option<Problem>,
    },
    /// A code has been asked for; no answer yet.
    RequestingCode {
        /// What the form holds.
        entry: PhoneEntry,
        /// The number that it means.
        phone: PhoneNumber,
        /// The request that is under way.
        attempt: Attempt,
    },
    /// A code is on its way or has arrived, and is being typed.
    EnteringCode {
        /// The code that is waited for.
        waiting: WaitingCode,
        /// What was wrong with the last try.
        problem: Option<Problem>,
        /// The request for another code that is under way.
        resending: Option<Attempt>,
    },
    /// A code is being checked; no answer yet.
    VerifyingCode {
        /// The code that is waited for.
        waiting: WaitingCode,
        /// The request that is under way.
        attempt: Attempt,
    },
    /// The person is logged in.
    LoggedIn {
        /// Who it is, and until when.
        session: Box<Session>,
    },
}

/// Who is logged in, as far as that is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Nobody can say yet: a session whose time was over when the page was opened is being renewed.
    Undecided,
    /// Nobody.
    Out,
    /// This person. A session whose time is over counts for as long as its last renewal may still work.
    In(&'a Session),
}

/// The number of a request. It travels out in an effect and comes back in the event that answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempt(u32);

impl State {
    /// A widget at its beginning, hidden until [`Event::Opened`](super::Event::Opened).
    #[must_use]
    pub fn new(settings: Settings, entry: PhoneEntry) -> Self {
        let stage = Stage::EnteringPhone { entry, problem: None };
        Self { stage, visible: false, settings, newest: Attempt::default(), upkeep: Upkeep::default() }
    }

    /// A widget whose person has a code on its way, asked for before the page was left; hidden as a new one.
    #[must_use]
    pub fn resumed(settings: Settings, entry: PhoneEntry, sent: SentCode) -> Self {
        let waiting = WaitingCode::resumed(entry, sent);
        let stage = Stage::EnteringCode { waiting, problem: None, resending: None };
        Self { stage, visible: false, settings, newest: Attempt::default(), upkeep: Upkeep::default() }
    }

    /// Who is logged in. It changes with the notices that tell the host page of sessions, and at no other time.
    #[must_use]
    pub fn standing(&self) -> Standing<'_> {
        match &self.stage {
            Stage::LoggedIn { .. } if self.upkeep.is_reviving => Standing::Undecided,
            Stage::LoggedIn { session } => Standing::In(session),
            _ => Standing::Out,
        }
    }

    /// The number of a request that is about to be made.
    pub(super) fn next_attempt(&mut self) -> Attempt {
        self.newest = Attempt(self.newest.0.wrapping_add(1));
        self.newest
    }

    /// Takes the stage apart; every path that does puts one back.
    pub(super) fn take_stage(&mut self) -> Stage {
        let blank = Stage::EnteringPhone { entry: PhoneEntry::blank(None), problem: None };
        std::mem::replace(&mut self.stage, blank)
    }

    /// Puts an untouched stage back: the event made no sense there.
    pub(super) fn stay(&mut self, stage: Stage) -> Vec<Effect> {
        self.stage = stage;
        Vec::new()
    }
}

impl Stage {
    /// Whether a request is under way that the person waits for.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::RequestingCode { .. } | Self::VerifyingCode { .. })
    }

    /// The failure that the person is looking at.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::EnteringPhone { problem, .. } | Self::EnteringCode { problem, .. } => problem.as_ref(),
            Self::RequestingCode { .. } | Self::VerifyingCode { .. } | Self::LoggedIn { .. } => None,
        }
    }
}
