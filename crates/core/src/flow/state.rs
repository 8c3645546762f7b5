//! Where the person is.

use super::upkeep::Upkeep;
use super::{Effect, Forms, SentCode, WaitingCode};
use crate::session::Session;
use crate::{Connection, Problem, Recipient, Region};

/// The whole truth about one widget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Where the person is.
    pub stage: Stage,
    /// What stands in the forms. It stays while a code is waited for, for the way back.
    pub forms: Forms,
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
    /// The ways to a person, in the order in which they are offered; the first one is shown at first. Empty for text
    /// messages alone.
    pub connections: Vec<Connection>,
    /// Whether this browser keeps the number or address after a login, for the next one.
    pub remember: bool,
    /// Whether a code is sent off as soon as it is whole.
    pub auto_submit: bool,
    /// Whether the code for whom the host page has named is asked for as soon as the widget opens.
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
            connections: Vec::new(),
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
    /// The number or address is being typed.
    EnteringRecipient {
        /// What was wrong with it, or with the last request.
        problem: Option<Problem>,
    },
    /// A code has been asked for; no answer yet.
    RequestingCode {
        /// Where it is to go.
        to: Recipient,
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
    pub fn new(settings: Settings, forms: impl Into<Forms>) -> Self {
        let mut new = Self {
            stage: Stage::EnteringRecipient { problem: None },
            forms: forms.into(),
            visible: false,
            settings,
            newest: Attempt::default(),
            upkeep: Upkeep::default(),
        };
        new.show(Some(new.forms.shown));
        new
    }

    /// A widget whose person has a code on its way, asked for before the page was left; hidden as a new one.
    #[must_use]
    pub fn resumed(settings: Settings, forms: impl Into<Forms>, sent: SentCode) -> Self {
        let shown = sent.to.connection();
        let waiting = WaitingCode::resumed(sent);
        let stage = Stage::EnteringCode { waiting, problem: None, resending: None };
        Self { stage, ..Self::new(settings, Forms { shown, ..forms.into() }) }
    }

    /// The ways to the person, in order. Whom the host page has named gets no code by another way.
    pub fn offered(&self) -> impl Iterator<Item = Connection> {
        let wanted =
            if self.settings.connections.is_empty() { &[Connection::Sms] } else { &*self.settings.connections };
        let is_named = wanted.iter().any(|connection| self.forms.is_given(*connection));
        wanted.iter().copied().filter(move |connection| !is_named || self.forms.is_given(*connection))
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
        std::mem::replace(&mut self.stage, Stage::EnteringRecipient { problem: None })
    }

    /// Empties the forms and shows the first one.
    pub(super) fn clear_forms(&mut self, region: Option<Region>) {
        self.forms.clear(region);
        self.show(None);
    }

    /// Shows a form that is offered: this one, or the first.
    fn show(&mut self, wanted: Option<Connection>) {
        let shown = self.offered().find(|offered| Some(*offered) == wanted).or_else(|| self.offered().next());
        self.forms.shown = shown.unwrap_or_default();
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
            Self::EnteringRecipient { problem } | Self::EnteringCode { problem, .. } => problem.as_ref(),
            Self::RequestingCode { .. } | Self::VerifyingCode { .. } | Self::LoggedIn { .. } => None,
        }
    }
}
