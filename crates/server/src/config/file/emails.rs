//! What emails say: `[messages.email]` and its languages.

use std::collections::BTreeMap;

use super::mistake::{Fault, Place};
use super::reading::{Given, Reading, Scope};
use super::sections::set;
use super::value;
use super::{Deployment, keys};
use crate::template::{EmailTemplate, Language};

/// The parts of an email that somebody wrote, by the names of their keys.
type Parts<'a> = BTreeMap<String, Given<'a>>;

impl Deployment {
    pub(super) fn read_emails(&mut self, reading: &mut Reading<'_>) {
        let scope = reading.section(&keys::EMAILS);
        let templates = &mut self.settings.email_templates;
        set(&mut templates.usual.subject, reading.take(scope, &keys::EMAIL_SUBJECT, value::email_subject));
        set(&mut templates.usual.text, reading.take(scope, &keys::EMAIL_TEXT, value::email_text));
        let html = reading.take(scope, &keys::EMAIL_HTML, value::email_text);
        templates.usual.html = html.or(templates.usual.html.take());
        templates.by_language.extend(languages(reading, scope));
    }
}

/// A variable overrides the key of the same language.
fn languages<'a>(reading: &mut Reading<'a>, emails: Scope<'a>) -> Vec<(Language, EmailTemplate)> {
    let mut given: BTreeMap<String, (Place, Parts<'a>)> = BTreeMap::new();
    let table = emails.table.filter(|table| table.contains_key("languages"));
    let table = table.and_then(|table| reading.table(table, keys::EMAIL_LANGUAGES));
    for (tag, value) in table.into_iter().flatten() {
        let (path, at) = (format!("{}.{}", keys::EMAIL_LANGUAGES, tag.get_ref()), reading.at(tag.span().start));
        let Some(parts) = value.get_ref().as_table() else {
            reading.note(at, &path, Fault::Value("a language is a section with a subject and a text".to_owned()));
            continue;
        };
        reading.find_strangers(parts, keys::EMAILS.name, &path);
        let parts = parts.iter().filter_map(|(name, value)| {
            let name = name.get_ref().to_string();
            let text = reading.text(value, &format!("{path}.{name}"))?;
            Some((name, text))
        });
        let parts = parts.collect();
        given.insert(tag.get_ref().to_string(), (at, parts));
    }
    let environment = reading.environment;
    for (tag, part, variable) in environment.email_languages() {
        let place = Place::Variable(variable.to_owned());
        match environment.get(variable) {
            Some(Ok(text)) => {
                let (_, parts) = given.entry(tag).or_insert_with(|| (place.clone(), Parts::new()));
                parts.insert(part, Given { text, place });
            }
            Some(Err(fault)) => reading.note(place, &format!("{}.{tag}.{part}", keys::EMAIL_LANGUAGES), fault),
            None => {}
        }
    }
    given.into_iter().filter_map(|(tag, (at, parts))| language(reading, &tag, &at, &parts)).collect()
}

fn language(reading: &mut Reading<'_>, tag: &str, at: &Place, parts: &Parts<'_>) -> Option<(Language, EmailTemplate)> {
    let path = format!("{}.{tag}", keys::EMAIL_LANGUAGES);
    let Some(language) = Language::read(tag) else {
        let fault = Fault::Value(format!("{} is not a language like de or pt-BR", value::quoted(tag)));
        reading.note(at.clone(), &path, fault);
        return None;
    };
    for (name, given) in parts {
        reading.show(&format!("{path}.{name}"), &format!("{:?}", given.text), given.place.clone());
    }
    let mut needed = |name: &str, read: fn(&str) -> Result<String, super::mistake::Refusal>| {
        let path = format!("{path}.{name}");
        if let Some(given) = parts.get(name) {
            return reading.understand(&path, given, read);
        }
        reading.note(at.clone(), &path, Fault::Missing("a language has a subject and a text"));
        None
    };
    let (subject, text) = (needed("subject", value::email_subject), needed("text", value::email_text));
    let html = match parts.get("html") {
        Some(given) => Some(reading.understand(&format!("{path}.html"), given, value::email_text)?),
        None => None,
    };
    Some((language, EmailTemplate { subject: subject?, text: text?, html }))
}
