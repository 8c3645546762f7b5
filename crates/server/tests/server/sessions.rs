//! Browsers that stay logged in: how long, by which cookie, and how it ends.

use std::time::Duration;

use axum::http::Method;
use passlock_core::PhoneNumber;
use passlock_server::{DatabaseUrl, Operator, Settings};

use crate::browser::{Browser, SHOP, answered, posted, shop, shop_settings};
use crate::harness::{NUMBER, OTHER_NUMBER, Server, database_in, eventually};
use crate::loot::Loot;
use crate::place::number;

const NAME: &str = "__Host-passlock-session";

async fn is_logged_in(browser: &Browser<'_>) -> bool {
    let (response, _) = posted(&browser.ask_silently(&[]).await);
    assert!(response["error"] == "login_required" || response["access_token"].is_string(), "{response}");
    response["access_token"].is_string()
}

#[tokio::test]
async fn the_cookie_is_for_this_host_and_no_script() {
    let server = shop().await;
    let browser = Browser::new(&server);
    let ticket = browser.ticket(SHOP).await;
    let answer = browser.authorize(&[("login_ticket", ticket["login_ticket"].as_str().unwrap())]).await;
    let lines: Vec<_> = answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    let [session, ticket] = lines[..] else { panic!("{lines:?}") };
    assert!(session.starts_with("__Host-passlock-session="), "{session}");
    assert!(session.ends_with("; Path=/; Max-Age=604800; HttpOnly; Secure; SameSite=None"), "{session}");
    assert!(!session.contains("Domain"), "{session}");
    assert_eq!(ticket, "__Host-passlock-ticket=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=None");
}

#[tokio::test]
async fn without_encryption_there_is_a_cookie_without_the_prefix() {
    let server = Server::dev().await;
    let browser = Browser::new(&server);
    let page = "http://localhost:8080";
    let ticket = browser.ticket(page).await;
    let changes = [("redirect_uri", page), ("login_ticket", ticket["login_ticket"].as_str().unwrap())];
    let answer = browser.authorize(&changes).await;
    let line = answer.header("set-cookie").unwrap();
    assert!(line.starts_with("passlock-session=") && line.ends_with("; HttpOnly; SameSite=Lax"), "{line}");
}

#[tokio::test]
async fn a_login_gives_another_cookie_and_the_one_before_is_worth_nothing() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let first = browser.cookie(NAME).unwrap();
    let ticket = browser.ticket(SHOP).await;
    browser.authorize(&[("login_ticket", ticket["login_ticket"].as_str().unwrap())]).await;
    assert_ne!(browser.cookie(NAME).unwrap(), first);
    assert!(is_logged_in(&browser).await);
    browser.cookies.borrow_mut().insert(NAME.to_owned(), first);
    assert!(!is_logged_in(&browser).await);
}

