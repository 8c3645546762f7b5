//! A login is renewed, as long and as often as it may (protocol section 2.4).

use std::time::Duration;

use axum::http::Method;
use passlock_core::protocol::{ErrorBody, Reason, RefreshRequest, TOKEN_PATH, read_token};
use passlock_core::session::RefreshToken;
use passlock_server::{Client, Grant};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::harness::{Answer, FORM, NUMBER, Serde, Server, dev_settings, renewal_body, request, token_body};
use crate::keys::verified;

pub(crate) const ALL: &str = "openid profile phone offline_access";
pub(crate) const DAY: Duration = Duration::from_hours(24);

/// New tokens.
#[track_caller]
pub(crate) fn renewed(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

#[track_caller]
pub(crate) fn check_refused(answer: &Answer) {
    answer.check_reason(403, "invalid_grant", Reason::RefreshTokenInvalid);
    assert_eq!(answer.json()["error_description"], "Unknown or invalid refresh token.");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn a_refresh_token_becomes_new_tokens_and_another_refresh_token() {
    let server = Server::dev().await;
    let login = server.stay(NUMBER, ALL).await;
    assert_eq!(login["scope"], ALL);
    server.wait(DAY);
    let answer = server.renew(&login).await;
    let tokens = renewed(&answer);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(
        (&tokens["token_type"], &tokens["expires_in"], &tokens["scope"]),
        (&json!("Bearer"), &json!(86_400), &json!(ALL))
    );
    for name in ["refresh_token", "access_token", "id_token"] {
        assert_ne!(tokens[name], login[name], "{name}");
    }
    assert_eq!(server.userinfo(&login).await.status, 401, "a day has passed");
    assert_eq!(server.userinfo(&tokens).await.json()["phone_number"], NUMBER);
}

#[tokio::test]
async fn a_renewed_id_token_is_of_the_same_login() {
    let server = Server::dev().await;
    let mut body = token_body(NUMBER, &server.code(NUMBER).await);
    body["scope"] = json!(ALL);
    body["nonce"] = json!("n-0S6_WzA2Mj");
    let login = server.post(TOKEN_PATH, &body).await.json();
    let first = verified(&server, &login["id_token"], "demo").await;
    server.wait(DAY);
    let second = verified(&server, &renewed(&server.renew(&login).await)["id_token"], "demo").await;
    // OpenID Connect Core 1.0, section 12.2.
    for claim in ["iss", "sub", "aud", "auth_time"] {
        assert_eq!(first[claim], second[claim], "{claim}");
    }
    assert_eq!(second["iat"], server.now().seconds());
    assert_eq!(second["exp"], server.now().seconds() + 36_000);
    assert_eq!((&first["nonce"], second.get("nonce")), (&json!("n-0S6_WzA2Mj"), None));
    assert_ne!(first["at_hash"], second["at_hash"]);
}

#[tokio::test]
async fn the_issuer_stays_whatever_the_server_is_called_by() {
    let server = Server::dev().await;
    let login = server.stay(NUMBER, ALL).await;
    let headers = [("content-type", "application/json"), ("host", "localhost:4000")];
    let answer = server.send(request(Method::POST, TOKEN_PATH, &headers, &renewal_body(&login).to_string())).await;
    let claims = verified(&server, &renewed(&answer)["id_token"], "demo").await;
    assert_eq!(claims["iss"], "http://127.0.0.1:4000/");
}

#[tokio::test]
async fn the_audience_of_the_login_stays() {
    let server = Server::dev().await;
    let mut body = token_body(NUMBER, &server.code(NUMBER).await);
    body["scope"] = json!(ALL);
    body["audience"] = json!("https://api.example");
    let login = server.post(TOKEN_PATH, &body).await.json();
    let tokens = renewed(&server.renew(&login).await);
    verified(&server, &tokens["access_token"], "https://api.example").await;
}

#[tokio::test]
async fn without_offline_access_there_is_no_refresh_token() {
    let server = Server::dev().await;
    let login = server.log_in(NUMBER).await;
    assert!(login.get("refresh_token").is_none());
    assert_eq!(login["scope"], "openid profile");
}

#[tokio::test]
async fn a_client_without_the_grant_gets_none_and_uses_none() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |_| ()).await;
    let login = server.stay(NUMBER, ALL).await;
    let without = Server::on_file(&folder, |settings| settings.clients[0].grants = vec![Grant::PasswordlessOtp]).await;
    without.renew(&login).await.check_reason(403, "unauthorized_client", Reason::GrantNotAllowed);

    let mut body = token_body(NUMBER, &without.code(NUMBER).await);
    body["scope"] = json!(ALL);
    let answer = without.post(TOKEN_PATH, &body).await.json();
    assert!(answer.get("refresh_token").is_none());
    assert_eq!(answer["scope"], "openid profile phone");
    assert!(!Client::new("shop").may_use(Grant::RefreshToken), "it has to be allowed");
}

