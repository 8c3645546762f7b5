//! The applications: `[[clients]]`.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Deployment;
use super::document::kind;
use super::environment::variable;
use super::keys::{self, CLIENTS};
use super::mistake::{Fault, Place};
use super::reading::{Reading, Scope};
use super::sections::{DECADE, MINUTE, MONTH};
use super::value;
use crate::config::{Client, ClientSecret, Connection, Grant, Lifetimes, PasskeyRules};

impl Deployment {
    /// Each client of the file takes the place of one with its id that was there before.
    pub(super) fn read_clients(&mut self, reading: &mut Reading<'_>) {
        let mut seen = BTreeMap::new();
        for (at, item) in blocks(reading).into_iter().enumerate() {
            let Some(table) = item.get_ref().as_table() else {
                let found = kind(item.get_ref());
                let place = reading.at(item.span().start);
                reading.note(place, CLIENTS, Fault::Type { wanted: "blocks, each under [[clients]]", found });
                continue;
            };
            if let Some(client) = read(reading, table, item.span().start, at, &mut seen) {
                self.settings.clients.retain(|other| other.id != client.id);
                self.settings.clients.push(client);
            }
        }
        let ids: Vec<String> = seen.into_values().collect();
        let strangers = reading.environment.strangers(&ids);
        reading.mistakes.extend(strangers);
    }
}

fn blocks<'a>(reading: &mut Reading<'a>) -> Vec<&'a Spanned<DeValue<'a>>> {
    let root = reading.document.map(|document| document.root.get_ref());
    let Some(value) = root.and_then(|root| root.get(CLIENTS)) else { return Vec::new() };
    match value.get_ref() {
        DeValue::Array(items) => items.iter().collect(),
        other => {
            let fault = Fault::Type { wanted: "blocks, each under [[clients]]", found: kind(other) };
            reading.note(reading.at(value.span().start), CLIENTS, fault);
            Vec::new()
        }
    }
}

/// `seen` has the ids so far, by the name that they have in variables.
fn read<'a>(
    reading: &mut Reading<'a>,
    table: &'a DeTable<'a>,
    begin: usize,
    at: usize,
    seen: &mut BTreeMap<String, String>,
) -> Option<Client> {
    let number = format!("{}", at + 1);
    // Only the file says an id: it is what the variables of a client are named after.
    let own = table.get(keys::ID.name).and_then(|value| value.get_ref().as_str());
    let name = own.filter(|id| value::client_id(id).is_ok()).unwrap_or(&number);
    let path = format!("{CLIENTS}.{name}");
    reading.find_strangers(table, CLIENTS, &path);
    let Some(value) = table.get(keys::ID.name) else {
        reading.note(reading.at(begin), &format!("{path}.id"), Fault::Missing("every client has one"));
        return None;
    };
    let given = reading.text(value, &format!("{path}.id"))?;
    let id = reading.understand(&format!("{path}.id"), &given, value::client_id)?;
    reading.show(&format!("{path}.id"), &format!("{id:?}"), given.place.clone());
    if let Some(other) = seen.insert(variable(&path), id.clone()) {
        let why = if other == id {
            "there is another client with this id".to_owned()
        } else {
            format!("{other:?} would have the same variables in the environment")
        };
        reading.note(given.place.clone(), &format!("{path}.id"), Fault::Value(why));
    }

    let scope = Scope { table: Some(table), client: given.text };
    let mut client = Client::new(&id);
    client.name = reading.take(scope, &keys::NAME, value::line).unwrap_or(client.name);
    client.secret = proof(reading, scope, &given.place);
    client.origins = reading.take_list(scope, &keys::ALLOWED_ORIGINS, value::origin).unwrap_or_default();
    client.web_origins = reading.take_list(scope, &keys::WEB_ORIGINS, value::origin).unwrap_or_default();
    client.callback_urls = reading.take_list(scope, &keys::CALLBACK_URLS, value::callback).unwrap_or_default();
    client.logout_urls = reading.take_list(scope, &keys::LOGOUT_URLS, value::address).unwrap_or_default();
    client.audiences = reading.take_list(scope, &keys::AUDIENCES, value::audience).unwrap_or_default();
    let grants = Grant::ALL.map(|grant| (grant.short_name(), grant)).to_vec();
    client.grants = reading.take_list(scope, &keys::GRANTS, value::choice(grants)).unwrap_or(client.grants);
    let connections = Connection::ALL.map(|connection| (connection.name(), connection)).to_vec();
    client.connections =
        reading.take_list(scope, &keys::CONNECTIONS, value::choice(connections)).unwrap_or(client.connections);
    client.lifetimes = Lifetimes {
        id_token: reading.take(scope, &keys::CLIENT_ID_TOKEN, value::span(MINUTE..=MONTH)),
        access_token: reading.take(scope, &keys::CLIENT_ACCESS_TOKEN, value::span(MINUTE..=MONTH)),
        refresh: reading.take(scope, &keys::CLIENT_REFRESH, value::span(MINUTE..=DECADE)),
        refresh_idle: reading.take(scope, &keys::CLIENT_REFRESH_IDLE, value::span(MINUTE..=DECADE)),
    };
    client.passkeys = passkeys(reading, scope);
    Some(client)
}

fn passkeys<'a>(reading: &mut Reading<'a>, scope: Scope<'a>) -> PasskeyRules {
    let usual = PasskeyRules::USUAL;
    let sign_ups = value::choice(vec![("closed", false), ("open", true)]);
    let recent = value::span(MINUTE..=MONTH);
    PasskeyRules {
        rp_id: reading.take(scope, &keys::PASSKEY_RP_ID, value::rp_id),
        origins: reading.take_list(scope, &keys::PASSKEY_ORIGINS, value::passkey_origin),
        related_origins: reading
            .take_list(scope, &keys::PASSKEY_RELATED_ORIGINS, value::passkey_origin)
            .unwrap_or_default(),
        takes_newcomers: reading.take(scope, &keys::PASSKEY_SIGN_UPS, sign_ups).unwrap_or(usual.takes_newcomers),
        recent_login: reading.take(scope, &keys::PASSKEY_RECENT_LOGIN, recent).unwrap_or(usual.recent_login),
    }
}

/// The secret that its kind demands or forbids.
fn proof<'a>(reading: &mut Reading<'a>, scope: Scope<'a>, place: &Place) -> Option<ClientSecret> {
    let kinds = vec![("public", Kind::Public), ("confidential", Kind::Confidential)];
    let before = reading.mistakes.len();
    let kind = reading.take(scope, &keys::KIND, value::choice(kinds));
    let secret = reading.take_secret(scope, &keys::SECRET, ClientSecret::new);
    // What is wrong with either is said already.
    if reading.mistakes.len() > before {
        return None;
    }
    let path = format!("{CLIENTS}.{}.{}", scope.client, keys::KIND.name);
    match (kind.unwrap_or(Kind::Public), secret) {
        (Kind::Confidential, None) => {
            let why = "a confidential client has a secret: secret_file, or a variable";
            reading.note(
                place.clone(),
                &format!("{CLIENTS}.{}.{}", scope.client, keys::SECRET.name),
                Fault::Missing(why),
            );
            None
        }
        (Kind::Public, Some(_)) => {
            let why = "a public client can keep no secret; kind = \"confidential\" has one";
            reading.note(place.clone(), &path, Fault::Value(why.to_owned()));
            None
        }
        (_, secret) => secret,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Public,
    Confidential,
}
