//! What messages say: templates, and what becomes of their placeholders (protocol section 10.2).

mod bound_line;
mod bound_line_fault;
mod email;
mod email_page;
mod language;
mod placeholders;
mod size;

use std::time::Duration;

pub use bound_line::{BoundTo, check_bound_line};
pub use bound_line_fault::BoundLineFault;
pub use email::{EmailTemplate, Letter, compose_email};
pub use language::{Language, Templates};
pub use placeholders::{Medium, TemplateFault, check_template};
pub use size::{Encoding, MessageSize};

/// What a deployment sends that has no template of its own.
pub const DEFAULT_TEMPLATE: &str = "Your verification code is: @@password@@\n\n@@webotp@@";

/// What the placeholders of a template stand for.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    /// The code: `@@password@@` and `@@code@@`, or `{{ password }}` and `{{ code }}`; likewise with the others.
    pub code: &'a str,
    /// How long it works: `@@lifetime@@`.
    pub lifetime: Duration,
    /// The host of the page that asked for it, for `@@webotp@@`; without one that line is left out.
    pub host: Option<&'a str>,
    /// Whom the message is for: a number, E.164, for `@@phone_number@@`, or an address for `@@email@@`.
    pub to: &'a str,
    /// What the application is called: `@@application.name@@`.
    pub application: &'a str,
    /// The language that was asked for: `@@request_language@@`.
    pub language: Option<&'a str>,
    /// What logs the person in where they follow it: `@@link@@`.
    pub link: Option<&'a str>,
}

/// The text of a message.
#[must_use]
pub fn compose(template: &str, values: &Values<'_>) -> String {
    placeholders::fill(template, values)
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
        let lifetime = Duration::from_secs(seconds);
        let (to, application) = ("+447400123456", "Shop @@code@@");
        let values = Values { code: "427193", lifetime, host, to, application, language: Some("de"), link: None };
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
    fn both_manners_of_writing_mean_the_same() {
        check("{{ code }} {{password}} @@code@@ @@password@@", 180, None, "427193 427193 427193 427193");
        check("{{ phone_number }} {{ request_language }}", 180, None, "+447400123456 de");
        check("{{ lifetime }}\n{{ webotp }}", 180, Some("a.example"), "3 minutes\n@a.example #427193");
    }

    #[test]
    fn what_is_filled_in_is_not_looked_at_again() {
        check("{{ application.name }}: @@code@@", 180, None, "Shop @@code@@: 427193");
    }

    #[test]
    fn what_is_no_placeholder_stays() {
        for text in ["@@ @@", "a@@b", "{{ two words }}", "{{}}", "{ code }", "@@", "{{", "me@@example@", "é@@ü"] {
            check(text, 180, None, text);
        }
    }

    #[test]
    fn a_template_is_checked_before_anybody_gets_it() {
        for good in ["@@code@@", "it is @@password@@", "{{ code }}\n@@webotp@@", "{{password}} by a@@b"] {
            assert_eq!(check_template(good, Medium::Sms), Ok(()), "{good}");
        }
        for empty in ["@@webotp@@", "hello", "", "@@ code @@", "{{ lifetime }}"] {
            assert_eq!(check_template(empty, Medium::Sms), Err(TemplateFault::NoCode), "{empty}");
        }
        let unknown = |written: &str, name| Err(TemplateFault::Unknown(written.to_owned(), name));
        assert_eq!(check_template("@@code@@ @@pasword@@", Medium::Sms), unknown("@@pasword@@", Some("password")));
        assert_eq!(check_template("{{ code }} {{ phone }}", Medium::Sms), unknown("{{ phone }}", Some("phone_number")));
        assert_eq!(check_template("@@code@@ @@weather@@", Medium::Sms), unknown("@@weather@@", None));
        assert_eq!(check_template("{% if a %}@@code@@", Medium::Sms), Err(TemplateFault::Logic));
    }

    #[test]
    fn a_template_has_the_placeholders_of_its_medium() {
        let all = "@@code@@ {{ link }} @@email@@ {{operation}} @@application.name@@ @@lifetime@@ @@request_language@@";
        assert_eq!(check_template(all, Medium::Email), Ok(()));
        let unknown = |written: &str, name| Err(TemplateFault::Unknown(written.to_owned(), name));
        assert_eq!(check_template("@@code@@ @@link@@", Medium::Sms), unknown("@@link@@", None));
        assert_eq!(check_template("@@code@@ @@webotp@@", Medium::Email), unknown("@@webotp@@", None));
        assert_eq!(check_template("@@code@@ @@phone_number@@", Medium::Email), unknown("@@phone_number@@", None));
        assert_eq!(check_template("Hello", Medium::Subject), Ok(()));
        assert_eq!(check_template("Hello @@link@@", Medium::Subject), unknown("@@link@@", None));
    }
}
