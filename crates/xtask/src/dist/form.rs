//! The first form, as the components draw it: for scripts that paint it, and for pages that have it in their HTML.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{languages, scripts};
use crate::workspace;

/// The form as `crates/painter` writes it. Built and run once.
pub(crate) fn form() -> Result<&'static str> {
    static FORM: OnceLock<String> = OnceLock::new();
    if let Some(form) = FORM.get() {
        return Ok(form);
    }
    let mut painter = workspace::cargo();
    painter.args(["run", "--quiet", "--package", "passlock-painter"]);
    let form =
        workspace::output(&mut painter).context("the form could not be written: cargo run -p passlock-painter")?;
    Ok(FORM.get_or_init(|| form.trim_end().to_owned()))
}

/// Writes the form in every language, for pages that have it in their HTML.
pub(crate) fn write(root: &Path, out: &Path) -> Result<()> {
    let styles = scripts::parted_styles(root)?.first().replace('\n', "");
    let form = serde_json::from_str(form()?)?;
    for tag in languages::tags(root)? {
        let texts = workspace::read_text(&root.join(languages::FOLDER).join(format!("{tag}.json")))?;
        let html = html(&form, &serde_json::from_str(&texts)?, &tag, &styles)?;
        workspace::write(&out.join("forms").join(format!("{tag}.html")), html.as_bytes())?;
    }
    Ok(())
}

/// The form in HTML, for the container of an inline lock: a host with a shadow root of its own, and the styles in it,
/// because a page waits for a file of styles before it shows anything. `texts` are those of a language by their names; what they leave out is in English.
///
/// # Errors
/// When the form has another shape than `crates/painter` says.
fn html(form: &Value, texts: &Value, tag: &str, styles: &str) -> Result<String> {
    let mut page = Page { card: &form["card"], texts, html: String::new() };
    page.node(&form["inline"])?;
    let direction =
        if FROM_RIGHT.iter().any(|language| tag.split('-').next() == Some(language)) { "rtl" } else { "ltr" };
    let body = page.html.replacen(r#"dir="ltr" lang="en""#, &format!(r#"dir="{direction}" lang="{tag}""#), 1);
    Ok(format!(
        "<div class=\"passlock-host\"><template shadowrootmode=\"open\">\
         <style>{styles}</style><div class=\"pl-root\">{body}</div></template></div>\n"
    ))
}

/// As `src/i18n` has them; a test holds them equal.
const FROM_RIGHT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

struct Page<'a> {
    card: &'a Value,
    texts: &'a Value,
    html: String,
}

impl Page<'_> {
    fn node(&mut self, node: &Value) -> Result<()> {
        match node {
            Value::Number(_) => self.node(self.card),
            Value::Array(parts) => self.element(parts),
            words => {
                let words = escaped(self.words(words)?);
                self.html.push_str(&words);
                Ok(())
            }
        }
    }

    fn element(&mut self, parts: &[Value]) -> Result<()> {
        let [Value::String(tag), Value::Object(attributes), children @ ..] = parts else {
            bail!("no element: {parts:?}")
        };
        // An inline lock has nothing to close, unless its page says so.
        if attributes.get("class").and_then(Value::as_str).is_some_and(|classes| classes.contains("pl-close")) {
            return Ok(());
        }
        // Writing to a text cannot fail.
        let _ = write!(self.html, "<{tag}");
        for (name, value) in attributes {
            let value = escaped(value.as_str().map_or_else(|| self.words(value), Ok)?);
            let _ = write!(self.html, r#" {name}="{value}""#);
        }
        // A form that is sent before the script is there must not put the number into an address.
        self.html.push_str(if tag == "form" { r#" method="dialog">"# } else { ">" });
        for child in children {
            self.node(child)?;
        }
        if tag != "input" {
            let _ = write!(self.html, "</{tag}>");
        }
        Ok(())
    }

    fn words<'b>(&'b self, node: &'b Value) -> Result<&'b str> {
        let key = node["key"].as_str().context("a text without a key")?;
        self.texts[key].as_str().or(node["text"].as_str()).context("a text without words")
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn form_of(card: &Value) -> Value {
        json!({ "card": card, "inline": ["div", { "class": "pl", "dir": "ltr", "lang": "en" }, 0] })
    }

    #[track_caller]
    fn check(card: &Value, tag: &str, expected: &str) -> Result<()> {
        let html = html(&form_of(card), &json!({ "signIn": "Anmelden" }), tag, "p{}")?;
        let (_, body) = html.split_once("<div class=\"pl-root\">").context("no root")?;
        assert_eq!(body.trim_end(), format!("{expected}</div></template></div>"));
        Ok(())
    }

    #[test]
    fn words_are_those_of_the_language() -> Result<()> {
        let card = json!(["p", { "title": { "key": "back", "text": "Back" } }, { "key": "signIn", "text": "Sign in" }]);
        check(&card, "de", r#"<div class="pl" dir="ltr" lang="de"><p title="Back">Anmelden</p></div>"#)?;
        check(&card, "ar", r#"<div class="pl" dir="rtl" lang="ar"><p title="Back">Anmelden</p></div>"#)
    }

    #[test]
    fn a_form_sends_nothing_by_itself_and_has_nothing_to_close() -> Result<()> {
        let card = json!(["form", {}, ["button", { "class": "pl-quiet pl-close" }], ["input", { "name": "a&\"<" }]]);
        let form = r#"<form method="dialog"><input name="a&amp;&quot;&lt;"></form>"#;
        check(&card, "en", &format!(r#"<div class="pl" dir="ltr" lang="en">{form}</div>"#))
    }

    #[test]
    fn every_place_knows_the_same_languages_from_right_to_left() -> Result<()> {
        let root = workspace::root();
        let of_texts = workspace::read_text(&root.join("src/i18n/mod.rs"))?;
        assert!(of_texts.contains(&format!("\"{}\"", FROM_RIGHT.join(" "))), "src/i18n has others");
        let painted = workspace::read_text(&root.join("js/paint.js"))?;
        let (_, rest) = painted.split_once("FROM_RIGHT = /^(").context("no FROM_RIGHT in js/paint.js")?;
        let (names, _) = rest.split_once(')').context("no end of FROM_RIGHT")?;
        let mut painted: Vec<_> = names.split('|').collect();
        painted.sort_unstable();
        let tags = languages::tags(&root)?;
        let shipped = FROM_RIGHT.into_iter().filter(|language| tags.iter().any(|tag| tag == language));
        assert_eq!(painted, shipped.collect::<Vec<_>>());
        Ok(())
    }
}
