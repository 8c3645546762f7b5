//! A file as the rules see it: with its lines as they are, and with the code alone, comments and texts blanked.

use crate::quoted::quoted_length;

/// One file under the rules.
pub(crate) struct Source<'a> {
    pub(crate) path: &'a str,
    pub(crate) lines: Vec<&'a str>,
    /// The same lines with every comment and everything between quotes turned into spaces.
    pub(crate) code: Vec<String>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(path: &'a str, text: &'a str) -> Self {
        let code = match extension(path) {
            "rs" => blank(text, Language::Rust),
            "css" => blank(text, Language::Css),
            _ => text.to_owned(),
        };
        Self { path, lines: text.lines().collect(), code: code.lines().map(str::to_owned).collect() }
    }

    pub(crate) fn extension(&self) -> &str {
        extension(self.path)
    }

    /// Whether the file stands in one of these folders, or is one of these files with `.rs` added.
    pub(crate) fn is_in(&self, modules: &[&str]) -> bool {
        modules.iter().any(|module| {
            self.path
                .strip_prefix(module)
                .is_some_and(|rest| rest.starts_with('/') || rest == ".rs" || module.ends_with('/') || rest.is_empty())
        })
    }
}

/// Whether `word` stands in `code` as a whole identifier.
pub(crate) fn names(code: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    code.match_indices(word).any(|(at, _)| {
        !code[..at].chars().next_back().is_some_and(is_part)
            && !code[at + word.len()..].chars().next().is_some_and(is_part)
    })
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Rust,
    Css,
}

/// Turns comments and quoted text into spaces; line breaks stay, so that line numbers do.
fn blank(text: &str, language: Language) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let length = hidden_length(rest, code.chars().next_back(), language);
        let (hidden, after) = rest.split_at(length.unwrap_or(next.len_utf8()));
        if length.is_some() {
            code.extend(hidden.chars().map(|character| if character == '\n' { '\n' } else { ' ' }));
        } else {
            code.push(next);
        }
        rest = after;
    }
    code
}

/// How many bytes at the beginning of `rest` are a comment or a text, if they are one.
fn hidden_length(rest: &str, before: Option<char>, language: Language) -> Option<usize> {
    if rest.starts_with("/*") {
        return Some(rest.find("*/").map_or(rest.len(), |end| end + 2));
    }
    if rest.starts_with('"') || (language == Language::Css && rest.starts_with('\'')) {
        return Some(quoted_length(rest));
    }
    if language == Language::Css {
        return None;
    }
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with('\'') {
        return character_length(rest);
    }
    let begins_a_word = !before.is_some_and(|character| character.is_alphanumeric() || character == '_');
    let hashes = rest.strip_prefix('r')?.bytes().take_while(|byte| *byte == b'#').count();
    if begins_a_word && rest[1 + hashes..].starts_with('"') {
        let end = format!("\"{}", "#".repeat(hashes));
        let body = hashes + 2;
        return Some(rest[body..].find(&end).map_or(rest.len(), |at| body + at + end.len()));
    }
    None
}

/// A character literal, as opposed to a lifetime, which has no closing quote behind its first letter.
fn character_length(rest: &str) -> Option<usize> {
    let body = &rest[1..];
    if body.starts_with('\\') {
        return body[2..].find('\'').map(|at| at + 4);
    }
    let first = body.chars().next()?.len_utf8();
    body[first..].starts_with('\'').then_some(first + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let squeezed: Vec<String> = Source::new("a.rs", text)
            .code
            .iter()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(squeezed.join("|"), expected);
    }

    #[test]
    fn comments_and_texts_are_blanked_and_lines_are_kept() {
        check("a // b\nc", "a|c");
        check("a /* b\nc */ d", "a|d");
        check("a(\"b // c\") d", "a( ) d");
        check("a(\"b\\\"\nc\") d", "a(|) d");
        check("a(r#\"b\" c\"#) d", "a( ) d");
        check("for r in x", "for r in x");
        check("bar\"b\" c", "bar c");
    }

    #[test]
    fn a_lifetime_is_no_character() {
        check("fn a<'b>(c: &'b str) { '\"' }", "fn a<'b>(c: &'b str) { }");
        check("'\\'' a '\\n' b 'x'", "a b");
    }

    #[test]
    fn a_name_is_a_whole_identifier() {
        assert!(names("use yew::prelude;", "yew"));
        assert!(!names("use yew_router::x;", "yew"));
        assert!(!names("let renew = 1;", "yew"));
    }

    #[test]
    fn a_module_is_a_file_or_a_folder() {
        for (path, expected) in [("src/api.rs", true), ("src/api/x.rs", true), ("src/apis.rs", false)] {
            assert_eq!(Source::new(path, "").is_in(&["src/api"]), expected, "{path}");
        }
    }
}
