//! A browser as far as this server sees one: it keeps cookies and follows nothing by itself.

use std::cell::RefCell;
use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passlock_core::protocol::{PASSWORDLESS_OTP, TOKEN_PATH};
use passlock_server::{AllowedOrigin, Client, Grant, Issuer, Settings};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use crate::harness::{Answer, JSON, NUMBER, Server, new_database, request};

pub(crate) const SHOP: &str = "https://shop.example";
pub(crate) const CALLBACK: &str = "https://shop.example/callback";
/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) struct Browser<'a> {
    pub(crate) server: &'a Server,
    pub(crate) cookies: RefCell<BTreeMap<String, String>>,
}

/// A server at https://login.example for a shop, and a blog.
pub(crate) fn shop_settings() -> Settings {
    let client = |id: &str, origin: &str| Client {
        grants: Grant::ALL.to_vec(),
        origins: vec![AllowedOrigin::Exact(origin.to_owned())],
        web_origins: vec![AllowedOrigin::Exact(origin.to_owned())],
        callback_urls: vec![format!("{origin}/callback").parse().unwrap()],
        logout_urls: vec![format!("{origin}/bye").parse().unwrap()],
        ..Client::new(id)
    };
    let mut settings =
        Settings::new(&new_database(), client("demo", SHOP), Issuer::Fixed("https://login.example/".to_owned()));
    settings.clients.push(client("blog", "https://blog.example"));
    settings.dev = true;
    let dev = Settings::dev("", "");
    (settings.number_limit, settings.address_limit, settings.lockout) =
        (dev.number_limit, dev.address_limit, dev.lockout);
    settings
}

pub(crate) async fn shop() -> Server {
    Server::with(shop_settings()).await
}

impl<'a> Browser<'a> {
    pub(crate) fn new(server: &'a Server) -> Self {
        Self { server, cookies: RefCell::default() }
    }

    /// One that somebody has just logged in with.
    pub(crate) async fn logged_in(server: &'a Server) -> Self {
        let browser = Self::new(server);
        let ticket = browser.ticket(SHOP).await;
        let answer = browser.authorize(&[("login_ticket", ticket["login_ticket"].as_str().unwrap())]).await;
        assert!(answered(&answer).contains_key("code"), "{answer:?}");
        browser
    }

    pub(crate) async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let cookie = self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        let cookie = cookie.join("; ");
        let mut headers = headers.to_vec();
        if !cookie.is_empty() {
            headers.push(("cookie", &cookie));
        }
        let answer = self.server.send(request(method, path, &headers, body)).await;
        for line in answer.headers.get_all("set-cookie") {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await
    }

    /// A request for a code; these parameters come in addition, or in the place of others. Empty takes one away.
    pub(crate) async fn authorize(&self, changes: &[(&str, &str)]) -> Answer {
        self.get(&path("/authorize", CODE, changes)).await
    }

    /// A request for tokens by a message, as auth0.js has it.
    pub(crate) async fn ask_silently(&self, changes: &[(&str, &str)]) -> Answer {
        self.get(&path("/authorize", SILENT, changes)).await
    }

    /// Tells a code that came by message from a page, and gets a ticket.
    pub(crate) async fn ticket(&self, origin: &str) -> Value {
        let code = self.server.code(NUMBER).await;
        let answer = self.co(origin, &co_body(&code)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    pub(crate) async fn co(&self, origin: &str, body: &Value) -> Answer {
        let headers = [JSON, &[("origin", origin)]].concat();
        self.send(Method::POST, "/co/authenticate", &headers, &body.to_string()).await
    }

    pub(crate) async fn trade(&self, code: &str) -> Answer {
        self.server.post(TOKEN_PATH, &trade_body(code)).await
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }
}

pub(crate) fn co_body(code: &str) -> Value {
    json!({
        "client_id": "demo", "credential_type": PASSWORDLESS_OTP, "realm": "sms", "username": NUMBER, "otp": code,
    })
}

pub(crate) fn trade_body(code: &str) -> Value {
    json!({
        "grant_type": "authorization_code", "client_id": "demo", "code": code, "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
    })
}

pub(crate) fn path(path: &str, usual: &[(&str, &str)], changes: &[(&str, &str)]) -> String {
    let is_changed = |name: &str| changes.iter().any(|(other, _)| *other == name);
    let usual = usual.iter().filter(|(name, _)| !is_changed(name));
    let all = usual.chain(changes.iter().filter(|(_, value)| !value.is_empty()));
    format!("{path}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish())
}

/// What a redirect brings to the callback, whichever way.
#[track_caller]
pub(crate) fn answered(answer: &Answer) -> BTreeMap<String, String> {
    assert_eq!(answer.status, 302, "{}", answer.text);
    let location = answer.header("location").unwrap();
    assert!(location.starts_with(CALLBACK), "{location}");
    let url = Url::parse(location).unwrap();
    let text = url.fragment().or(url.query()).unwrap_or_default();
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// What the page posts, and to whom.
#[track_caller]
pub(crate) fn posted(answer: &Answer) -> (Value, String) {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let (_, rest) = answer.text.split_once("id=\"told\">").unwrap_or_else(|| panic!("{}", answer.text));
    let (told, _) = rest.split_once("</script>").unwrap();
    let told: Value = serde_json::from_str(told).unwrap();
    (told["response"].clone(), told["origin"].as_str().unwrap().to_owned())
}

/// The left half of a hash, as `at_hash` is one.
pub(crate) fn half_hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest(&SHA256, text.as_bytes()).as_ref()[..16])
}

pub(crate) const CODE: &[(&str, &str)] = &[
    ("client_id", "demo"),
    ("response_type", "code"),
    ("redirect_uri", CALLBACK),
    ("scope", "openid profile offline_access"),
    ("state", "a state & more"),
    ("nonce", "a nonce"),
    ("code_challenge", CHALLENGE),
    ("code_challenge_method", "S256"),
];

pub(crate) const SILENT: &[(&str, &str)] = &[
    ("client_id", "demo"),
    ("response_type", "token id_token"),
    ("redirect_uri", "https://shop.example/some/page"),
    ("scope", "openid profile"),
    ("state", "</script><!-- a state"),
    ("nonce", "a nonce"),
    ("response_mode", "web_message"),
    ("prompt", "none"),
];
