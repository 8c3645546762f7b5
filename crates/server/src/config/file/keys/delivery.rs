//! The keys of how messages reach people: `[delivery]` and a section for each provider.

use super::{Key, Section, Shape};

pub(crate) const DELIVERY: Section = Section {
    name: "delivery",
    says: "How messages reach people. Each provider has a section of its own.",
    keys: &[&DELIVERY_KIND, &DELIVERY_EMAIL, &DELIVERY_TIMEOUT],
};
pub(crate) const TWILIO: Section = Section {
    name: "delivery.twilio",
    says: "An account with Twilio, for the kind twilio.",
    keys: &[&ACCOUNT_SID, &AUTH_TOKEN, &API_KEY_SID, &API_KEY_SECRET, &TWILIO_FROM, &SERVICE_SID, &BASE_URL],
};
pub(crate) const GATEWAY: Section = Section {
    name: "delivery.gateway",
    says: "A service of your own that sends text messages, for the kind gateway.",
    keys: &[
        &GATEWAY_URL,
        &GATEWAY_SENDER,
        &BEARER_TOKEN,
        &JWT_SECRET,
        &JWT_ISSUER,
        &JWT_AUDIENCE,
        &JWT_SUBJECT,
        &FORWARD_REQUEST,
        &IDEMPOTENT,
    ],
};

pub(crate) const SMTP: Section = Section {
    name: "delivery.smtp",
    says: "A mail server, for emails by smtp.",
    keys: &[&SMTP_HOST, &SMTP_PORT, &SMTP_SECURITY, &SMTP_USERNAME, &SMTP_PASSWORD, &SMTP_FROM, &SMTP_ENVELOPE_FROM],
};

