//! An email: what it is about, its text, and a page that says the same.

use super::placeholders::{fill, says_link};
use super::{Language, Medium, TemplateFault, Templates, Values, check_template, email_page};

/// What emails say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailTemplate {
    /// What an email is about, in one line.
    pub subject: String,
    /// Its text. A part between empty lines that says the link is left out where there is none.
    pub text: String,
    /// Its page, in HTML; `None` for one that is made of the text.
    pub html: Option<String>,
}

/// An email, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// For whoever reads texts.
    pub text: String,
    /// For everybody else.
    pub html: String,
}

impl EmailTemplate {
    /// What a deployment's emails are about that has nothing of its own.
    pub const SUBJECT: &str = "@@code@@ is your code for @@application.name@@";
    /// What they say.
    pub const TEXT: &str = "Your code for @@application.name@@:\n\n@@code@@\n\nIn the browser that asked for it, this link \
        does the same.\nLog in to @@application.name@@:\n@@link@@\n\nIt works for @@lifetime@@, and once.\n\nSomebody entered @@email@@ at \
        @@application.name@@. If that was not you, there is nothing to do: without this code nobody logs in.";

    /// The server's own, in English.
    #[must_use]
    pub fn usual() -> Self {
        Self { subject: Self::SUBJECT.to_owned(), text: Self::TEXT.to_owned(), html: None }
    }

    /// Looks whether each part says what it has to, and nothing that stands for nothing.
    ///
    /// # Errors
    /// [`TemplateFault`], the first one.
    pub fn check(&self) -> Result<(), TemplateFault> {
        check_template(&self.subject, Medium::Subject)?;
        check_template(&self.text, Medium::Email)?;
        self.html.as_deref().map_or(Ok(()), |html| check_template(html, Medium::Email))
    }
}

impl Templates<EmailTemplate> {
    /// The server's own, for everybody.
    #[must_use]
    pub fn usual() -> Self {
        Self { usual: EmailTemplate::usual(), by_language: [].into() }
    }
}

/// An email out of its template. `language` is that of the template, if that is known.
#[must_use]
pub fn compose_email(template: &EmailTemplate, language: Option<&Language>, values: &Values<'_>) -> Letter {
    let EmailTemplate { subject, text, html } = template;
    // The server's own text is in English; of another usual one nobody says the language.
    let own = (text == EmailTemplate::TEXT).then_some("en");
    let language = language.map(Language::tag).or(own);
    let page = html.as_ref().map_or_else(
        || email_page::of_text(&with_or_without_link(text, values), language, values),
        |html| email_page::filled(&with_or_without_link(html, values), values),
    );
    // A name may have a line break in it, a header may not.
    let subject = fill(subject, values).chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    Letter { subject, text: fill(&with_or_without_link(text, values), values), html: page }
}

/// A template without the parts that say a link which is not there. Parts are between empty lines.
fn with_or_without_link(template: &str, values: &Values<'_>) -> String {
    if values.link.is_some() {
        return template.to_owned();
    }
    let text = template.replace("\r\n", "\n");
    let parts: Vec<_> = text.split("\n\n").filter(|part| !says_link(part)).collect();
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn values<'a>(application: &'a str, link: Option<&'a str>) -> Values<'a> {
        let (to, lifetime) = ("o'neill&sons@shop.example", Duration::from_mins(3));
        Values { code: "427193", lifetime, host: None, to, application, language: Some("de"), link }
    }

    #[test]
    fn an_email_begins_with_its_code() {
        let letter = compose_email(&EmailTemplate::usual(), None, &values("The shop", None));
        assert_eq!(letter.subject, "427193 is your code for The shop");
        assert!(
            letter.text.starts_with("Your code for The shop:\n\n427193\n\nIt works for 3 minutes"),
            "{}",
            letter.text
        );
        assert!(letter.text.contains("Somebody entered o'neill&sons@shop.example at The shop."), "{}", letter.text);
        assert!(!letter.text.contains("@@") && !letter.text.contains("browser"), "{}", letter.text);
        assert!(letter.html.contains("<html lang=\"en\" dir=\"ltr\">"), "{}", letter.html);
    }

    #[test]
    fn a_link_comes_with_its_part_of_the_text() {
        let link = "https://login.example/passwordless/verify_redirect?a=b&c=d";
        let letter = compose_email(&EmailTemplate::usual(), None, &values("The shop", Some(link)));
        assert!(
            letter.text.contains(&format!("does the same.\nLog in to The shop:\n{link}\n\nIt works")),
            "{}",
            letter.text
        );
        assert!(letter.html.contains("href=\"https://login.example/passwordless/verify_redirect?a=b&amp;c=d\""));
    }

    #[test]
    fn a_page_of_ones_own_gets_values_that_are_no_markup() {
        let html =
            "<p title=\"{{ application.name }}\">@@code@@ for @@email@@</p>\n\n<a href=\"@@link@@\">Go</a>\n\n<hr>";
        let template = EmailTemplate { html: Some(html.to_owned()), ..EmailTemplate::usual() };
        assert_eq!(template.check(), Ok(()));
        let letter = compose_email(&template, None, &values("<b>\"Shop\"</b>", None));
        let name = "&lt;b&gt;&quot;Shop&quot;&lt;/b&gt;";
        let expected = format!("<p title=\"{name}\">427193 for o&#39;neill&amp;sons@shop.example</p>\n\n<hr>");
        assert_eq!(letter.html, expected);
        assert_eq!(letter.subject, "427193 is your code for <b>\"Shop\"</b>", "a header is no markup");
    }

    #[test]
    fn a_name_cannot_break_out_of_its_line() {
        let letter = compose_email(&EmailTemplate::usual(), None, &values("Shop\r\nBcc: everybody@x.example", None));
        assert_eq!(letter.subject, "427193 is your code for Shop  Bcc: everybody@x.example");
    }

    #[test]
    fn each_part_is_checked() {
        let usual = EmailTemplate::usual();
        assert_eq!(usual.check(), Ok(()));
        let broken = |change: fn(&mut EmailTemplate)| {
            let mut template = usual.clone();
            change(&mut template);
            template.check()
        };
        assert_eq!(broken(|template| template.text = "Hello".to_owned()), Err(TemplateFault::NoCode));
        assert_eq!(broken(|template| template.html = Some("<p>".to_owned())), Err(TemplateFault::NoCode));
        assert!(matches!(broken(|template| template.subject = "@@cod@@".to_owned()), Err(TemplateFault::Unknown(..))));
    }
}
