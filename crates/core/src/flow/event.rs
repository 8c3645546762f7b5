//! What happened.

use std::fmt;

use super::{Attempt, TypedEmail, TypedPhone};
use crate::protocol::Receipt;
use crate::session::{Dropped, Session};
use crate::{Connection, Problem};

/// What was typed or read as a code. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeText(pub String);

impl fmt::Debug for CodeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeText([redacted])")
    }
}

/// Something that the person, the server, the clock or the host page did. The list is complete on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The host page or the person opened the widget.
    Opened,
    /// The person or the host page closed it.
    Closed,
    /// A session was found in storage. Its time may be over.
    SessionRestored(Box<Session>),
    /// What was found in storage is no session.
    SessionUnusable(Dropped),
    /// Another tab has left a session in storage: its person logged in there, or it was renewed.
    SessionShared(Box<Session>),
    /// The session is no longer in storage.
    SessionMissed,
    /// The server renewed the session, and it is kept already.
    SessionRenewed {
        /// The request that this answers.
        attempt: Attempt,
        /// What it has become.
        session: Box<Session>,
    },
    /// The session was not renewed.
    SessionNotRenewed {
        /// The request that this answers.
        attempt: Attempt,
        /// Why.
        problem: Problem,
    },
    /// The alarm went off, or the page woke up: it is seen again, has the focus again, or is online again.
    Woken,
    /// The phone form's text or country changed.
    PhoneChanged(TypedPhone),
    /// The email form's text changed, or the person left its field.
    EmailChanged(TypedEmail),
    /// The person wants to log in with another number or address than the one that is known.
    OtherRecipientAsked,
    /// The person wants the code to come another way.
    ConnectionChosen(Connection),
    /// The form for the number or the address was submitted.
    RecipientSubmitted,
    /// The server sent a code.
    CodeSent {
        /// The request that this answers.
        attempt: Attempt,
        /// What it said about the code.
        receipt: Receipt,
    },
    /// No code was sent.
    CodeNotSent {
        /// The request that this answers.
        attempt: Attempt,
        /// Why.
        problem: Problem,
    },
    /// The code form's text changed.
    CodeChanged(CodeText),
    /// The browser read the code out of the message.
    CodeArrived(CodeText),
    /// The code form was submitted.
    CodeSubmitted,
    /// The person asked for another code.
    ResendAsked,
    /// The person went back, to change the number or to stop waiting.
    BackAsked,
    /// The code was right.
    CodeAccepted {
        /// The request that this answers.
        attempt: Attempt,
        /// The session that it opened.
        session: Box<Session>,
    },
    /// The code was not accepted, or nobody could say.
    CodeRejected {
        /// The request that this answers.
        attempt: Attempt,
        /// Why.
        problem: Problem,
    },
    /// Time has passed while something on the screen counts down.
    Ticked,
    /// The browser refused to keep the session.
    StorageRefused,
    /// The person or the host page logged out.
    LogOutAsked,
    /// Another tab logged out.
    LoggedOutElsewhere,
}
