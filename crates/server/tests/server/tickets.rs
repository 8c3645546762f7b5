//! The ticket that `/co/authenticate` gives: for one browser, for one client, once.

use std::time::Duration;

use axum::http::Method;
use passlock_core::protocol::Reason;
use passlock_core::{PhoneNumber, Problem};
use passlock_server::{DatabaseUrl, Operator, SignUps};
use serde_json::json;
use tokio::task::JoinSet;

use crate::browser::{Browser, CODE, SHOP, answered, co_body, path, shop, shop_settings};
use crate::harness::{Answer, NUMBER, OTHER_NUMBER, Server, database_in, request};

#[tokio::test]
async fn a_ticket_is_for_its_client_and_its_browser_once() {
    let server = shop().await;
    let browser = Browser::new(&server);
    let ticket = browser.ticket(SHOP).await["login_ticket"].as_str().unwrap().to_owned();
    let with = [("login_ticket", ticket.as_str())];
    let error = |answer: &Answer| answered(answer).get("error").cloned();
    let stranger = Browser::new(&server);
    assert_eq!(error(&stranger.authorize(&with).await).as_deref(), Some("login_required"));
    let other = Browser::new(&server);
    other.ticket(SHOP).await;
    assert_eq!(error(&other.authorize(&with).await).as_deref(), Some("login_required"), "it has another's cookie");
    let blog = [("client_id", "blog"), ("redirect_uri", "https://blog.example/callback"), with[0]];
    assert!(browser.authorize(&blog).await.header("location").unwrap().contains("error=login_required"));

    let answer = browser.authorize(&with).await;
    assert!(answered(&answer).contains_key("code"), "{answer:?}");
    assert!(browser.cookie("__Host-passlock-session").is_some());
    assert!(browser.cookie("__Host-passlock-ticket").is_none());
    assert_eq!(error(&browser.authorize(&with).await).as_deref(), Some("login_required"));
}

#[tokio::test]
async fn a_ticket_lasts_two_minutes() {
    let server = shop().await;
    let (early, late) = (Browser::new(&server), Browser::new(&server));
    let (first, second) = (early.ticket(SHOP).await, late.ticket(SHOP).await);
    server.wait(Duration::from_secs(119));
    let answer = early.authorize(&[("login_ticket", first["login_ticket"].as_str().unwrap())]).await;
    assert!(answered(&answer).contains_key("code"));
    server.wait(Duration::from_secs(1));
    let answer = late.authorize(&[("login_ticket", second["login_ticket"].as_str().unwrap())]).await;
    assert_eq!(answered(&answer)["error"], "login_required");
}

#[tokio::test]
async fn a_verifier_does_in_the_place_of_a_cookie_and_begins_no_session() {
    let server = shop().await;
    let told = Browser::new(&server).ticket(SHOP).await;
    let without = Browser::new(&server);
    let [ticket, verifier] = ["login_ticket", "co_verifier"].map(|name| told[name].as_str().unwrap());
    let wrong = [("login_ticket", ticket), ("co_verifier", ticket)];
    assert_eq!(answered(&without.authorize(&wrong).await)["error"], "login_required");
    let answer = without.authorize(&[("login_ticket", ticket), ("co_verifier", verifier)]).await;
    assert!(answered(&answer).contains_key("code"));
    assert_eq!(answer.header("set-cookie"), None, "or a link could log somebody in with another's account");
    assert_eq!(answered(&without.authorize(&[("prompt", "none")]).await)["error"], "login_required");
}

#[tokio::test]
async fn whoever_is_shut_out_gets_no_ticket_and_their_ticket_is_worth_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = shop_settings();
    settings.database = DatabaseUrl::new(&database_in(&folder));
    let server = Server::with(settings.clone()).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    let phone = PhoneNumber::parse(NUMBER, None).unwrap();
    let browser = Browser::new(&server);
    let ticket = browser.ticket(SHOP).await;
    let code = server.code(NUMBER).await;
    assert!(operator.block_user(&phone, server.now()).await.unwrap());
    let answer = browser.authorize(&[("login_ticket", ticket["login_ticket"].as_str().unwrap())]).await;
    let fields = answered(&answer);
    assert_eq!((fields["error"].as_str(), fields["error_description"].as_str()), ("unauthorized", "user is blocked"));
    assert_eq!(answer.header("set-cookie"), None);
    let answer = browser.co(SHOP, &co_body(&code)).await;
    answer.check_reason(403, "blocked_user", Reason::UserBlocked);
    assert_eq!(
        passlock_core::protocol::read_token::<crate::harness::Serde>(&answer.reply(), server.now()),
        Err(Problem::UserBlocked)
    );

    settings.sign_ups = SignUps::Closed;
    settings.clients[0].id = "demo".to_owned();
    let code = server.code(OTHER_NUMBER).await;
    let closed = Server::with(settings).await;
    let mut body = co_body(&code);
    body["username"] = json!(OTHER_NUMBER);
    Browser::new(&closed).co(SHOP, &body).await.check_reason(403, "access_denied", Reason::SignUpsClosed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_equal_tickets_exactly_one_logs_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = shop_settings();
    settings.database = DatabaseUrl::new(&database_in(&folder));
    let (one, two) = tokio::join!(Server::with(settings.clone()), Server::with(settings));
    let browser = Browser::new(&one);
    let ticket = browser.ticket(SHOP).await;
    let path = path("/authorize", CODE, &[("login_ticket", ticket["login_ticket"].as_str().unwrap())]);
    let cookie = format!("__Host-passlock-ticket={}", browser.cookie("__Host-passlock-ticket").unwrap());
    let mut requests = JoinSet::new();
    for at in 0..100 {
        let server = if at % 2 == 0 { one.clone() } else { two.clone() };
        let request = request(Method::GET, &path, &[("cookie", &cookie)], "");
        requests.spawn(async move { server.send(request).await });
    }
    let answers = requests.join_all().await;
    let won = answers.iter().filter(|answer| answered(answer).contains_key("code")).count();
    let lost =
        answers.iter().filter(|answer| answered(answer).get("error").is_some_and(|error| error == "login_required"));
    assert_eq!((won, lost.count()), (1, 99));
}
