//! `/authorize` with redirects, and the codes that it gives (RFC 6749, section 4.1; RFC 7636; OpenID Connect Core 1.0,
//! section 3).

use axum::http::Method;
use serde_json::json;

use crate::browser::{Browser, CALLBACK, CODE, SHOP, answered, half_hash, path, posted, shop, shop_settings};
use crate::harness::{Answer, FORM, Server};
use crate::keys::verified;

/// Nobody is sent anywhere, and a person is told why.
#[track_caller]
fn check_refused(answer: &Answer, sentence: &str) {
    assert_eq!((answer.status.as_u16(), answer.header("location")), (400, None), "{}", answer.text);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'") && policy.ends_with("frame-ancestors 'none'"), "{policy}");
    assert!(answer.text.contains(sentence), "{}", answer.text);
    assert!(!answer.text.contains("<script"), "{}", answer.text);
}

/// The page is told that it did not work, with its state.
#[track_caller]
pub(crate) fn check_error(answer: &Answer, error: &str) {
    let fields = answered(answer);
    assert_eq!((fields["error"].as_str(), fields["state"].as_str()), (error, "a state & more"), "{fields:?}");
    assert!(!fields["error_description"].is_empty());
    assert!(["code", "access_token", "id_token"].iter().all(|name| !fields.contains_key(*name)), "{fields:?}");
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_listed_sign_by_sign() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    for address in [
        "",
        "https://shop.example/callbac",
        "https://shop.example/callback/",
        "https://shop.example/callback2",
        "https://shop.example/Callback",
        "https://SHOP.example/callback",
        "https://shop.example:443/callback",
        "https://shop.example/./callback",
        "https://shop.example//callback",
        "https://shop.example/callback?x=1",
        "https://shop.example/callback#x",
        "https://shop.example/callback#",
        "https://shop.example/callback ",
        "https://shop.example/call%62ack",
        "https://shop.example\\callback",
        "https://shop.example@evil.example/callback",
        "https://user@shop.example/callback",
        "https://shop.example.evil.example/callback",
        "http://shop.example/callback",
        "//shop.example/callback",
        "/callback",
        "https://blog.example/callback",
        "https://evil.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://localhost:8080/",
        "\u{0}",
    ] {
        for mode in ["", "query", "fragment", "form_post"] {
            let changes = [("redirect_uri", address), ("response_mode", mode)];
            check_refused(&browser.authorize(&changes).await, if address.is_empty() { "Missing" } else { "callback" });
        }
        check_refused(&browser.authorize(&[("redirect_uri", address), ("prompt", "none"), ("scope", "odd")]).await, "");
    }
    let twice = format!("{}&redirect_uri=https://evil.example/", path("/authorize", CODE, &[]));
    check_refused(&browser.get(&twice).await, "twice");
}

#[tokio::test]
async fn a_client_that_is_not_known_has_nowhere_to_send_to() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    check_refused(&browser.authorize(&[("client_id", "")]).await, "Missing");
    check_refused(&browser.authorize(&[("client_id", "<b>nobody")]).await, "Unknown client");
    let twice = format!("{}&client_id=blog", path("/authorize", CODE, &[]));
    check_refused(&browser.get(&twice).await, "twice");
}

#[tokio::test]
async fn a_bare_origin_is_the_same_with_its_slash() {
    let mut settings = shop_settings();
    settings.clients[0].callback_urls = vec!["https://shop.example".parse().unwrap()];
    let server = Server::with(settings).await;
    let browser = Browser::new(&server);
    for (address, status) in [("https://shop.example", 302), ("https://shop.example/", 302), (SHOP, 302)] {
        let answer = browser.authorize(&[("redirect_uri", address), ("prompt", "none")]).await;
        assert_eq!(answer.status, status, "{address}");
        assert!(answer.header("location").unwrap().starts_with("https://shop.example/?error=login_required"));
    }
}

#[tokio::test]
async fn a_path_is_another_one_without_its_slash() {
    let mut settings = shop_settings();
    settings.clients[0].callback_urls = vec!["https://shop.example/callback/".parse().unwrap()];
    let server = Server::with(settings).await;
    let browser = Browser::new(&server);
    check_refused(&browser.authorize(&[]).await, "callback");
    assert_eq!(browser.authorize(&[("redirect_uri", "https://shop.example/callback/")]).await.status, 404);
}

#[tokio::test]
async fn an_address_has_no_control_signs_and_an_end() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let ask =
        async |address: &str| browser.authorize(&[("redirect_uri", address), ("response_mode", "web_message")]).await;
    for sign in ["\u{0}", "\t", "\n", "\u{1b}", "\u{7f}", "\u{85}"] {
        check_refused(&ask(&format!("https://shop.example/a{sign}b")).await, "callback");
    }
    let longest = format!("{SHOP}/{:a<1$}", "", 2048 - SHOP.len() - 1);
    assert!(posted(&ask(&longest).await).0["code"].is_string());
    check_refused(&ask(&format!("{longest}a")).await, "callback");

    let server = Server::dev().await;
    let changes = [("redirect_uri", "http://localhost:3000/a\u{0}b"), ("prompt", "none")];
    check_refused(&Browser::new(&server).authorize(&changes).await, "callback");
}

#[tokio::test]
async fn a_listed_query_stays() {
    let mut settings = shop_settings();
    settings.clients[0].callback_urls = vec!["https://shop.example/callback?from=login".parse().unwrap()];
    let server = Server::with(settings).await;
    let changes = [("redirect_uri", "https://shop.example/callback?from=login"), ("prompt", "none"), ("state", "")];
    let answer = Browser::new(&server).authorize(&changes).await;
    let expected = "?from=login&error=login_required&error_description=Login+required";
    assert!(answer.header("location").unwrap().ends_with(expected), "{answer:?}");
}

