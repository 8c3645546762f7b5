//! Several numbers and addresses for one account: linked by who has proved both, and taken apart again.

use std::time::Duration;

use axum::http::Method;
use passlock_core::protocol::{START_PATH, TOKEN_PATH};
use passlock_server::{EmailAddress, Identity, Operator};
use serde_json::{Value, json};

use crate::device::{Device, METHODS, REGISTER, trade_body};
use crate::emails::{ADDRESS, email_code, email_start, email_token, log_in_by_email};
use crate::harness::{Answer, JSON, NUMBER, OTHER_NUMBER, PAGE, Server, database_in, request, token_body};
use crate::keys::verified;

const SCOPE: &str = "openid profile email phone offline_access update:current_user_identities";

async fn by_number(server: &Server, number: &str) -> Value {
    let mut body = token_body(number, &server.code(number).await);
    body["scope"] = json!(SCOPE);
    server.post(TOKEN_PATH, &body).await.json()
}

#[tokio::test]
async fn a_passkey_follows_its_person_into_the_other_account_and_back() {
    let (server, mut device) = (Server::dev().await, Device::new());
    let (phone, email) = (by_number(&server, NUMBER).await, log_in_by_email(&server, ADDRESS, SCOPE).await);
    server.add_passkey(&email, &mut device).await;
    assert_eq!(link(&server, &phone, &email).await.status, 201);
    let back = server.come_back(&mut device).await.json();
    assert_eq!(sub(&server, &back).await, sub(&server, &phone).await);
    let part = sub(&server, &email).await;
    assert_eq!(unlink(&server, &phone, "email", part.strip_prefix("email|").unwrap()).await.status, 200);
    let back = server.come_back(&mut device).await.json();
    assert_eq!(sub(&server, &back).await, part);
}

#[tokio::test]
async fn somebody_who_came_with_a_passkey_adds_a_number_and_can_lose_the_passkey() {
    let (server, mut device) = (Server::dev().await, Device::new());
    let profile = json!({ "username": "ann" });
    let asked = server.post(REGISTER, &json!({ "client_id": "demo", "user_profile": profile })).await.json();
    let made = device.make(&asked["authn_params_public_key"]);
    let mut body = trade_body(&asked, &made);
    body["scope"] = json!(SCOPE);
    let tokens = server.post(TOKEN_PATH, &body).await.json();
    let answer = link(&server, &tokens, &by_number(&server, NUMBER).await).await;
    assert_eq!((&answer.json()[0]["connection"], &answer.json()[0]["profileData"]), (&json!("passkey"), &json!({})));
    assert_eq!(sub(&server, &by_number(&server, NUMBER).await).await, sub(&server, &tokens).await);
    let listed = server.as_owner(Method::GET, METHODS, &tokens, &Value::Null).await.json();
    let path = format!("{METHODS}/{}", listed["authentication_methods"][0]["id"].as_str().unwrap());
    assert_eq!(server.as_owner(Method::DELETE, &path, &tokens, &Value::Null).await.status, 204);
}

async fn sub(server: &Server, tokens: &Value) -> String {
    verified(server, &tokens["id_token"], "demo").await["sub"].as_str().unwrap().to_owned()
}

async fn send(server: &Server, method: Method, path: &str, tokens: &Value, body: &Value) -> Answer {
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let headers = [JSON, &[("authorization", bearer.as_str()), ("origin", PAGE)]].concat();
    server.send(request(method, &path.replace('|', "%7C"), &headers, &body.to_string())).await
}

async fn link(server: &Server, tokens: &Value, other: &Value) -> Answer {
    let path = format!("/api/v2/users/{}/identities", sub(server, tokens).await);
    send(server, Method::POST, &path, tokens, &json!({ "link_with": other["id_token"] })).await
}

async fn unlink(server: &Server, tokens: &Value, provider: &str, id: &str) -> Answer {
    let path = format!("/api/v2/users/{}/identities/{provider}/{id}", sub(server, tokens).await);
    send(server, Method::DELETE, &path, tokens, &json!(null)).await
}

/// For those who look what the server tells of it.
pub(crate) async fn linked_and_unlinked(server: &Server) {
    let (phone, email) = (by_number(server, NUMBER).await, log_in_by_email(server, ADDRESS, "openid").await);
    assert_eq!(link(server, &phone, &email).await.status, 201);
    let id = sub(server, &email).await;
    assert_eq!(unlink(server, &phone, "email", id.strip_prefix("email|").unwrap()).await.status, 200);
}

