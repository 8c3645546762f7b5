//! What a number is for, as far as its digits tell.

use rlibphonenumber::PhoneNumberType;

/// The type of a number, with the names of Google's library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NumberKind {
    /// A landline; text messages rarely arrive.
    FixedLine,
    /// A mobile phone.
    Mobile,
    /// A country whose numbers do not tell which of the two it is, such as the United States.
    FixedLineOrMobile,
    /// Free for the caller.
    TollFree,
    /// Dearer than an ordinary call.
    PremiumRate,
    /// Paid in parts by both sides.
    SharedCost,
    /// Telephony over the internet.
    Voip,
    /// Follows a person, not a line.
    PersonalNumber,
    /// A pager.
    Pager,
    /// One number for a whole company.
    Uan,
    /// Voicemail access.
    Voicemail,
    /// No known pattern of the country matches.
    Unknown,
}

impl From<PhoneNumberType> for NumberKind {
    fn from(kind: PhoneNumberType) -> Self {
        match kind {
            PhoneNumberType::FixedLine => Self::FixedLine,
            PhoneNumberType::Mobile => Self::Mobile,
            PhoneNumberType::FixedLineOrMobile => Self::FixedLineOrMobile,
            PhoneNumberType::TollFree => Self::TollFree,
            PhoneNumberType::PremiumRate => Self::PremiumRate,
            PhoneNumberType::SharedCost => Self::SharedCost,
            PhoneNumberType::VoIP => Self::Voip,
            PhoneNumberType::PersonalNumber => Self::PersonalNumber,
            PhoneNumberType::Pager => Self::Pager,
            PhoneNumberType::UAN => Self::Uan,
            PhoneNumberType::VoiceMail => Self::Voicemail,
            PhoneNumberType::Unknown => Self::Unknown,
        }
    }
}
