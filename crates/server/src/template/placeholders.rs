//! What a template may say for what is not known yet: `@@password@@`, or `{{ password }}` in Liquid's manner (protocol
//! section 10.2).

use std::borrow::Cow;

use thiserror::Error;

use super::Values;
use super::in_words;
use crate::nearest::nearest;

/// Why a template cannot be one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TemplateFault {
    /// Nobody would learn the code.
    #[error("@@password@@ is missing")]
    NoCode,
    /// A placeholder that stands for nothing.
    #[error("{0} stands for nothing{hint}", hint = .1.map_or_else(String::new, |name| format!("; did you mean {name}?")))]
    Unknown(String, Option<&'static str>),
    /// Conditions and loops of Liquid, which would be sent as they stand.
    #[error("Liquid's {{% … %}} is not understood, only {{{{ … }}}}")]
    Logic,
}

/// Looks whether a template says the code, and nothing that stands for nothing.
///
/// # Errors
/// [`TemplateFault`], the first one.
pub fn check_template(template: &str) -> Result<(), TemplateFault> {
    let mut says_code = false;
    for piece in Pieces(template) {
        match piece {
            Piece::Place(_, Some(name)) => says_code |= name == Name::Code,
            Piece::Place(written, None) => {
                return Err(TemplateFault::Unknown(written.to_owned(), nearest(inner(written), Name::WRITTEN)));
            }
            Piece::Text(text) if text.contains("{%") => return Err(TemplateFault::Logic),
            Piece::Text(_) => {}
        }
    }
    if says_code { Ok(()) } else { Err(TemplateFault::NoCode) }
}

/// The text of a template, every placeholder filled in. What is filled in is not looked at again, so that a name with a
/// placeholder in it stays a name.
pub(super) fn fill(template: &str, values: &Values<'_>) -> String {
    let mut is_unbound = false;
    let text: String = Pieces(template)
        .map(|piece| match piece {
            Piece::Text(text) => Cow::from(text),
            Piece::Place(written, None) => Cow::from(written),
            Piece::Place(_, Some(name)) => name.value(values).unwrap_or_else(|| {
                is_unbound = true;
                Cow::default()
            }),
        })
        .collect();
    // A line that is left out takes the empty ones before it along.
    if is_unbound { text.trim_end().to_owned() } else { text }
}

/// What a placeholder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Code,
    Lifetime,
    BoundLine,
    PhoneNumber,
    Application,
    Language,
}

/// A template in parts.
enum Piece<'a> {
    Text(&'a str),
    /// A placeholder as it is written, and what it stands for if anything.
    Place(&'a str, Option<Name>),
}

struct Pieces<'a>(&'a str);

impl Name {
    const WRITTEN: [&'static str; 7] =
        ["password", "code", "lifetime", "webotp", "phone_number", "application.name", "request_language"];

    fn read(text: &str) -> Option<Self> {
        match text {
            "password" | "code" => Some(Self::Code),
            "lifetime" => Some(Self::Lifetime),
            "webotp" => Some(Self::BoundLine),
            "phone_number" => Some(Self::PhoneNumber),
            "application.name" => Some(Self::Application),
            "request_language" => Some(Self::Language),
            _ => None,
        }
    }

    /// `None` for a bound line where there is no page to bind to.
    fn value<'a>(self, values: &Values<'a>) -> Option<Cow<'a, str>> {
        let Values { code, lifetime, host, number, application, language } = values;
        Some(match self {
            Self::Code => Cow::from(*code),
            Self::Lifetime => Cow::from(in_words(*lifetime)),
            // protocol section 10.3
            Self::BoundLine => Cow::from(format!("@{} #{code}", (*host)?)),
            Self::PhoneNumber => Cow::from(*number),
            Self::Application => Cow::from(*application),
            Self::Language => Cow::from(language.unwrap_or_default()),
        })
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.0.is_empty() {
            return None;
        }
        // Somewhere in what is left, or at its end.
        let begin = self.0.char_indices().find(|(at, _)| length(&self.0[*at..]).is_some());
        let (piece, rest) = match begin {
            Some((0, _)) => {
                let (written, rest) = self.0.split_at(length(self.0).unwrap_or(self.0.len()));
                (Piece::Place(written, Name::read(inner(written))), rest)
            }
            Some((at, _)) => (Piece::Text(&self.0[..at]), &self.0[at..]),
            None => (Piece::Text(self.0), ""),
        };
        self.0 = rest;
        Some(piece)
    }
}

/// How long a placeholder is, if the text begins with one.
fn length(text: &str) -> Option<usize> {
    let (end, body) = match text.strip_prefix("@@") {
        Some(body) => ("@@", body),
        None => ("}}", text.strip_prefix("{{")?),
    };
    let at = body.find(end)?;
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"._-".contains(&sign))
    };
    let name = if end == "}}" { body[..at].trim() } else { &body[..at] };
    is_name(name).then_some(2 + at + 2)
}

fn inner(written: &str) -> &str {
    written.trim_matches(['@', '{', '}']).trim()
}
