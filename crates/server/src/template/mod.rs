//! The text of a message: a template, and what becomes of its macros (protocol section 10.2).

mod bound_line;
mod bound_line_fault;
mod size;

use std::time::Duration;

pub use bound_line::{BoundTo, check_bound_line};
pub use bound_line_fault::BoundLineFault;
pub use size::{Encoding, MessageSize};

/// What a deployment sends that has no template of its own.
pub const DEFAULT_TEMPLATE: &str = "Your verification code is: @@password@@\n\n@@webotp@@";

/// What the macros of a template stand for.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    /// The code: `@@password@@` and `@@code@@`.
    pub code: &'a str,
    /// How long it works: `@@lifetime@@`.
    pub lifetime: Duration,
    /// The host of the page that asked for it, for `@@webotp@@`; without one that line is left out.
    pub host: Option<&'a str>,
}

/// Whether a template says the code at all.
#[must_use]
pub fn has_code(template: &str) -> bool {
    ["@@password@@", "@@code@@"].into_iter().any(|name| template.contains(name))
}

/// The text of a message.
#[must_use]
pub fn compose(template: &str, values: &Values<'_>) -> String {
    let Values { code, lifetime, host } = values;
    let text = match host {
        // protocol section 10.3
        Some(host) => template.replace("@@webotp@@", &format!("@{host} #{code}")),
        None if template.contains("@@webotp@@") => template.replace("@@webotp@@", "").trim_end().to_owned(),
        None => template.to_owned(),
    };
    text.replace("@@lifetime@@", &in_words(*lifetime)).replace("@@password@@", code).replace("@@code@@", code)
}

fn in_words(span: Duration) -> String {
    match span.as_secs() {
        60 => "1 minute".to_owned(),
        seconds if seconds % 60 == 0 => format!("{} minutes", seconds / 60),
        seconds => format!("{seconds} seconds"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, seconds: u64, host: Option<&str>, expected: &str) {
        let values = Values { code: "427193", lifetime: Duration::from_secs(seconds), host };
        assert_eq!(compose(template, &values), expected);
    }

    #[test]
    fn a_text_says_how_long_its_code_works() {
        for (seconds, words) in [(60, "1 minute"), (90, "90 seconds"), (180, "3 minutes"), (300, "5 minutes")] {
            let template = "@@password@@ works for @@lifetime@@";
            check(template, seconds, None, &format!("427193 works for {words}"));
        }
    }

    #[test]
    fn a_text_ends_with_the_line_that_binds_its_code() {
        let bound = "Your verification code is: 427193\n\n@shop.example #427193";
        check(DEFAULT_TEMPLATE, 180, Some("shop.example"), bound);
        check("@@code@@ (@@code@@)\n@@webotp@@", 180, Some("localhost"), "427193 (427193)\n@localhost #427193");
    }

    #[test]
    fn without_a_page_there_is_nothing_to_bind_to() {
        check(DEFAULT_TEMPLATE, 180, None, "Your verification code is: 427193");
        check("@@password@@ \n", 180, None, "427193 \n");
    }

    #[test]
    fn a_line_of_ones_own_is_left_alone() {
        let template = "@@password@@\n@shop.example #@@password@@";
        check(template, 180, Some("blog.example"), "427193\n@shop.example #427193");
    }

    #[test]
    fn a_template_without_the_code_says_nothing() {
        assert!(has_code("@@code@@") && has_code("it is @@password@@"));
        assert!(!has_code("@@webotp@@") && !has_code("hello"));
    }
}
