//! What to do about it.

use super::{Attempt, SentCode};
use crate::protocol::Receipt;
use crate::session::Session;
use crate::{Code, PhoneNumber, Problem};

/// Something that the shell has to do. The list is complete on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Ask the server to send a code; answer with `CodeSent` or `CodeNotSent`.
    RequestCode {
        /// To be handed back in the answer.
        attempt: Attempt,
        /// Where the code goes.
        phone: PhoneNumber,
    },
    /// Ask the server whether a code is right; answer with `CodeAccepted` or `CodeRejected`.
    VerifyCode {
        /// To be handed back in the answer.
        attempt: Attempt,
        /// Where the code went.
        phone: PhoneNumber,
        /// The code.
        code: Code,
    },
    /// Give up every request that is under way.
    CancelRequests,
    /// Keep the session for the next visit; answer with `StorageRefused` when the browser will not.
    SaveSession(Box<Session>),
    /// Forget the session.
    ForgetSession,
    /// Watch for the message, if the browser can; answer with `CodeArrived`.
    ListenForCode,
    /// Stop watching for it.
    StopListening,
    /// Keep for this tab that a code is on its way, so that coming back to the page sends no other.
    KeepSentCode(SentCode),
    /// Forget that.
    ForgetSentCode,
    /// Keep the number for the next login.
    RememberPhone(PhoneNumber),
    /// Forget the number that was kept.
    ForgetPhone,
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
        phone: PhoneNumber,
        /// What is known about it.
        receipt: Receipt,
    },
    /// The person is logged in just now.
    LoggedIn(Box<Session>),
    /// The person was logged in already, on an earlier visit.
    SessionRestored(Box<Session>),
    /// The person is logged out.
    LoggedOut,
    /// Something failed; the person reads about it too.
    Failed {
        /// What was being tried.
        purpose: Purpose,
        /// What went wrong.
        problem: Problem,
    },
    /// The session lasts only until the page is left, because the browser keeps nothing.
    StorageDenied,
}

/// What the person is trying to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Getting a code.
    SendCode,
    /// Getting in with it.
    LogIn,
}
