//! The section of a provider: its values, and whether they go together.

use super::keys::{Key, Section};
use super::mistake::{Fault, Place, Refusal};
use super::reading::{Reading, Scope};
use crate::config::Secret;

/// A section that is being read.
pub(super) struct Provider<'r, 'a> {
    reading: &'r mut Reading<'a>,
    scope: Scope<'a>,
    /// Where it is said that this provider is used; `None` when it is not, and may lack what it likes.
    used: Option<Place>,
    /// The mistakes of the sections before.
    before: usize,
}

impl<'r, 'a> Provider<'r, 'a> {
    pub(super) fn new(reading: &'r mut Reading<'a>, section: &Section, used: Option<Place>) -> Self {
        let before = reading.mistakes.len();
        let scope = reading.section(section);
        Self { reading, scope, used, before }
    }

    pub(super) fn take<T>(&mut self, key: &Key, read: impl Fn(&str) -> Result<T, Refusal>) -> Option<T> {
        self.reading.take(self.scope, key, read)
    }

    /// A secret of at least so many characters.
    pub(super) fn secret(&mut self, key: &Key, least: usize) -> Option<Secret> {
        self.reading.take_secret(self.scope, key, |text| Secret::new(text, least))
    }

    /// The same for what people make up.
    pub(super) fn phrase(&mut self, key: &Key, least: usize) -> Option<Secret> {
        self.reading.take_secret(self.scope, key, |text| Secret::phrase(text, least))
    }

    /// Whether it is used, and each value by itself is right.
    pub(super) fn is_to_be_checked(&self) -> bool {
        self.used.is_some() && self.reading.mistakes.len() == self.before
    }

    /// A value that has to be there.
    pub(super) fn needed<T>(&mut self, key: &Key, value: Option<T>, why: &'static str) -> Option<T> {
        value.or_else(|| self.lacks(key, why))
    }

    /// Notes that a value is missing.
    pub(super) fn lacks<T>(&mut self, key: &Key, why: &'static str) -> Option<T> {
        self.note(self.used.clone().unwrap_or(Place::Nowhere), key, Fault::Missing(why))
    }

    /// Notes that a value does not go with another.
    pub(super) fn clashes<T>(&mut self, key: &Key, why: &str) -> Option<T> {
        let place = match self.reading.place(self.scope, key) {
            Place::Nowhere => self.used.clone().unwrap_or(Place::Nowhere),
            place => place,
        };
        self.note(place, key, Fault::Value(why.to_owned()))
    }

    fn note<T>(&mut self, place: Place, key: &Key, fault: Fault) -> Option<T> {
        self.reading.note(place, &format!("{}.{}", key.section, key.name), fault);
        None
    }
}
