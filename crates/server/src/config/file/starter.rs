//! The file that a deployment begins with: every key, what it is for, and its default.

use std::fmt::Write as _;

use super::keys::{self, CLIENTS, Key, SECTIONS, Section, Shape};

/// What a starter file says that is not a default.
#[derive(Clone, Copy)]
pub struct StarterKeys<'a> {
    /// The database.
    pub database: &'a str,
    /// A file with the key of codes, beside the configuration.
    pub code_key_file: &'a str,
    /// The server's own address, if it is known.
    pub issuer: Option<&'a str>,
}

/// A commented file. Nothing in it is secret.
#[must_use]
pub fn starter_file(keys: StarterKeys<'_>) -> String {
    let mut text = HEAD.to_owned();
    for section in SECTIONS {
        write(&mut text, section, keys);
    }
    text
}

/// Writing to a text cannot fail.
fn write(text: &mut String, section: &Section, decided: StarterKeys<'_>) {
    // A block of clients would be a client.
    let is_example = section.name == CLIENTS;
    let head = match section.name {
        "" => String::new(),
        CLIENTS => format!("\n# [[{CLIENTS}]]\n"),
        name => format!("\n[{name}]\n"),
    };
    if !section.says.is_empty() {
        let _ = write!(text, "\n# {}", section.says);
    }
    text.push_str(&head);
    for key in section.keys {
        for line in wrapped(key.says) {
            let _ = writeln!(text, "# {line}");
        }
        let _ = writeln!(text, "{}", line(key, decided, is_example));
    }
    if section.name == keys::EMAILS.name {
        text.push_str(
            "\n# [messages.email.languages.de]\n# subject = \"@@code@@ ist Ihr Code für @@application.name@@\"\n\
             # text = \"Ihr Code für @@application.name@@:\\n\\n@@code@@\"\n",
        );
    }
    if section.name == keys::MESSAGES.name {
        text.push_str("\n# [messages.languages]\n# de = \"Ihr Code: @@password@@\\n\\n@@webotp@@\"\n");
    }
}

fn line(key: &Key, decided: StarterKeys<'_>, is_example: bool) -> String {
    let is = |other: &Key| (key.section, key.name) == (other.section, other.name);
    if is(&keys::DATABASE_URL) {
        return format!("database_url = {}", quoted(decided.database));
    }
    if is(&keys::CODE_KEY) {
        return format!("code_key_file = {}", quoted(decided.code_key_file));
    }
    if let (true, Some(issuer)) = (is(&keys::ISSUER), decided.issuer) {
        return format!("issuer = {}", quoted(issuer));
    }
    let name = if key.shape == Shape::Secret { format!("{}{}", key.name, keys::FILE) } else { key.name.to_owned() };
    let value = if key.default.is_empty() { key.example } else { key.default };
    let indent = if is_example { "#   " } else { "# " };
    format!("{indent}{name} = {value}")
}

/// As TOML has a text in quotes.
fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_owned()
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last().map_or(0, String::len);
        match lines.last_mut() {
            Some(line) if last == 0 => line.push_str(word),
            Some(line) if last + word.len() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

const WIDTH: usize = 100;
const HEAD: &str = "# What this server does. `passlock-server check --config <this file>` says what would be used.
# A line that begins with # says a default, or shows how a value looks. Variables of the environment override this file:
# PASSLOCK_SERVER__LISTEN is listen in [server]. All keys: docs/backend/configuration.md

";
