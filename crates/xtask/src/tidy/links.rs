//! Links of the README: what they point at in the project must be there.

use super::Violation;
use super::source::Source;

pub(crate) fn check(source: &Source, exists: &dyn Fn(&str) -> bool) -> Vec<Violation> {
    if source.path != "README.md" {
        return Vec::new();
    }
    let mut violations = Vec::new();
    let mut is_example = false;
    for (at, line) in source.lines.iter().enumerate() {
        if line.trim_start().starts_with("```") {
            is_example = !is_example;
        }
        for target in targets(line) {
            if !is_example && is_relative(target) && !exists(target.split(['#', '?']).next().unwrap_or_default()) {
                violations.push(Violation::new(at + 1, format!("points at '{target}', which does not exist")));
            }
        }
    }
    violations
}

/// What stands in the parentheses of `[text](target)` and in `src="target"` and `href="target"`.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let after = |mark: &'static str, end: &'static [char]| {
        line.match_indices(mark).filter_map(move |(at, _)| line[at + mark.len()..].split(end).next())
    };
    after("](", &[')', ' ']).chain(after("src=\"", &['"'])).chain(after("href=\"", &['"']))
}

fn is_relative(target: &str) -> bool {
    !target.is_empty() && !target.starts_with('#') && !target.contains(':') && !target.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_lines(text: &str, expected: &[usize]) {
        let found = check(&Source::new("README.md", text), &|target| target == "docs/a.png");
        let lines: Vec<usize> = found.iter().map(|violation| violation.line).collect();
        assert_eq!(lines, expected, "{found:?}");
    }

    #[test]
    fn a_relative_link_has_a_target() {
        check_lines("![a](docs/a.png)\n[b](docs/b.md#c)\n", &[2]);
        check_lines("<img src=\"docs/a.png\"> [a](docs/a.png#b)\n", &[]);
    }

    #[test]
    fn other_places_are_not_looked_up() {
        check_lines("[a](https://example.com/a) [b](#b) [c](mailto:c@example.com)\n", &[]);
    }

    #[test]
    fn an_example_is_another_page() {
        check_lines("```html\n<script src=\"passlock.js\">\n```\n[b](b.md)\n", &[4]);
    }

    #[test]
    fn only_the_readme_is_read() {
        let source = Source::new("CHANGELOG.md", "[a](b.md)");
        assert_eq!(check(&source, &|_| false), []);
    }
}
