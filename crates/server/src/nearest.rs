//! What somebody may have meant who wrote a name that is none.

/// The one of `names` that `word` was most likely meant to be; `None` when all are too far from it.
pub(crate) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase().replace('-', "_");
    let scored = names.into_iter().map(|name| (likeness(&word, &name.to_lowercase().replace('-', "_")), name));
    // Of equals the first, so that the answer is always the same.
    let best = scored.fold(None, |best: Option<(f64, &str)>, (score, name)| match best {
        Some((most, _)) if most >= score => best,
        _ => Some((score, name)),
    });
    best.filter(|(score, _)| *score >= ENOUGH).map(|(_, name)| name)
}

/// From 0 to 1, as lower-case texts.
fn likeness(word: &str, name: &str) -> f64 {
    let written = strsim::normalized_damerau_levenshtein(word, name);
    // Part of a name is a better guess than its length tells: `lifetime` for `code_lifetime`.
    let is_part = word.len() >= SHORTEST_PART && (name.contains(word) || word.contains(name));
    if is_part { written.max(0.5 + written / 2.0) } else { written }
}

const ENOUGH: f64 = 0.6;
const SHORTEST_PART: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        let names = ["listen", "issuer", "code_lifetime", "allowed_origins", "web_origins", "id"];
        for (word, name) in [
            ("lisen", Some("listen")),
            ("Listen", Some("listen")),
            ("isuser", Some("issuer")),
            ("allowed-origins", Some("allowed_origins")),
            ("origins", Some("web_origins")),
            ("lifetime", Some("code_lifetime")),
            ("ids", Some("id")),
            ("weather", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, names), name, "{word}");
        }
    }

    #[test]
    fn where_there_is_nothing_nothing_is_near() {
        assert_eq!(nearest("listen", []), None);
    }
}
