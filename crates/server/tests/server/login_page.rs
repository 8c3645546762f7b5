//! The login page of a server's own: who is sent there, and what it may do for clients that keep a secret.

use axum::http::Method;
use passlock_core::protocol::{START_PATH, TOKEN_PATH};
use passlock_server::{ClientSecret, Grant, Settings};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::browser::{Browser, CODE, SHOP, answered, co_body, path, shop_settings, trade_body};
use crate::harness::{Answer, JSON, NUMBER, Server, request, start_body};

const OWN: &str = "https://login.example";
const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// Whose client `demo` keeps a secret, and which has a login page.
async fn confidential() -> (Server, TempDir) {
    let (mut settings, folder) = with_page();
    settings.clients[0].secret = ClientSecret::new(SECRET);
    (Server::with(settings).await, folder)
}

fn with_page() -> (Settings, TempDir) {
    let (mut settings, folder) = (shop_settings(), tempfile::tempdir().unwrap());
    std::fs::write(folder.path().join("login.html"), "<p>Log in</p>").unwrap();
    settings.static_files = Some(folder.path().to_owned());
    (settings, folder)
}

async fn start(server: &Server, origin: &str, body: &Value) -> Answer {
    let headers = [JSON, &[("origin", origin)]].concat();
    server.send(request(Method::POST, START_PATH, &headers, &body.to_string())).await
}

#[tokio::test]
async fn where_there_is_a_login_page_people_are_sent_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = shop_settings();
    settings.static_files = Some(folder.path().to_owned());
    let server = Server::with(settings).await;
    let browser = Browser::new(&server);
    let answer = browser.authorize(&[]).await;
    assert_eq!(answer.status, 404);
    assert!(answer.text.contains("no login page"), "{}", answer.text);
    std::fs::write(folder.path().join("login.html"), "<p>Log in</p>").unwrap();
    let answer = browser.authorize(&[]).await;
    let expected = path("/login.html", CODE, &[]);
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, Some(&*expected)));
    let answer = browser.get(&expected).await;
    assert_eq!((answer.status.as_u16(), &*answer.text), (200, "<p>Log in</p>"));
    let policy = answer.header("content-security-policy").unwrap();
    for part in ["default-src 'none'", "frame-ancestors 'none'", "script-src 'self' 'wasm-unsafe-eval'"] {
        assert!(policy.contains(part), "{policy}");
    }
    let other = browser.get("/index.html").await;
    assert_eq!(other.header("content-security-policy"), None);
}

#[tokio::test]
async fn the_own_page_logs_in_to_a_client_with_a_secret_and_no_other_page_does() {
    let (server, _folder) = confidential().await;
    let browser = Browser::new(&server);
    assert_eq!(start(&server, SHOP, &start_body(NUMBER)).await.status, 401);
    assert_eq!(start(&server, OWN, &start_body(NUMBER)).await.status, 200);
    let code = server.outbox().await[0]["code"].as_str().unwrap().to_owned();
    browser.co(SHOP, &co_body(&code)).await.check(401, "unauthorized_client");
    let ticket = browser.co(OWN, &co_body(&code)).await;
    assert_eq!(ticket.status, 200, "{}", ticket.text);
    let ticket = ticket.json()["login_ticket"].as_str().unwrap().to_owned();
    let answer = answered(&browser.authorize(&[("login_ticket", &ticket), ("prompt", "login")]).await);
    let mut trade = trade_body(&answer["code"]);
    server.post(TOKEN_PATH, &trade).await.check(401, "invalid_client");
    trade["client_secret"] = json!(SECRET);
    let tokens = server.post(TOKEN_PATH, &trade).await;
    assert_eq!(tokens.status, 200, "{}", tokens.text);
}

#[tokio::test]
async fn a_wrong_secret_is_wrong_on_the_own_page_too() {
    let (server, _folder) = confidential().await;
    let mut body = start_body(NUMBER);
    body["client_secret"] = json!("wrong");
    start(&server, OWN, &body).await.check(401, "invalid_client");
    assert!(server.outbox().await.is_empty());
}

#[tokio::test]
async fn who_is_logged_in_already_sees_no_page_unless_they_are_asked_again() {
    let (settings, _folder) = with_page();
    let server = Server::with(settings).await;
    let browser = Browser::logged_in(&server).await;
    assert!(answered(&browser.authorize(&[]).await).contains_key("code"));
    let again = browser.authorize(&[("prompt", "login")]).await;
    let expected = path("/login.html", CODE, &[("prompt", "login")]);
    assert_eq!((again.status.as_u16(), again.header("location")), (302, Some(&*expected)));
}

#[tokio::test]
async fn without_a_page_or_a_use_for_it_a_secret_is_asked_for_as_ever() {
    let (mut settings, folder) = with_page();
    settings.clients[0].secret = ClientSecret::new(SECRET);
    let mut useless = settings.clone();
    useless.clients[0].grants = vec![Grant::PasswordlessOtp];
    start(&Server::with(useless).await, OWN, &start_body(NUMBER)).await.check(401, "invalid_client");
    let server = Server::with(settings).await;
    assert_eq!(start(&server, OWN, &start_body(NUMBER)).await.status, 200);
    std::fs::remove_file(folder.path().join("login.html")).unwrap();
    start(&server, OWN, &start_body(NUMBER)).await.check(401, "invalid_client");
}

#[tokio::test]
async fn the_page_has_its_policy_however_its_name_is_written() {
    let (settings, _folder) = with_page();
    let server = Server::with(settings).await;
    for path in ["/login.html", "//login.html", "/login%2Ehtml", "/%6cogin.html", "/./login.html", "/login.html?a=b"] {
        let answer = server.get(path).await;
        let policy = answer.header("content-security-policy").unwrap_or_default();
        assert!(answer.status != 200 || policy.contains("frame-ancestors 'none'"), "{path}: {answer:?}");
    }
}
