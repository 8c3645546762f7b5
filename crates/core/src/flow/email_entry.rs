//! What stands in the email form, and the address that it means.

use std::fmt;

use super::KnownBy;
use crate::{EmailAddress, Problem};

/// Whose address the form holds: typed by the person, or known before they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmailEntry {
    /// The person types it.
    Typed(TypedEmail),
    /// It is known; nothing has to be typed.
    Known(KnownEmail),
}

/// An address as far as it has been typed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct TypedEmail {
    /// The text, as it stands in the field.
    pub text: String,
    /// Whether the person has left the field, or put the text in as a whole.
    pub is_done: bool,
}

/// An address that need not be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownEmail {
    /// The address.
    pub address: EmailAddress,
    /// Who knows it.
    pub by: KnownBy,
}

impl EmailEntry {
    /// An empty field.
    #[must_use]
    pub fn blank() -> Self {
        Self::Typed(TypedEmail::default())
    }

    /// The address that is meant.
    ///
    /// # Errors
    /// [`Problem::Email`] with what is wrong with a typed one; a known address is right.
    pub fn address(&self) -> Result<EmailAddress, Problem> {
        match self {
            Self::Typed(typed) => EmailAddress::parse(&typed.text).map_err(Problem::Email),
            Self::Known(known) => Ok(known.address.clone()),
        }
    }

    /// Whether the person may take another address than this one.
    #[must_use]
    pub fn may_change(&self) -> bool {
        !matches!(self, Self::Known(KnownEmail { by: KnownBy::Host, .. }))
    }
}

impl TypedEmail {
    /// A text that is all that there is to come.
    #[must_use]
    pub fn whole(text: &str) -> Self {
        Self { text: text.to_owned(), is_done: true }
    }

    /// What was probably meant instead; see [`EmailAddress::suggest`].
    #[must_use]
    pub fn suggestion(&self) -> Option<String> {
        if self.is_done { EmailAddress::suggest(&self.text) } else { EmailAddress::suggest_so_far(&self.text) }
    }
}

/// Hides the text: `Debug` ends up in logs.
impl fmt::Debug for TypedEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TypedEmail({} signs)", self.text.chars().count())
    }
}
