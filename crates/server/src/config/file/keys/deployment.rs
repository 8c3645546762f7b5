//! The keys of what all applications share.

use super::{Key, Section, Shape};

pub(crate) const TOP: Section = Section { name: "", says: "", keys: &[&DATABASE_URL, &CODE_KEY] };
pub(crate) const SERVER: Section = Section {
    name: "server",
    says: "Where the server is, and what stands in front of it.",
    keys: &[
        &LISTEN,
        &ISSUER,
        &TRUSTED_PROXIES,
        &TLS_CERTIFICATE,
        &TLS_KEY,
        &HEADER_TIMEOUT,
        &MOST_CONNECTIONS,
        &STOP_DELAY,
        &STATIC_FILES,
        &LOG,
        &METRICS,
    ],
};
pub(crate) const CODES: Section =
    Section { name: "codes", says: "The codes that people type.", keys: &[&CODE_LIFETIME, &RESEND_AFTER] };
pub(crate) const TOKENS: Section = Section {
    name: "tokens",
    says: "How long a login lasts. A client may differ.",
    keys: &[&ID_TOKEN, &ACCESS_TOKEN, &REFRESH, &REFRESH_IDLE, &REFRESH_LEEWAY],
};
pub(crate) const SESSIONS: Section = Section {
    name: "sessions",
    says: "How long a browser stays logged in at this server itself, for /authorize and its login page.",
    keys: &[&SESSION_LIFETIME, &SESSION_IDLE],
};
pub(crate) const SIGN_UPS: Section =
    Section { name: "sign_ups", says: "Who may come that has no account yet.", keys: &[&POLICY, &ALLOW] };
pub(crate) const MESSAGES: Section = Section {
    name: "messages",
    says: "What text messages say. [messages.languages] has texts of other languages, by tag: de, pt-BR.",
    keys: &[&TEMPLATE],
};

pub(crate) const EMAILS: Section = Section {
    name: "messages.email",
    says: "What emails say. [messages.email.languages.de] has the same keys for another language.",
    keys: &[&EMAIL_SUBJECT, &EMAIL_TEXT, &EMAIL_HTML],
};

pub(crate) const TRACES: Section = Section {
    name: "traces",
    says: "Traces for OpenTelemetry, by OTLP over HTTP. There are none without an endpoint.",
    keys: &[&TRACES_ENDPOINT, &TRACES_SAMPLE],
};

