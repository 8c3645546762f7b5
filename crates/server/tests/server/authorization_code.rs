//! The codes that `/authorize` gives, and what they are traded for (RFC 6749, section 4.1; RFC 7636).

use std::time::Duration;

use passlock_core::protocol::{REVOKE_PATH, TOKEN_PATH};
use passlock_server::{ClientSecret, DatabaseUrl, Grant, Settings};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::authorize::check_error;
use crate::browser::{Browser, CHALLENGE, VERIFIER, answered, half_hash, shop, shop_settings, trade_body};
use crate::harness::{Server, database_in};
use crate::keys::verified;
use crate::place::number;

async fn code(browser: &Browser<'_>) -> String {
    answered(&browser.authorize(&[]).await)["code"].clone()
}

#[tokio::test]
async fn a_code_with_its_verifier_becomes_tokens() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let logged_in_at = server.now().seconds();
    server.wait(Duration::from_mins(5));
    let answer = browser.authorize(&[]).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let fields = answered(&answer);
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["code", "state"]);
    assert_eq!(fields["state"], "a state & more");
    assert!(answer.header("location").unwrap().starts_with("https://shop.example/callback?"));

    let answer = browser.trade(&fields["code"]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let tokens = answer.json();
    assert_eq!(tokens["scope"], "openid profile offline_access");
    let claims = verified(&server, &tokens["id_token"], "demo").await;
    assert_eq!((&claims["nonce"], &claims["iss"]), (&json!("a nonce"), &json!("https://login.example/")));
    assert_eq!(claims["auth_time"], logged_in_at, "when the person logged in, not when the page asked");
    assert_eq!(claims["at_hash"], half_hash(tokens["access_token"].as_str().unwrap()));
    assert_eq!(server.userinfo(&tokens).await.status, 200);
    let renewed = server.renew(&tokens).await;
    assert_eq!(renewed.status, 200, "{}", renewed.text);
    let claims = verified(&server, &renewed.json()["id_token"], "demo").await;
    assert_eq!(claims["auth_time"], logged_in_at);
}

#[tokio::test]
async fn a_client_gets_only_what_it_may_use() {
    let mut settings = shop_settings();
    settings.clients[0].grants = vec![Grant::PasswordlessOtp, Grant::AuthorizationCode];
    settings.clients[1].grants = vec![Grant::PasswordlessOtp, Grant::Implicit];
    let server = Server::with(settings).await;
    let browser = Browser::logged_in(&server).await;
    check_error(&browser.authorize(&[("response_type", "token")]).await, "unauthorized_client");
    let tokens = browser.trade(&code(&browser).await).await.json();
    assert_eq!((tokens["scope"].as_str(), tokens.get("refresh_token")), (Some("openid profile"), None));
    let answer = browser.authorize(&[("client_id", "blog"), ("redirect_uri", "https://blog.example/callback")]).await;
    assert!(answer.header("location").unwrap().contains("error=unauthorized_client"));
}

#[tokio::test]
async fn a_code_is_for_its_client_its_address_and_its_verifier() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let code = code(&browser).await;
    for (name, value, status, error) in [
        ("code", json!(null), 400, "invalid_request"),
        ("code", json!("x"), 403, "invalid_grant"),
        ("code", json!(VERIFIER), 403, "invalid_grant"),
        ("code", json!(7), 400, "invalid_request"),
        ("redirect_uri", json!(null), 400, "invalid_request"),
        ("redirect_uri", json!("https://shop.example/callbac"), 403, "invalid_grant"),
        ("redirect_uri", json!("https://shop.example/callback/"), 403, "invalid_grant"),
        ("code_verifier", json!(null), 403, "invalid_grant"),
        ("code_verifier", json!(""), 403, "invalid_grant"),
        ("code_verifier", json!(CHALLENGE), 403, "invalid_grant"),
        ("code_verifier", json!(&VERIFIER[1..]), 403, "invalid_grant"),
        ("code_verifier", json!(["x"]), 400, "invalid_request"),
        ("client_id", json!("blog"), 403, "invalid_grant"),
        ("client_id", json!("nobody"), 401, "invalid_client"),
    ] {
        let mut body = trade_body(&code);
        body[name] = value.clone();
        server.post(TOKEN_PATH, &body).await.check(status, error);
    }
    assert_eq!(browser.trade(&code).await.status, 200, "none of these used it up");
}