#[tokio::test]
async fn a_cookie_that_somebody_made_up_is_not_taken_over() {
    let server = shop().await;
    let browser = Browser::new(&server);
    let planted = "A".repeat(43);
    for odd in [planted.as_str(), "", "x", "\"", &"A".repeat(5000)] {
        browser.cookies.borrow_mut().insert(NAME.to_owned(), odd.to_owned());
        assert!(!is_logged_in(&browser).await);
    }
    browser.cookies.borrow_mut().insert(NAME.to_owned(), planted.clone());
    let ticket = browser.ticket(SHOP).await;
    browser.authorize(&[("login_ticket", ticket["login_ticket"].as_str().unwrap())]).await;
    assert_ne!(browser.cookie(NAME).unwrap(), planted);
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_after_a_week_in_any_case() {
    let server = shop().await;
    let (idle, busy) = (Browser::logged_in(&server).await, Browser::logged_in(&server).await);
    for _ in 0..3 {
        server.wait(Duration::from_hours(2 * 24));
        assert!(is_logged_in(&busy).await);
    }
    assert!(!is_logged_in(&idle).await, "three days without a visit");
    server.wait(Duration::from_hours(24) - Duration::from_millis(1));
    assert!(is_logged_in(&busy).await);
    server.wait(Duration::from_millis(1));
    assert!(!is_logged_in(&busy).await);
}

#[tokio::test]
async fn an_hour_later_a_visit_replaces_the_cookie_and_an_old_copy_ends_the_session() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let old = browser.cookie(NAME).unwrap();
    assert!(is_logged_in(&browser).await);
    assert_eq!(browser.cookie(NAME).unwrap(), old);
    server.wait(Duration::from_hours(1));
    let answer = browser.ask_silently(&[]).await;
    let line = answer.header("set-cookie").unwrap();
    assert!(line.contains(&format!("Max-Age={};", 7 * 24 * 3600 - 3600)), "no longer than before: {line}");
    let new = browser.cookie(NAME).unwrap();
    assert_ne!(new, old);

    let copy = Browser::new(&server);
    copy.cookies.borrow_mut().insert(NAME.to_owned(), old.clone());
    assert!(is_logged_in(&copy).await, "pages that ask at the same moment");
    assert_eq!(copy.cookie(NAME).unwrap(), old);
    server.wait(Duration::from_mins(1));
    assert!(is_logged_in(&browser).await);
    assert!(!is_logged_in(&copy).await);
    assert!(!is_logged_in(&browser).await, "somebody has a copy");
}

#[tokio::test]
async fn whoever_asks_for_a_login_or_a_recent_one_gets_no_old_one() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    server.wait(Duration::from_mins(10));
    let changes: [(&str, bool); 3] = [("599", false), ("600", false), ("601", true)];
    for (max_age, will_do) in changes {
        let fields = answered(&browser.authorize(&[("prompt", "none"), ("max_age", max_age)]).await);
        assert_eq!(fields.contains_key("code"), will_do, "{max_age}");
    }
    for prompt in ["login", "select_account", "login consent"] {
        let answer = browser.authorize(&[("prompt", prompt)]).await;
        assert_eq!(answer.status, 404, "there is no login page: {}", answer.text);
    }
    assert!(answered(&browser.authorize(&[("prompt", "consent")]).await).contains_key("code"));
    let ticket = browser.ticket(SHOP).await;
    let changes = [("prompt", "login"), ("max_age", "0"), ("login_ticket", ticket["login_ticket"].as_str().unwrap())];
    assert!(answered(&browser.authorize(&changes).await).contains_key("code"), "they just have");
}

#[tokio::test]
async fn a_hint_names_the_person_who_shall_be_logged_in() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let (mine, other) = (server.log_in(NUMBER).await, server.log_in(OTHER_NUMBER).await);
    let ask = async |hint: &str| {
        let answer = browser.authorize(&[("prompt", "none"), ("id_token_hint", hint)]).await;
        answered(&answer).get("error").cloned()
    };
    assert_eq!(ask(mine["id_token"].as_str().unwrap()).await, None);
    assert_eq!(ask(other["id_token"].as_str().unwrap()).await.as_deref(), Some("login_required"));
    assert_eq!(ask(mine["access_token"].as_str().unwrap()).await.as_deref(), Some("invalid_request"));
    let forged = format!("{}x", mine["id_token"].as_str().unwrap());
    assert_eq!(ask(&forged).await.as_deref(), Some("invalid_request"));
    server.wait(Duration::from_hours(11));
    assert_eq!(ask(mine["id_token"].as_str().unwrap()).await, None, "it may have expired");
}

#[tokio::test]
async fn logging_out_ends_the_session_and_not_others() {
    let server = shop().await;
    let (browser, other) = (Browser::logged_in(&server).await, Browser::logged_in(&server).await);
    let old = browser.cookie(NAME).unwrap();
    let answer = browser.get("/v2/logout?client_id=demo&returnTo=https://shop.example/bye").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, Some("https://shop.example/bye")));
    let gone = "__Host-passlock-session=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=None";
    assert_eq!(answer.header("set-cookie"), Some(gone));
    assert_eq!(browser.cookie(NAME), None);
    browser.cookies.borrow_mut().insert(NAME.to_owned(), old);
    assert!(!is_logged_in(&browser).await);
    assert!(is_logged_in(&other).await);
}

