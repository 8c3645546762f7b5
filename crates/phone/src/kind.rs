//! What a number is for, as far as its digits tell.

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

impl NumberKind {
    /// The name of the constant in Google's `PhoneNumberType`.
    #[must_use]
    pub fn google_name(self) -> &'static str {
        match self {
            Self::FixedLine => "FIXED_LINE",
            Self::Mobile => "MOBILE",
            Self::FixedLineOrMobile => "FIXED_LINE_OR_MOBILE",
            Self::TollFree => "TOLL_FREE",
            Self::PremiumRate => "PREMIUM_RATE",
            Self::SharedCost => "SHARED_COST",
            Self::Voip => "VOIP",
            Self::PersonalNumber => "PERSONAL_NUMBER",
            Self::Pager => "PAGER",
            Self::Uan => "UAN",
            Self::Voicemail => "VOICEMAIL",
            Self::Unknown => "UNKNOWN",
        }
    }

    /// What the tables say about a number; the order is that of `build/plan.rs`.
    pub(crate) fn of_answer(answer: u8) -> Option<Self> {
        Some(match answer {
            1 => Self::PremiumRate,
            2 => Self::TollFree,
            3 => Self::SharedCost,
            4 => Self::Voip,
            5 => Self::PersonalNumber,
            6 => Self::Pager,
            7 => Self::Uan,
            8 => Self::Voicemail,
            9 => Self::FixedLine,
            10 => Self::Mobile,
            11 => Self::FixedLineOrMobile,
            _ => return None,
        })
    }
}
