//! The page of an email: calm, readable in light and dark, whole without anything from elsewhere.
//!
//! Programs that show emails know few of the ways of a browser: some keep no style sheets, so what matters stands in
//! attributes, and the sheet only says what is different in the dark. There are no pictures and no addresses but the link.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::Values;
use super::placeholders::{Alone, alone, fill, fill_with};
use crate::escape::escaped;

/// A page that somebody wrote, with values that cannot become markup.
pub(super) fn filled(html: &str, values: &Values<'_>) -> String {
    fill_with(html, values, |value| Cow::from(escaped(&value)))
}

/// The page of a text. A line that is nothing but the code shows it in large digits; one that is nothing but the link is
/// something to press, which says what the line before it does. Parts between empty lines are paragraphs.
pub(super) fn of_text(text: &str, language: Option<&str>, values: &Values<'_>) -> String {
    // A mail program finds out by itself what nobody says.
    let direction = language.map_or("auto", |tag| if is_right_to_left(tag) { "rtl" } else { "ltr" });
    let tag = language.map(|tag| format!(" lang=\"{tag}\"")).unwrap_or_default();
    let mut body = String::new();
    let text = text.replace("\r\n", "\n");
    let parts: Vec<_> = text.split("\n\n").filter(|part| !part.trim().is_empty()).collect();
    // What comes after the code is there for those who wonder.
    let code_at = parts.iter().position(|part| part.lines().any(|line| alone(line) == Some(Alone::Code)));
    for (at, part) in parts.iter().enumerate() {
        paragraph(&mut body, part, code_at.is_some_and(|code_at| at > code_at), values);
    }
    // What people write comes last, so that nothing is looked for in it.
    let page = PAGE.replace("{tag}", &tag).replace("{direction}", direction);
    let (head, foot) = page.split_once("{body}").unwrap_or((&page, ""));
    format!("{}{body}{foot}", head.replace("{title}", &escaped(values.application)))
}

/// Writing to a text cannot fail.
fn paragraph(body: &mut String, part: &str, is_small: bool, values: &Values<'_>) {
    let (class, style) = if is_small { ("quiet", QUIET) } else { ("plain", PLAIN) };
    let mut lines = Vec::new();
    let close = |body: &mut String, lines: &mut Vec<String>| {
        if !lines.is_empty() {
            let _ = writeln!(body, "<p class=\"{class}\" style=\"{style}\">{}</p>", lines.join("<br>\n"));
            lines.clear();
        }
    };
    for line in part.lines() {
        match (alone(line), values.link) {
            (Some(Alone::Code), _) => {
                close(body, &mut lines);
                let code = escaped(values.code);
                let _ = writeln!(body, "<p class=\"code\" dir=\"ltr\" style=\"{CODE}\">{code}</p>");
            }
            (Some(Alone::Link), Some(link)) => {
                let label = lines.pop().unwrap_or_else(|| escaped(values.application));
                close(body, &mut lines);
                let (link, label) = (escaped(link), label.trim_end().trim_end_matches([':', '：']).trim_end());
                let _ = writeln!(
                    body,
                    "<p style=\"margin:0 0 20px\"><a class=\"go\" href=\"{link}\" style=\"{GO}\">{label}</a></p>"
                );
            }
            _ => lines.push(escaped(&fill(line, values))),
        }
    }
    close(body, &mut lines);
}

fn is_right_to_left(tag: &str) -> bool {
    let language = tag.split('-').next().unwrap_or(tag);
    ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(&language)
}

const PLAIN: &str = "margin:0 0 12px;font-size:17px;line-height:26px;color:#1b1d22";
const QUIET: &str = "margin:0 0 12px;font-size:14px;line-height:22px;color:#5a606b";
const CODE: &str = "margin:4px 0 20px;padding:14px 18px;border-radius:10px;background-color:#f1f3f6;color:#101216;\
    font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:36px;line-height:44px;font-weight:600;\
    letter-spacing:6px;text-align:center;user-select:all;-webkit-user-select:all";
const GO: &str = "display:inline-block;padding:12px 20px;border-radius:10px;background-color:#1b1d22;color:#ffffff;\
    font-size:16px;line-height:24px;font-weight:600;text-decoration:none";