#[tokio::test]
async fn an_address_comes_into_the_account_of_a_number() {
    let server = Server::dev().await;
    let (phone, email) = (by_number(&server, NUMBER).await, log_in_by_email(&server, ADDRESS, SCOPE).await);
    let (account, part) = (sub(&server, &phone).await, sub(&server, &email).await);
    let answer = link(&server, &phone, &email).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let id = |sub: &str| sub.split_once('|').unwrap().1.to_owned();
    let expected = json!([
        {
            "connection": "sms", "provider": "sms", "user_id": id(&account), "isSocial": false,
            "profileData": { "phone_number": NUMBER, "phone_verified": true },
        },
        {
            "connection": "email", "provider": "email", "user_id": id(&part), "isSocial": false,
            "profileData": { "email": ADDRESS, "email_verified": true },
        },
    ]);
    assert_eq!(answer.json(), expected);

    let again = log_in_by_email(&server, ADDRESS, SCOPE).await;
    assert_eq!(sub(&server, &again).await, account, "either way leads to the one account");
    assert_eq!(server.userinfo(&again).await.json()["phone_number"], NUMBER);
    assert_eq!(sub(&server, &by_number(&server, NUMBER).await).await, account);
    server.renew(&email).await.check(403, "invalid_grant");
    server.userinfo(&email).await.check(401, "invalid_token");
    assert_eq!(server.renew(&phone).await.status, 200, "who linked stays logged in");
    link(&server, &again, &again).await.check(409, "identity_conflict");

    let rest = unlink(&server, &again, "email", &id(&part)).await;
    assert_eq!((rest.status.as_u16(), rest.json().as_array().unwrap().len()), (200, 1));
    let apart = log_in_by_email(&server, ADDRESS, SCOPE).await;
    assert_eq!(sub(&server, &apart).await, part, "it is what it was before");
    unlink(&server, &again, "email", &id(&part)).await.check(404, "not_found");
    unlink(&server, &again, "sms", &id(&account)).await.check(404, "not_found");
}

#[tokio::test]
async fn a_page_may_ask_to_unlink() {
    let server = Server::dev().await;
    let headers = [
        ("origin", PAGE),
        ("access-control-request-method", "DELETE"),
        ("access-control-request-headers", "authorization"),
    ];
    let answer = server.send(request(Method::OPTIONS, "/api/v2/users/sms%7Cx/identities/email/y", &headers, "")).await;
    assert!(answer.header("access-control-allow-methods").unwrap().contains("DELETE"), "{answer:?}");
    assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE));
}

#[tokio::test]
async fn what_belongs_to_an_account_goes_with_it() {
    let server = Server::dev().await;
    let email = log_in_by_email(&server, ADDRESS, SCOPE).await;
    assert_eq!(link(&server, &email, &by_number(&server, NUMBER).await).await.status, 201);
    let other = by_number(&server, OTHER_NUMBER).await;
    let all = link(&server, &other, &log_in_by_email(&server, ADDRESS, SCOPE).await).await;
    assert_eq!((all.status.as_u16(), all.json().as_array().unwrap().len()), (201, 3), "{}", all.text);
    let account = sub(&server, &other).await;
    assert_eq!(sub(&server, &by_number(&server, NUMBER).await).await, account);
    assert_eq!(sub(&server, &log_in_by_email(&server, ADDRESS, SCOPE).await).await, account);
}

#[tokio::test]
async fn both_logins_are_proved_by_tokens_made_for_that() {
    let server = Server::dev().await;
    let (phone, email) = (by_number(&server, NUMBER).await, log_in_by_email(&server, ADDRESS, SCOPE).await);
    let path = format!("/api/v2/users/{}/identities", sub(&server, &phone).await);
    for link_with in [json!(null), json!(7), json!("a.b.c"), email["access_token"].clone()] {
        let answer = send(&server, Method::POST, &path, &phone, &json!({ "link_with": link_with })).await;
        answer.check(400, "invalid_request");
    }
    let body = json!({ "link_with": email["id_token"] });
    server
        .send(request(Method::POST, &path.replace('|', "%7C"), JSON, &body.to_string()))
        .await
        .check(401, "invalid_token");
    send(&server, Method::POST, &path, &email, &body).await.check(403, "access_denied");
    let usual = server.log_in(NUMBER).await;
    let refused = send(&server, Method::POST, &path, &usual, &body).await;
    refused.check(403, "insufficient_scope");
    let challenge = refused.header("www-authenticate").unwrap();
    assert!(challenge.contains("scope=\"update:current_user_identities\""), "{challenge}");
    server.wait(Duration::from_mins(10));
    send(&server, Method::POST, &path, &phone, &body).await.check(400, "invalid_request");
    assert_eq!(sub(&server, &log_in_by_email(&server, ADDRESS, SCOPE).await).await, sub(&server, &email).await);
}

#[tokio::test]
async fn an_operator_shuts_out_and_forgets_the_whole_account() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |_| ()).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    let address = || Identity::from(&EmailAddress::read(ADDRESS).unwrap());
    let phone = by_number(&server, NUMBER).await;
    assert_eq!(link(&server, &phone, &log_in_by_email(&server, ADDRESS, SCOPE).await).await.status, 201);
    let account = operator.account(address()).await.unwrap().unwrap();
    assert_eq!(account.subject, sub(&server, &phone).await);
    let code = email_code(&server, ADDRESS).await;
    assert!(operator.block_user(address(), server.now()).await.unwrap());
    server.post(TOKEN_PATH, &email_token(ADDRESS, &code)).await.check(401, "unauthorized");
    server.userinfo(&phone).await.check(401, "invalid_token");
    let before = server.outbox().await.len();
    assert_eq!(server.post(START_PATH, &email_start(ADDRESS)).await.status, 200);
    assert_eq!(server.outbox().await.len(), before, "neither way brings a message");
    assert!(operator.unblock_user(address()).await.unwrap());
    assert!(operator.delete_user(address(), None, server.now()).await.unwrap());
    assert!(server.outbox().await.is_empty(), "messages to the number are gone as well");
    assert!(operator.account(address()).await.unwrap().is_none());
    assert_ne!(sub(&server, &by_number(&server, NUMBER).await).await, account.subject);
}
