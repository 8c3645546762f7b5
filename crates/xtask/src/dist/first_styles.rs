//! Parts the stylesheet in what the first form may wear, which comes with the script, and all else, which comes later.
//!
//! Both are cut in as many pieces, a line each. One line after the other, each followed by its like of the others, is the
//! whole stylesheet in its order again: nothing is lost, and what counts more than what stays as it is.

use std::collections::BTreeSet;

use super::rules::{Rule, block_length, name_at, parts, rules};

/// The two parts of a stylesheet, piece by piece.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parted {
    pieces: Vec<[String; 2]>,
}

impl Parted {
    /// What the first form may wear.
    pub(super) fn first(&self) -> String {
        self.lines(0)
    }

    /// All else.
    pub(super) fn others(&self) -> String {
        self.lines(1)
    }

    fn of_others(css: &str) -> Self {
        Self { pieces: vec![[String::new(), css.to_owned()]] }
    }

    fn lines(&self, part: usize) -> String {
        let lines: Vec<&str> = self.pieces.iter().map(|piece| piece[part].as_str()).collect();
        lines.join("\n")
    }

    fn push(&mut self, head: &str, body: &str, is_first: bool) {
        if body.is_empty() {
            return;
        }
        // A piece is of the first, then of the others.
        if self.pieces.last().is_none_or(|[_, others]| is_first && !others.is_empty()) {
            self.pieces.push(Default::default());
        }
        if let Some(piece) = self.pieces.last_mut() {
            piece[usize::from(!is_first)].extend([head, "{", body, "}"]);
        }
    }
}

/// Parts a stylesheet without idle whitespace. `painted` is all that the first form is made from, as JSON and scripts: a
/// selector with a name in it that does not occur there matches nothing of it.
pub(super) fn part(css: &str, painted: &str) -> Parted {
    let words = painted.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-')).collect();
    let mut first = First { painted, words, used: None };
    // Which properties the first form uses is known when its rules are.
    loop {
        let parted = first.part(css);
        let used = used_in(&parted.first());
        if first.used.as_ref() == Some(&used) {
            return parted;
        }
        first.used = Some(used);
    }
}

/// What is known of the first form.
struct First<'a> {
    painted: &'a str,
    words: BTreeSet<&'a str>,
    /// Custom properties and animations that it uses; as yet unknown, any.
    used: Option<BTreeSet<String>>,
}

impl First<'_> {
    fn part(&self, css: &str) -> Parted {
        let mut parted = Parted::default();
        for Rule { head, body } in rules(css) {
            if let Some(name) = head.strip_prefix("@keyframes ") {
                parted.push(head, body, self.uses(name));
            } else if head.starts_with('@') {
                // Nobody prints a form before it is there.
                let inside = if head == "@media print" { Parted::of_others(body) } else { self.part(body) };
                for [first, others] in inside.pieces {
                    parted.push(head, &first, true);
                    parted.push(head, &others, false);
                }
            } else {
                self.part_rule(head, body, &mut parted);
            }
        }
        parted
    }

    fn part_rule(&self, head: &str, body: &str, parted: &mut Parted) {
        let (worn, not_worn): (Vec<&str>, Vec<&str>) =
            parts(head, ',').into_iter().partition(|one| self.may_match(one));
        if !worn.is_empty() {
            let is_used = |declaration: &&str| !declaration.starts_with("--") || self.uses(property(declaration));
            let (used, idle): (Vec<&str>, Vec<&str>) = parts(body, ';').into_iter().partition(is_used);
            parted.push(&worn.join(","), &used.join(";"), true);
            parted.push(&worn.join(","), &idle.join(";"), false);
        }
        if !not_worn.is_empty() {
            parted.push(&not_worn.join(","), body, false);
        }
    }

    fn uses(&self, name: &str) -> bool {
        self.used.as_ref().is_none_or(|used| used.contains(name))
    }

    /// Whether a selector may match a part of the first form. What a pointer shows when it rests on something can wait;
    /// other states (`:focus`, `[open]`) may be so and may not.
    fn may_match(&self, selector: &str) -> bool {
        let mut rest = selector;
        // Where an element has its tag: at the beginning, and after a combinator.
        let mut may_be_tag = true;
        while let Some(letter) = rest.chars().next() {
            let name = name_at(&rest[letter.len_utf8()..]);
            let (is_there, length) = match letter {
                '.' => (self.words.contains(name), 1 + name.len()),
                '[' => {
                    let length = block_length(rest);
                    (self.may_have(&rest[1..length - 1]), length)
                }
                ':' => self.state(rest),
                _ if may_be_tag && letter.is_ascii_alphabetic() => {
                    let tag = name_at(rest);
                    (self.words.contains(tag), tag.len())
                }
                _ => (true, letter.len_utf8()),
            };
            if !is_there {
                return false;
            }
            may_be_tag = matches!(letter, ' ' | '>' | '+' | '~');
            rest = &rest[length..];
        }
        true
    }

    /// Whether an element of the form may have an attribute, from the beginning or by its script.
    fn may_have(&self, attribute: &str) -> bool {
        let name = name_at(attribute);
        let Some((_, value)) = attribute.split_once('=') else {
            return !name.starts_with("data-") || self.words.contains(name);
        };
        let written = format!(r#""{name}":"{}""#, value.trim_matches('"'));
        self.painted.contains(&written) || self.painted.contains(&name_of_property(name))
    }

    /// Whether something may be in a state, or be one of several, and how long what says so is.
    fn state(&self, text: &str) -> (bool, usize) {
        let colons = text.len() - text.trim_start_matches(':').len();
        let name = name_at(&text[colons..]);
        let begin = colons + name.len();
        if !text[begin..].starts_with('(') {
            return (name != "hover" && (name != "placeholder" || self.words.contains(name)), begin);
        }
        let length = begin + block_length(&text[begin..]);
        let inside = &text[begin + 1..length - 1];
        (name != "is" || parts(inside, ',').iter().any(|one| self.may_match(one)), length)
    }
}

