//! Files of configuration that are wrong, and exactly what is said about each; and what those that are right decide.

use std::time::Duration;

use passlock_server::{ConfigFile, Deployment, Environment};

#[track_caller]
pub(crate) fn read(text: &str, variables: &[(&str, &str)]) -> Result<Deployment, String> {
    let environment = Environment::of(variables.iter().copied());
    let file = ConfigFile::of_text("passlock.toml", text);
    Deployment::base(false).read(Some(&file), &environment).map_err(|mistakes| mistakes.to_string())
}

#[track_caller]
pub(crate) fn check(text: &str, report: &[&str]) {
    assert_eq!(read(text, &[]).map(|_| ()), Err(report.join("\n")), "{text}");
}

#[track_caller]
fn check_variable(text: &str, name: &str, value: &str, report: &str) {
    assert_eq!(read(text, &[(name, value)]).map(|_| ()), Err(report.to_owned()));
}

#[test]
fn a_name_that_is_none_is_told_with_the_nearest() {
    check("[server]\nlisen = \"x\"", &["passlock.toml:2:1: server.lisen: there is no such key; did you mean listen?"]);
    check("[sever]", &["passlock.toml:1:2: sever: there is no such key; did you mean server?"]);
    check("listen = \"x\"", &["passlock.toml:1:1: listen: there is no such key; did you mean server.listen?"]);
    check("[[client]]\nid = \"a\"", &["passlock.toml:1:3: client: there is no such key; did you mean clients?"]);
    check("[weather]\nrain = 1", &["passlock.toml:1:2: weather: there is no such key"]);
    check(
        "[messages]\n[messages.langauges]",
        &["passlock.toml:2:11: messages.langauges: there is no such key; did you mean languages?"],
    );
    check(
        "[[clients]]\nid = \"shop\"\n\n  allowed-origins = []",
        &["passlock.toml:4:3: clients.shop.allowed-origins: there is no such key; did you mean allowed_origins?"],
    );
    check(
        "code_key_fil = \"x\"",
        &["passlock.toml:1:1: code_key_fil: there is no such key; did you mean code_key_file?"],
    );
}

#[test]
fn a_value_that_cannot_be_is_told_with_what_can() {
    check(
        "[server]\nlisten = \"localhost\"",
        &["passlock.toml:2:10: server.listen: \"localhost\" is not an address and a port like 127.0.0.1:4000"],
    );
    check(
        "[codes]\nlifetime = \"3 parsecs\"",
        &["passlock.toml:2:12: codes.lifetime: \"3 parsecs\" is not a duration like 30s, 3m or 10h, from 5s to 1h"],
    );
    check("[codes]\nlifetime = \"2h\"", &["passlock.toml:2:12: codes.lifetime: \"2h\" is out of range: from 5s to 1h"]);
    check(
        "[codes]\nlifetime = 180",
        &["passlock.toml:2:12: codes.lifetime: a number without quotes stands here; it takes a text in quotes"],
    );
    check(
        "[limits]\nnumber = \"5 per minute\"",
        &[
            "passlock.toml:2:10: limits.number: \"5 per minute\" is not a rate like 5/10m: at most 5, refilled evenly over 10 minutes",
        ],
    );
    check(
        "[server]\nissuer = \"http://login.example\"",
        &["passlock.toml:2:10: server.issuer: \"http://login.example\": only https, or http on this machine"],
    );
    check(
        "[server]\ntrusted_proxies = [\"10.0.0.0/8\", \"proxy\", \"10.0.0.0/64\"]",
        &[
            "passlock.toml:2:34: server.trusted_proxies: \"proxy\" is not a network like 10.0.0.0/8 or 127.0.0.1",
            "passlock.toml:2:43: server.trusted_proxies: \"10.0.0.0/64\" is not a network like 10.0.0.0/8 or 127.0.0.1",
        ],
    );
    check(
        "[server]\ntrusted_proxies = \"10.0.0.0/8\"",
        &["passlock.toml:2:19: server.trusted_proxies: a text stands here; it takes a list of texts"],
    );
    check("server = 1", &["passlock.toml:1:10: server: a number without quotes stands here; it takes a section"]);
    check(
        "[server]\nstatic_files = \"no/such/folder\"",
        &["passlock.toml:2:16: server.static_files: \"no/such/folder\" is not a folder"],
    );
    check(
        "database_url = \"passlock.db\"",
        &["passlock.toml:1:16: database_url: it takes an address like sqlite://passlock.db"],
    );
    check("code_key = \"short\"", &["passlock.toml:1:12: code_key: it takes at least 32 characters"]);
    check(
        "[delivery]\nkind = \"otubox\"",
        &["passlock.toml:2:8: delivery.kind: \"otubox\" is not one of: outbox, twilio, gateway; did you mean outbox?"],
    );
}