#[tokio::test]
async fn what_is_malformed_is_told_to_the_page() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    for (name, value, error) in [
        ("response_type", "", "invalid_request"),
        ("response_type", "code token", "unsupported_response_type"),
        ("response_type", "code code", "unsupported_response_type"),
        ("response_type", "none", "unsupported_response_type"),
        ("response_type", "CODE", "unsupported_response_type"),
        ("response_mode", "jwt", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "s256", "invalid_request"),
        ("nonce", "a\u{0}b", "invalid_request"),
        ("audience", "a\nb", "invalid_request"),
        ("prompt", "never", "invalid_request"),
        ("prompt", "none login", "invalid_request"),
        ("max_age", "-1", "invalid_request"),
        ("max_age", "soon", "invalid_request"),
        ("request", "a.b.c", "request_not_supported"),
        ("request_uri", "https://shop.example/request", "request_uri_not_supported"),
        ("id_token_hint", "a.b.c", "invalid_request"),
        ("login_ticket", "x", "login_required"),
    ] {
        check_error(&browser.authorize(&[(name, value)]).await, error);
    }
    for name in ["scope", "nonce", "response_mode", "code_challenge", "prompt", "login_ticket", "response_type"] {
        let twice = format!("{}&{name}=a&{name}=b", path("/authorize", CODE, &[(name, "")]));
        check_error(&browser.get(&twice).await, "invalid_request");
    }
}

#[tokio::test]
async fn a_state_that_is_there_twice_is_none_and_one_that_is_not_there_stays_away() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let twice = format!("{}&state=b", path("/authorize", CODE, &[]));
    let fields = answered(&browser.get(&twice).await);
    assert_eq!((fields["error"].as_str(), fields.get("state")), ("invalid_request", None));
    let fields = answered(&browser.authorize(&[("state", "")]).await);
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["code"]);
}

#[tokio::test]
async fn parameters_of_others_are_ignored() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let changes = [("auth0Client", "e30"), ("realm", "sms"), ("login_hint", "+447400123456"), ("_csrf", "x")];
    assert!(answered(&browser.authorize(&changes).await).contains_key("code"));
}

#[tokio::test]
async fn a_form_is_as_good_as_an_address() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let body = path("", CODE, &[]);
    let answer = browser.send(Method::POST, "/authorize", FORM, &body[1..]).await;
    assert!(answered(&answer).contains_key("code"));
    check_refused(&browser.send(Method::POST, "/authorize", &[("content-type", "text/plain")], "x").await, "form");
}

#[tokio::test]
async fn tokens_come_in_the_fragment_and_each_as_asked() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    for (kind, expected) in [
        ("token", vec!["access_token", "expires_in", "scope", "state", "token_type"]),
        ("id_token", vec!["id_token", "state"]),
        ("token id_token", vec!["access_token", "expires_in", "id_token", "scope", "state", "token_type"]),
        ("id_token token", vec!["access_token", "expires_in", "id_token", "scope", "state", "token_type"]),
    ] {
        let answer = browser.authorize(&[("response_type", kind), ("code_challenge", "")]).await;
        assert!(answer.header("location").unwrap().starts_with("https://shop.example/callback#"), "{answer:?}");
        let fields = answered(&answer);
        assert_eq!(fields.keys().map(String::as_str).collect::<Vec<_>>(), expected, "{kind}");
        if let Some(token) = fields.get("id_token") {
            let claims = verified(&server, &json!(token), "demo").await;
            assert_eq!(claims["nonce"], "a nonce");
            let at_hash = fields.get("access_token").map(|token| json!(half_hash(token)));
            assert_eq!(claims.get("at_hash").cloned(), at_hash, "{kind}");
        }
        if let Some(token) = fields.get("access_token") {
            assert_eq!(fields["scope"], "openid profile", "nothing that outlives the page");
            assert_eq!(server.userinfo(&json!({ "access_token": token })).await.status, 200);
        }
    }
}

#[tokio::test]
async fn tokens_travel_neither_in_a_query_nor_without_a_nonce() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    for changes in [("response_mode", "query"), ("nonce", ""), ("scope", "profile")] {
        let answer = browser.authorize(&[("response_type", "token id_token"), changes]).await;
        assert!(answer.header("location").unwrap().contains("/callback#error=invalid_"), "{answer:?}");
    }
}

#[tokio::test]
async fn a_form_can_bring_the_answer() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let answer = browser.authorize(&[("response_mode", "form_post"), ("state", "\"><script>alert(1)</script>")]).await;
    assert_eq!(answer.status, 200);
    assert!(answer.text.contains(&format!("<form method=\"post\" action=\"{CALLBACK}\">")), "{}", answer.text);
    assert!(
        answer.text.contains("name=\"code\" value=\"") && !answer.text.contains("<script>alert"),
        "{}",
        answer.text
    );
    assert!(answer.header("content-security-policy").unwrap().contains("script-src 'sha256-"));
}

#[tokio::test]
async fn in_development_every_address_of_this_machine_will_do() {
    let server = Server::dev().await;
    let browser = Browser::new(&server);
    for address in ["http://localhost:3000/", "http://127.0.0.1:8080/a/b?c=d", "http://[::1]:1/"] {
        let answer = browser.authorize(&[("redirect_uri", address), ("prompt", "none")]).await;
        assert!(answer.header("location").unwrap().starts_with(address), "{address}");
    }
    for address in ["https://shop.example/callback", "http://localhost.example.com/", "http://192.168.0.2/"] {
        check_refused(&browser.authorize(&[("redirect_uri", address), ("prompt", "none")]).await, "callback");
    }
}
