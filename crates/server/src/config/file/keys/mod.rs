//! Every key of the configuration: its name, its form, its default, what it is for. Reading, the names of variables, the
//! starter file and the documentation are made of this one table.

mod abuse;
mod clients;
mod delivery;
mod deployment;

pub(super) use abuse::*;
pub(super) use clients::*;
pub(super) use delivery::*;
pub(super) use deployment::*;

/// A key of the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    /// The section; empty for what stands above all of them.
    pub(crate) section: &'static str,
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    /// How a value looks, for people.
    pub(crate) form: &'static str,
    /// As it would stand in the file; empty when there is none.
    pub(crate) default: &'static str,
    /// What might stand in the file where there is no default.
    pub(crate) example: &'static str,
    /// One or two sentences.
    pub(crate) says: &'static str,
}

/// What kind of value a key has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A text.
    Text,
    /// Several texts.
    List,
    /// A text that nobody may see. It can also lie in a file of its own, which `<name>_file` names.
    Secret,
    /// The same with a part that may be seen: the address of a database.
    Address,
}

/// A part of the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Section {
    /// Empty for what stands above all others.
    pub(crate) name: &'static str,
    pub(crate) says: &'static str,
    pub(crate) keys: &'static [&'static Key],
}

impl Key {
    const fn new(section: &'static str, name: &'static str, shape: Shape) -> Self {
        Self { section, name, shape, form: "", default: "", example: "", says: "" }
    }

    const fn form(self, form: &'static str) -> Self {
        Self { form, ..self }
    }

    const fn default(self, default: &'static str) -> Self {
        Self { default, ..self }
    }

    const fn example(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    const fn says(self, says: &'static str) -> Self {
        Self { says, ..self }
    }

    /// Whether it must not be seen.
    pub(crate) fn is_hidden(&self) -> bool {
        matches!(self.shape, Shape::Secret | Shape::Address)
    }

    /// The names under which it may stand in the file: its own, and that of a file with it.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        let beside = self.is_hidden().then(|| format!("{}{FILE}", self.name));
        std::iter::once(self.name.to_owned()).chain(beside)
    }
}

impl Section {
    /// The section of this name.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        SECTIONS.iter().find(|section| section.name == name)
    }

    /// The names that may stand in it.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        self.keys.iter().flat_map(|key| key.names())
    }
}

/// Behind the name of a secret that lies in a file of its own.
pub(crate) const FILE: &str = "_file";
/// The section that may be there several times.
pub(crate) const CLIENTS: &str = "clients";
/// The section with one key for each language.
pub(crate) const LANGUAGES: &str = "messages.languages";
/// The section with a table for each language.
pub(crate) const EMAIL_LANGUAGES: &str = "messages.email.languages";
/// All sections, in the order of the starter file.
pub(crate) const SECTIONS: &[Section] = &[
    TOP, SERVER, CODES, TOKENS, SESSIONS, SIGN_UPS, LIMITS, BACK_OFF, NUMBERS, LOCKOUT, MESSAGES, EMAILS, DELIVERY,
    TWILIO, GATEWAY, SMTP, TRACES, CLIENT,
];
