//! Quoted text, as Rust, JavaScript and CSS write it.

/// How many bytes the quoted text takes that `rest` begins with, quotes included; all of `rest` when it does not end.
pub(crate) fn quoted_length(rest: &str) -> usize {
    let mut characters = rest.char_indices();
    let quote = characters.next().map(|(_, quote)| quote);
    while let Some((at, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if Some(character) == quote {
            return at + 1;
        }
    }
    rest.len()
}