pub(crate) const DATABASE_URL: Key = Key::new("", "database_url", Shape::Address)
    .form("an address like sqlite://passlock.db")
    .default(r#""sqlite://passlock.db""#)
    .says("Where the database is: a file of SQLite's, which is made when it is missing and whose path counts from the working folder, or postgres://user:password@host/name.");
pub(crate) const CODE_KEY: Key = Key::new("", "code_key", Shape::Secret)
    .form("at least 32 characters")
    .example(r#""code.key""#)
    .says("The key that codes and numbers are hashed with. Without one the database holds a key of its own, and whoever copies the database has both.");

pub(crate) const LISTEN: Key = Key::new("server", "listen", Shape::Text)
    .form("an address and a port")
    .default(r#""127.0.0.1:4000""#)
    .says("Where the server listens; port 0 picks a free one.");
pub(crate) const ISSUER: Key = Key::new("server", "issuer", Shape::Text)
    .form("an origin, https or on this machine")
    .example(r#""https://login.example""#)
    .says("The server's own address, as people's browsers know it and as tokens name it. Needed.");
pub(crate) const TRUSTED_PROXIES: Key = Key::new("server", "trusted_proxies", Shape::List)
    .form("addresses or networks")
    .default("[]")
    .says("The proxies in front, which say in X-Forwarded-For from where a request comes.");
pub(crate) const HEADER_TIMEOUT: Key = Key::new("server", "header_timeout", Shape::Text)
    .form("a duration from 1s to 1h")
    .default(r#""65s""#)
    .says("How long a connection may wait for the header of a request, longer than a proxy in front keeps idle ones; and how long it may take nothing of what it is sent.");
pub(crate) const MOST_CONNECTIONS: Key = Key::new("server", "connections", Shape::Text)
    .form("a number from 10 to 100000 in quotes")
    .default(r#""800""#)
    .says("Connections at a time; more of them wait. The program needs to be allowed twice as many open files, and a hundred.");
pub(crate) const TLS_CERTIFICATE: Key = Key::new("server", "tls_certificate", Shape::Text)
    .form("a file in PEM")
    .example(r#""fullchain.pem""#)
    .says("The certificate to encrypt with, and those between it and its authority. Read again when it changes. Without one, a proxy in front encrypts. Relative to this file.");
pub(crate) const TLS_KEY: Key = Key::new("server", "tls_key", Shape::Text)
    .form("a file in PEM")
    .example(r#""privkey.pem""#)
    .says("The key of the certificate.");
pub(crate) const STOP_DELAY: Key = Key::new("server", "stop_delay", Shape::Text)
    .form("a duration from 0s to 5m")
    .default(r#""0s""#)
    .says("How long the server goes on after it was told to stop, while /health says that it is not ready; as long as what shares the requests out needs to notice.");
pub(crate) const LOG: Key = Key::new("server", "log", Shape::Text)
    .form("text or json")
    .default(r#""text""#)
    .says("How a line of the log looks.");
pub(crate) const METRICS: Key =
    Key::new("server", "metrics", Shape::Text).form("an address and a port").example(r#""127.0.0.1:9464""#).says(
        "Where the counters for Prometheus are, at /metrics; for your own network only. Nowhere when it is not said.",
    );
pub(crate) const STATIC_FILES: Key = Key::new("server", "static_files", Shape::Text)
    .form("a folder")
    .example(r#""public""#)
    .says("A folder of files to serve beside the API, such as the page with the form. Relative to this file.");

pub(crate) const CODE_LIFETIME: Key = Key::new("codes", "lifetime", Shape::Text)
    .form("a duration from 5s to 1h")
    .default(r#""3m""#)
    .says("How long a code works; 5m is the other usual value.");
pub(crate) const RESEND_AFTER: Key = Key::new("codes", "resend_after", Shape::Text)
    .form("a duration from 1s to 1h")
    .default(r#""30s""#)
    .says("When a page may offer to send another code.");

pub(crate) const ID_TOKEN: Key = Key::new("tokens", "id_token", Shape::Text)
    .form("a duration from 1m to 30d")
    .default(r#""10h""#)
    .says("How long an id_token is valid.");
pub(crate) const ACCESS_TOKEN: Key = Key::new("tokens", "access_token", Shape::Text)
    .form("a duration from 1m to 30d")
    .default(r#""1d""#)
    .says("How long an access token is valid.");
pub(crate) const REFRESH: Key = Key::new("tokens", "refresh", Shape::Text)
    .form("a duration from 1m to 3650d")
    .default(r#""30d""#)
    .says("How long a login can be renewed, counted from the login, by clients with the grant refresh_token.");
pub(crate) const REFRESH_IDLE: Key = Key::new("tokens", "refresh_idle", Shape::Text)
    .form("a duration from 1m to 3650d")
    .default(r#""15d""#)
    .says("How long a refresh token may wait to be used.");
pub(crate) const REFRESH_LEEWAY: Key = Key::new("tokens", "refresh_leeway", Shape::Text)
    .form("a duration from 0s to 1m")
    .default(r#""0s""#)
    .says("How long the refresh token that was used last may be used again, for a reply that got lost.");

pub(crate) const SESSION_LIFETIME: Key = Key::new("sessions", "lifetime", Shape::Text)
    .form("a duration from 1m to 3650d")
    .default(r#""7d""#)
    .says("How long after a login; people log in again then, whatever they did meanwhile.");
pub(crate) const SESSION_IDLE: Key = Key::new("sessions", "idle", Shape::Text)
    .form("a duration from 1m to 3650d")
    .default(r#""3d""#)
    .says("How long without a visit.");

pub(crate) const POLICY: Key = Key::new("sign_ups", "policy", Shape::Text)
    .form("open, closed or allow-list")
    .default(r#""open""#)
    .says("open: everybody who can read a message. closed: nobody, accounts are made with `users add`. allow-list: those of `allow`. Nobody learns who has an account.");
pub(crate) const ALLOW: Key = Key::new("sign_ups", "allow", Shape::List)
    .form("numbers like +447400123456, beginnings like +4474*, addresses like person@shop.example, domains like @shop.example")
    .default("[]")
    .says("Who may come, with the policy allow-list.");

pub(crate) const TEMPLATE: Key = Key::new("messages", "template", Shape::Text)
    .form("a text with @@password@@")
    .default(r#""Your verification code is: @@password@@\n\n@@webotp@@""#)
    .says("What a message says. Also @@lifetime@@, @@phone_number@@, @@application.name@@, @@request_language@@, each also as {{ … }}; @@webotp@@, as the last line, binds the code to the page that asked for it.");

pub(crate) const EMAIL_SUBJECT: Key = Key::new("messages.email", "subject", Shape::Text)
    .form("one line")
    .default(r#""@@code@@ is your code for @@application.name@@""#)
    .says("What an email is about. The placeholders are those of text, without the link; the code need not be among them.");
pub(crate) const EMAIL_TEXT: Key = Key::new("messages.email", "text", Shape::Text)
    .form("a text with @@code@@")
    .default(r#""Your code for @@application.name@@:\n\n@@code@@\n\nIn the browser that asked for it, this link does the same.\nLog in to @@application.name@@:\n@@link@@\n\nIt works for @@lifetime@@, and once.\n\nSomebody entered @@email@@ at @@application.name@@. If that was not you, there is nothing to do: without this code nobody logs in.""#)
    .says("Its text. Also @@link@@, @@lifetime@@, @@email@@, @@application.name@@, @@request_language@@, @@operation@@, each also as {{ … }}. A part between empty lines that says the link is left out where there is none.");
pub(crate) const EMAIL_HTML: Key = Key::new("messages.email", "html", Shape::Text)
    .form("a page with @@code@@")
    .example(r#""<!doctype html><p>Your code: <b>@@code@@</b></p>""#)
    .says("Its page, with the same placeholders, whose values cannot become markup. A calm one is made of the text when it is not said.");

pub(crate) const TRACES_ENDPOINT: Key = Key::new("traces", "endpoint", Shape::Text)
    .form("an address")
    .example(r#""http://127.0.0.1:4318""#)
    .says("The collector; /v1/traces if it has no path.");
pub(crate) const TRACES_SAMPLE: Key = Key::new("traces", "sample", Shape::Text)
    .form("a part from 0 to 1 in quotes")
    .default(r#""1""#)
    .says("The part of requests that is traced.");
