//! A cookie that the database knows of reaches the browser, whatever else the answer says.

use std::time::Duration;

use passlock_core::PhoneNumber;
use passlock_server::{DatabaseUrl, Operator, Settings};
use serde_json::json;
use tempfile::TempDir;

use crate::browser::{Browser, CALLBACK, CHALLENGE, SHOP, answered, co_body, posted, shop, shop_settings};
use crate::harness::{Answer, NUMBER, OTHER_NUMBER, Server, database_in};
use crate::links::{self, OWN_PAGE, ask, mailed, open, press};
use crate::place::run;
use crate::verify::follow;

const NAME: &str = "__Host-passlock-session";

fn on(folder: &TempDir) -> Settings {
    Settings { database: DatabaseUrl::new(&database_in(folder)), ..shop_settings() }
}

async fn is_logged_in(browser: &Browser<'_>) -> bool {
    posted(&browser.ask_silently(&[]).await).0["access_token"].is_string()
}

/// The browser has got the cookie that counts: the one before no longer does.
async fn check_kept(browser: &Browser<'_>, answer: &Answer, old: Option<&str>) {
    assert!(answer.header("set-cookie").is_some_and(|line| line.starts_with(NAME)), "{answer:?}");
    assert_ne!(browser.cookie(NAME).as_deref(), old);
    browser.server.wait(Duration::from_secs(61));
    assert!(is_logged_in(browser).await, "{answer:?}");
}

/// Answers with codes fail from now on.
async fn break_codes(folder: &TempDir) {
    run(&database_in(folder), "ALTER TABLE authorizations RENAME TO elsewhere").await;
}

#[tokio::test]
async fn a_replaced_cookie_comes_along_when_the_session_will_not_do() {
    let server = shop().await;
    let other = server.log_in(OTHER_NUMBER).await;
    let hint = other["id_token"].as_str().unwrap();
    for (changes, status) in [
        ([("max_age", "60"), ("prompt", "")], 404),
        ([("max_age", "60"), ("prompt", "none")], 302),
        ([("id_token_hint", hint), ("prompt", "")], 404),
        ([("id_token_hint", hint), ("prompt", "none")], 302),
        ([("max_age", "0"), ("response_mode", "web_message")], 200),
    ] {
        let browser = Browser::logged_in(&server).await;
        let old = browser.cookie(NAME);
        server.wait(Duration::from_hours(1));
        let answer = browser.authorize(&changes).await;
        assert_eq!(answer.status, status, "{changes:?}");
        assert!(!answer.text.contains("code") && !answer.header("location").is_some_and(|to| to.contains("code=")));
        check_kept(&browser, &answer, old.as_deref()).await;
    }
}

#[tokio::test]
async fn a_login_that_is_asked_for_changes_nothing_of_the_session() {
    let server = shop().await;
    for prompt in ["login", "select_account"] {
        let browser = Browser::logged_in(&server).await;
        server.wait(Duration::from_hours(1));
        let answer = browser.authorize(&[("prompt", prompt)]).await;
        assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (404, None));
        server.wait(Duration::from_secs(61));
        assert!(is_logged_in(&browser).await, "a picture on any page can ask for that");
    }
}

#[tokio::test]
async fn a_replaced_cookie_comes_along_to_somebody_who_is_shut_out() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::with(on(&folder)).await;
    let browser = Browser::logged_in(&server).await;
    let old = browser.cookie(NAME);
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    let phone = PhoneNumber::parse(NUMBER, None).unwrap();
    assert!(operator.block_user(&phone, server.now()).await.unwrap());
    server.wait(Duration::from_hours(1));
    let answer = browser.authorize(&[]).await;
    assert_eq!(answered(&answer)["error"], "unauthorized");
    assert!(operator.unblock_user(&phone).await.unwrap());
    check_kept(&browser, &answer, old.as_deref()).await;
}

#[tokio::test]
async fn a_cookie_comes_along_with_an_error_of_the_servers() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::with(on(&folder)).await;
    let (visitor, holder, own) = (Browser::logged_in(&server).await, Browser::new(&server), Browser::new(&server));
    server.wait(Duration::from_hours(1));
    let ticket = holder.ticket(SHOP).await;
    let code = server.code(NUMBER).await;
    break_codes(&folder).await;

    let old = visitor.cookie(NAME);
    let answer = visitor.authorize(&[]).await;
    assert_eq!(answered(&answer)["error"], "server_error");
    check_kept(&visitor, &answer, old.as_deref()).await;
    let answer = holder.authorize(&[("login_ticket", ticket["login_ticket"].as_str().unwrap())]).await;
    assert_eq!(answered(&answer)["error"], "server_error");
    check_kept(&holder, &answer, None).await;
    let answer = follow(&own, &code, "same-origin").await;
    assert_eq!(answered(&answer)["error"], "server_error");
    check_kept(&own, &answer, None).await;
}

#[tokio::test]
async fn a_cookie_comes_along_when_a_link_worked_and_its_answer_did_not() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::with(Settings { database: on(&folder).database, ..links::settings() }).await;
    let browser = Browser::new(&server);
    let params = json!({
        "redirect_uri": CALLBACK, "response_type": "code", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
    });
    assert_eq!(ask(&browser, OWN_PAGE, &params).await.status, 200);
    let (link, _) = mailed(&server).await;
    let page = open(&browser, &link).await;
    break_codes(&folder).await;
    let answer = press(&browser, &page, "same-origin").await;
    assert_eq!(answered(&answer)["error"], "server_error");
    check_kept(&browser, &answer, None).await;
}

#[tokio::test]
async fn a_ticket_of_somebody_else_than_the_hint_names_changes_nothing() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let mine = server.log_in(NUMBER).await;
    let hint = mine["id_token"].as_str().unwrap();
    let mut body = co_body(&server.code(OTHER_NUMBER).await);
    body["username"] = json!(OTHER_NUMBER);
    let ticket = browser.co(SHOP, &body).await.json();
    let with = ("login_ticket", ticket["login_ticket"].as_str().unwrap());

    let answer = browser.authorize(&[with, ("id_token_hint", hint)]).await;
    assert_eq!((&*answered(&answer)["error"], answer.header("set-cookie")), ("login_required", None));
    let still = [("prompt", "none"), ("id_token_hint", hint)];
    assert!(answered(&browser.authorize(&still).await).contains_key("code"), "the same person is logged in");
    assert!(answered(&browser.authorize(&[with]).await).contains_key("code"), "the ticket was not used up");
    assert_eq!(answered(&browser.authorize(&still).await)["error"], "login_required", "now it is the other one");
    assert_eq!(answered(&browser.authorize(&[with]).await)["error"], "login_required", "and now it was");
}
