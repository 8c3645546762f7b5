//! Why a request was refused, in words that never change: finer than the error codes of the protocol.

use serde::de::IntoDeserializer as _;
use serde::de::value::StrDeserializer;
use serde::{Deserialize, Serialize};

/// The `reason` of a refusal. Ours alone: Auth0's libraries look at `error`, which stays as the protocol has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// Another code was sent.
    WrongCode,
    /// The time of the code is over.
    CodeExpired,
    /// The code has been tried as often as it may; only a new one helps.
    TooManyTries,
    /// Too many wrong codes for this number from this place; nothing is compared before `retry_at`.
    LockedOut,
    /// Too many codes were asked for, for this number.
    NumberLimit,
    /// Too many requests from this place.
    AddressLimit,
    /// Too many requests of all people together.
    ServiceLimit,
    /// The code was right, and the account is blocked.
    UserBlocked,
    /// The code was right, there is no account, and none is made.
    SignUpsClosed,
    /// Nobody here has the passkey any more; a page may tell the browser so (`signalUnknownCredential`).
    PasskeyUnknown,
    /// The challenge was answered before, or too late, or never asked. Another one helps.
    PasskeyChallengeExpired,
    /// The passkey was used on a page that may not use it.
    PasskeyOriginWrong,
    /// The passkey belongs to another name.
    PasskeyRpIdWrong,
    /// The passkey was verified with its owner before, and was not this time.
    PasskeyUserUnverified,
    /// The device counts less than it did: there is a second one with the same passkey.
    PasskeyCopied,
    /// The passkey is somebody's already.
    PasskeyKnown,
    /// What the device answered is not right.
    PasskeyRefused,
    /// The person logged in too long ago to do this; logging in again helps.
    LoginTooOld,
    /// Without it nobody could log in to this account any more.
    LastMethod,
    /// The refresh token was used before, is too old, or never was one. Only a new login helps.
    RefreshTokenInvalid,
    /// The client may not log people in by this grant.
    GrantNotAllowed,
    /// There is no client of this name.
    ClientUnknown,
    /// The client has a secret, and the request had none or another.
    ClientSecretWrong,
    /// There is no connection of this name.
    ConnectionUnknown,
    /// The connection exists and is switched off.
    ConnectionDisabled,
    /// Pages of this origin may not call.
    OriginNotAllowed,
    /// The provider says that there is no such number.
    NumberInvalid,
    /// Numbers of this country get no messages here.
    CountryNotServed,
    /// The number gets no text messages; a landline, most often.
    NumberNotTextable,
    /// The number's owner has answered STOP to an earlier message.
    NumberOptedOut,
    /// The provider has no way to this number or does not serve its country.
    NumberUnroutable,
    /// The phone is switched off, out of reach, or the number is no longer in use.
    NumberUnreachable,
    /// The mail server takes no emails for this address; there is none of that name, most often.
    AddressRefused,
    /// No mail server on the way takes addresses with such letters before the `@` (RFC 6531).
    AddressUnsupported,
    /// The carrier or its filter held the message back.
    MessageBlocked,
    /// The provider could not send the message, through no fault of the number.
    DeliveryFailed,
    /// A reason that this version does not know.
    #[serde(other)]
    Other,
}

impl Reason {
    pub(super) fn read(name: &str) -> Self {
        let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
        Self::deserialize(name).unwrap_or(Self::Other)
    }

    /// What a number of Twilio's means (its "Error and Warning Dictionary"), which other providers have taken over.
    #[must_use]
    pub fn of_provider_code(code: u32) -> Self {
        match code {
            // Invalid 'To' number, in three places of the interface.
            21211 | 21217 | 21401 => Self::NumberInvalid,
            // Not a mobile number; a landline; landline or unreachable carrier.
            21614 | 21635 | 30006 => Self::NumberNotTextable,
            21610 => Self::NumberOptedOut,
            // The country is not enabled; no route from this sender to that number.
            21408 | 21612 => Self::NumberUnroutable,
            // Unreachable, and unknown, destination handset.
            30003 | 30005 => Self::NumberUnreachable,
            // Blocked by the handset or carrier; filtered by the carrier.
            30004 | 30007 => Self::MessageBlocked,
            // Among them 30008, "unknown error", and everything that is wrong with the sender's account.
            _ => Self::DeliveryFailed,
        }
    }
}
