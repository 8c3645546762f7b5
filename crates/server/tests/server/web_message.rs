//! `/authorize` in a frame: who is logged in is told to the page that is registered, and to nobody else (protocol
//! sections 3.2 to 3.4).

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use passlock_server::AllowedOrigin;
use serde_json::json;

use crate::browser::{Browser, SHOP, half_hash, posted, shop, shop_settings};
use crate::harness::Server;
use crate::keys::verified;

#[tokio::test]
async fn a_page_is_told_who_is_logged_in() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let answer = browser.ask_silently(&[]).await;
    let (response, origin) = posted(&answer);
    assert_eq!(origin, SHOP);
    assert_eq!(response["state"], "</script><!-- a state");
    assert_eq!((&response["token_type"], &response["expires_in"]), (&json!("Bearer"), &json!(86400)));
    assert_eq!(response["scope"], "openid profile");
    let claims = verified(&server, &response["id_token"], "demo").await;
    assert_eq!(claims["nonce"], "a nonce");
    assert_eq!(claims["at_hash"], half_hash(response["access_token"].as_str().unwrap()));
    assert_eq!(server.userinfo(&response).await.status, 200);
}

#[tokio::test]
async fn the_page_allows_its_own_script_and_its_own_parents() {
    let mut settings = shop_settings();
    settings.clients[0].web_origins.push(AllowedOrigin::Exact("https://www.shop.example".to_owned()));
    let server = Server::with(settings).await;
    let answer = Browser::new(&server).ask_silently(&[]).await;
    let (_, rest) = answer.text.rsplit_once("<script>").unwrap();
    let (script, _) = rest.split_once("</script>").unwrap();
    let hash = STANDARD.encode(digest(&SHA256, script.as_bytes()));
    let policy = format!(
        "default-src 'none'; base-uri 'none'; script-src 'sha256-{hash}'; \
         frame-ancestors https://shop.example https://www.shop.example"
    );
    assert_eq!(answer.header("content-security-policy"), Some(&*policy));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("access-control-allow-origin"), None);
    assert!(!script.contains('*') && script.contains("}, origin)"), "{script}");
    assert_eq!(answer.text.matches("</script>").count(), 2, "a state ends no script: {}", answer.text);
    assert!(!answer.text.contains("<!-- a state"));
}

#[tokio::test]
async fn nobody_is_told_as_such() {
    let server = shop().await;
    let (response, origin) = posted(&Browser::new(&server).ask_silently(&[]).await);
    assert_eq!(origin, SHOP);
    let expected = json!({
        "error": "login_required", "error_description": "Login required", "state": "</script><!-- a state",
    });
    assert_eq!(response, expected);
    // A frame is no place to log in, whether it was to be silent or not.
    let (response, _) = posted(&Browser::new(&server).ask_silently(&[("prompt", "")]).await);
    assert_eq!(response["error"], "login_required");
    let (response, _) = posted(&Browser::new(&server).ask_silently(&[("state", "")]).await);
    assert_eq!(response.get("state"), None);
}

#[tokio::test]
async fn faults_are_told_in_the_same_way() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    for (name, value, error) in [
        ("nonce", "", "invalid_request"),
        ("response_type", "token code", "unsupported_response_type"),
        ("response_type", "", "invalid_request"),
        ("scope", "profile", "invalid_scope"),
        ("max_age", "x", "invalid_request"),
        ("login_ticket", "x", "login_required"),
    ] {
        let (response, origin) = posted(&browser.ask_silently(&[(name, value)]).await);
        assert_eq!((response["error"].as_str(), origin.as_str()), (Some(error), SHOP), "{name}");
        assert_eq!(response["state"], "</script><!-- a state");
        assert_eq!(response.get("access_token"), None);
    }
}

#[tokio::test]
async fn a_page_that_is_not_listed_is_told_nothing() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    for address in [
        "https://evil.example/",
        "https://shop.example.evil.example/",
        "https://shop.example@evil.example/",
        "http://shop.example/",
        "https://shop.example:8443/",
        "https://www.shop.example/",
        "https://blog.example/",
        "https://login.example/",
        "null",
        "*",
        "/",
        "data:text/html,x",
        "blob:https://shop.example/1",
        "",
    ] {
        let answer = browser.ask_silently(&[("redirect_uri", address)]).await;
        assert_eq!(answer.status, 400, "{address}");
        assert!(!answer.text.contains("<script"), "{}", answer.text);
        assert!(answer.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
    }
}

#[tokio::test]
async fn a_ticket_logs_in_without_leaving_the_page() {
    let server = shop().await;
    let browser = Browser::new(&server);
    let ticket = browser.ticket(SHOP).await;
    let with = [("login_ticket", ticket["login_ticket"].as_str().unwrap())];
    let (response, _) = posted(&browser.ask_silently(&with).await);
    assert!(response["access_token"].is_string(), "{response}");
    let (response, _) = posted(&browser.ask_silently(&[]).await);
    assert!(response["access_token"].is_string(), "the session has begun: {response}");
    let (response, _) = posted(&browser.ask_silently(&with).await);
    assert_eq!(response["error"], "login_required");
}

#[tokio::test]
async fn a_code_can_be_told_too() {
    let server = shop().await;
    let browser = Browser::logged_in(&server).await;
    let changes = [
        ("response_type", "code"),
        ("code_challenge", crate::browser::CHALLENGE),
        ("code_challenge_method", "S256"),
        ("redirect_uri", crate::browser::CALLBACK),
    ];
    let (response, _) = posted(&browser.ask_silently(&changes).await);
    let answer = browser.trade(response["code"].as_str().unwrap()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn in_development_every_page_of_this_machine_is_told() {
    let server = Server::dev().await;
    let browser = Browser::new(&server);
    for origin in ["http://localhost:8080", "http://127.0.0.1:3000"] {
        let answer = browser.ask_silently(&[("redirect_uri", &format!("{origin}/a"))]).await;
        assert_eq!(posted(&answer).1, origin);
        let policy = answer.header("content-security-policy").unwrap().to_owned();
        assert!(policy.ends_with(&format!("frame-ancestors {origin}")), "{policy}");
    }
    let answer = browser.ask_silently(&[("redirect_uri", "http://localhost.example.com/")]).await;
    assert_eq!(answer.status, 400);
}