const PAGE: &str = r#"<!doctype html>
<html{tag} dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>{title}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark }
@media (prefers-color-scheme: dark) {
  .page { background-color: #131418 !important }
  .card { background-color: #1d1f24 !important; border-color: #33363d !important }
  .plain { color: #eceef2 !important }
  .quiet { color: #aeb4bf !important }
  .code { background-color: #2a2d34 !important; color: #ffffff !important }
  .go { background-color: #eceef2 !important; color: #131418 !important }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f4f5f7">
<table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f4f5f7">
<tr><td align="center" style="padding:32px 16px">
<table class="card" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:480px;background-color:#ffffff;border:1px solid #e3e6eb;border-radius:14px">
<tr><td dir="{direction}" style="padding:28px 28px 16px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
{body}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"#;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::template::EmailTemplate;

    fn page(text: &str, language: Option<&str>, application: &str, link: Option<&str>) -> String {
        let (to, lifetime) = ("a@b.example", Duration::from_mins(3));
        let values = Values { code: "427193", lifetime, host: None, to, application, language: None, link };
        of_text(text, language, &values)
    }

    #[test]
    fn the_code_stands_by_itself_in_one_piece() {
        let page = page(EmailTemplate::TEXT, None, "The shop", Some("https://a.example/"));
        assert!(page.contains(">427193</p>"), "{page}");
        assert!(page.contains("user-select:all") && page.contains("Your code for The shop:</p>"), "{page}");
    }

    #[test]
    fn what_is_pressed_says_what_the_line_before_it_says() {
        let page = |text| page(text, None, "The shop", Some("https://a.example/"));
        let whole = page(EmailTemplate::TEXT);
        assert!(whole.contains("\">Log in to The shop</a></p>"), "{whole}");
        assert!(whole.contains("does the same.</p>"), "{whole}");
        assert!(page("@@code@@\n\n@@link@@").contains("\">The shop</a></p>"));
    }

    #[test]
    fn nothing_in_it_comes_from_elsewhere() {
        let page = page(EmailTemplate::TEXT, None, "The shop", Some("https://a.example/"));
        for part in ["<img", "<script", "src=", "url(", "@import", "<link"] {
            assert!(!page.contains(part), "{part}");
        }
        assert_eq!(page.matches("https://").count(), 1, "{page}");
    }

    #[test]
    fn a_name_cannot_become_markup() {
        let page = page(EmailTemplate::TEXT, None, "<img src=x>", None);
        assert!(!page.contains("<img") && page.contains("&lt;img src=x&gt;"), "{page}");
    }

    #[test]
    fn it_says_its_language_and_goes_its_way() {
        assert!(page("@@code@@", None, "a", None).contains("<html dir=\"auto\">"));
        assert!(page("@@code@@", Some("de-AT"), "a", None).contains("<html lang=\"de-AT\" dir=\"ltr\">"));
        let arabic = page("@@code@@", Some("ar"), "a", None);
        assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">") && arabic.contains("class=\"code\" dir=\"ltr\""));
    }

    #[test]
    fn lines_stay_lines_and_values_are_filled_in_once() {
        let page = page("One {body}\nTwo @@application.name@@\n\n@@code@@", None, "{tag} @@code@@", None);
        assert!(page.contains("One {body}<br>\nTwo {tag} @@code@@</p>"), "{page}");
    }

    /// Of WCAG 2.2, contrast is the one that a sheet of colours can break.
    #[test]
    fn everything_can_be_read_in_light_and_dark() {
        let channel = |text: &str| {
            let part = f64::from(u8::from_str_radix(text, 16).unwrap()) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let light = |colour: &str| {
            0.2126 * channel(&colour[1..3]) + 0.7152 * channel(&colour[3..5]) + 0.0722 * channel(&colour[5..7])
        };
        for (text, ground) in [
            ("#1b1d22", "#ffffff"),
            ("#5a606b", "#ffffff"),
            ("#101216", "#f1f3f6"),
            ("#ffffff", "#1b1d22"),
            ("#eceef2", "#1d1f24"),
            ("#aeb4bf", "#1d1f24"),
            ("#ffffff", "#2a2d34"),
            ("#131418", "#eceef2"),
        ] {
            let sources = [PAGE, PLAIN, QUIET, CODE, GO].concat();
            assert!(sources.contains(text) && sources.contains(ground), "{text} on {ground} is not there");
            let (one, other) = (light(text).max(light(ground)), light(text).min(light(ground)));
            assert!((one + 0.05) / (other + 0.05) >= 4.5, "{text} on {ground}");
        }
    }
}
