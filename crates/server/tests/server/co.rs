//! `/co/authenticate`: five keys, a page that is listed, a ticket for one browser (protocol section 3.1).

use std::time::Duration;

use axum::http::Method;
use passlock_core::protocol::{ErrorBody, Reason};
use passlock_server::{ClientSecret, Grant, Rate};
use serde_json::{Value, json};

use crate::browser::{Browser, SHOP, co_body, shop, shop_settings};
use crate::harness::{Answer, FORM, JSON, NUMBER, OTHER_NUMBER, Server, other_than, request};

#[track_caller]
fn check_origin_refused(answer: &Answer, origin: &str) {
    assert_eq!((answer.status.as_u16(), &*answer.text), (403, &*format!("Origin {origin} is not allowed.")));
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(answer.header("set-cookie"), None);
}

#[tokio::test]
async fn a_right_code_brings_a_ticket_and_a_cookie() {
    let server = shop().await;
    let browser = Browser::new(&server);
    let code = server.code(NUMBER).await;
    let answer = browser.co(SHOP, &co_body(&code)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let body = answer.json();
    assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["co_id", "co_verifier", "login_ticket"]);
    assert!(body["co_id"].as_str().unwrap().len() == 24 && body["co_verifier"] != body["login_ticket"]);
    assert_eq!(answer.header("access-control-allow-origin"), Some(SHOP));
    assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
    assert_eq!((answer.header("vary"), answer.header("cache-control")), (Some("Origin"), Some("no-store")));
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-passlock-ticket="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; Max-Age=120; HttpOnly; Secure; SameSite=None"), "{cookie}");
    browser.co(SHOP, &co_body(&code)).await.check(403, "access_denied");
}

#[tokio::test]
async fn a_body_has_its_five_keys_and_no_other() {
    let server = shop().await;
    let browser = Browser::new(&server);
    let code = server.code(NUMBER).await;
    for name in ["client_id", "credential_type", "realm", "username", "otp"] {
        for value in [Value::Null, json!(""), json!(7), json!([1]), json!({ "$ne": "" })] {
            let mut body = co_body(&code);
            body[name] = value;
            browser.co(SHOP, &body).await.check(400, "invalid_request");
            body.as_object_mut().unwrap().remove(name);
            browser.co(SHOP, &body).await.check(400, "invalid_request");
        }
    }
    for name in ["scope", "state", "captcha", "password", "connection", "Otp", ""] {
        let mut body = co_body(&code);
        body[name] = json!("x");
        browser.co(SHOP, &body).await.check(400, "invalid_request");
    }
    for (name, value, status, error) in [
        ("realm", "email", 400, "invalid_request"),
        ("realm", "nowhere", 400, "invalid_request"),
        ("username", "07400 123456", 400, "invalid_request"),
        ("username", "+447400123456\u{0}", 400, "invalid_request"),
        ("credential_type", "http://auth0.com/oauth/grant-type/password-realm", 400, "unsupported_credential_type"),
        ("credential_type", "password", 400, "unsupported_credential_type"),
        ("client_id", "nobody", 401, "invalid_client"),
    ] {
        let mut body = co_body(&code);
        body[name] = json!(value);
        browser.co(SHOP, &body).await.check(status, error);
    }
    assert_eq!(browser.co(SHOP, &co_body(&code)).await.status, 200, "none of these used up a try");
}

#[tokio::test]
async fn a_body_is_json() {
    let server = shop().await;
    let code = server.code(NUMBER).await;
    let origin = ("origin", SHOP);
    for (headers, body, status) in [
        (FORM, "client_id=demo", 415),
        (JSON, "", 400),
        (JSON, "[]", 400),
        (JSON, "{", 400),
        (JSON, "{\"otp\":\"1\",\"otp\":\"2\"}", 400),
        (JSON, "\u{0}", 400),
        (JSON, &"[".repeat(60_000), 400),
        (JSON, &" ".repeat(70_000), 413),
    ] {
        let answer = server.send(request(Method::POST, "/co/authenticate", &[headers, &[origin]].concat(), body)).await;
        answer.check(status, "invalid_request");
    }
    assert_eq!(Browser::new(&server).co(SHOP, &co_body(&code)).await.status, 200);
    server.send(request(Method::GET, "/co/authenticate", &[origin], "")).await.check(405, "method_not_allowed");
}

#[tokio::test]
async fn only_a_page_that_is_listed_may_call() {
    let mut settings = shop_settings();
    settings.clients[0].origins.push(passlock_server::AllowedOrigin::Exact("https://only.cors.example".to_owned()));
    let server = Server::with(settings).await;
    let code = server.code(NUMBER).await;
    let browser = Browser::new(&server);
    for origin in [
        "https://evil.example",
        "http://shop.example",
        "https://shop.example:8443",
        "https://shop.example/",
        "https://www.shop.example",
        "https://SHOP.example",
        "https://only.cors.example",
        "null",
        "",
        "*",
    ] {
        let answer = browser.co(origin, &co_body(&code)).await;
        check_origin_refused(&answer, origin);
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert_eq!(answer.header("access-control-allow-credentials"), None);
    }
    let none = server.send(request(Method::POST, "/co/authenticate", JSON, &co_body(&code).to_string())).await;
    check_origin_refused(&none, "(none)");
    // It is listed, for another client: it may read that it may not.
    let answer = browser.co("https://blog.example", &co_body(&code)).await;
    check_origin_refused(&answer, "https://blog.example");
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://blog.example"));
    assert_eq!(browser.co("https://login.example", &co_body(&code)).await.status, 200, "the server's own page");
}

