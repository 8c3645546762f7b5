//! Variables of the environment, which override the file.
//!
//! The name of a key's variable is made of its own: `PASSLOCK_SERVER__LISTEN` is `server.listen`, and
//! `PASSLOCK_CLIENTS__SHOP__SECRET` is the secret of the client `shop`.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::{CLIENTS, EMAIL_LANGUAGES, FILE, Key, LANGUAGES, SECTIONS, Section};
use super::mistake::{Fault, Mistake, Place};
use crate::nearest::nearest;

/// The variables that begin with `PASSLOCK_`. Their values do not print.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, Option<String>>);

impl Environment {
    /// Those of this process.
    #[must_use]
    pub fn of_process() -> Self {
        let ours =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok())));
        Self(ours.filter(|(name, _)| name.starts_with(PREFIX)).collect())
    }

    /// Invented ones.
    pub fn of<'a>(variables: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(variables.into_iter().map(|(name, value)| (name.to_owned(), Some(value.to_owned()))).collect())
    }

    /// What a variable says, if it is there.
    pub(super) fn get(&self, name: &str) -> Option<Result<&str, Fault>> {
        self.0.get(name).map(|text| text.as_deref().ok_or(Fault::NotText))
    }

    /// The tags of the languages that a text is given for.
    pub(super) fn languages(&self) -> impl Iterator<Item = (String, &str)> {
        let prefix = format!("{}__", variable(LANGUAGES));
        self.0.keys().filter_map(move |name| Some((tag(name.strip_prefix(&prefix)?), name.as_str())))
    }

    /// The tags of the languages that a part of emails is given for, and the name of the part.
    pub(super) fn email_languages(&self) -> impl Iterator<Item = (String, String, &str)> {
        let prefix = format!("{}__", variable(EMAIL_LANGUAGES));
        self.0.keys().filter_map(move |name| {
            let (language, part) = name.strip_prefix(&prefix)?.rsplit_once("__")?;
            Some((tag(language), part.to_lowercase(), name.as_str()))
        })
    }

    /// The variables that mean nothing, with the nearest that do. `clients` are the ids of those that there are.
    pub(super) fn strangers(&self, clients: &[String]) -> Vec<Mistake> {
        let known: BTreeSet<String> = known(clients).collect();
        let prefixes = [LANGUAGES, EMAIL_LANGUAGES].map(|section| format!("{}__", variable(section)));
        let is_language = |name: &String| prefixes.iter().any(|prefix| name.starts_with(prefix));
        let strangers = self.0.keys().filter(|name| !known.contains(*name) && !is_language(name));
        let mistake = |name: &String| Mistake {
            place: Place::Variable(name.clone()),
            key: String::new(),
            fault: Fault::UnknownVariable,
            nearest: nearest(name, known.iter().map(String::as_str)).map(str::to_owned),
        };
        strangers.map(mistake).collect()
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// The tag of a language, out of the name of a variable.
fn tag(part: &str) -> String {
    part.to_lowercase().replace('_', "-")
}

/// The variable of a key, by its path in the file.
pub(super) fn variable(path: &str) -> String {
    let name = |part: &str| part.to_uppercase().replace(|sign: char| !sign.is_ascii_alphanumeric(), "_");
    format!("{PREFIX}{}", path.split('.').map(name).collect::<Vec<_>>().join("__"))
}

/// The path of a key, for a client with this id where it is a client's.
pub(super) fn path(key: &Key, client: &str) -> String {
    match key.section {
        "" => key.name.to_owned(),
        CLIENTS => format!("{CLIENTS}.{client}.{}", key.name),
        section => format!("{section}.{}", key.name),
    }
}

fn known(clients: &[String]) -> impl Iterator<Item = String> {
    let (own, all): (Vec<&Section>, Vec<&Section>) = SECTIONS.iter().partition(|section| section.name == CLIENTS);
    let names = |key: &Key, client: &str| {
        let name = variable(&path(key, client));
        let beside = key.is_hidden().then(|| format!("{name}{}", FILE.to_uppercase()));
        std::iter::once(name).chain(beside).collect::<Vec<_>>()
    };
    let shared: Vec<_> = all.iter().flat_map(|section| section.keys).flat_map(|key| names(key, "")).collect();
    let theirs: Vec<_> = clients
        .iter()
        .flat_map(|client| own.iter().flat_map(|section| section.keys).flat_map(|key| names(key, client)))
        .collect();
    shared.into_iter().chain(theirs).chain(OTHERS.map(str::to_owned))
}

const PREFIX: &str = "PASSLOCK_";
/// The path of the file itself, and the secret of a client that flags make.
const OTHERS: [&str; 2] = ["PASSLOCK_CONFIG", "PASSLOCK_CLIENT_SECRET"];
