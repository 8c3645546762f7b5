//! What to do about it.

use super::{Attempt, SentCode};
use crate::protocol::Receipt;
use crate::session::{Dropped, RefreshToken, Session};
use crate::{Code, Connection, Problem, Recipient, Timestamp};

/// Something that the shell has to do. The list is complete on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Ask the server to send a code; answer with `CodeSent` or `CodeNotSent`.
    RequestCode {
        /// To be handed back in the answer.
        attempt: Attempt,
        /// Where the code goes.
        to: Recipient,
    },
    /// Ask the server whether a code is right; answer with `CodeAccepted` or `CodeRejected`.
    VerifyCode {
        /// To be handed back in the answer.
        attempt: Attempt,
        /// Where the code went.
        to: Recipient,
        /// The code.
        code: Code,
    },
    /// Give up every request that is under way.
    CancelRequests,
    /// Keep the session for the next visit and for other tabs; answer with `StorageRefused` when the browser will not.
    SaveSession(Box<Session>),
    /// Forget the session.
    ForgetSession,
    /// Renew the session, in one tab at a time, and keep what comes of it before the next tab may; answer with
    /// `SessionRenewed` or `SessionNotRenewed`, or with `SessionShared` when another tab was quicker.
    RenewSession {
        /// To be handed back in the answer.
        attempt: Attempt,
        /// What is to be renewed; it has a refresh token.
        session: Box<Session>,
    },
    /// Tell the server that a refresh token is not to be used any more. Nobody waits for the answer.
    RevokeToken(RefreshToken),
    /// Have the other tabs log out, too.
    LogOutTabs,
    /// Send `Woken` at that moment, instead of at the one that was set before.
    SetAlarm(Timestamp),
    /// Send no `Woken` at any moment.
    StopAlarm,
    /// Watch for the message, if the browser can; answer with `CodeArrived`.
    ListenForCode,
    /// Stop watching for it.
    StopListening,
    /// Keep for this tab that a code is on its way, so that coming back to the page sends no other.
    KeepSentCode(SentCode),
    /// Forget that.
    ForgetSentCode,
    /// Keep who logged in for the next login.
    RememberRecipient(Recipient),
    /// Forget who was kept.
    ForgetRecipient,
    /// Send `Ticked` once a second from now on.
    StartClock,
    /// Stop sending `Ticked`.
    StopClock,
    /// Tell the host page.
    Notify(Notice),
}

/// News for the host page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The widget is on the screen.
    Shown,
    /// It no longer is.
    Hidden,
    /// A code is on its way.
    CodeSent {
        /// Where to.
        to: Recipient,
        /// What is known about it.
        receipt: Receipt,
    },
    /// The person is logged in just now.
    LoggedIn(Box<Session>),
    /// The person was logged in already: on an earlier visit, or in another tab.
    SessionRestored(Box<Session>),
    /// The session was renewed, here or in another tab.
    SessionRefreshed(Box<Session>),
    /// The session's time is over.
    SessionExpired(Ending),
    /// What was kept of an earlier visit was no session, and is thrown away.
    SessionDropped(Dropped),
    /// The person is logged out, here or in another tab.
    LoggedOut,
    /// Something failed; the person reads about it too.
    Failed {
        /// What was being tried.
        purpose: Purpose,
        /// By which way.
        connection: Connection,
        /// What went wrong.
        problem: Problem,
    },
    /// The session lasts only until the page is left, because the browser keeps nothing.
    StorageDenied,
    /// What the host page gave as its colour is none; the lock wears its own.
    ColourUnknown(String),
}

/// Why a session ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// It was not meant to last longer.
    TimeOver,
    /// The server refused to renew it: the refresh token was revoked, used before, or is too old.
    RenewalRefused,
    /// The server could not be reached in time to renew it.
    RenewalFailed,
}

impl Ending {
    /// A stable name for the host page's code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TimeOver => "time_over",
            Self::RenewalRefused => "refresh_refused",
            Self::RenewalFailed => "refresh_failed",
        }
    }
}

/// What the person is trying to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Getting a code.
    SendCode,
    /// Getting in with it.
    LogIn,
}
