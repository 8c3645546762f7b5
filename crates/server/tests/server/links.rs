//! Links in emails (protocol section 5): the same browser, another one, programs that open everything, too late, twice.

use axum::http::Method;
use passlock_core::protocol::{ErrorBody, START_PATH, TOKEN_PATH};
use passlock_server::{Connection, Settings};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use crate::browser::{Browser, CALLBACK, CHALLENGE, answered, posted, shop_settings};
use crate::emails::{ADDRESS, email_start, email_token};
use crate::harness::{Answer, FORM, JSON, Server, request};
use crate::keys::verified;

pub(crate) const OWN_PAGE: &[(&str, &str)] = &[("origin", "https://login.example"), ("sec-fetch-site", "same-origin")];
const OTHER_PAGE: &[(&str, &str)] = &[("origin", "https://shop.example"), ("sec-fetch-site", "cross-site")];

pub(crate) fn settings() -> Settings {
    let mut settings = shop_settings();
    for client in &mut settings.clients {
        client.connections = vec![Connection::Sms, Connection::Email];
    }
    settings.clients[0].name = String::from("The <b>shop</b>");
    settings
}

fn params() -> Value {
    json!({
        "redirect_uri": CALLBACK, "response_type": "token id_token", "scope": "openid email offline_access",
        "state": "a state & more", "nonce": "a nonce", "_csrf": "x", "response_mode": null,
    })
}

pub(crate) async fn ask(browser: &Browser<'_>, page: &[(&str, &str)], params: &Value) -> Answer {
    let mut body = email_start(ADDRESS);
    body["send"] = json!("link");
    body["authParams"] = params.clone();
    browser.send(Method::POST, START_PATH, &[JSON, page].concat(), &body.to_string()).await
}

/// The link of the newest email, as a path, and its code.
pub(crate) async fn mailed(server: &Server) -> (String, String) {
    let message = server.outbox().await.remove(0);
    let (link, code) = (message["link"].as_str().unwrap(), message["code"].as_str().unwrap());
    assert!(message["body"].as_str().unwrap().contains(link), "{message}");
    assert!(message["html"].as_str().unwrap().contains(&link.replace('&', "&amp;")), "{message}");
    (link.strip_prefix("https://login.example").unwrap().to_owned(), code.to_owned())
}

async fn link(browser: &Browser<'_>, page: &[(&str, &str)]) -> (String, String) {
    let answer = ask(browser, page, &params()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    mailed(browser.server).await
}

/// Follows a link as a mail program has a browser do it.
pub(crate) async fn open(browser: &Browser<'_>, link: &str) -> Answer {
    browser.send(Method::GET, link, &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")], "").await
}

/// Sends the form of the page that a link shows.
pub(crate) async fn press(browser: &Browser<'_>, page: &Answer, from: &str) -> Answer {
    let fields = page.text.split("<input type=\"hidden\" name=\"").skip(1).map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"").unwrap();
        let value = rest.split_once('"').unwrap().0;
        (name, value.replace("&amp;", "&").replace("&#39;", "'").replace("&lt;", "<"))
    });
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let action = page.text.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
    browser.send(Method::POST, action, &[FORM, &[("sec-fetch-site", from)]].concat(), &body).await
}

