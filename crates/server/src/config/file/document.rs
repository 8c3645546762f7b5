//! A file of configuration: its text, and what it says where.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::{Fault, Mistake, Place};

/// A file as it was read.
#[derive(Clone)]
pub struct ConfigFile {
    path: PathBuf,
    /// All of it that is UTF-8.
    text: String,
    is_cut: bool,
    /// Whether every user of this machine may read it.
    is_public: bool,
}

/// A file as it is understood.
pub(super) struct Document<'a> {
    pub(super) file: &'a ConfigFile,
    pub(super) root: Spanned<DeTable<'a>>,
}

impl ConfigFile {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read. What is wrong in it comes later.
    pub fn read(path: &Path) -> io::Result<Self> {
        let bytes = std::fs::read(path)?;
        let is_public = is_public(&std::fs::metadata(path)?);
        let (text, is_cut) = match String::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                (String::from_utf8_lossy(&error.as_bytes()[..good]).into_owned(), true)
            }
        };
        Ok(Self { path: path.to_owned(), text, is_cut, is_public })
    }

    /// The same out of memory, as if it lay in the working folder under this name and nobody else could read it.
    #[must_use]
    pub fn of_text(name: &str, text: &str) -> Self {
        Self { path: PathBuf::from(name), text: text.to_owned(), is_cut: false, is_public: false }
    }

    pub(super) fn is_public(&self) -> bool {
        self.is_public
    }

    /// Where a path in it leads to.
    pub(super) fn beside(&self, path: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    /// Where a byte stands.
    pub(super) fn place(&self, at: usize) -> Place {
        let before = self.text.get(..at.min(self.text.len())).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        Place::File {
            name: self.path.display().to_string(),
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
        }
    }
}

impl std::fmt::Debug for ConfigFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConfigFile").field("path", &self.path).finish_non_exhaustive()
    }
}

impl<'a> Document<'a> {
    /// Understands as much as can be; the rest are mistakes.
    pub(super) fn parse(file: &'a ConfigFile) -> (Self, Vec<Mistake>) {
        let (root, errors) = DeTable::parse_recoverable(&file.text);
        let at = |span: Option<Range<usize>>| file.place(span.map_or(0, |span| span.start));
        // Their `Display` would quote the line, and there may be a secret in it.
        let mistake = |error: &toml::de::Error| Mistake {
            key: doubled(error).and_then(|span| file.text.get(span)).unwrap_or_default().to_owned(),
            ..plain(at(error.span()), Fault::Syntax(error.message().to_owned()))
        };
        let mut mistakes: Vec<Mistake> = errors.iter().map(mistake).collect();
        if file.is_cut {
            mistakes.push(plain(file.place(file.text.len()), Fault::NotText));
        }
        (Self { file, root }, mistakes)
    }
}

/// What a value is, for people.
pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number without quotes",
        DeValue::Boolean(_) => "a true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

/// The name of a key that is there twice. What other errors point at may be a secret.
fn doubled(error: &toml::de::Error) -> Option<Range<usize>> {
    error.span().filter(|_| error.message() == "duplicate key")
}

fn plain(place: Place, fault: Fault) -> Mistake {
    Mistake { place, key: String::new(), fault, nearest: None }
}

#[cfg(unix)]
fn is_public(metadata: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o004 != 0
}

#[cfg(not(unix))]
fn is_public(_: &std::fs::Metadata) -> bool {
    false
}
