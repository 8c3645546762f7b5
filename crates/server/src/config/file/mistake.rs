//! What is wrong with a configuration: where, which key, what, and what was likely meant.

use std::fmt;

use thiserror::Error;

/// Everything that is wrong, in the order of the file and then of the variables.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", lines(.0))]
pub struct Mistakes(pub Vec<Mistake>);

/// One thing that is wrong. It quotes no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where it stands.
    pub place: Place,
    /// The key in full, such as `server.listen` or `clients.shop.grants`; empty where there is none.
    pub key: String,
    /// What is wrong.
    pub fault: Fault,
    /// What was likely meant.
    pub nearest: Option<String>,
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the file; both numbers count from 1, columns in characters.
    File {
        /// The file as it was named.
        name: String,
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// In the variable of this name.
    Variable(String),
    /// Nowhere, which is what is wrong, or the default.
    Nowhere,
}

/// What is wrong with a part of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// It is no TOML; the parser's own sentence, which quotes nothing of the file.
    #[error("{0}")]
    Syntax(String),
    /// The file is not UTF-8 from there on.
    #[error("this is not UTF-8")]
    NotText,
    /// No key of this name.
    #[error("there is no such key")]
    UnknownKey,
    /// No variable of this name.
    #[error("there is no such variable")]
    UnknownVariable,
    /// A value of another type.
    #[error("{found} stands here; it takes {wanted}")]
    Type {
        /// What it takes.
        wanted: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A value that cannot be; the sentence says why.
    #[error("{0}")]
    Value(String),
    /// A key that has to be there.
    #[error("it is missing; {0}")]
    Missing(&'static str),
}

/// A value that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) why: String,
    pub(super) nearest: Option<String>,
}

impl From<String> for Refusal {
    fn from(why: String) -> Self {
        Self { why, nearest: None }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, key, fault, nearest } = self;
        match place {
            Place::Nowhere => {}
            place => write!(f, "{place}: ")?,
        }
        if !key.is_empty() {
            write!(f, "{key}: ")?;
        }
        write!(f, "{fault}")?;
        nearest.as_ref().map_or(Ok(()), |name| write!(f, "; did you mean {name}?"))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { name, line, column } => write!(f, "{name}:{line}:{column}"),
            Self::Variable(name) => f.write_str(name),
            Self::Nowhere => f.write_str("default"),
        }
    }
}

fn lines(mistakes: &[Mistake]) -> String {
    mistakes.iter().map(Mistake::to_string).collect::<Vec<_>>().join("\n")
}
