//! Accounts that begin with a passkey, where a client lets them.

use std::time::Duration;

use axum::http::Method;
use passlock_core::protocol::{Reason, TOKEN_PATH};
use passlock_server::{Operator, SignUps};
use serde_json::{Value, json};

use crate::device::{Device, METHODS, REGISTER, payload, trade_body};
use crate::harness::{Answer, NUMBER, Server, database_in, dev_settings};

fn body(profile: Value) -> Value {
    json!({ "client_id": "demo", "user_profile": profile })
}

async fn register(server: &Server, profile: Value) -> Value {
    let answer = server.post(REGISTER, &body(profile)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

async fn sign_up(server: &Server, device: &mut Device, profile: Value) -> Answer {
    let asked = register(server, profile).await;
    let made = device.make(&asked["authn_params_public_key"]);
    server.trade(&asked, &made).await
}

#[tokio::test]
async fn a_stranger_gets_an_account_of_its_own_kind() {
    let (server, mut device) = (Server::dev().await, Device::new());
    let profile = json!({ "email": "ann@shop.example", "name": "Ann", "given_name": null });
    let answer = sign_up(&server, &mut device, profile).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let claims = payload(&answer.json(), "id_token");
    let sub = claims["sub"].as_str().unwrap();
    assert!(sub.starts_with("passkey|") && sub.len() == 32, "{sub}");
    assert_eq!(claims["name"], "ann@shop.example");
    assert_eq!(claims["amr"], json!(["pop", "user", "mfa"]));
    // What is not proved is in no claim that somebody might take for proof.
    assert_eq!((claims.get("email"), claims.get("phone_number")), (None, None));
    let again = server.come_back(&mut device).await;
    assert_eq!(payload(&again.json(), "id_token")["sub"], sub);
    assert_eq!(server.userinfo(&again.json()).await.json()["name"], "ann@shop.example");
}

#[tokio::test]
async fn a_number_that_is_only_said_leads_to_nobody_elses_account() {
    let (server, mut device) = (Server::dev().await, Device::new());
    let owner = payload(&server.log_in(NUMBER).await, "id_token")["sub"].clone();
    let answer = sign_up(&server, &mut device, json!({ "phone_number": NUMBER })).await;
    let claims = payload(&answer.json(), "id_token");
    assert_ne!(claims["sub"], owner);
    assert_eq!((claims.get("phone_number"), claims.get("phone_number_verified")), (None, None));
    assert_eq!(payload(&server.log_in(NUMBER).await, "id_token")["sub"], owner, "and stays where it was");
}

#[tokio::test]
async fn the_only_way_in_cannot_be_removed() {
    let (server, mut device) = (Server::dev().await, Device::new());
    let tokens = sign_up(&server, &mut device, json!({ "username": "ann" })).await.json();
    let list = async || server.as_owner(Method::GET, METHODS, &tokens, &Value::Null).await.json();
    let path = |list: &Value| format!("{METHODS}/{}", list["authentication_methods"][0]["id"].as_str().unwrap());
    let answer = server.as_owner(Method::DELETE, &path(&list().await), &tokens, &Value::Null).await;
    answer.check_reason(409, "last_authentication_method", Reason::LastMethod);
    let mut second = Device::new();
    server.wait(Duration::from_secs(1));
    server.add_passkey(&tokens, &mut second).await;
    assert_eq!(server.as_owner(Method::DELETE, &path(&list().await), &tokens, &Value::Null).await.status, 204);
    assert_eq!(server.come_back(&mut second).await.status, 200);
    let answer = server.as_owner(Method::DELETE, &path(&list().await), &tokens, &Value::Null).await;
    answer.check_reason(409, "last_authentication_method", Reason::LastMethod);
}

#[tokio::test]
async fn signing_up_can_begin_a_login_that_lasts() {
    let (server, mut device) = (Server::dev().await, Device::new());
    let asked = register(&server, json!({ "username": "ann" })).await;
    let made = device.make(&asked["authn_params_public_key"]);
    let mut request = trade_body(&asked, &made);
    request["scope"] = json!("openid offline_access");
    let tokens = server.post(TOKEN_PATH, &request).await.json();
    let renewed = server.renew(&tokens).await;
    assert_eq!(payload(&renewed.json(), "id_token")["sub"], payload(&tokens, "id_token")["sub"]);
}

#[tokio::test]
async fn one_passkey_is_one_account() {
    let (server, mut device) = (Server::dev().await, Device::new());
    let tokens = server.log_in(NUMBER).await;
    let asked = register(&server, json!({ "username": "ann" })).await;
    let made = device.make(&asked["authn_params_public_key"]);
    assert_eq!(server.trade(&asked, &made).await.status, 200);
    // The same once more, as somebody could who has seen it go by.
    let again = register(&server, json!({ "username": "bob" })).await;
    server.trade(&again, &made).await.check_reason(403, "invalid_grant", Reason::PasskeyRefused);
    drop(tokens);
}

#[tokio::test]
async fn an_operator_deals_with_them_by_their_id() {
    let folder = tempfile::tempdir().unwrap();
    let (server, mut device) = (Server::on_file(&folder, |_| ()).await, Device::new());
    let tokens = sign_up(&server, &mut device, json!({ "username": "ann" })).await.json();
    let sub = payload(&tokens, "id_token")["sub"].as_str().unwrap().to_owned();
    let id = sub.strip_prefix("passkey|").unwrap();
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    let account = operator.passkey_account(id).await.unwrap().unwrap();
    assert_eq!((account.subject, account.passkeys.len()), (sub.clone(), 1));
    assert!(operator.block_passkey_account(id, Some(server.now())).await.unwrap());
    server.come_back(&mut device).await.check_reason(401, "unauthorized", Reason::UserBlocked);
    assert!(operator.block_passkey_account(id, None).await.unwrap());
    assert_eq!(server.come_back(&mut device).await.status, 200);
    assert!(operator.delete_passkey_account(id).await.unwrap());
    server.come_back(&mut device).await.check_reason(403, "invalid_grant", Reason::PasskeyUnknown);
    assert!(!operator.delete_passkey_account(id).await.unwrap());
    assert_eq!(operator.passkey_account(id).await.unwrap(), None);
}

#[tokio::test]
async fn nobody_signs_up_where_it_is_not_said() {
    let check = async |change: fn(&mut passlock_server::Settings)| {
        let mut settings = dev_settings();
        change(&mut settings);
        let answer = Server::with(settings).await.post(REGISTER, &body(json!({ "username": "ann" }))).await;
        answer.check_reason(403, "access_denied", Reason::SignUpsClosed);
    };
    check(|settings| settings.clients[0].passkeys.takes_newcomers = false).await;
    check(|settings| settings.sign_ups = SignUps::Closed).await;
    check(|settings| settings.sign_ups = SignUps::Listed(Vec::new())).await;
}

#[tokio::test]
async fn a_profile_is_read_as_auth0_reads_it() {
    let server = Server::dev().await;
    for wrong in [
        json!(null),
        json!("ann"),
        json!({}),
        json!({ "name": "Ann" }),
        json!({ "email": "" }),
        json!({ "email": "ann" }),
        json!({ "phone_number": "07400 123456" }),
        json!({ "username": "ann", "nickname": 7 }),
        json!({ "username": "ann", "role": "admin" }),
        json!({ "username": "x".repeat(301) }),
        json!({ "username": "a\u{0}b" }),
    ] {
        server.post(REGISTER, &body(wrong)).await.check(400, "invalid_request");
    }
    let mut request = body(json!({ "username": "ann" }));
    request["user_metadata"] = json!({ "favourite": "blue" });
    assert_eq!(server.post(REGISTER, &request).await.status, 200);
    for wrong in [json!("blue"), json!({ "favourite": 7 }), json!([])] {
        request["user_metadata"] = wrong;
        server.post(REGISTER, &request).await.check(400, "invalid_request");
    }
}

#[tokio::test]
async fn a_browser_is_told_what_to_make() {
    let server = Server::dev().await;
    let asked = register(&server, json!({ "email": "ann@shop.example", "name": "Ann" })).await;
    let asked = &asked["authn_params_public_key"];
    assert_eq!((&asked["user"]["name"], &asked["user"]["displayName"]), (&json!("ann@shop.example"), &json!("Ann")));
    assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(asked["timeout"], 300_000);
    let other = register(&server, json!({ "email": "ann@shop.example" })).await;
    assert_ne!(other["authn_params_public_key"]["user"]["id"], asked["user"]["id"]);
}
