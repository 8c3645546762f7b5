//! Texts that nobody may see.

use super::environment::path;
use super::keys::{FILE, Key, Shape};
use super::mistake::{Fault, Place};
use super::reading::{Given, Reading, Scope};
use super::value::quoted;
use crate::config::DatabaseUrl;

impl<'a> Reading<'a> {
    /// A secret, from the environment, from a file of its own, or from this file if others cannot read that. `what` says
    /// what is meant, because the text is never quoted.
    pub(super) fn take_secret<T>(
        &mut self,
        scope: Scope<'a>,
        key: &Key,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let path = path(key, scope.client);
        let beside = format!("{}{FILE}", key.name);
        let file_path = format!("{path}{FILE}");
        let (own, other) = (self.given(scope, key, key.name, &path), self.given(scope, key, &beside, &file_path));
        let (text, place, is_plain) = match (own, other) {
            (None, None) => {
                self.show(&path, key.default, Place::Nowhere);
                return None;
            }
            // The environment overrides the file, whichever of the two it has.
            (Some(own), Some(other)) if is_variable(&own) == is_variable(&other) => {
                let why = format!("{} is there as well; one of them has to go", own.place);
                self.note(other.place, &file_path, Fault::Value(why));
                return None;
            }
            (Some(own), other) if other.is_none() || is_variable(&own) => {
                let is_plain = !is_variable(&own);
                (own.text.to_owned(), own.place, is_plain)
            }
            (_, other) => {
                let other = other?;
                (self.read_beside(&other, &file_path)?, other.place, false)
            }
        };
        let shown = match key.shape {
            Shape::Address => format!("{:?}", DatabaseUrl::new(&text).to_string()),
            _ => "[secret]".to_owned(),
        };
        self.show(&path, &shown, place.clone());
        let is_readable = self.document.is_some_and(|document| document.file.is_public());
        let is_shown = key.shape == Shape::Address && !DatabaseUrl::new(&text).has_password();
        if is_plain && is_readable && !is_shown {
            let why = "everybody on this machine can read this file; take that right away (chmod o-r), or put the secret \
                into a file of its own";
            self.note(place, &path, Fault::Value(format!("{why}, and its path here as {beside}")));
            return None;
        }
        let value = read(&text);
        if value.is_none() {
            self.note(place, &path, Fault::Value(format!("it takes {}", key.form)));
        }
        value
    }

    /// The text of a file that is named here. One line break at its end is an editor's.
    fn read_beside(&mut self, given: &Given<'_>, path: &str) -> Option<String> {
        let file = match (&given.place, self.document) {
            (Place::File { .. }, Some(document)) => document.file.beside(given.text),
            _ => given.text.into(),
        };
        match std::fs::read_to_string(&file) {
            Ok(text) => Some(
                text.strip_suffix('\n')
                    .map_or(text.as_str(), |text| text.strip_suffix('\r').unwrap_or(text))
                    .to_owned(),
            ),
            Err(error) => {
                let why = format!("{} cannot be read: {error}", quoted(&file.display().to_string()));
                self.note(given.place.clone(), path, Fault::Value(why));
                None
            }
        }
    }
}

fn is_variable(given: &Given<'_>) -> bool {
    matches!(given.place, Place::Variable(_))
}