#[tokio::test]
async fn a_picture_on_somebodys_page_logs_nobody_out() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    for (mode, place) in [("no-cors", "image"), ("navigate", "iframe"), ("cors", "empty")] {
        for path in ["/v2/logout", "/oidc/logout"] {
            let headers = [("sec-fetch-mode", mode), ("sec-fetch-dest", place)];
            let answer = browser.send(Method::GET, path, &headers, "").await;
            assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (200, None));
        }
    }
    assert!(is_logged_in(&browser).await);
    let headers = [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
    browser.send(Method::GET, "/oidc/logout", &headers, "").await;
    assert!(!is_logged_in(&browser).await);
}

#[tokio::test]
async fn a_refused_logout_ends_nothing() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    browser.get("/v2/logout?client_id=demo&returnTo=https://evil.example/").await.check(400, "invalid_request");
    assert!(is_logged_in(&browser).await);
}

fn on(folder: &tempfile::TempDir) -> Settings {
    Settings { database: DatabaseUrl::new(&database_in(folder)), ..shop_settings() }
}

#[tokio::test]
async fn whoever_is_shut_out_has_no_session_and_no_code() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::with(on(&folder)).await;
    let browser = Browser::logged_in(&server).await;
    let code = answered(&browser.authorize(&[]).await)["code"].clone();
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    let phone = PhoneNumber::parse(NUMBER, None).unwrap();
    assert!(operator.block_user(&phone, server.now()).await.unwrap());
    let (response, _) = posted(&browser.ask_silently(&[]).await);
    assert_eq!(
        (&response["error"], &response["error_description"]),
        (&"unauthorized".into(), &"user is blocked".into())
    );
    browser.trade(&code).await.check(401, "unauthorized");
    assert!(operator.unblock_user(&phone).await.unwrap());
    assert_eq!(browser.trade(&code).await.status, 200);
}

#[tokio::test]
async fn a_database_holds_no_cookie_no_ticket_and_no_code() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::with(on(&folder)).await;
    let browser = Browser::logged_in(&server).await;
    let ticket = browser.ticket(SHOP).await;
    let code = answered(&browser.authorize(&[]).await)["code"].clone();
    let loot = Loot::of(&folder).await;
    assert!(loot.holds(b"https://shop.example/callback"), "it is read as it is");
    let mut secrets = vec![code, browser.cookie(NAME).unwrap(), browser.cookie("__Host-passlock-ticket").unwrap()];
    secrets.extend(["login_ticket", "co_verifier"].map(|name| ticket[name].as_str().unwrap().to_owned()));
    for secret in secrets {
        use base64::Engine as _;
        let raw = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(&secret).unwrap();
        assert!(!loot.holds(secret.as_bytes()) && !loot.holds(&raw));
    }
}

#[tokio::test]
async fn what_is_over_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::cleaned(on(&folder), None, Duration::from_millis(20)).await;
    let browser = Browser::logged_in(&server).await;
    browser.ticket(SHOP).await;
    let database = database_in(&folder);
    let rows = async || {
        let sessions = number(&database, "SELECT count(*) FROM sessions").await;
        let tickets = number(&database, "SELECT count(*) FROM tickets").await;
        (sessions, tickets, number(&database, "SELECT count(*) FROM authorizations").await)
    };
    assert_eq!(rows().await, (1, 1, 1));
    server.wait(Duration::from_mins(3));
    eventually(async || rows().await == (1, 0, 1)).await;
    server.wait(Duration::from_hours(24));
    eventually(async || rows().await == (1, 0, 0)).await;
    server.wait(Duration::from_hours(48));
    eventually(async || rows().await == (0, 0, 0)).await;
}
