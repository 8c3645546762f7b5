//! What helps against a problem.

use super::Problem;

/// What the person, or somebody else, can do about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// Correct the number.
    MendNumber,
    /// Take another number.
    OtherNumber,
    /// Correct the address.
    MendAddress,
    /// Take another address.
    OtherAddress,
    /// Correct the code.
    MendCode,
    /// Ask for a new code.
    NewCode,
    /// Allow the server's cookies, and ask for a new code.
    AllowCookies,
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

/// Whether the same request may be made again, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Not even by the person: the answer would be the same.
    Never,
    /// When the person presses the button: it may have arrived, and would send a second message or spend a code.
    ByPerson,
    /// By itself when it only reads, twice at most, after pauses of random length: no connection was made. A request that
    /// sends a message or spends a code is still made by the person alone.
    ByItself,
}

impl Problem {
    /// What helps.
    #[must_use]
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Phone(_) => Remedy::MendNumber,
            Self::NotTextable | Self::CountryNotServed | Self::NumberRefused => Remedy::OtherNumber,
            Self::Email(_) => Remedy::MendAddress,
            Self::AddressRefused => Remedy::OtherAddress,
            Self::Code(_) | Self::WrongCode { .. } if !self.ends_code() => Remedy::MendCode,
            Self::Code(_) | Self::WrongCode { .. } | Self::CodeExpired | Self::TooManyTries => Remedy::NewCode,
            Self::TokenRefused(_) if self.ends_code() => Remedy::NewCode,
            Self::CookiesRefused => Remedy::AllowCookies,
            Self::LoginRequired => Remedy::LogIn,
            Self::RateLimited { .. } | Self::LockedOut { .. } => Remedy::Wait,
            Self::DeliveryFailed
            | Self::Offline
            | Self::TimedOut
            | Self::Unreachable
            | Self::ServerDown { .. }
            | Self::Nonsense(_)
            | Self::Cancelled
            | Self::StoppedByPage(_) => Remedy::TryAgain,
            Self::TokenRefused(_)
            | Self::UserBlocked
            | Self::SignUpsClosed
            | Self::CaptchaRequired
            | Self::AccessDenied
            | Self::OriginRefused
            | Self::ClientMisconfigured
            | Self::GrantNotEnabled
            | Self::CrossOriginNotEnabled
            | Self::FrameBlocked
            | Self::ConnectionMisconfigured
            | Self::RequestRefused => Remedy::TellOwner,
            Self::StorageDenied => Remedy::GoOn,
        }
    }

    /// Whether the same request may be made again, and by whom.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Offline | Self::Unreachable => Retry::ByItself,
            _ if self.can_retry() => Retry::ByPerson,
            _ => Retry::Never,
        }
    }
}
