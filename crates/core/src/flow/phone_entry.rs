//! What stands in the phone form, and the number that it means.

use std::fmt;

use crate::{NumberKind, PhoneNumber, Problem, Region};

/// Whose number the form holds: typed by the person, or known before they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneEntry {
    /// The person types it.
    Typed(TypedPhone),
    /// It is known; nothing has to be typed.
    Known(KnownPhone),
}

/// A number as far as it has been typed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct TypedPhone {
    /// The country that a number without `+` is read in.
    pub region: Option<Region>,
    /// The text, as it stands in the field.
    pub text: String,
}

/// A number that need not be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownPhone {
    /// The number.
    pub phone: PhoneNumber,
    /// Who knows it.
    pub by: KnownBy,
}

/// Who knows a number or an address before anything is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownBy {
    /// This browser, from the last login. It is shown masked, and the person may take another one.
    Browser,
    /// The host page, which wants this very one confirmed: there is no other one to take.
    Host,
}

impl PhoneEntry {
    /// An empty field.
    #[must_use]
    pub fn blank(region: Option<Region>) -> Self {
        Self::Typed(TypedPhone { region, text: String::new() })
    }

    /// The number that is meant.
    ///
    /// # Errors
    /// As [`TypedPhone::number`] for a typed one; a known number is right.
    pub fn number(&self) -> Result<PhoneNumber, Problem> {
        match self {
            Self::Typed(typed) => typed.number(),
            Self::Known(known) => Ok(known.phone),
        }
    }

    /// Whether the person may take another number than this one.
    #[must_use]
    pub fn may_change(&self) -> bool {
        !matches!(self, Self::Known(KnownPhone { by: KnownBy::Host, .. }))
    }
}

impl TypedPhone {
    /// Whether the text names its country by itself.
    #[must_use]
    pub fn has_plus(&self) -> bool {
        self.text.trim_start().starts_with(['+', '＋'])
    }

    /// The number that the text means.
    ///
    /// # Errors
    /// [`Problem::Phone`] with what is wrong with the text; [`Problem::NotTextable`] for numbers that no text message
    /// reaches. A number of a kind that the tables do not know is let through: numbering plans change faster than they.
    pub fn number(&self) -> Result<PhoneNumber, Problem> {
        let number = PhoneNumber::parse(&self.text, self.region).map_err(Problem::Phone)?;
        match number.kind() {
            NumberKind::PremiumRate
            | NumberKind::TollFree
            | NumberKind::SharedCost
            | NumberKind::Uan
            | NumberKind::Voicemail => Err(Problem::NotTextable),
            _ => Ok(number),
        }
    }
}

/// Hides the digits: `Debug` ends up in logs.
impl fmt::Debug for TypedPhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TypedPhone({:?}, {} signs)", self.region, self.text.chars().count())
    }
}
