//! Rules on a file's name, length and lines.

use super::Violation;
use super::source::{Source, names};

pub(crate) fn check(source: &Source) -> Vec<Violation> {
    let mut violations = file(source);
    for (at, line) in source.lines.iter().enumerate() {
        if line.ends_with([' ', '\t']) && source.extension() != "md" {
            violations.push(Violation::new(at + 1, "has a space at its end; take it away"));
        }
    }
    match source.extension() {
        "rs" => violations.extend(rust(source)),
        "css" => violations.extend(css(source)),
        _ => {}
    }
    violations
}

fn file(source: &Source) -> Vec<Violation> {
    let mut violations = Vec::new();
    let name = source.path.rsplit('/').next().unwrap_or_default();
    let words = name.split('.').next().unwrap_or_default().split(['_', '-']);
    for part in source.path.split('/').rev().skip(1).flat_map(|folder| folder.split(['_', '-'])).chain(words) {
        if NOTHING_WORDS.contains(&part) {
            violations.push(Violation::new(0, format!("'{part}' says nothing; name the file after what it holds")));
        }
    }
    let is_source = matches!(source.extension(), "rs" | "js" | "mjs" | "ts");
    let is_ours = source.path.starts_with("src/")
        || source.path.starts_with("js/")
        || (source.path.starts_with("crates/") && source.path.split('/').nth(2) == Some("src"));
    if is_source && is_ours && source.lines.len() > MOST_LINES {
        let sentence = format!("{} lines are more than {MOST_LINES}: this is two ideas", source.lines.len());
        violations.push(Violation::new(0, sentence));
    }
    violations
}

fn rust(source: &Source) -> Vec<Violation> {
    let mut violations = Vec::new();
    if !source.lines.first().is_some_and(|line| line.starts_with("//! ")) {
        violations.push(Violation::new(1, "begins without a '//!' sentence that says what the file is for"));
    }
    for (at, (line, code)) in source.lines.iter().zip(&source.code).enumerate() {
        if line.contains('\t') {
            violations.push(Violation::new(at + 1, "has a tab; rustfmt takes spaces"));
        }
        let squeezed: String = code.split_whitespace().collect();
        for (text, instead) in NOT_IN_CODE {
            if squeezed.contains(text) {
                violations.push(Violation::new(at + 1, format!("has '{text}'; {instead}")));
            }
        }
    }
    violations
}

/// Languages that are written from right to left mirror a page only where it never says left or right.
fn css(source: &Source) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (at, code) in source.code.iter().enumerate() {
        for declaration in code.split(['{', '}', ';']) {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            let property = property.trim();
            let is_physical = property.split('-').any(|word| matches!(word, "left" | "right"));
            if is_physical && !property.starts_with("--") {
                let sentence = format!("'{property}' is physical; write its logical twin (inline-start, inline-end)");
                violations.push(Violation::new(at + 1, sentence));
            }
            let takes_a_side = matches!(property, "text-align" | "float" | "clear");
            if takes_a_side && (names(value, "left") || names(value, "right")) {
                violations.push(Violation::new(at + 1, format!("'{property}' takes start or end, not left or right")));
            }
        }
    }
    violations
}

const MOST_LINES: usize = 300;

const NOTHING_WORDS: &[&str] = &["common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"];

/// Compared with code from which every space is taken.
const NOT_IN_CODE: &[(&str, &str)] = &[
    ("todo!", "finish it or leave it out"),
    ("unimplemented!", "finish it or leave it out"),
    ("dbg!", "take it away"),
    ("#[ignore", "a test runs or it is not there"),
    ("allow(dead_code", "take the dead code away"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_lines(path: &str, text: &str, expected: &[usize]) {
        let found = check(&Source::new(path, text));
        let lines: Vec<usize> = found.iter().map(|violation| violation.line).collect();
        assert_eq!(lines, expected, "{path}: {found:?}");
    }

    #[test]
    fn a_rust_file_begins_with_a_sentence() {
        check_lines("src/a.rs", "//! Holds.\n", &[]);
        check_lines("src/a.rs", "use b;\n", &[1]);
        check_lines("src/a.rs", "", &[1]);
    }

    #[test]
    fn a_long_file_is_two_ideas() {
        let lines = "//! Holds.\n".repeat(301);
        check_lines("src/a.rs", &lines, &[0]);
        check_lines("crates/a/src/b.rs", &lines, &[0]);
        check_lines("crates/a/tests/b.rs", &lines, &[]);
        check_lines("js/a.js", &"//\n".repeat(300), &[]);
    }

    #[test]
    fn a_file_is_named_after_what_it_holds() {
        check_lines("js/string_utils.js", "", &[0]);
        check_lines("js/common/a.js", "", &[0]);
        check_lines("js/uncommon.js", "", &[]);
    }

    #[test]
    fn idle_whitespace_is_found() {
        check_lines("js/a.js", "a \nb\n\tc\nd\t\n", &[1, 4]);
        check_lines("src/a.rs", "//! A.\n\tb\n", &[2]);
    }

    #[test]
    fn unfinished_code_is_found_but_not_talk_of_it() {
        check_lines("src/a.rs", "//! A.\n#[ ignore ]\ntodo!()\n#[allow(dead_code)]\ndbg! (1)\n", &[2, 3, 4, 5]);
        check_lines("src/a.rs", "//! A dbg!\n// todo!\nlet b = \"#[ignore]\";\n", &[]);
    }

    #[test]
    fn a_stylesheet_has_no_left_and_no_right() {
        check_lines("app.css", "a { margin-left: 0 }\nb { left: 0; right: 0 }\n", &[1, 2, 2]);
        check_lines("app.css", "a {\n  border-top-right-radius: 0;\n  text-align: left;\n}\n", &[2, 3]);
        check_lines("app.css", "a { margin-inline-start: 0; content: \"left: 0\" } /* left: 0 */\n", &[]);
        check_lines("app.css", "a { transform-origin: left } a:hover { color: red }\n", &[]);
    }
}