#[track_caller]
fn check_page(answer: &Answer, status: u16, parts: &[&str], absent: &[&str]) {
    assert_eq!(answer.status, status, "{}", answer.text);
    for part in parts {
        assert!(answer.text.contains(part), "{part}: {}", answer.text);
    }
    for part in absent.iter().chain(&["<script", "<b>shop"]) {
        assert!(!answer.text.contains(part), "{part}: {}", answer.text);
    }
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

/// Where the way back of a page leads.
fn way_back(page: &Answer) -> Url {
    let href = page.text.split("class=\"go\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    Url::parse(&href.replace("&amp;", "&").replace("&#39;", "'")).unwrap()
}

#[tokio::test]
async fn the_browser_that_asked_is_known_again_and_stays_logged_in() {
    let server = Server::with(settings()).await;
    let browser = Browser::new(&server);
    let (link, code) = link(&browser, OWN_PAGE).await;
    assert!(browser.cookie("__Host-passlock-asked").is_some());
    let page = open(&browser, &link).await;
    check_page(&page, 200, &["Log in to The &lt;b&gt;shop", ADDRESS, "<button"], &["another browser"]);
    let answer = press(&browser, &page, "same-origin").await;
    let fields = answered(&answer);
    assert!(answer.header("location").unwrap().contains('#'));
    assert_eq!((&*fields["state"], fields.get("refresh_token")), ("a state & more", None));
    assert_eq!(fields["scope"], "openid email", "no refresh token comes by a link");
    let claims = verified(&server, &json!(fields["id_token"]), "demo").await;
    assert_eq!((&claims["nonce"], &claims["email"]), (&json!("a nonce"), &json!(ADDRESS)));
    assert!(posted(&browser.ask_silently(&[]).await).0["access_token"].is_string(), "the browser is logged in");
    assert_eq!(browser.cookie("__Host-passlock-asked"), None);
    server.post(TOKEN_PATH, &email_token(ADDRESS, &code)).await.check(403, "invalid_grant");
}

#[tokio::test]
async fn another_browser_is_told_so_and_given_the_code() {
    let server = Server::with(settings()).await;
    let (link, code) = link(&Browser::new(&server), OWN_PAGE).await;
    let other = Browser::new(&server);
    let page = open(&other, &link).await;
    check_page(&page, 200, &["in another browser", &format!(">{code}</p>"), ADDRESS], &["<button", "<form"]);
    assert_eq!(page.header("set-cookie"), None);
    assert_eq!(
        server.post(TOKEN_PATH, &email_token(ADDRESS, &code)).await.status,
        200,
        "the code works where it is typed"
    );
}

#[tokio::test]
async fn where_nobody_can_know_both_ways_are_open_and_no_session_begins() {
    let server = Server::with(settings()).await;
    let browser = Browser::new(&server);
    let (link, code) = link(&browser, OTHER_PAGE).await;
    assert_eq!(browser.cookie("__Host-passlock-asked"), None);
    let page = open(&browser, &link).await;
    check_page(&page, 200, &["<button", "another browser", &format!(">{code}</p>")], &[]);
    let answer = press(&browser, &page, "same-origin").await;
    assert!(answered(&answer).contains_key("access_token"));
    assert_eq!(answer.header("set-cookie"), None, "a link could come from anybody");
    assert_eq!(posted(&browser.ask_silently(&[]).await).0["error"], "login_required");
}

#[tokio::test]
async fn programs_that_open_every_link_change_nothing() {
    let server = Server::with(settings()).await;
    let browser = Browser::new(&server);
    let (link, _) = link(&browser, OTHER_PAGE).await;
    for _ in 0..5 {
        for method in [Method::GET, Method::HEAD] {
            for headers in [&[][..], &[("purpose", "prefetch")], &[("sec-fetch-site", "none")]] {
                let answer = server.send(request(method.clone(), &link, headers, "")).await;
                assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (200, None));
            }
        }
        let head = server.send(request(Method::HEAD, &link, &[("sec-fetch-site", "same-origin")], "")).await;
        assert_eq!(head.status, 200, "a look is no login, whoever looks");
    }
    let page = open(&browser, &link).await;
    for from in ["cross-site", "same-site"] {
        let answer = press(&browser, &page, from).await;
        check_page(&answer, 200, &["<button"], &[]);
    }
    assert!(answered(&press(&browser, &page, "same-origin").await).contains_key("access_token"));
}

#[tokio::test]
async fn a_link_works_once_and_for_as_long_as_its_code() {
    let server = Server::with(settings()).await;
    let browser = Browser::new(&server);
    let (first, _) = link(&browser, OTHER_PAGE).await;
    let page = open(&browser, &first).await;
    assert_eq!(press(&browser, &page, "same-origin").await.status, 302);
    let again = press(&browser, &page, "same-origin").await;
    check_page(&again, 401, &["does not work any more", "Back to The &lt;b&gt;shop"], &["<form"]);
    let back = way_back(&again);
    let fields: Vec<_> = form_urlencoded::parse(back.fragment().unwrap().as_bytes()).into_owned().collect();
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!((field("error"), field("state")), (Some("unauthorized"), Some("a state & more")));
    assert_eq!(field("error_description"), Some("Wrong email or verification code."));

    let (second, _) = link(&browser, OTHER_PAGE).await;
    let page = open(&browser, &second).await;
    server.wait(std::time::Duration::from_mins(3));
    let late = press(&browser, &page, "same-origin").await;
    check_page(&late, 401, &["too old"], &[]);
    let back = way_back(&late);
    assert!(back.as_str().starts_with(CALLBACK));
    let text = back.fragment().unwrap();
    let description = form_urlencoded::parse(text.as_bytes()).find(|(name, _)| name == "error_description").unwrap();
    assert_eq!(description.1, ErrorBody::EXPIRED);
}

#[tokio::test]
async fn only_the_newest_link_works() {
    let server = Server::with(settings()).await;
    let browser = Browser::new(&server);
    let (old, old_code) = link(&browser, OTHER_PAGE).await;
    let (new, new_code) = link(&browser, OTHER_PAGE).await;
    assert_ne!(old_code, new_code);
    let page = open(&browser, &old).await;
    check_page(&press(&browser, &page, "same-origin").await, 401, &["does not work any more"], &[]);
    let page = open(&browser, &new).await;
    assert!(answered(&press(&browser, &page, "same-origin").await).contains_key("access_token"));
}

#[tokio::test]
async fn a_code_of_authorize_comes_by_a_link_without_a_refresh_token() {
    let server = Server::with(settings()).await;
    let browser = Browser::new(&server);
    let mut params = params();
    params["response_type"] = json!("code");
    params["code_challenge"] = json!(CHALLENGE);
    params["code_challenge_method"] = json!("S256");
    assert_eq!(ask(&browser, OTHER_PAGE, &params).await.status, 200);
    let page = open(&browser, &mailed(&server).await.0).await;
    let fields = answered(&press(&browser, &page, "same-origin").await);
    let tokens = browser.trade(&fields["code"]).await.json();
    assert_eq!((tokens["scope"].as_str(), tokens.get("refresh_token")), (Some("openid email"), None));
}

#[tokio::test]
async fn a_link_leads_to_registered_places_alone() {
    let server = Server::with(settings()).await;
    let browser = Browser::new(&server);
    for (name, value) in [
        ("redirect_uri", json!("https://evil.example/callback")),
        ("redirect_uri", json!("https://blog.example/callback")),
        ("redirect_uri", json!(7)),
        ("response_type", json!("everything")),
        ("response_type", json!("code")),
        ("nonce", Value::Null),
        ("state", json!("s".repeat(1800))),
        ("state", json!(["a"])),
    ] {
        let mut params = params();
        params[name] = value;
        ask(&browser, OTHER_PAGE, &params).await.check(400, "bad.authParams");
    }
    assert!(server.outbox().await.is_empty());
    let (link, _) = link(&browser, OTHER_PAGE).await;
    for (from, to) in [("shop.example%2Fcallback", "evil.example%2F"), ("client_id=demo", "client_id=nobody")] {
        let answer = open(&browser, &link.replace(from, to)).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (400, None));
    }
    // Nobody can have a page of ours say what they like.
    let code = link.split("verification_code=").nth(1).unwrap()[..6].to_owned();
    let answer = open(&browser, &link.replace(&code, "call+555")).await;
    assert_eq!(answered(&answer)["error"], "invalid_request");
}

#[tokio::test]
async fn without_a_place_to_go_to_there_is_a_code_alone() {
    let mut settings = settings();
    let server = Server::with(settings.clone()).await;
    let mut body = email_start(ADDRESS);
    body["send"] = Value::Null;
    assert_eq!(server.post(START_PATH, &body).await.status, 200);
    let (link, _) = mailed(&server).await;
    assert!(link.contains("redirect_uri=https%3A%2F%2Fshop.example%2Fcallback&response_type=token&"), "{link}");

    settings.clients[0].callback_urls.clear();
    settings.database = passlock_server::DatabaseUrl::new(&crate::harness::new_database());
    let server = Server::with(settings).await;
    assert_eq!(server.post(START_PATH, &body).await.status, 200);
    let message = server.outbox().await.remove(0);
    assert_eq!(message["link"], Value::Null);
    assert!(!message["body"].as_str().unwrap().contains("browser"), "{message}");
    body["send"] = json!("link");
    server.post(START_PATH, &body).await.check(400, "bad.authParams");
    body["send"] = json!("code");
    assert_eq!(server.post(START_PATH, &body).await.status, 200);
    assert_eq!(server.outbox().await[0]["link"], Value::Null);
}
