//! A login is ended for good (protocol section 2.4; RFC 7009).

use axum::http::Method;
use passlock_core::protocol::{REVOKE_PATH, RevokeRequest, TOKEN_PATH};
use passlock_core::session::RefreshToken;
use passlock_server::{Client, ClientSecret};
use serde_json::{Value, json};

use crate::harness::{Answer, FORM, JSON, NUMBER, PAGE, Server, dev_settings, renewal_body, request};

const ALL: &str = "openid profile offline_access";

async fn revoke(server: &Server, tokens: &Value) -> Answer {
    server.post(REVOKE_PATH, &json!({ "client_id": "demo", "token": tokens["refresh_token"] })).await
}

#[track_caller]
fn check_done(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, ""));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn an_ended_login_is_not_renewed() {
    let server = Server::dev().await;
    let (login, other) = (server.stay(NUMBER, ALL).await, server.stay(NUMBER, ALL).await);
    check_done(&revoke(&server, &login).await);
    server.renew(&login).await.check(403, "invalid_grant");
    check_done(&revoke(&server, &login).await);
    assert_eq!(server.renew(&other).await.status, 200, "the person's other logins go on");
}

#[tokio::test]
async fn any_token_of_a_login_ends_all_of_it() {
    let server = Server::dev().await;
    let first = server.stay(NUMBER, ALL).await;
    let second = server.renew(&first).await.json();
    let third = server.renew(&second).await.json();
    check_done(&revoke(&server, &first).await);
    server.renew(&third).await.check(403, "invalid_grant");
}

#[tokio::test]
async fn what_is_unknown_is_as_good_as_ended() {
    let server = Server::dev().await;
    let login = server.stay(NUMBER, ALL).await;
    for token in [json!("x"), json!("A".repeat(64)), login["access_token"].clone(), login["id_token"].clone()] {
        check_done(&revoke(&server, &json!({ "refresh_token": token })).await);
    }
    assert_eq!(server.renew(&login).await.status, 200);
}

#[tokio::test]
async fn anothers_login_goes_on() {
    let mut settings = dev_settings();
    settings.clients.push(Client { id: "other".to_owned(), ..settings.clients[0].clone() });
    let server = Server::with(settings).await;
    let login = server.stay(NUMBER, ALL).await;
    let body = json!({ "client_id": "other", "token": login["refresh_token"] });
    check_done(&server.post(REVOKE_PATH, &body).await);
    assert_eq!(server.renew(&login).await.status, 200);
}

#[tokio::test]
async fn parameters_must_be_there() {
    let server = Server::dev().await;
    for body in
        [json!({}), json!({ "client_id": "demo" }), json!({ "token": "x" }), json!({ "client_id": "demo", "token": 1 })]
    {
        server.post(REVOKE_PATH, &body).await.check(400, "invalid_request");
    }
    server.post(REVOKE_PATH, &json!({ "client_id": "nobody", "token": "x" })).await.check(401, "invalid_client");
}

#[tokio::test]
async fn a_form_and_a_hint_are_fine() {
    let server = Server::dev().await;
    let login = server.stay(NUMBER, ALL).await;
    let token = login["refresh_token"].as_str().unwrap();
    let form = format!("client_id=demo&token={token}&token_type_hint=refresh_token");
    check_done(&server.send(request(Method::POST, REVOKE_PATH, FORM, &form)).await);
    server.renew(&login).await.check(403, "invalid_grant");
}

#[tokio::test]
async fn the_core_ends_a_login() {
    let server = Server::dev().await;
    let login = server.stay(NUMBER, ALL).await;
    let token = RefreshToken::new(login["refresh_token"].as_str().unwrap());
    let body = serde_json::to_value(RevokeRequest { client_id: "demo".to_owned(), token }).unwrap();
    check_done(&server.post(REVOKE_PATH, &body).await);
    server.renew(&login).await.check(403, "invalid_grant");
}

#[tokio::test]
async fn pages_may_end_logins_of_their_own_client() {
    let server = Server::dev().await;
    let login = server.stay(NUMBER, ALL).await;
    let body = json!({ "client_id": "demo", "token": login["refresh_token"] }).to_string();
    let from = async |origin: &str| {
        server.send(request(Method::POST, REVOKE_PATH, &[JSON, &[("origin", origin)]].concat(), &body)).await
    };
    from("https://evil.example").await.check(403, "origin_not_allowed");
    let answer = from(PAGE).await;
    check_done(&answer);
    assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE));
}

#[tokio::test]
async fn a_client_with_a_secret_proves_itself() {
    let secret = "s".repeat(32);
    let mut settings = dev_settings();
    settings.clients[0].secret = ClientSecret::new(&secret);
    let server = Server::with(settings).await;
    let proved = |mut body: Value| {
        body["client_secret"] = json!(secret);
        body
    };
    let code = {
        let answer = server.post("/passwordless/start", &proved(crate::harness::start_body(NUMBER))).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        server.outbox().await[0]["code"].as_str().unwrap().to_owned()
    };
    let mut body = proved(crate::harness::token_body(NUMBER, &code));
    body["scope"] = json!(ALL);
    let login = server.post(TOKEN_PATH, &body).await.json();
    revoke(&server, &login).await.check(401, "invalid_client");
    server.renew(&login).await.check(401, "invalid_client");
    let answer = server.post(TOKEN_PATH, &proved(renewal_body(&login))).await;
    assert_eq!(answer.status, 200, "nothing was used up: {}", answer.text);
    let body = proved(json!({ "client_id": "demo", "token": login["refresh_token"] }));
    check_done(&server.post(REVOKE_PATH, &body).await);
    server.post(TOKEN_PATH, &proved(renewal_body(&answer.json()))).await.check(403, "invalid_grant");
}