/// By which name a script sets an attribute: `ariaDisabled`, `dataset.theme`.
fn name_of_property(attribute: &str) -> String {
    let (object, name) = attribute.strip_prefix("data-").map_or(("", attribute), |name| ("dataset.", name));
    let mut property = object.to_owned();
    for (at, word) in name.split('-').enumerate() {
        let (first, others) = word.split_at(usize::from(!word.is_empty()));
        property.push_str(&if at == 0 { first.to_owned() } else { first.to_uppercase() });
        property.push_str(others);
    }
    property
}

/// The name of a declaration's property.
fn property(declaration: &str) -> &str {
    declaration.split(':').next().unwrap_or_default()
}

/// What declarations use by name: custom properties and animations.
fn used_in(css: &str) -> BTreeSet<String> {
    let properties = css.split("var(").skip(1).map(name_at);
    let animations = css.split("animation:").skip(1).map(name_at);
    properties.chain(animations).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use anyhow::Result;

    use super::super::styles;
    use super::*;
    use crate::workspace;

    const PAINTED: &str = r#"["div",{"class":"pl a","data-theme":"","id":"b"},["p",{"class":"b"}]]"#;

    #[track_caller]
    fn check(css: &str, first: &str, others: &str) {
        let parted = part(css, PAINTED);
        assert_eq!([parted.first(), parted.others()], [first, others]);
    }

    #[test]
    fn a_rule_is_of_the_first_form_when_all_its_names_are() {
        check(".a{top:0}.c{top:0}.b .a:focus{top:1}", ".a{top:0}\n.b .a:focus{top:1}", ".c{top:0}\n");
        check(
            ".a:hover{top:0}.b::placeholder{top:1}.b::before{top:2}",
            "\n.b::before{top:2}",
            ".a:hover{top:0}.b::placeholder{top:1}\n",
        );
        check(".a li{top:0}div p>.b{top:1}*{top:2}", "\ndiv p>.b{top:1}*{top:2}", ".a li{top:0}\n");
        check("[data-theme]{top:0}.a[data-way=x]{top:1}", "[data-theme]{top:0}", ".a[data-way=x]{top:1}");
        check(
            ".a[open]{top:0}.a[open=yes]{top:1}.a[id=\"b\"]{top:2}",
            ".a[open]{top:0}\n.a[id=\"b\"]{top:2}",
            ".a[open=yes]{top:1}\n",
        );
        check(
            ".a:is(.c,.b){top:0}.a:is(.c){top:1}.a:not(.c){top:2}",
            ".a:is(.c,.b){top:0}\n.a:not(.c){top:2}",
            ".a:is(.c){top:1}\n",
        );
    }

    #[test]
    fn a_rule_for_several_is_parted() {
        check(".c,.a{top:0}", ".a{top:0}", ".c{top:0}");
        check("@media (x){.a{top:0}.c{top:1}}", "@media (x){.a{top:0}}", "@media (x){.c{top:1}}");
        check("@media print{.a{top:0}}", "", "@media print{.a{top:0}}");
    }

    #[test]
    fn properties_and_animations_that_nothing_uses_yet_come_later() {
        check(".a{--x:1;--y:var(--z);--z:2;top:var(--x)}", ".a{--x:1;top:var(--x)}", ".a{--y:var(--z);--z:2}");
        check("@keyframes m{}", "", "");
        check(
            "@keyframes m{to{top:0}}@keyframes n{to{top:0}}.a{animation:m 1s}",
            "@keyframes m{to{top:0}}\n.a{animation:m 1s}",
            "@keyframes n{to{top:0}}\n",
        );
    }

    #[test]
    fn scripts_have_names_of_their_own_for_attributes() {
        let names = ["aria-disabled", "data-theme", "hidden"].map(name_of_property);
        assert_eq!(names, ["ariaDisabled", "dataset.theme", "hidden"]);
    }

    /// Each declaration with its selector and the conditions around it, rule by rule.
    fn declarations(css: &str, condition: &str) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        for Rule { head, body } in rules(css) {
            if head.starts_with("@media") {
                all.extend(declarations(body, head));
            } else if head.starts_with('@') {
                all.push(vec![format!("{head}{{{body}}}")]);
            } else {
                let with =
                    |one: &str| parts(body, ';').iter().map(|said| format!("{condition}{one}{{{said}}}")).collect();
                all.push(parts(head, ',').into_iter().flat_map(|one| -> Vec<String> { with(one) }).collect());
            }
        }
        all
    }

    #[test]
    fn together_they_are_the_whole_stylesheet_in_its_order() -> Result<()> {
        let css = styles::minify(&workspace::read_text(&workspace::root().join("app.css"))?);
        let painted =
            r#"["div", {"class": "pl pl-card pl-field pl-button pl-primary", "data-theme": "auto"}, "p", "button"]"#;
        let parted = part(&css, painted);
        let joined: String = parted.pieces.iter().flatten().map(String::as_str).collect();
        assert_eq!(parted.first().split('\n').count(), parted.others().split('\n').count());
        let mut found = declarations(&joined, "").into_iter().flatten();
        for mut rule in declarations(&css, "") {
            let mut same: Vec<String> = found.by_ref().take(rule.len()).collect();
            rule.sort_unstable();
            same.sort_unstable();
            assert_eq!(same, rule);
        }
        assert_eq!(found.next(), None);
        assert!(parted.first().len() * 2 < css.len());
        Ok(())
    }
}
