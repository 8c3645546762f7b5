//! Which way a person goes through the views, for what moves when the next one arrives.

use passlock_core::flow::{Stage, State};

/// The views, in the order in which a login goes through them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Phone,
    Code,
    Welcome,
}

impl Step {
    pub(super) fn of(stage: &Stage) -> Self {
        match stage {
            Stage::EnteringPhone { .. } | Stage::RequestingCode { .. } => Self::Phone,
            Stage::EnteringCode { .. } | Stage::VerifyingCode { .. } => Self::Code,
            Stage::LoggedIn { .. } => Self::Welcome,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Code => "code",
            Self::Welcome => "welcome",
        }
    }
}

/// `forward` or `back`, when another view takes the place of one that was seen.
pub(super) fn between(from: &State, to: &State) -> Option<&'static str> {
    let (before, after) = (Step::of(&from.stage), Step::of(&to.stage));
    (from.visible && to.visible && before != after).then_some(if before < after { "forward" } else { "back" })
}
