//! Keys that there are not.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::environment::path;
use super::keys::{CLIENTS, EMAIL_LANGUAGES, LANGUAGES, SECTIONS, Section};
use super::mistake::{Fault, Mistake};
use super::reading::{Reading, printable};
use crate::nearest::nearest;

impl Reading<'_> {
    /// Notes every key of a table that the section does not have.
    pub(super) fn find_strangers(&mut self, table: &DeTable<'_>, section: &str, path: &str) {
        let mut names: Vec<String> = Section::find(section).into_iter().flat_map(Section::names).collect();
        let below =
            SECTIONS.iter().map(|section| section.name).chain([LANGUAGES, EMAIL_LANGUAGES]).filter_map(|name| {
                match section {
                    "" => Some(name).filter(|name| !name.is_empty() && !name.contains('.')),
                    section => name.strip_prefix(section)?.strip_prefix('.'),
                }
            });
        names.extend(below.map(str::to_owned));
        for key in table.keys().filter(|key| !names.iter().any(|name| name == key.get_ref())) {
            let word = key.get_ref().as_ref();
            let own = nearest(word, names.iter().map(String::as_str)).map(str::to_owned);
            let key_path = if path.is_empty() { word.to_owned() } else { format!("{path}.{word}") };
            let fault = Fault::UnknownKey;
            let mistake = Mistake {
                place: self.at(key.span().start),
                key: printable(&key_path),
                fault,
                nearest: own.or_else(|| elsewhere(word)),
            };
            self.mistakes.push(mistake);
        }
    }
}

/// The same name in another section.
fn elsewhere(word: &str) -> Option<String> {
    let named: BTreeMap<&str, String> = SECTIONS
        .iter()
        .filter(|section| section.name != CLIENTS)
        .flat_map(|section| section.keys)
        .map(|key| (key.name, path(key, "")))
        .collect();
    named.get(word).cloned()
}
