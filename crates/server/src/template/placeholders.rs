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

/// What a template is for; each has placeholders of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A text message.
    Sms,
    /// The text of an email, or its page.
    Email,
    /// What an email is about. It need not say the code.
    Subject,
}

/// Looks whether a template says the code, and nothing that stands for nothing.
///
/// # Errors
/// [`TemplateFault`], the first one.
pub fn check_template(template: &str, medium: Medium) -> Result<(), TemplateFault> {
    let mut says_code = medium == Medium::Subject;
    for piece in Pieces(template) {
        match piece {
            Piece::Place(written, Some(name)) if medium.names().contains(&inner(written)) => {
                says_code |= name == Name::Code;
            }
            Piece::Place(written, _) => {
                let likely = nearest(inner(written), medium.names().iter().copied());
                return Err(TemplateFault::Unknown(written.to_owned(), likely));
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
    fill_with(template, values, |value| value)
}

/// The same, with something done to each value before it is filled in.
pub(super) fn fill_with<'a>(
    template: &'a str,
    values: &Values<'a>,
    write: impl Fn(Cow<'a, str>) -> Cow<'a, str>,
) -> String {
    let mut is_unbound = false;
    let text: String = Pieces(template)
        .map(|piece| match piece {
            Piece::Text(text) => Cow::from(text),
            Piece::Place(written, None) => Cow::from(written),
            Piece::Place(_, Some(name)) => {
                let value = name.value(values);
                is_unbound |= value.is_none();
                value.map(&write).unwrap_or_default()
            }
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
    Link,
    Recipient,
    Application,
    Language,
    Operation,
}

impl Medium {
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Sms => {
                &["password", "code", "lifetime", "webotp", "phone_number", "application.name", "request_language"]
            }
            Self::Email => {
                &["password", "code", "lifetime", "link", "email", "application.name", "request_language", "operation"]
            }
            Self::Subject => {
                &["password", "code", "lifetime", "email", "application.name", "request_language", "operation"]
            }
        }
    }
}

/// A template in parts.
enum Piece<'a> {
    Text(&'a str),
    /// A placeholder as it is written, and what it stands for if anything.
    Place(&'a str, Option<Name>),
}

struct Pieces<'a>(&'a str);

impl Name {
    fn read(text: &str) -> Option<Self> {
        match text {
            "password" | "code" => Some(Self::Code),
            "lifetime" => Some(Self::Lifetime),
            "webotp" => Some(Self::BoundLine),
            "link" => Some(Self::Link),
            "phone_number" | "email" => Some(Self::Recipient),
            "application.name" => Some(Self::Application),
            "request_language" => Some(Self::Language),
            "operation" => Some(Self::Operation),
            _ => None,
        }
    }

    /// `None` for a bound line where there is no page to bind to, and for a link where there is none.
    fn value<'a>(self, values: &Values<'a>) -> Option<Cow<'a, str>> {
        let Values { code, lifetime, host, to, application, language, link } = values;
        Some(match self {
            Self::Code => Cow::from(*code),
            Self::Lifetime => Cow::from(in_words(*lifetime)),
            // protocol section 10.3
            Self::BoundLine => Cow::from(format!("@{} #{code}", (*host)?)),
            Self::Link => Cow::from((*link)?),
            Self::Recipient => Cow::from(*to),
            Self::Application => Cow::from(*application),
            Self::Language => Cow::from(language.unwrap_or_default()),
            // Auth0 has a word for the change of an address, and none for a login.
            Self::Operation => Cow::default(),
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

/// What one line of a template is, where that is one placeholder alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alone {
    Code,
    Link,
}

/// See [`Alone`].
pub(super) fn alone(line: &str) -> Option<Alone> {
    let mut pieces = Pieces(line.trim());
    match (pieces.next(), pieces.next()) {
        (Some(Piece::Place(_, Some(Name::Code))), None) => Some(Alone::Code),
        (Some(Piece::Place(_, Some(Name::Link))), None) => Some(Alone::Link),
        _ => None,
    }
}

/// Whether a part of a template says the link.
pub(super) fn says_link(template: &str) -> bool {
    Pieces(template).any(|piece| matches!(piece, Piece::Place(_, Some(Name::Link))))
}