#[test]
fn messages_say_what_they_can() {
    check("[messages]\ntemplate = \"hello\"", &["passlock.toml:2:12: messages.template: @@password@@ is missing"]);
    check(
        "[messages]\ntemplate = \"@@code@@ {{ phone_numer }}\"",
        &["passlock.toml:2:12: messages.template: {{ phone_numer }} stands for nothing; did you mean phone_number?"],
    );
    check(
        "[messages.languages]\nde = \"@@code@@\"\ngerman = \"@@code@@\"\nfr = \"@@cod@@\"",
        &[
            "passlock.toml:3:1: messages.languages.german: \"german\" is not a language like de or pt-BR",
            "passlock.toml:4:6: messages.languages.fr: @@cod@@ stands for nothing; did you mean code?",
        ],
    );
}

#[test]
fn who_may_come_is_said_once() {
    check(
        "[sign_ups]\npolicy = \"close\"",
        &[
            "passlock.toml:2:10: sign_ups.policy: \"close\" is not one of: open, closed, allow-list; did you mean closed?",
        ],
    );
    check(
        "[sign_ups]\npolicy = \"allow-list\"",
        &["passlock.toml:2:10: sign_ups.allow: the policy is allow-list, and there is no list"],
    );
    check(
        "[sign_ups]\npolicy = \"closed\"\nallow = [\"+44*\"]",
        &["passlock.toml:3:9: sign_ups.allow: only the policy allow-list has a list"],
    );
    check(
        "[sign_ups]\npolicy = \"allow-list\"\nallow = [\"+44*\", \"07400 123456\"]",
        &[
            "passlock.toml:3:18: sign_ups.allow: an entry is a number like +447400123456, the beginning of numbers like +4474*, an address like person@shop.example, or a domain like @shop.example",
        ],
    );
}

#[test]
fn a_client_is_whole_or_told_why_not() {
    check("[[clients]]\nname = \"Shop\"", &["passlock.toml:1:1: clients.1.id: it is missing; every client has one"]);
    check(
        "[[clients]]\nid = \"my shop\"",
        &["passlock.toml:2:6: clients.1.id: \"my shop\" is not 1 to 64 letters, digits, - and _"],
    );
    check(
        "[clients]\nid = \"shop\"",
        &["passlock.toml:1:1: clients: a section stands here; it takes blocks, each under [[clients]]"],
    );
    check(
        "[[clients]]\nid = \"a\"\n[[clients]]\nid = \"a\"\n[[clients]]\nid = \"A\"",
        &[
            "passlock.toml:4:6: clients.a.id: there is another client with this id",
            "passlock.toml:6:6: clients.A.id: \"a\" would have the same variables in the environment",
        ],
    );
    check(
        "[[clients]]\nid = \"shop\"\nkind = \"confidential\"",
        &[
            "passlock.toml:2:6: clients.shop.secret: it is missing; a confidential client has a secret: secret_file, or a variable",
        ],
    );
    check(
        "[[clients]]\nid = \"shop\"\nsecret = \"0123456789abcdef0123456789abcdef\"",
        &["passlock.toml:2:6: clients.shop.kind: a public client can keep no secret; kind = \"confidential\" has one"],
    );
    check(
        "[[clients]]\nid = \"shop\"\ngrants = [\"refresh_tokens\", \"password\"]\nconnections = [\"emails\"]\naccess_token = \"31d\"",
        &[
            "passlock.toml:3:11: clients.shop.grants: \"refresh_tokens\" is not one of: passwordless_otp, refresh_token, authorization_code, implicit, webauthn; did you mean refresh_token?",
            "passlock.toml:3:29: clients.shop.grants: \"password\" is not one of: passwordless_otp, refresh_token, authorization_code, implicit, webauthn; did you mean passwordless_otp?",
            "passlock.toml:4:16: clients.shop.connections: \"emails\" is not one of: sms, email; did you mean email?",
            "passlock.toml:5:16: clients.shop.access_token: \"31d\" is out of range: from 1m to 30d",
        ],
    );
    check(
        "[[clients]]\nid = \"shop\"\nallowed_origins = [\"https://shop.example/page\", \"*\"]\ncallback_urls = [\"https://shop.example/#in\"]\nlogout_urls = [\"http://shop.example\"]",
        &[
            "passlock.toml:3:20: clients.shop.allowed_origins: \"https://shop.example/page\": an origin is a scheme, a host and a port; did you mean https://shop.example?",
            "passlock.toml:3:49: clients.shop.allowed_origins: \"*\": this is not an address like https://shop.example: relative URL without a base",
            "passlock.toml:4:18: clients.shop.callback_urls: \"https://shop.example/#in\": an address to come back to has no fragment",
            "passlock.toml:5:16: clients.shop.logout_urls: \"http://shop.example\": only https, or http on this machine",
        ],
    );
}

