//! What a person has before them, and which way they came to it.

use passlock_core::Connection;
use passlock_core::flow::{Stage, State};

/// What a person has before them, in the order in which a login goes through it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// The form for the number.
    Phone,
    /// The form for the address.
    Email,
    /// The form for the code.
    Code,
    /// The welcome of who is logged in.
    LoggedIn,
}

impl View {
    /// A stable name for the host page's code.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Code => "code",
            Self::LoggedIn => "logged_in",
        }
    }

    pub(super) fn of(state: &State) -> Self {
        match state.stage {
            Stage::EnteringRecipient { .. } | Stage::RequestingCode { .. } => match state.forms.shown {
                Connection::Sms => Self::Phone,
                Connection::Email => Self::Email,
            },
            Stage::EnteringCode { .. } | Stage::VerifyingCode { .. } => Self::Code,
            Stage::LoggedIn { .. } => Self::LoggedIn,
        }
    }
}

/// `forward` or `back`, when another view takes the place of one that was seen: what arrives moves that way.
pub(super) fn way_between(from: &State, to: &State) -> Option<&'static str> {
    let (before, after) = (View::of(from), View::of(to));
    (from.visible && to.visible && before != after).then_some(if before < after { "forward" } else { "back" })
}
