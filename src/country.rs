//! A country as a person knows it: what the driver learns from the browser, and the views show.

use passlock_core::Region;
use yew::AttrValue;

/// A country with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Country {
    pub(crate) region: Region,
    /// In the person's language.
    pub(crate) name: AttrValue,
    /// In English, for those who type it so.
    pub(crate) english: AttrValue,
}