#[test]
fn everything_is_told_at_once() {
    check(
        "[server]\nlisten = 127.0.0.1:80\n[codes]\nlifetime = \"long\"\nlifetim = \"3m\"\n[tokens]\nid_token = \"1h\"\nid_token = \"2h\"",
        &[
            "passlock.toml:2:10: server.listen: a number without quotes stands here; it takes a text in quotes",
            "passlock.toml:2:15: invalid float, expected nothing",
            "passlock.toml:4:12: codes.lifetime: \"long\" is not a duration like 30s, 3m or 10h, from 5s to 1h",
            "passlock.toml:5:1: codes.lifetim: there is no such key; did you mean lifetime?",
            "passlock.toml:8:1: id_token: duplicate key",
        ],
    );
}

#[test]
fn a_variable_overrides_the_file_and_is_told_by_its_name() {
    let file = "[codes]\nlifetime = \"5m\"\n[[clients]]\nid = \"my-shop\"\n";
    check_variable(
        file,
        "PASSLOCK_CODES__LIFETIME",
        "2h",
        "PASSLOCK_CODES__LIFETIME: codes.lifetime: \"2h\" is out of range: from 5s to 1h",
    );
    check_variable(
        file,
        "PASSLOCK_CODES_LIFETIME",
        "4m",
        "PASSLOCK_CODES_LIFETIME: there is no such variable; did you mean PASSLOCK_CODES__LIFETIME?",
    );
    check_variable(
        file,
        "PASSLOCK_CLIENTS__SHOP__NAME",
        "Shop",
        "PASSLOCK_CLIENTS__SHOP__NAME: there is no such variable; did you mean PASSLOCK_CLIENTS__MY_SHOP__NAME?",
    );
    check_variable(
        file,
        "PASSLOCK_CODE_KEY",
        "hunter2",
        "PASSLOCK_CODE_KEY: code_key: it takes at least 32 characters",
    );

    let variables = [
        ("PASSLOCK_CODES__LIFETIME", "4m"),
        ("PASSLOCK_CLIENTS__MY_SHOP__ALLOWED_ORIGINS", "https://shop.example, https://blog.example"),
        ("PASSLOCK_MESSAGES__LANGUAGES__PT_BR", "Oi: @@code@@"),
        ("PASSLOCK_DATABASE_URL", "sqlite://other.db"),
    ];
    let settings = read(file, &variables).unwrap().settings;
    assert_eq!(settings.code_lifetime, Duration::from_mins(4));
    assert_eq!(settings.clients[0].origins.len(), 2);
    assert_eq!(settings.templates.by_language.keys().next().unwrap().tag(), "pt-BR");
    assert_eq!(settings.database.secret(), "sqlite://other.db");
}