#[tokio::test]
async fn a_scope_may_become_narrower_and_never_wider() {
    let server = Server::dev().await;
    let mut tokens = server.stay(NUMBER, "openid profile offline_access").await;
    for (asked, granted, has_id_token) in [
        ("profile offline_access", "profile offline_access", false),
        ("openid", "openid", true),
        // What it was before does not matter; what it was at the login does.
        ("openid profile phone offline_access", "openid profile offline_access", true),
        ("phone", "", false),
    ] {
        let mut body = renewal_body(&tokens);
        body["scope"] = json!(asked);
        let answer = server.post(TOKEN_PATH, &body).await;
        tokens = renewed(&answer);
        assert_eq!(tokens["scope"], granted, "{asked}");
        assert_eq!(tokens.get("id_token").is_some(), has_id_token, "{asked}");
        let claims = verified(&server, &tokens["access_token"], "http://127.0.0.1:4000/userinfo").await;
        assert_eq!(claims["scope"], granted);
    }
    server.userinfo(&tokens).await.check(403, "insufficient_scope");
    assert_eq!(renewed(&server.renew(&tokens).await)["scope"], "openid profile offline_access");
}

#[tokio::test]
async fn what_is_no_token_of_this_server_is_refused_alike() {
    let server = Server::dev().await;
    let login = server.stay(NUMBER, ALL).await;
    let strangers = Server::dev().await.stay(NUMBER, ALL).await;
    for token in ["x", "a.b.c", &"A".repeat(64), &"é".repeat(64), &"A".repeat(10_000)] {
        check_refused(&server.renew(&json!({ "refresh_token": token })).await);
    }
    check_refused(&server.renew(&strangers).await);
    check_refused(&server.renew(&json!({ "refresh_token": login["access_token"] })).await);
    renewed(&server.renew(&login).await);
}

#[tokio::test]
async fn a_token_is_for_its_own_client() {
    let mut settings = dev_settings();
    settings.clients.push(Client { id: "other".to_owned(), ..settings.clients[0].clone() });
    let server = Server::with(settings).await;
    let login = server.stay(NUMBER, ALL).await;
    let mut body = renewal_body(&login);
    body["client_id"] = json!("other");
    check_refused(&server.post(TOKEN_PATH, &body).await);
    renewed(&server.renew(&login).await);
}

#[tokio::test]
async fn parameters_are_there_and_texts() {
    let server = Server::dev().await;
    let login = server.stay(NUMBER, ALL).await;
    for (name, value) in [
        ("refresh_token", Value::Null),
        ("refresh_token", json!("")),
        ("refresh_token", json!(7)),
        ("client_id", Value::Null),
        ("scope", json!(["openid"])),
    ] {
        let mut body = renewal_body(&login);
        body[name] = value;
        server.post(TOKEN_PATH, &body).await.check(400, "invalid_request");
    }
    renewed(&server.renew(&login).await);
}

#[tokio::test]
async fn a_form_is_as_good_as_json() {
    let server = Server::dev().await;
    let login = server.stay(NUMBER, ALL).await;
    let body = renewal_body(&login);
    let pairs = body.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap()));
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    renewed(&server.send(request(Method::POST, TOKEN_PATH, FORM, &form)).await);
}

#[tokio::test]
async fn the_core_renews() {
    let server = Server::dev().await;
    let login = server.stay(NUMBER, ALL).await;
    let token = RefreshToken::new(login["refresh_token"].as_str().unwrap());
    let body = serde_json::to_value(RefreshRequest::new("demo", token)).unwrap();
    let answer = server.post(TOKEN_PATH, &body).await;
    let reply = read_token::<Serde>(&answer.reply(), server.now()).unwrap();
    assert!(reply.refresh_token.is_some() && reply.id_token.is_some());
    let refused: ErrorBody = serde_json::from_value(server.post(TOKEN_PATH, &body).await.json()).unwrap();
    assert_eq!(refused.reason, Some(Reason::RefreshTokenInvalid));
    assert_eq!(refused.error_description, ErrorBody::REFRESH_REFUSED);
}

#[tokio::test]
async fn a_restart_keeps_logins() {
    let folder = tempfile::tempdir().unwrap();
    let login = Server::on_file(&folder, |_| ()).await.stay(NUMBER, ALL).await;
    let after = Server::on_file(&folder, |_| ()).await;
    renewed(&after.renew(&login).await);
    check_refused(&after.renew(&login).await);
}
