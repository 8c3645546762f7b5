//! All sections but the clients' and the providers'.

use std::path::PathBuf;
use std::time::Duration;

use super::Deployment;
use super::keys;
use super::mistake::{Fault, Refusal};
use super::reading::{Given, Reading, Scope};
use super::value;
use crate::config::{CodeKeyText, DatabaseUrl, SessionRules, SignUps};
use crate::template::Language;

impl Deployment {
    pub(super) fn read_sections(&mut self, reading: &mut Reading<'_>) {
        let settings = &mut self.settings;
        let top = reading.section(&keys::TOP);
        set(&mut settings.database, reading.take_secret(top, &keys::DATABASE_URL, database));
        settings.code_key = reading.take_secret(top, &keys::CODE_KEY, CodeKeyText::new).or(settings.code_key.take());

        let server = reading.section(&keys::SERVER);
        self.operation.read(reading, server);
        set(&mut settings.issuer, reading.take(server, &keys::ISSUER, value::issuer));
        set(&mut settings.trusted_proxies, reading.take_list(server, &keys::TRUSTED_PROXIES, value::network));
        settings.static_files = static_files(reading, server).or(settings.static_files.take());

        let codes = reading.section(&keys::CODES);
        set(&mut settings.code_lifetime, reading.take(codes, &keys::CODE_LIFETIME, value::span(5 * SECOND..=HOUR)));
        set(&mut settings.resend_after, reading.take(codes, &keys::RESEND_AFTER, value::span(SECOND..=HOUR)));

        let tokens = reading.section(&keys::TOKENS);
        set(&mut settings.id_token_lifetime, reading.take(tokens, &keys::ID_TOKEN, value::span(MINUTE..=MONTH)));
        set(
            &mut settings.access_token_lifetime,
            reading.take(tokens, &keys::ACCESS_TOKEN, value::span(MINUTE..=MONTH)),
        );
        set(&mut settings.refresh.lifetime, reading.take(tokens, &keys::REFRESH, value::span(MINUTE..=DECADE)));
        set(&mut settings.refresh.idle, reading.take(tokens, &keys::REFRESH_IDLE, value::span(MINUTE..=DECADE)));
        let leeway = value::span(Duration::ZERO..=MINUTE);
        set(&mut settings.refresh.leeway, reading.take(tokens, &keys::REFRESH_LEEWAY, leeway));

        let sessions = reading.section(&keys::SESSIONS);
        let SessionRules { lifetime, idle, .. } = &mut settings.session;
        set(lifetime, reading.take(sessions, &keys::SESSION_LIFETIME, value::span(MINUTE..=DECADE)));
        set(idle, reading.take(sessions, &keys::SESSION_IDLE, value::span(MINUTE..=DECADE)));

        set(&mut settings.sign_ups, sign_ups(reading));

        self.read_abuse(reading);

        let settings = &mut self.settings;
        let messages = reading.section(&keys::MESSAGES);
        set(&mut settings.templates.usual, reading.take(messages, &keys::TEMPLATE, value::template));
        settings.templates.by_language.extend(languages(reading, messages));

        self.read_emails(reading);
        self.read_delivery(reading);
    }
}

pub(super) fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn database(text: &str) -> Option<DatabaseUrl> {
    text.contains(':').then(|| DatabaseUrl::new(text))
}

/// A folder that is there; a relative path begins at the file.
fn static_files<'a>(reading: &mut Reading<'a>, server: Scope<'a>) -> Option<PathBuf> {
    let base = reading.file();
    reading.take(server, &keys::STATIC_FILES, |text| {
        let folder = base.map_or_else(|| PathBuf::from(text), |file| file.beside(text));
        let refusal = || Refusal::from(format!("{} is not a folder", value::quoted(&folder.display().to_string())));
        if folder.is_dir() { Ok(folder.clone()) } else { Err(refusal()) }
    })
}

fn sign_ups(reading: &mut Reading<'_>) -> Option<SignUps> {
    let scope = reading.section(&keys::SIGN_UPS);
    let names = SignUps::NAMES.map(|name| (name, name)).to_vec();
    let policy = reading.take(scope, &keys::POLICY, value::choice(names));
    let has_mistakes = !reading.mistakes.is_empty();
    let allow = reading.take_list(scope, &keys::ALLOW, value::allowed);
    let mut note = |key: &keys::Key, why: &str| {
        let place = reading.place(scope, key);
        reading.note(place, "sign_ups.allow", Fault::Value(why.to_owned()));
    };
    match (policy, allow) {
        (Some("closed"), None) => Some(SignUps::Closed),
        (Some("open"), None) => Some(SignUps::Open),
        (Some("allow-list"), Some(allow)) => Some(SignUps::Listed(allow)),
        (Some("allow-list"), None) if has_mistakes => None,
        (Some("allow-list"), None) => {
            note(&keys::POLICY, "the policy is allow-list, and there is no list");
            None
        }
        (_, Some(_)) => {
            note(&keys::ALLOW, "only the policy allow-list has a list");
            None
        }
        _ => None,
    }
}

/// The texts of other languages. A variable overrides the key of the same language.
fn languages<'a>(reading: &mut Reading<'a>, messages: Scope<'a>) -> Vec<(Language, String)> {
    let table = messages.table.filter(|table| table.contains_key("languages"));
    let table = table.and_then(|table| reading.table(table, keys::LANGUAGES));
    let mut given = Vec::new();
    for (tag, value) in table.into_iter().flatten() {
        let path = format!("{}.{}", keys::LANGUAGES, tag.get_ref());
        let text = reading.text(value, &path);
        given.extend(text.map(|text| (tag.get_ref().to_string(), reading.at(tag.span().start), path, text)));
    }
    let environment = reading.environment;
    for (tag, variable) in environment.languages() {
        let place = super::Place::Variable(variable.to_owned());
        let path = format!("{}.{tag}", keys::LANGUAGES);
        match environment.get(variable) {
            Some(Ok(text)) => given.push((tag, place.clone(), path, Given { text, place })),
            Some(Err(fault)) => reading.note(place, &path, fault),
            None => {}
        }
    }
    let mut languages = Vec::new();
    for (tag, at_tag, path, text) in given {
        let Some(language) = Language::read(&tag) else {
            reading.note(
                at_tag,
                &path,
                Fault::Value(format!("{} is not a language like de or pt-BR", value::quoted(&tag))),
            );
            continue;
        };
        reading.show(&path, &format!("{:?}", text.text), text.place.clone());
        languages.extend(reading.understand(&path, &text, value::template).map(|template| (language, template)));
    }
    languages
}

pub(super) const SECOND: Duration = Duration::from_secs(1);
pub(super) const MINUTE: Duration = Duration::from_mins(1);
pub(super) const HOUR: Duration = Duration::from_hours(1);
pub(super) const DAY: Duration = Duration::from_hours(24);
pub(super) const MONTH: Duration = Duration::from_hours(30 * 24);
pub(super) const DECADE: Duration = Duration::from_hours(3650 * 24);