#[tokio::test]
async fn leave_to_send_cookies_is_given_here_and_nowhere_else() {
    let server = shop().await;
    let preflight = async |path: &str, origin: &str| {
        let headers = [("origin", origin), ("access-control-request-method", "POST")];
        server.send(request(Method::OPTIONS, path, &headers, "")).await
    };
    let answer = preflight("/co/authenticate", SHOP).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some(SHOP));
    assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
    assert!(answer.header("access-control-allow-headers").unwrap().contains("Auth0-Client"));
    check_origin_refused(&preflight("/co/authenticate", "https://evil.example").await, "https://evil.example");
    for path in [
        "/passwordless/start",
        "/passwordless/verify",
        "/passwordless/verify_redirect",
        "/oauth/token",
        "/oauth/revoke",
        "/userinfo",
        "/authorize",
        "/v2/logout",
        "/oidc/logout",
        "/.well-known/openid-configuration",
        "/health",
        "/client/demo.js",
        "/dev/outbox",
    ] {
        for method in [Method::OPTIONS, Method::GET, Method::POST] {
            let headers = [JSON, &[("origin", SHOP), ("access-control-request-method", "POST")]].concat();
            let answer = server.send(request(method, path, &headers, "{}")).await;
            assert_eq!(answer.header("access-control-allow-credentials"), None, "{path}");
        }
    }
}

#[tokio::test]
async fn refusals_of_codes_have_the_words_of_this_endpoint() {
    let server = shop().await;
    let browser = Browser::new(&server);
    let code = server.code(NUMBER).await;
    for left in [2, 1, 0] {
        let answer = browser.co(SHOP, &co_body(&other_than(&code))).await;
        answer.check_reason(403, "access_denied", Reason::WrongCode);
        let body = answer.json();
        assert_eq!(
            (body["error_description"].as_str(), &body["attempts_left"]),
            (Some(ErrorBody::WRONG_CODE), &json!(left))
        );
    }
    let answer = browser.co(SHOP, &co_body(&code)).await;
    answer.check_reason(403, "access_denied", Reason::TooManyTries);
    assert_eq!(answer.json()["error_description"], ErrorBody::TOO_MANY_TRIES);
    let code = server.code(NUMBER).await;
    server.wait(Duration::from_mins(3));
    let answer = browser.co(SHOP, &co_body(&code)).await;
    answer.check_reason(403, "access_denied", Reason::CodeExpired);
    assert_eq!(answer.json()["error_description"], ErrorBody::EXPIRED);
}

#[tokio::test]
async fn wrong_codes_shut_a_place_out_here_as_well() {
    let mut settings = shop_settings();
    settings.lockout.failures = Rate::new(2, 3600).unwrap();
    let server = Server::with(settings).await;
    let code = server.code(NUMBER).await;
    let browser = Browser::new(&server);
    browser.co(SHOP, &co_body(&other_than(&code))).await.check(403, "access_denied");
    let answer = browser.co(SHOP, &co_body(&other_than(&code))).await;
    answer.check_reason(429, "too_many_attempts", Reason::LockedOut);
    assert!(answer.header("retry-after").is_some());
    browser.co(SHOP, &co_body(&code)).await.check(429, "too_many_attempts");
    server.redeem(NUMBER, &code).await.check(429, "too_many_attempts");
}

#[tokio::test]
async fn guesses_do_not_tell_whether_a_code_waits() {
    let server = shop().await;
    let guess = other_than(&server.code(NUMBER).await);
    for _ in 0..5 {
        let ask = async |number: &str| {
            let mut body = co_body(&guess);
            body["username"] = json!(number);
            Browser::new(&server).co(SHOP, &body).await
        };
        let (waiting, idle) = (ask(NUMBER).await, ask(OTHER_NUMBER).await);
        assert_eq!((waiting.status, &waiting.headers, waiting.json()), (idle.status, &idle.headers, idle.json()));
    }
}

#[tokio::test]
async fn a_client_that_may_not_cross_origins_is_told_so() {
    let changes: [fn(&mut passlock_server::Client); 3] = [
        |client| client.grants = vec![Grant::PasswordlessOtp, Grant::RefreshToken],
        |client| client.grants = vec![Grant::Implicit, Grant::AuthorizationCode],
        |client| client.secret = ClientSecret::new(&"s".repeat(32)),
    ];
    for change in changes {
        let mut settings = shop_settings();
        change(&mut settings.clients[0]);
        let server = Server::with(settings).await;
        Browser::new(&server).co(SHOP, &co_body("123456")).await.check(401, "unauthorized_client");
    }
}