#[tokio::test]
async fn a_second_use_ends_the_login_that_the_first_began() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let code = code(&browser).await;
    let tokens = browser.trade(&code).await.json();
    let tokens = server.renew(&tokens).await.json();
    server.wait(Duration::from_hours(2));
    browser.trade(&code).await.check(403, "invalid_grant");
    server.renew(&tokens).await.check(403, "invalid_grant");
}

#[tokio::test]
async fn a_code_lasts_a_minute() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let (early, late) = (code(&browser).await, code(&browser).await);
    server.wait(Duration::from_secs(59));
    assert_eq!(browser.trade(&early).await.status, 200);
    server.wait(Duration::from_secs(1));
    browser.trade(&late).await.check(403, "invalid_grant");
}

#[tokio::test]
async fn a_client_with_a_secret_proves_itself_with_it() {
    let mut settings = shop_settings();
    let secret = "0123456789abcdef0123456789abcdef";
    settings.clients[0].secret = ClientSecret::new(secret);
    let server = Server::with(settings).await;
    let browser = Browser::new(&server);
    // A page cannot log anybody in for this client, so it is done for the other.
    let code = code_for_the_blog(&server).await;
    let mut body = crate::browser::co_body(&code);
    body["client_id"] = json!("blog");
    let ticket = browser.co("https://blog.example", &body).await.json();
    let changes = [
        ("client_id", "blog"),
        ("redirect_uri", "https://blog.example/callback"),
        ("login_ticket", ticket["login_ticket"].as_str().unwrap()),
    ];
    assert!(browser.authorize(&changes).await.header("location").unwrap().contains("code="));

    let code =
        answered(&browser.authorize(&[("code_challenge", ""), ("code_challenge_method", "")]).await)["code"].clone();
    let mut body = trade_body(&code);
    body["code_verifier"] = Value::Null;
    server.post(TOKEN_PATH, &body).await.check(401, "invalid_client");
    body["client_secret"] = json!(secret);
    body["code_verifier"] = json!(VERIFIER);
    server.post(TOKEN_PATH, &body).await.check(403, "invalid_grant");
    body["code_verifier"] = Value::Null;
    let answer = server.post(TOKEN_PATH, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

async fn code_for_the_blog(server: &Server) -> String {
    let mut body = crate::harness::start_body(crate::harness::NUMBER);
    body["client_id"] = json!("blog");
    assert_eq!(server.post("/passwordless/start", &body).await.status, 200);
    server.outbox().await[0]["code"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_equal_trades_exactly_one_wins_and_its_login_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let on_folder = || Settings { database: DatabaseUrl::new(&database_in(&folder)), ..shop_settings() };
    let (one, two) = tokio::join!(Server::with(on_folder()), Server::with(on_folder()));
    let browser = Browser::logged_in(&one).await;
    let body = trade_body(&code(&browser).await);
    let mut requests = JoinSet::new();
    for at in 0..100 {
        let (server, body) = (if at % 2 == 0 { one.clone() } else { two.clone() }, body.clone());
        requests.spawn(async move { server.post(TOKEN_PATH, &body).await });
    }
    let (won, lost): (Vec<_>, Vec<_>) = requests.join_all().await.into_iter().partition(|answer| answer.status == 200);
    assert_eq!((won.len(), lost.len()), (1, 99));
    for answer in lost {
        answer.check(403, "invalid_grant");
    }
    one.renew(&won[0].json()).await.check(403, "invalid_grant");
    assert_eq!(number(&database_in(&folder), "SELECT count(*) FROM families").await, 0);
}

#[tokio::test]
async fn a_login_by_a_code_can_be_ended() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let tokens = browser.trade(&code(&browser).await).await.json();
    let end = json!({ "client_id": "demo", "token": tokens["refresh_token"] });
    assert_eq!(server.post(REVOKE_PATH, &end).await.status, 200);
    server.renew(&tokens).await.check(403, "invalid_grant");
}
