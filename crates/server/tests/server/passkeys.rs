//! Logging in by a passkey, from the first question to the tokens.

use axum::http::Method;
use passlock_core::protocol::TOKEN_PATH;
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::device::{CHALLENGE, Device, decode, encode, payload, trade_body};
use crate::harness::{Answer, FORM, NUMBER, PAGE, Server, request};
use crate::loot::Loot;

/// Somebody who logged in by a code and has a passkey since.
async fn with_passkey() -> (Server, Value, Device) {
    let (server, mut device) = (Server::dev().await, Device::new());
    let tokens = server.log_in(NUMBER).await;
    server.add_passkey(&tokens, &mut device).await;
    (server, tokens, device)
}

#[track_caller]
fn subject(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text);
    payload(&answer.json(), "id_token")["sub"].clone()
}

#[tokio::test]
async fn a_page_is_told_what_its_browser_has_to_know() {
    let server = Server::dev().await;
    let body = json!({ "client_id": "demo", "realm": "Username-Password-Authentication" });
    let headers = [("origin", PAGE), ("content-type", "application/json")];
    let answer = server.send(request(Method::POST, CHALLENGE, &headers, &body.to_string())).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE));
    let asked = answer.json();
    let parameters = asked["authn_params_public_key"].as_object().unwrap();
    assert_eq!(parameters["rpId"], "localhost");
    assert_eq!(parameters["userVerification"], "preferred");
    assert_eq!(parameters["timeout"], 300_000);
    assert_eq!(parameters["challenge"].as_str().unwrap().len(), 43);
    // Whoever is about to log in has not said who they are, so nobody's passkeys are named.
    assert_eq!(parameters.len(), 4, "{parameters:?}");
    assert_ne!(asked["auth_session"], server.challenge().await["auth_session"]);
}

#[tokio::test]
async fn a_passkey_opens_the_account_that_it_was_added_to() {
    let (server, tokens, mut device) = with_passkey().await;
    let sub = payload(&tokens, "id_token")["sub"].clone();
    for _ in 0..2 {
        let answer = server.come_back(&mut device).await;
        assert_eq!(subject(&answer), sub);
        let claims = payload(&answer.json(), "id_token");
        assert_eq!(claims["phone_number"], NUMBER);
        assert_eq!(claims["auth_time"], server.now().seconds());
        assert_eq!(claims["amr"], json!(["pop", "user", "mfa"]));
        assert_eq!(server.userinfo(&answer.json()).await.json()["sub"], sub);
    }
}

#[tokio::test]
async fn the_device_never_learns_the_number_as_an_id() {
    let (server, tokens, mut device) = with_passkey().await;
    let sub = payload(&tokens, "id_token")["sub"].as_str().unwrap().to_owned();
    let handle = device.passkey().user_handle.clone();
    assert_eq!(format!("sms|{}", String::from_utf8(handle).unwrap()), sub);
    drop(server);
}

#[tokio::test]
async fn a_form_carries_the_answer_as_a_text() {
    let (server, _, mut device) = with_passkey().await;
    let asked = server.challenge().await;
    let signed = device.sign(&asked["authn_params_public_key"]).to_string();
    let body = trade_body(&asked, &json!(signed));
    let fields = body.as_object().unwrap().iter().map(|(name, value)| (name, value.as_str().unwrap()));
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let answer = server.send(request(Method::POST, TOKEN_PATH, FORM, &form)).await;
    subject(&answer);
}

#[tokio::test]
async fn such_a_login_can_be_renewed_like_any_other() {
    let (server, tokens, mut device) = with_passkey().await;
    let asked = server.challenge().await;
    let signed = device.sign(&asked["authn_params_public_key"]);
    let mut body = trade_body(&asked, &signed);
    body["scope"] = json!("openid offline_access");
    body["audience"] = json!("https://api.example/");
    body["nonce"] = json!("a nonce");
    let answer = server.post(TOKEN_PATH, &body).await;
    assert_eq!(subject(&answer), payload(&tokens, "id_token")["sub"]);
    assert_eq!(payload(&answer.json(), "id_token")["nonce"], "a nonce");
    assert_eq!(payload(&answer.json(), "access_token")["aud"][0], "https://api.example/");
    let renewed = server.renew(&answer.json()).await;
    let claims = payload(&renewed.json(), "id_token");
    assert_eq!(claims["auth_time"], payload(&answer.json(), "id_token")["auth_time"]);
    assert_eq!(claims.get("amr"), None, "nobody proved anything anew");
}

#[tokio::test]
async fn a_device_that_does_not_count_stays_welcome() {
    let (server, mut device) = (Server::dev().await, Device::new());
    let tokens = server.log_in(NUMBER).await;
    server.add_passkey(&tokens, &mut device).await;
    device.passkey().counter = None;
    for _ in 0..3 {
        subject(&server.come_back(&mut device).await);
    }
}

#[tokio::test]
async fn a_device_without_a_finger_is_one_factor() {
    let (server, mut device) = (Server::dev().await, Device::new());
    device.is_verifying = false;
    let tokens = server.log_in(NUMBER).await;
    server.add_passkey(&tokens, &mut device).await;
    let answer = server.come_back(&mut device).await;
    subject(&answer);
    assert_eq!(payload(&answer.json(), "id_token")["amr"], json!(["pop", "user"]));
    device.is_verifying = true;
    let answer = server.come_back(&mut device).await;
    assert_eq!(payload(&answer.json(), "id_token")["amr"], json!(["pop", "user", "mfa"]));
}

#[tokio::test]
async fn two_people_have_two_passkeys() {
    let (server, tokens, mut device) = with_passkey().await;
    let (other, mut others) = (server.log_in("+447400654321").await, Device::new());
    server.add_passkey(&other, &mut others).await;
    assert_eq!(subject(&server.come_back(&mut others).await), payload(&other, "id_token")["sub"]);
    assert_eq!(subject(&server.come_back(&mut device).await), payload(&tokens, "id_token")["sub"]);
    // A device that says that it is somebody else's.
    let asked = server.challenge().await;
    let mut signed = device.sign(&asked["authn_params_public_key"]);
    signed["response"]["userHandle"] = json!(encode(&others.passkey().user_handle));
    server.trade(&asked, &signed).await.check(403, "invalid_grant");
}

#[tokio::test]
async fn several_processes_share_what_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (Server::on_file(&folder, |_| ()).await, Server::on_file(&folder, |_| ()).await);
    let (tokens, mut device) = (one.log_in(NUMBER).await, Device::new());
    let asked = one.enrollment(&tokens).await;
    let made = device.make(&asked["authn_params_public_key"]);
    assert_eq!(other.verify(&tokens, &asked, &made).await.status, 201);
    let asked = other.challenge().await;
    let signed = device.sign(&asked["authn_params_public_key"]);
    subject(&one.trade(&asked, &signed).await);
    other.trade(&asked, &signed).await.check(403, "invalid_grant");
}

#[tokio::test]
async fn what_an_answer_comes_under_is_kept_as_a_hash() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |_| ()).await;
    let asked = server.challenge().await;
    let session = asked["auth_session"].as_str().unwrap();
    let loot = Loot::of(&folder).await;
    assert!(loot.holds(asked["authn_params_public_key"]["challenge"].as_str().unwrap().as_bytes()), "it is there");
    assert!(!loot.holds(session.as_bytes()) && !loot.holds(&decode(&asked["auth_session"])));
}
