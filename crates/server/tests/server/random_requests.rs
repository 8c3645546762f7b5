//! Requests by chance, made of what the server has said before: it never fails, and never answers what it is not
//! described to answer.
//!
//! `PASSLOCK_REQUESTS=1000000 cargo test -p passlock-server --test server random_requests` asks for longer, and
//! `PASSLOCK_SEED` asks for something else.

use std::env;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::Value;

use crate::described::DESCRIPTION;
use crate::harness::{Answer, NUMBER, OTHER_NUMBER, PAGE, Server};

/// Chance, and all that may be of use to somebody who tries things out.
struct Chance {
    random: TestRng,
    heard: Vec<String>,
    fields: Vec<String>,
    paths: Vec<String>,
}

impl Chance {
    fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let text = passlock_server::description();
        let schemas = DESCRIPTION["components"]["schemas"].as_object().unwrap().values();
        let of_bodies = schemas.filter_map(|schema| schema["properties"].as_object()).flat_map(serde_json::Map::keys);
        let of_queries = text.split("\"in\":\"query\",\"name\":\"").skip(1).filter_map(|rest| rest.split('"').next());
        let fields = of_bodies.cloned().chain(of_queries.map(str::to_owned)).collect();
        // A stream has no end.
        let paths = DESCRIPTION["paths"].as_object().unwrap().keys().filter(|path| !path.ends_with("/events"));
        Self {
            random: TestRng::from_seed(RngAlgorithm::ChaCha, &bytes),
            heard: KNOWN.map(str::to_owned).to_vec(),
            fields,
            paths: paths.cloned().collect(),
        }
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.random.next_u64() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn is(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one_of(&mut self, texts: &[&str]) -> String {
        texts[self.below(texts.len())].to_owned()
    }

    fn text(&mut self) -> String {
        let at = self.below(self.heard.len());
        let mut text = if self.is(85) { self.heard[at].clone() } else { String::new() };
        while self.is(12) {
            let at = text.char_indices().map(|(at, _)| at).nth(self.below(text.len())).unwrap_or_default();
            let sign = char::from_u32(u32::try_from(self.below(0x300)).unwrap()).unwrap_or('\0');
            text.insert(at, sign);
        }
        text
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth > 3 { 12 } else { 14 }) {
            0 => Value::Null,
            1 => Value::Bool(self.is(50)),
            2 => Value::from(self.random.next_u64()),
            3 => Value::from(-1e300),
            12 => (0..self.below(4)).map(|_| self.value(depth + 1)).collect(),
            13 => self.object(depth + 1),
            _ => Value::String(self.text()),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let count = self.below(8);
        Value::Object((0..count).map(|_| (self.field(), self.value(depth))).collect())
    }

    fn field(&mut self) -> String {
        let at = self.below(self.fields.len());
        if self.is(95) { self.fields[at].clone() } else { self.text() }
    }

    /// What some address takes, with a little of it changed.
    fn body(&mut self) -> Value {
        let template = self.one_of(&TEMPLATES);
        let mut body: Value = serde_json::from_str(&template).unwrap();
        for value in body.as_object_mut().unwrap().values_mut() {
            if value == "?" {
                *value = Value::String(self.text());
            }
            if self.is(6) {
                *value = self.value(0);
            }
        }
        if self.is(8) {
            body[self.field()] = self.value(0);
        }
        if self.is(5) { self.object(0) } else { body }
    }

    fn pairs(&mut self) -> String {
        let body = self.body();
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in body.as_object().unwrap() {
            form.append_pair(name, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
        form.finish()
    }

    fn request(&mut self) -> Option<Request<Body>> {
        let (at, file) = (self.below(self.paths.len()), self.one_of(&FILES));
        let mut path = self.paths[at].replace("{file}", &file);
        if self.is(3) {
            path.insert(self.below(path.len()), '/');
        }
        if self.is(50) {
            path = format!("{path}?{}", self.pairs());
        }
        let mut request = Request::builder().method(self.one_of(&METHODS).as_str()).uri(path);
        request = request.header("host", self.one_of(&["127.0.0.1:4000", "localhost:4000", "login.example", ""]));
        for name in HEADERS {
            if self.is(15) {
                request = request.header(name, self.text());
            }
        }
        if self.is(70) {
            request = request.header("origin", PAGE);
        }
        let kind =
            self.one_of(&["application/json", "application/json", "application/x-www-form-urlencoded", "text/plain"]);
        let mut bytes = if kind.ends_with("json") { self.body().to_string() } else { self.pairs() }.into_bytes();
        while self.is(10) && !bytes.is_empty() {
            let at = self.below(bytes.len());
            bytes[at] = self.random.next_u32().to_le_bytes()[0];
        }
        request.header("content-type", kind).body(bytes.into()).ok()
    }

    /// Keeps what an answer says, in the place of something else.
    fn hear(&mut self, answer: &Answer) {
        let body: Value = serde_json::from_str(&answer.text).unwrap_or_default();
        let texts = body.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_str().map(str::to_owned));
        let cookie = answer.header("set-cookie").and_then(|line| line.split(';').next()).map(str::to_owned);
        let code =
            answer.header("location").and_then(|place| place.split_once("code=")).map(|(_, rest)| rest.to_owned());
        for text in texts.chain(cookie).chain(code).filter(|text| text.len() < 2_000) {
            if self.heard.len() < MOST_HEARD {
                self.heard.push(text);
            } else {
                let at = KNOWN.len() + self.below(MOST_HEARD - KNOWN.len());
                self.heard[at] = text;
            }
        }
    }
}

#[tokio::test]
async fn no_request_makes_it_fail() {
    let number = |name: &str, usual| env::var(name).map_or(usual, |text| text.parse().expect("a number"));
    let (count, seed) = (number("PASSLOCK_REQUESTS", 4_000), number("PASSLOCK_SEED", 20));
    let server = Server::dev().await;
    let mut chance = Chance::new(seed);
    let (mut asked, mut taken) = (0, 0);
    for at in 0..count {
        let Some(request) = chance.request() else { continue };
        let what = format!("request {at} of seed {seed}: {} {}", request.method(), request.uri());
        let answer = server.send(request).await;
        assert!(answer.status.as_u16() < 500, "{what}: {} {}", answer.status, answer.text);
        asked += 1;
        taken += u64::from(answer.status.is_success() || answer.status.is_redirection());
        chance.hear(&answer);
        if at % 20 == 0 {
            for message in server.outbox().await.iter().take(2) {
                chance.heard.truncate(MOST_HEARD - 1);
                chance.heard.push(message["code"].as_str().unwrap().to_owned());
            }
            server.wait(Duration::from_secs(10));
        }
    }
    assert!(asked > count / 2 && taken > asked / 20, "{taken} of {asked} were taken: nothing was tried out");
    assert_eq!(server.log_in("+447400999999").await["token_type"], "Bearer");
    println!("{asked} requests, {taken} of them taken");
}

const MOST_HEARD: usize = 64;
const METHODS: [&str; 8] = ["GET", "GET", "GET", "POST", "POST", "POST", "OPTIONS", "DELETE"];
const FILES: [&str; 4] = ["demo.js", "5f2c5f2c5f2c5f2c5f2c5f2c.svg", "x", "%00.svg"];
const HEADERS: [&str; 6] = [
    "authorization",
    "cookie",
    "x-request-language",
    "x-forwarded-for",
    "sec-fetch-site",
    "access-control-request-method",
];
const KNOWN: [&str; 12] = [
    "demo",
    "sms",
    NUMBER,
    OTHER_NUMBER,
    "openid profile offline_access",
    "http://localhost:8080/",
    "none",
    "same-origin",
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "code",
    "S256",
];
/// A question mark stands for something that was heard.
const TEMPLATES: [&str; 8] = [
    r#"{"client_id":"demo","connection":"sms","phone_number":"+447400123456","send":"code"}"#,
    r#"{"client_id":"demo","connection":"sms","phone_number":"?","authParams":{"nonce":"n"}}"#,
    r#"{"grant_type":"http://auth0.com/oauth/grant-type/passwordless/otp","client_id":"demo","realm":"sms","username":"+447400123456","otp":"?","scope":"openid offline_access"}"#,
    r#"{"grant_type":"refresh_token","client_id":"demo","refresh_token":"?"}"#,
    r#"{"grant_type":"authorization_code","client_id":"demo","code":"?","redirect_uri":"http://localhost:8080/","code_verifier":"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"}"#,
    r#"{"client_id":"demo","credential_type":"http://auth0.com/oauth/grant-type/passwordless/otp","realm":"sms","username":"+447400123456","otp":"?"}"#,
    r#"{"client_id":"demo","redirect_uri":"http://localhost:8080/","response_type":"code","code_challenge":"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM","code_challenge_method":"S256","scope":"openid offline_access","login_ticket":"?","co_verifier":"?","response_mode":"?"}"#,
    r#"{"client_id":"demo","token":"?","connection":"sms","phone_number":"+447400123456","verification_code":"?"}"#,
];