pub(crate) const DELIVERY_KIND: Key = Key::new("delivery", "kind", Shape::Text)
    .form("outbox, twilio or gateway")
    .default(r#""outbox""#)
    .says("How text messages are sent. outbox sends none and keeps them in the database, where --dev shows them at /dev/outbox.");
pub(crate) const DELIVERY_EMAIL: Key = Key::new("delivery", "email", Shape::Text)
    .form("outbox or smtp")
    .default(r#""outbox""#)
    .says("How emails are sent. outbox sends none and keeps them in the database, likewise.");
pub(crate) const DELIVERY_TIMEOUT: Key = Key::new("delivery", "timeout", Shape::Text)
    .form("a duration from 1s to 2m")
    .default(r#""30s""#)
    .says("How long a provider has to take a message, with all attempts. The person waits for it.");

const T: &str = "delivery.twilio";
pub(crate) const ACCOUNT_SID: Key = Key::new(T, "account_sid", Shape::Text)
    .form("AC and 32 digits and letters a to f")
    .example(r#""AC00000000000000000000000000000000""#)
    .says("The account that messages are sent from. Needed.");
pub(crate) const AUTH_TOKEN: Key = Key::new(T, "auth_token", Shape::Secret)
    .form("at least 16 characters")
    .example(r#""twilio.token""#)
    .says("The token of the account. Needed, unless there is an API key.");
pub(crate) const API_KEY_SID: Key = Key::new(T, "api_key_sid", Shape::Text)
    .form("SK and 32 digits and letters a to f")
    .example(r#""SK00000000000000000000000000000000""#)
    .says("An API key in the place of the token; a key can be taken back alone.");
pub(crate) const API_KEY_SECRET: Key = Key::new(T, "api_key_secret", Shape::Secret)
    .form("at least 16 characters")
    .example(r#""twilio.key""#)
    .says("The secret of the API key.");
pub(crate) const TWILIO_FROM: Key = Key::new(T, "from", Shape::Text)
    .form("a number like +15005550006, a short code, or a name of at most 11 letters and digits")
    .example(r#""+15005550006""#)
    .says("Who messages are from. Needed, unless there is a messaging service.");
pub(crate) const SERVICE_SID: Key = Key::new(T, "messaging_service_sid", Shape::Text)
    .form("MG and 32 digits and letters a to f")
    .example(r#""MG00000000000000000000000000000000""#)
    .says("A messaging service, which chooses among its senders, in the place of from.");
pub(crate) const BASE_URL: Key = Key::new(T, "base_url", Shape::Text)
    .form("an address, https or on this machine")
    .default(r#""https://api.twilio.com""#)
    .says("Where the API is; another for a region of Twilio's, or for tests.");

const G: &str = "delivery.gateway";
pub(crate) const GATEWAY_URL: Key = Key::new(G, "url", Shape::Text)
    .form("an address, https or on this machine")
    .example(r#""https://sms.example/send""#)
    .says("Where messages are posted to, as JSON: recipient, body, sender. Only a 200 counts as sent. Needed.");
pub(crate) const GATEWAY_SENDER: Key = Key::new(G, "sender", Shape::Text)
    .form("1 to 100 characters in one line")
    .example(r#""+15005550006""#)
    .says("Who messages are from, as the gateway shall have it. Needed.");
pub(crate) const BEARER_TOKEN: Key = Key::new(G, "bearer_token", Shape::Secret)
    .form("at least 16 characters")
    .example(r#""gateway.token""#)
    .says("What this server proves itself with, the same every time.");
pub(crate) const JWT_SECRET: Key = Key::new(G, "jwt_secret", Shape::Secret)
    .form("at least 32 characters")
    .example(r#""gateway.key""#)
    .says("The same, better: the key of a JWT that is made for each message and lives a minute (HS256).");
pub(crate) const JWT_ISSUER: Key = Key::new(G, "jwt_issuer", Shape::Text)
    .form("1 to 100 characters in one line")
    .example(r#""https://login.example/""#)
    .says("The iss of the JWT.");
pub(crate) const JWT_AUDIENCE: Key = Key::new(G, "jwt_audience", Shape::Text)
    .form("1 to 100 characters in one line")
    .example(r#""https://sms.example/""#)
    .says("The aud of the JWT.");
pub(crate) const JWT_SUBJECT: Key = Key::new(G, "jwt_subject", Shape::Text)
    .form("1 to 100 characters in one line")
    .example(r#""passlock""#)
    .says("The sub of the JWT.");
pub(crate) const FORWARD_REQUEST: Key = Key::new(G, "forward_request", Shape::Text)
    .form("yes or no")
    .default(r#""no""#)
    .says("Whether the gateway learns from which address and browser a message was asked for (req).");
pub(crate) const IDEMPOTENT: Key = Key::new(G, "idempotent", Shape::Text)
    .form("yes or no")
    .default(r#""no""#)
    .says("Whether the gateway sends a message once that it gets twice with the same Idempotency-Key. Then what is unclear is tried again.");

const S: &str = "delivery.smtp";
pub(crate) const SMTP_HOST: Key = Key::new(S, "host", Shape::Text)
    .form("a name or an address")
    .example(r#""smtp.example""#)
    .says("The mail server, by the name that its certificate is for. Needed.");
pub(crate) const SMTP_PORT: Key = Key::new(S, "port", Shape::Text)
    .form("a number from 1 to 65535 in quotes")
    .example(r#""587""#)
    .says("Where it listens. 587 when nothing is said, with tls 465, with none 25.");
pub(crate) const SMTP_SECURITY: Key = Key::new(S, "security", Shape::Text)
    .form("starttls, tls or none")
    .default(r#""starttls""#)
    .says("starttls: encrypted before anything is said. tls: encrypted from the start. none: not at all, on this machine only.");
pub(crate) const SMTP_USERNAME: Key = Key::new(S, "username", Shape::Text)
    .form("1 to 100 characters in one line")
    .example(r#""login@shop.example""#)
    .says("Who this server is to the mail server, if that wants to know.");
pub(crate) const SMTP_PASSWORD: Key = Key::new(S, "password", Shape::Secret)
    .form("at least 8 characters")
    .example(r#""smtp.password""#)
    .says("The password of that user.");
pub(crate) const SMTP_FROM: Key = Key::new(S, "from", Shape::Text)
    .form("an email address, with a name or without")
    .example(r#""The shop <login@shop.example>""#)
    .says("Who emails are from. Needed.");
pub(crate) const SMTP_ENVELOPE_FROM: Key = Key::new(S, "envelope_from", Shape::Text)
    .form("an email address without a name")
    .example(r#""bounces@shop.example""#)
    .says("Where mail servers report emails that do not arrive (RFC 5321, MAIL FROM). The address of from when it is not said.");
