//! What helps against a problem.

use super::Problem;

/// What the person, or somebody else, can do about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// Correct the number.
    MendNumber,
    /// Take another number.
    OtherNumber,
    /// Correct the code.
    MendCode,
    /// Ask for a new code.
    NewCode,
    /// Log in once more.
    LogIn,
    /// Wait until the time that is told.
    Wait,
    /// Try the same thing again.
    TryAgain,
    /// Tell the owner of the page: nothing that the person does helps.
    TellOwner,
    /// Nothing has to be done.
    GoOn,
}

/// Whether the same request may be made again. None is made again by itself: it would send a message or spend a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Not even by the person: the answer would be the same.
    Never,
    /// When the person presses the button.
    ByPerson,
}

impl Problem {
    /// What helps.
    #[must_use]
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Phone(_) => Remedy::MendNumber,
            Self::NotTextable | Self::CountryNotServed | Self::NumberRefused => Remedy::OtherNumber,
            Self::Code(_) | Self::WrongCode { .. } if !self.ends_code() => Remedy::MendCode,
            Self::Code(_) | Self::WrongCode { .. } | Self::CodeExpired | Self::TooManyTries => Remedy::NewCode,
            Self::TokenRefused(_) if self.ends_code() => Remedy::NewCode,
            Self::LoginRequired => Remedy::LogIn,
            Self::RateLimited { .. } | Self::LockedOut { .. } => Remedy::Wait,
            Self::DeliveryFailed
            | Self::Offline
            | Self::TimedOut
            | Self::Unreachable
            | Self::ServerDown { .. }
            | Self::Nonsense(_)
            | Self::Cancelled => Remedy::TryAgain,
            Self::TokenRefused(_)
            | Self::UserBlocked
            | Self::SignUpsClosed
            | Self::CaptchaRequired
            | Self::AccessDenied
            | Self::OriginRefused
            | Self::ClientMisconfigured
            | Self::GrantNotEnabled
            | Self::ConnectionMisconfigured
            | Self::RequestRefused => Remedy::TellOwner,
            Self::StorageDenied => Remedy::GoOn,
        }
    }

    /// Whether the same request may be made again, and by whom.
    #[must_use]
    pub fn retry(&self) -> Retry {
        if self.can_retry() { Retry::ByPerson } else { Retry::Never }
    }
}
