//! `template check` for emails: what they say, and what is wrong with how they say it.

use std::time::Duration;

use passlock_server::{EmailTemplate, Letter, Templates, Values, compose_email};

use super::task::Verdict;

/// Prints every email with an invented code and link, and what is wrong with it. That each part says the code is seen to by
/// the configuration.
pub(super) fn check(templates: &Templates<EmailTemplate>) -> Verdict {
    let others = templates.by_language.iter().map(|(language, template)| (Some(language), template));
    let mut verdict = Verdict::Good;
    for (language, template) in std::iter::once((None, &templates.usual)).chain(others) {
        match language {
            None => println!("\nemail:"),
            Some(language) => println!("\nemail, {language}:"),
        }
        let values = Values {
            code: CODE,
            lifetime: LIFETIME,
            host: None,
            to: ADDRESS,
            application: APPLICATION,
            language: language.map(passlock_server::Language::tag),
            link: Some(LINK),
        };
        let letter = compose_email(template, language, &values);
        println!("{}\n\n{}\n", letter.subject, letter.text);
        let faults = faults(&letter);
        for fault in &faults {
            println!("wrong: {fault}");
        }
        if faults.is_empty() {
            println!("good: the page is {} bytes long and needs nothing from elsewhere", letter.html.len());
        } else {
            verdict = Verdict::Wrong;
        }
    }
    verdict
}

fn faults(letter: &Letter) -> Vec<String> {
    let mut faults = Vec::new();
    let subject = letter.subject.chars().count();
    if subject > LONGEST_SUBJECT {
        faults.push(format!("the subject has {subject} characters, and inboxes show {LONGEST_SUBJECT} at most"));
    }
    if letter.html.len() > LARGEST_PAGE {
        faults.push(format!("the page is {} bytes long, and some inboxes cut it at {LARGEST_PAGE}", letter.html.len()));
    }
    let page = letter.html.to_ascii_lowercase();
    for part in ["<script", "<iframe", "<form"] {
        if page.contains(part) {
            faults.push(format!("the page has a {part}>, which inboxes take out"));
        }
    }
    for part in ["src=\"http", "src='http", "src=http", "url(http", "url('http", "url(\"http", "@import", "<link"] {
        if page.contains(part) {
            faults.push(format!("the page fetches something ({part}…), which tells others that somebody reads it"));
        }
    }
    faults
}

/// A code like any other.
const CODE: &str = "427193";
const LIFETIME: Duration = Duration::from_mins(3);
const ADDRESS: &str = "person@people.example";
const APPLICATION: &str = "Example";
const LINK: &str = "https://login.example/passwordless/verify_redirect?…";
/// What fits into the list of a mail program on a telephone, with some goodwill.
const LONGEST_SUBJECT: usize = 70;
/// Where Gmail cuts.
const LARGEST_PAGE: usize = 102_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(html: &str) -> Letter {
        Letter { subject: "427193".to_owned(), text: String::new(), html: html.to_owned() }
    }

    #[test]
    fn what_inboxes_do_not_show_or_others_learn_of_is_named() {
        assert!(faults(&letter("<p>427193</p><a href=\"https://shop.example\">shop</a>")).is_empty());
        for (html, part) in [
            ("<IMG SRC=\"https://shop.example/logo.png\">", "fetches something"),
            ("<p style=\"background:url(https://shop.example/a)\">", "fetches something"),
            ("<script>1</script>", "<script>"),
            (&"x".repeat(102_001), "102001 bytes"),
        ] {
            let faults = faults(&letter(html));
            assert!(faults.len() == 1 && faults[0].contains(part), "{faults:?}");
        }
        let long = Letter { subject: "x".repeat(71), ..letter("") };
        assert_eq!(faults(&long).len(), 1);
    }
}
