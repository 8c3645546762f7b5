//! A stylesheet without comments and idle whitespace as a list of rules; as much of CSS as `app.css` has of it.

/// `head{body}`: a rule, or an at-rule with more rules in its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule<'a> {
    pub(super) head: &'a str,
    pub(super) body: &'a str,
}

/// The rules of a stylesheet, or of what is in an at-rule, in their order.
pub(super) fn rules(css: &str) -> Vec<Rule<'_>> {
    let mut rules = Vec::new();
    let mut rest = css;
    while let Some((head, after)) = rest.split_once('{') {
        let end = end_of_block(after);
        rules.push(Rule { head, body: &after[..end] });
        rest = after.get(end + 1..).unwrap_or_default();
    }
    rules
}

/// The parts of a list, such as `a,b` or `color:red;top:0`; what stands in brackets or quotes stays in one piece.
pub(super) fn parts(list: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut quote, mut start) = (0_usize, None, 0);
    for (at, letter) in list.char_indices() {
        match letter {
            _ if quote == Some(letter) => quote = None,
            _ if quote.is_some() => {}
            '"' | '\'' => quote = Some(letter),
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if letter == separator && depth == 0 => {
                parts.push(&list[start..at]);
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

/// The name at the beginning of a text.
pub(super) fn name_at(text: &str) -> &str {
    let end = text.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-')).unwrap_or(text.len());
    &text[..end]
}

/// How long the brackets at the beginning of a text are, with all that is in them.
pub(super) fn block_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + letter.len_utf8();
        }
    }
    text.len()
}

fn end_of_block(text: &str) -> usize {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_stand_in_their_order_and_may_have_others_in_them() {
        let [a, media] = rules("a,b{top:0}@media print{c{top:1}d{}}")[..] else { panic!("there are two") };
        assert_eq!(a, Rule { head: "a,b", body: "top:0" });
        assert_eq!(media.head, "@media print");
        assert_eq!(rules(media.body), [Rule { head: "c", body: "top:1" }, Rule { head: "d", body: "" }]);
    }

    #[test]
    fn lists_are_parted_where_nothing_is_open() {
        assert_eq!(parts(":is(a,b),c[d=\",\"]", ','), [":is(a,b)", "c[d=\",\"]"]);
        assert_eq!(parts("src:url(a;b);top:0", ';'), ["src:url(a;b)", "top:0"]);
        assert_eq!(parts("font:\"a;b\"", ';'), ["font:\"a;b\""]);
    }
}
