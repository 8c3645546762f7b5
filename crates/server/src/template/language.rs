//! Texts in more than one language, and which of them somebody gets (`X-Request-Language`, protocol section 1.1).

use std::collections::BTreeMap;
use std::fmt;

/// A language, perhaps as it is written or spoken somewhere: `de`, `zh-Hant`, `pt-BR` (RFC 5646, section 2.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Language(String);

/// What messages say: one text, or the parts of an email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Templates<T = String> {
    /// For everybody whose language has none of its own.
    pub usual: T,
    /// By language.
    pub by_language: BTreeMap<Language, T>,
}

impl Language {
    /// Reads a tag of a language, a script and a region at most: nothing that could carry a message of its own, because
    /// anybody can ask for any language. `None` for everything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-').peekable();
        let letters =
            |part: &str, count: usize| part.len() == count && part.bytes().all(|sign| sign.is_ascii_alphabetic());
        let mut tag = parts.next().filter(|part| letters(part, 2) || letters(part, 3))?.to_ascii_lowercase();
        if let Some(script) = parts.next_if(|part| letters(part, 4)) {
            tag = format!("{tag}-{}{}", script[..1].to_ascii_uppercase(), script[1..].to_ascii_lowercase());
        }
        let is_area = |part: &str| part.len() == 3 && part.bytes().all(|sign| sign.is_ascii_digit());
        if let Some(region) = parts.next_if(|part| letters(part, 2) || is_area(part)) {
            tag = format!("{tag}-{}", region.to_ascii_uppercase());
        }
        parts.next().is_none().then_some(Self(tag))
    }

    /// The languages of a header, the most wanted first: one tag, or several as in `Accept-Language` (RFC 9110, section
    /// 12.5.4), whose weights are taken to fall.
    pub(crate) fn of_header(text: &str) -> impl Iterator<Item = Self> {
        text.split(',').filter_map(|part| Self::read(part.split(';').next().unwrap_or_default().trim()))
    }

    /// The tag, in the usual letters.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// Itself, and then without one part after the other: `zh-Hant-TW`, `zh-Hant`, `zh` (RFC 4647, section 3.4).
    fn wider(&self) -> impl Iterator<Item = Self> {
        let tag = self.0.as_str();
        std::iter::successors(Some(tag), |tag| tag.rsplit_once('-').map(|(wider, _)| wider))
            .map(|tag| Self(tag.to_owned()))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Templates {
    /// One text for everybody.
    #[must_use]
    pub fn one(template: &str) -> Self {
        Self { usual: template.to_owned(), by_language: BTreeMap::new() }
    }
}

impl<T> Templates<T> {
    /// What there is for the first of these languages that has something, and its language; `None` for the usual one.
    pub(crate) fn choose(&self, languages: &[Language]) -> (&T, Option<&Language>) {
        let find =
            |language: &Language| language.wider().find_map(|language| self.by_language.get_key_value(&language));
        let found = languages.iter().find_map(find);
        found.map_or((&self.usual, None), |(language, template)| (template, Some(language)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_a_tag_and_nothing_else() {
        for (text, tag) in [
            ("de", Some("de")),
            ("DE-at", Some("de-AT")),
            ("zh-hant-tw", Some("zh-Hant-TW")),
            ("es-419", Some("es-419")),
            ("gsw", Some("gsw")),
            ("", None),
            ("d", None),
            ("visit-evil-example", None),
            ("de-AT-1996", None),
            ("de_AT", None),
            ("@@code@@", None),
            ("dé", None),
        ] {
            assert_eq!(Language::read(text).as_ref().map(Language::tag), tag, "{text}");
        }
    }

    #[test]
    fn somebody_gets_the_nearest_text() {
        let language = |tag: &str| Language::read(tag).unwrap();
        let by_language = ["de", "pt-BR", "zh-Hant"].map(|tag| (language(tag), tag.to_owned())).into();
        let templates = Templates { usual: "en".to_owned(), by_language };
        for (header, text) in [
            ("", "en"),
            ("de", "de"),
            ("de-AT", "de"),
            ("pt", "en"),
            ("pt-br", "pt-BR"),
            ("fr-CH, de;q=0.8, en;q=0.5", "de"),
            ("zh-Hant-TW", "zh-Hant"),
            ("nonsense here", "en"),
        ] {
            assert_eq!(templates.choose(&Language::of_header(header).collect::<Vec<_>>()).0, text, "{header}");
        }
    }
}
