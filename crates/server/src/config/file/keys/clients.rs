//! The keys of an application: `[[clients]]`, one block for each.

use super::{CLIENTS, Key, Section, Shape};

pub(crate) const CLIENT: Section = Section {
    name: CLIENTS,
    says: "An application that people log in to; one block for each.",
    keys: &[
        &ID,
        &NAME,
        &KIND,
        &SECRET,
        &ALLOWED_ORIGINS,
        &WEB_ORIGINS,
        &CALLBACK_URLS,
        &LOGOUT_URLS,
        &AUDIENCES,
        &GRANTS,
        &CONNECTIONS,
        &CLIENT_ID_TOKEN,
        &CLIENT_ACCESS_TOKEN,
        &CLIENT_REFRESH,
        &CLIENT_REFRESH_IDLE,
        &PASSKEY_RP_ID,
        &PASSKEY_ORIGINS,
        &PASSKEY_RELATED_ORIGINS,
        &PASSKEY_SIGN_UPS,
        &PASSKEY_RECENT_LOGIN,
    ],
};

pub(crate) const ID: Key = Key::new(CLIENTS, "id", Shape::Text)
    .form("1 to 64 letters, digits, - and _")
    .example(r#""shop""#)
    .says("Its public identifier. Needed.");
pub(crate) const NAME: Key = Key::new(CLIENTS, "name", Shape::Text)
    .form("1 to 100 characters in one line")
    .example(r#""The shop""#)
    .says("What people call it; messages can say it. Its id when it has none.");
pub(crate) const KIND: Key = Key::new(CLIENTS, "kind", Shape::Text)
    .form("public or confidential")
    .default(r#""public""#)
    .says("public: a page or an app, which can keep no secret. confidential: a server that proves itself with one.");
pub(crate) const SECRET: Key = Key::new(CLIENTS, "secret", Shape::Secret)
    .form("at least 32 characters")
    .example(r#""shop.secret""#)
    .says("What a confidential client proves itself with.");
pub(crate) const ALLOWED_ORIGINS: Key = Key::new(CLIENTS, "allowed_origins", Shape::List)
    .form("origins like https://shop.example, https or on this machine")
    .default("[]")
    .says("The pages that may call this server for it.");
pub(crate) const WEB_ORIGINS: Key = Key::new(CLIENTS, "web_origins", Shape::List)
    .form("origins like https://shop.example, https or on this machine")
    .default("[]")
    .says("The pages that may log people in with cookies, and be told of a login by a frame of this server.");
pub(crate) const CALLBACK_URLS: Key = Key::new(CLIENTS, "callback_urls", Shape::List)
    .form("addresses without a fragment, https or on this machine")
    .default("[]")
    .says("Where people may be sent after logging in.");
pub(crate) const LOGOUT_URLS: Key = Key::new(CLIENTS, "logout_urls", Shape::List)
    .form("addresses, https or on this machine")
    .default("[]")
    .says("Where people may be sent after logging out; the first when nobody says where.");
pub(crate) const AUDIENCES: Key = Key::new(CLIENTS, "audiences", Shape::List)
    .form("names of APIs, such as https://api.shop.example")
    .default("[]")
    .says("The APIs that its access tokens may be for (`audience`), beside this server's own.");
pub(crate) const GRANTS: Key = Key::new(CLIENTS, "grants", Shape::List)
    .form("passwordless_otp, refresh_token, authorization_code, implicit, webauthn")
    .default(r#"["passwordless_otp"]"#)
    .says(
        "How it may log people in. With refresh_token logins can be renewed. authorization_code is for codes from \
         /authorize, implicit for tokens from there, webauthn for passkeys.",
    );
pub(crate) const CONNECTIONS: Key = Key::new(CLIENTS, "connections", Shape::List)
    .form("sms, email")
    .default(r#"["sms"]"#)
    .says("Through what it may reach people.");
pub(crate) const CLIENT_ID_TOKEN: Key = Key::new(CLIENTS, "id_token", Shape::Text)
    .form("a duration from 1m to 30d")
    .example(r#""10h""#)
    .says("How long its id_tokens are valid, if not as long as [tokens] says.");
pub(crate) const CLIENT_ACCESS_TOKEN: Key = Key::new(CLIENTS, "access_token", Shape::Text)
    .form("a duration from 1m to 30d")
    .example(r#""1h""#)
    .says("The same for its access tokens.");
pub(crate) const CLIENT_REFRESH: Key = Key::new(CLIENTS, "refresh", Shape::Text)
    .form("a duration from 1m to 3650d")
    .example(r#""30d""#)
    .says("The same for how long a login can be renewed.");
pub(crate) const CLIENT_REFRESH_IDLE: Key = Key::new(CLIENTS, "refresh_idle", Shape::Text)
    .form("a duration from 1m to 3650d")
    .example(r#""15d""#)
    .says("The same for how long a refresh token may wait.");
pub(crate) const PASSKEY_RP_ID: Key =
    Key::new(CLIENTS, "passkey_rp_id", Shape::Text).form("a name like shop.example").example(r#""shop.example""#).says(
        "The name that passkeys belong to: the host of the pages, or the end of it that they share. The host of \
         server.issuer when nothing else is said. With another name, passkeys that people have are of no use.",
    );
pub(crate) const PASSKEY_ORIGINS: Key = Key::new(CLIENTS, "passkey_origins", Shape::List)
    .form("origins like https://shop.example, or android:apk-key-hash: and the hash of an app's certificate")
    .example(r#"["https://shop.example"]"#)
    .says(
        "The pages and apps that may use passkeys; all of allowed_origins and web_origins when nothing else is said.",
    );
pub(crate) const PASSKEY_RELATED_ORIGINS: Key = Key::new(CLIENTS, "passkey_related_origins", Shape::List)
    .form("origins like https://shop.example, https or on this machine")
    .default("[]")
    .says("Pages of other names that may use the same passkeys; /.well-known/webauthn tells browsers so.");
pub(crate) const PASSKEY_SIGN_UPS: Key = Key::new(CLIENTS, "passkey_sign_ups", Shape::Text)
    .form("closed or open")
    .default(r#""closed""#)
    .says("Whether somebody without an account gets one by a passkey alone, with nothing else proved; only where sign_ups.policy is open, too.");
pub(crate) const PASSKEY_RECENT_LOGIN: Key = Key::new(CLIENTS, "passkey_recent_login", Shape::Text)
    .form("a duration from 1m to 30d")
    .default(r#""1h""#)
    .says("How long after logging in a person may add a passkey; later they log in again.");
