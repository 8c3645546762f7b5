//! What can be wrong with a passkey, or with the answer of its device.

use passlock_core::protocol::Reason;
use thiserror::Error;
use webauthn_rs_core::error::WebauthnError;

/// Why a passkey is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum Flaw {
    /// Answered before, or too late, or never asked for by this client.
    #[error("The auth_session is unknown, was used, or has expired.")]
    Over,
    #[error("Unknown passkey.")]
    Unknown,
    #[error("The passkey was used on a page that may not use it.")]
    Origin,
    #[error("The passkey belongs to another relying party.")]
    RpId,
    #[error("The passkey was used without user verification.")]
    Unverified,
    /// Its counter has not grown.
    #[error("There seems to be a copy of the passkey.")]
    Copied,
    /// It is somebody's already, maybe this very person's.
    #[error("The passkey is registered already.")]
    Known,
    #[error("The passkey could not be verified.")]
    Refused,
}

impl Flaw {
    /// What pages are told.
    pub(crate) fn reason(self) -> Reason {
        match self {
            Self::Over => Reason::PasskeyChallengeExpired,
            Self::Unknown => Reason::PasskeyUnknown,
            Self::Origin => Reason::PasskeyOriginWrong,
            Self::RpId => Reason::PasskeyRpIdWrong,
            Self::Unverified => Reason::PasskeyUserUnverified,
            Self::Copied => Reason::PasskeyCopied,
            Self::Known => Reason::PasskeyKnown,
            Self::Refused => Reason::PasskeyRefused,
        }
    }
}

impl From<WebauthnError> for Flaw {
    fn from(error: WebauthnError) -> Self {
        // The library's sentences quote nothing of what was sent.
        tracing::info!(%error, "refused a passkey");
        match error {
            WebauthnError::InvalidRPOrigin | WebauthnError::CredentialCrossOrigin => Self::Origin,
            WebauthnError::InvalidRPIDHash => Self::RpId,
            WebauthnError::UserNotVerified => Self::Unverified,
            WebauthnError::CredentialPossibleCompromise => Self::Copied,
            _ => Self::Refused,
        }
    }
}
