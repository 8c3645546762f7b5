//! Makes a stylesheet small without understanding it: comments and idle whitespace go, text in quotes stays.

use crate::quoted::quoted_length;

/// The stylesheet without what no browser reads.
pub(crate) fn minify(css: &str) -> String {
    let mut small = String::with_capacity(css.len());
    let mut rest = css;
    let mut space = false;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            space = true;
        } else if next.is_whitespace() {
            rest = rest.trim_start();
            space = true;
        } else {
            let length = if matches!(next, '"' | '\'') { quoted_length(rest) } else { next.len_utf8() };
            let last = small.chars().last();
            if space && !matches!(next, '{' | '}' | ';' | ',' | '!') && last.is_some_and(needs_space_after) {
                small.push(' ');
            }
            if next == '}' && last == Some(';') {
                small.pop();
            }
            if is_fraction(rest) && small.strip_suffix('0').is_some_and(|before| !before.ends_with(is_digit)) {
                small.pop();
            }
            small.push_str(&rest[..length]);
            rest = &rest[length..];
            space = false;
        }
    }
    small
}

/// Whether a text begins with what comes behind the point of a number. No name begins with a digit.
fn is_fraction(text: &str) -> bool {
    text.strip_prefix('.').is_some_and(|digits| digits.starts_with(is_digit))
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

/// After these a space means nothing. Before a colon it does: `a :hover` is not `a:hover`.
fn needs_space_after(last: char) -> bool {
    !matches!(last, '{' | '}' | ';' | ',' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(css: &str, expected: &str) {
        assert_eq!(minify(css), expected);
    }

    #[test]
    fn comments_and_idle_whitespace_go() {
        check("/* a */\na , b {\n  color : red;\n  margin: 0 1px;\n}\n", "a,b{color :red;margin:0 1px}");
        check("@media (width > 1px) and (hover) { a { top: 0 } }", "@media (width > 1px) and (hover){a{top:0}}");
        check("a/**/b{}", "a b{}");
        check("a{} /* open", "a{}");
    }

    #[test]
    fn a_number_needs_no_zero_before_its_point() {
        check("a0.b{top:-0.5em;left:10.5px;color:red !important}", "a0.b{top:-.5em;left:10.5px;color:red!important}");
        check(".a-0 .b{scale:0.98}", ".a-0 .b{scale:.98}");
    }

    #[test]
    fn whitespace_that_means_something_stays() {
        check("a :hover{}", "a :hover{}");
        check("a{width:calc(1px + 2px)}", "a{width:calc(1px + 2px)}");
        check(":host( .x ) > b{}", ":host( .x ) > b{}");
    }

    #[test]
    fn text_in_quotes_stays_as_it_is() {
        check(r#"a{content: "/*  */  \" ;"}"#, r#"a{content:"/*  */  \" ;"}"#);
        check("a{content:'  ; '}", "a{content:'  ; '}");
        check("a{background:url(\"data:,ä  b\")}", "a{background:url(\"data:,ä  b\")}");
    }
}
