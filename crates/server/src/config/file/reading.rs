//! Taking values out of the file and the environment, and noting all that is wrong with them.

use std::fmt::Write as _;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::{ConfigFile, Document, kind};
use super::environment::{Environment, path, variable};
use super::keys::{Key, Section};
use super::mistake::{Fault, Mistake, Place, Refusal};

/// A configuration that is being read.
pub(super) struct Reading<'a> {
    pub(super) document: Option<&'a Document<'a>>,
    pub(super) environment: &'a Environment,
    pub(super) mistakes: Vec<Mistake>,
    /// What would be used, for people: path, value, place.
    pub(super) used: Vec<(String, String, Place)>,
}

/// A section of the file, which may be missing, under the name by which people and variables know it.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) table: Option<&'a DeTable<'a>>,
    /// The id of the client that it is about, or what stands for one.
    pub(super) client: &'a str,
}

/// A text that somebody wrote.
pub(super) struct Given<'a> {
    pub(super) text: &'a str,
    pub(super) place: Place,
}

impl<'a> Reading<'a> {
    /// The section of this name.
    pub(super) fn section(&mut self, section: &Section) -> Scope<'a> {
        let mut table = self.document.map(|document| document.root.get_ref());
        // `delivery.twilio` is a table in `delivery`.
        let ends = section.name.match_indices('.').map(|(at, _)| at).chain([section.name.len()]);
        for end in ends.filter(|end| *end > 0) {
            table = table.and_then(|table| self.table(table, &section.name[..end]));
        }
        if let Some(table) = table {
            self.find_strangers(table, section.name, section.name);
        }
        Scope { table, client: "" }
    }

    /// A table in a table; anything else of that name is a mistake.
    pub(super) fn table(&mut self, parent: &'a DeTable<'a>, name: &str) -> Option<&'a DeTable<'a>> {
        let value = parent.get(name.rsplit('.').next().unwrap_or(name))?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.note(self.at(value.span().start), name, wrong_type("a section", value));
        }
        table
    }

    /// A value, if somebody wrote one and it can be read.
    pub(super) fn take<T>(
        &mut self,
        scope: Scope<'a>,
        key: &Key,
        read: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Option<T> {
        let path = path(key, scope.client);
        let Some(given) = self.given(scope, key, key.name, &path) else {
            self.show(&path, key.default, Place::Nowhere);
            return None;
        };
        self.show(&path, &format!("{:?}", given.text), given.place.clone());
        self.understand(&path, &given, read)
    }

    /// Several values, if somebody wrote them. Those that can be read, if not all can.
    pub(super) fn take_list<T>(
        &mut self,
        scope: Scope<'a>,
        key: &Key,
        read: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Option<Vec<T>> {
        let path = path(key, scope.client);
        let name = variable(&path);
        let given: Vec<Given<'a>> = if let Some(text) = self.environment.get(&name) {
            let text = self.decoded(&name, &path, text)?;
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            parts.map(|text| Given { text, place: Place::Variable(name.clone()) }).collect()
        } else if let Some(value) = scope.table.and_then(|table| table.get(key.name)) {
            let Some(items) = value.get_ref().as_array() else {
                self.note(self.at(value.span().start), &path, wrong_type("a list of texts", value));
                return None;
            };
            items.iter().filter_map(|item| self.text(item, &path)).collect()
        } else {
            self.show(&path, key.default, Place::Nowhere);
            return None;
        };
        let texts: Vec<_> = given.iter().map(|given| given.text).collect();
        let place = self.place(scope, key);
        self.show(&path, &format!("{texts:?}"), place);
        Some(given.iter().filter_map(|given| self.understand(&path, given, &read)).collect())
    }

    /// What a key or a key like it (`name`) says, the environment first.
    pub(super) fn given(&mut self, scope: Scope<'a>, key: &Key, name: &str, path: &str) -> Option<Given<'a>> {
        let variable = variable(path);
        if let Some(text) = self.environment.get(&variable) {
            let text = self.decoded(&variable, path, text)?;
            return Some(Given { text, place: Place::Variable(variable) });
        }
        let value = scope.table.and_then(|table| table.get(name))?;
        if let (true, Some(_)) = (key.name == name, value.get_ref().as_array()) {
            self.note(self.at(value.span().start), path, wrong_type("one text", value));
            return None;
        }
        self.text(value, path)
    }

    fn decoded(&mut self, variable: &str, path: &str, text: Result<&'a str, Fault>) -> Option<&'a str> {
        text.map_err(|fault| self.note(Place::Variable(variable.to_owned()), path, fault)).ok()
    }

    pub(super) fn text(&mut self, value: &'a Spanned<DeValue<'a>>, path: &str) -> Option<Given<'a>> {
        let place = self.at(value.span().start);
        let Some(text) = value.get_ref().as_str() else {
            self.note(place, path, wrong_type("a text in quotes", value));
            return None;
        };
        Some(Given { text, place })
    }

    pub(super) fn understand<T>(
        &mut self,
        path: &str,
        given: &Given<'_>,
        read: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Option<T> {
        match read(given.text) {
            Ok(value) => Some(value),
            Err(Refusal { why, nearest }) => {
                let place = given.place.clone();
                self.mistakes.push(Mistake { place, key: path.to_owned(), fault: Fault::Value(why), nearest });
                None
            }
        }
    }

    pub(super) fn note(&mut self, place: Place, path: &str, fault: Fault) {
        self.mistakes.push(Mistake { place, key: printable(path), fault, nearest: None });
    }

    pub(super) fn show(&mut self, path: &str, value: &str, place: Place) {
        if !value.is_empty() {
            self.used.push((path.to_owned(), value.to_owned(), place));
        }
    }

    /// Where a key is said.
    pub(super) fn place(&self, scope: Scope<'_>, key: &Key) -> Place {
        let name = variable(&path(key, scope.client));
        if self.environment.get(&name).is_some() {
            return Place::Variable(name);
        }
        let value = scope.table.and_then(|table| table.get(key.name));
        value.map_or(Place::Nowhere, |value| self.at(value.span().start))
    }

    pub(super) fn at(&self, byte: usize) -> Place {
        self.document.map_or(Place::Nowhere, |document| document.file.place(byte))
    }

    pub(super) fn file(&self) -> Option<&'a ConfigFile> {
        self.document.map(|document| document.file)
    }
}

fn wrong_type(wanted: &'static str, value: &Spanned<DeValue<'_>>) -> Fault {
    Fault::Type { wanted, found: kind(value.get_ref()) }
}

/// A path without what could move a terminal's cursor, and no more of it than helps.
pub(super) fn printable(path: &str) -> String {
    let mut text = String::new();
    for sign in path.chars().take(LONGEST_PATH) {
        if sign.is_control() {
            // Writing to a text cannot fail.
            let _ = write!(text, "{}", sign.escape_default());
        } else {
            text.push(sign);
        }
    }
    text
}

const LONGEST_PATH: usize = 120;
