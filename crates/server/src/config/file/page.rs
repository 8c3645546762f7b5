//! The reference of all keys, as a page of the documentation has it.

use std::fmt::Write as _;

use super::environment::{path, variable};
use super::keys::{CLIENTS, EMAIL_LANGUAGES, EMAILS, FILE, Key, LANGUAGES, MESSAGES, SECTIONS, Section};

/// All keys in Markdown: a table for each section.
#[must_use]
pub fn reference() -> String {
    let mut page = String::new();
    for section in SECTIONS {
        write(&mut page, section);
    }
    page
}

/// Writing to a text cannot fail.
fn write(page: &mut String, section: &Section) {
    let title = match section.name {
        "" => "Above all sections".to_owned(),
        CLIENTS => "`[[clients]]`".to_owned(),
        name => format!("`[{name}]`"),
    };
    let _ = writeln!(page, "### {title}\n");
    if !section.says.is_empty() {
        let _ = writeln!(page, "{}\n", section.says);
    }
    let _ = writeln!(page, "| Key | Value | Default | Variable | |\n|---|---|---|---|---|");
    for key in section.keys {
        row(page, key);
    }
    if section.name == EMAILS.name {
        let variable = variable(&format!("{EMAIL_LANGUAGES}.PT-BR.SUBJECT"));
        let _ = writeln!(
            page,
            "| `languages.pt-BR.subject`, `.text`, `.html` | as above |  | `{variable}`, … | The same in another language: a subject and a text, perhaps a page. |"
        );
    }
    if section.name == MESSAGES.name {
        let variable = variable(&format!("{LANGUAGES}.PT-BR"));
        let _ = writeln!(
            page,
            "| `languages.pt-BR` | a text with @@password@@ |  | `{variable}` | The same in another language. |"
        );
    }
    page.push('\n');
}

fn row(page: &mut String, key: &Key) {
    let default = if key.default.is_empty() { String::new() } else { format!("`{}`", key.default) };
    let variable = variable(&path(key, "<ID>")).replace("___ID___", "__<ID>__");
    let (name, beside) = if key.is_hidden() {
        (format!("`{0}`, `{0}{FILE}`", key.name), format!(", `…{}`", FILE.to_uppercase()))
    } else {
        (format!("`{}`", key.name), String::new())
    };
    // A client's id is what its variables are named after.
    let variable =
        if key.section == CLIENTS && key.name == "id" { String::new() } else { format!("`{variable}`{beside}") };
    let _ = writeln!(page, "| {name} | {} | {default} | {variable} | {} |", key.form, key.says);
}
