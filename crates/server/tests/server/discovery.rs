//! What the server says about itself, and by which name.

use axum::http::Method;
use passlock_core::protocol::{
    DISCOVERY_PATH, JWKS_PATH, PASSWORDLESS_OTP, REFRESH_TOKEN, TOKEN_PATH, read_discovery, read_keys,
};
use passlock_server::{ClientSecret, Grant, Issuer, Settings};
use serde_json::{Value, json};

use crate::harness::{JSON, NUMBER, Serde, Server, dev_settings, request, token_body};

async fn issuer_for(server: &Server, host: &str) -> Value {
    let request = request(Method::GET, "/.well-known/openid-configuration", &[("host", host)], "");
    server.send(request).await.json()["issuer"].clone()
}

#[tokio::test]
async fn the_document_points_to_what_exists() {
    let server = Server::dev().await;
    let document = server.get("/.well-known/openid-configuration").await.json();
    assert_eq!(document["issuer"], "http://127.0.0.1:4000/");
    assert_eq!(document["token_endpoint"], "http://127.0.0.1:4000/oauth/token");
    assert_eq!(document["jwks_uri"], "http://127.0.0.1:4000/.well-known/jwks.json");
    assert_eq!(document["userinfo_endpoint"], "http://127.0.0.1:4000/userinfo");
    assert_eq!(document["revocation_endpoint"], "http://127.0.0.1:4000/oauth/revoke");
    assert_eq!(document["authorization_endpoint"], "http://127.0.0.1:4000/authorize");
    assert_eq!(document["end_session_endpoint"], "http://127.0.0.1:4000/oidc/logout");
    for endpoint in [
        "token_endpoint",
        "jwks_uri",
        "userinfo_endpoint",
        "revocation_endpoint",
        "authorization_endpoint",
        "end_session_endpoint",
    ] {
        let path = document[endpoint].as_str().unwrap().strip_prefix("http://127.0.0.1:4000").unwrap();
        assert_ne!(server.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_document_names_what_clients_may_do() {
    let mut settings = dev_settings();
    let document = async |settings: &Settings| Server::with(settings.clone()).await.get(DISCOVERY_PATH).await.json();
    let both = document(&settings).await;
    let all = json!([PASSWORDLESS_OTP, REFRESH_TOKEN, "authorization_code", "implicit", crate::device::WEBAUTHN]);
    assert_eq!(both["grant_types_supported"], all);
    assert_eq!(both["response_types_supported"], json!(["code", "token", "id_token", "token id_token"]));
    assert_eq!(both["response_modes_supported"], json!(["query", "fragment", "form_post"]));
    assert_eq!(both["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(both["token_endpoint_auth_methods_supported"], json!(["none"]));
    settings.clients[0].grants = vec![Grant::PasswordlessOtp];
    settings.clients[0].secret = ClientSecret::new(&"s".repeat(32));
    let one = document(&settings).await;
    assert_eq!(one["grant_types_supported"], json!([PASSWORDLESS_OTP]));
    assert_eq!(one["token_endpoint_auth_methods_supported"], json!(["client_secret_post", "client_secret_basic"]));
    assert_eq!((&one["response_types_supported"], one.get("authorization_endpoint")), (&json!([]), None));
    assert_eq!(
        one["scopes_supported"],
        json!(["openid", "profile", "email", "phone", "offline_access", "update:current_user_identities"])
    );
    for claim in ["auth_time", "amr", "nonce", "at_hash", "email", "email_verified"] {
        assert!(one["claims_supported"].as_array().unwrap().contains(&json!(claim)), "{claim}");
    }
}

#[tokio::test]
async fn the_core_reads_the_document_and_the_keys() {
    let server = Server::dev().await;
    let document = server.get(DISCOVERY_PATH).await;
    let document = read_discovery::<Serde>(&document.reply(), server.now()).unwrap();
    assert_eq!(document.issuer, "http://127.0.0.1:4000/");
    assert_eq!(document.id_token_signing_alg_values_supported, ["RS256"]);
    let keys = read_keys::<Serde>(&server.get(JWKS_PATH).await.reply(), server.now()).unwrap();
    let [key] = &keys.keys[..] else { panic!("{keys:?}") };
    assert!(key.kid.is_some(), "{key:?}");
}

#[tokio::test]
async fn in_development_the_issuer_is_the_address_that_was_asked() {
    let server = Server::dev().await;
    for (host, issuer) in [
        ("127.0.0.1:4000", "http://127.0.0.1:4000/"),
        ("localhost:4000", "http://localhost:4000/"),
        ("[::1]:9", "http://[::1]:9/"),
        ("evil.example", "http://127.0.0.1:4000/"),
        ("127.0.0.1.evil.example", "http://127.0.0.1:4000/"),
        ("localhost/evil", "http://127.0.0.1:4000/"),
    ] {
        assert_eq!(issuer_for(&server, host).await, issuer, "{host}");
    }
}

#[tokio::test]
async fn a_fixed_issuer_does_not_listen_to_the_host() {
    let mut settings = dev_settings();
    settings.issuer = Issuer::Fixed("https://login.example/".to_owned());
    let server = Server::with(settings).await;
    for host in ["127.0.0.1:4000", "localhost", "evil.example"] {
        assert_eq!(issuer_for(&server, host).await, "https://login.example/");
    }
}

#[tokio::test]
async fn a_token_from_one_local_name_opens_userinfo_at_another() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    let headers = [JSON, &[("host", "localhost:4000")]].concat();
    let answer = server.send(request(Method::POST, TOKEN_PATH, &headers, &token_body(NUMBER, &code).to_string())).await;
    let bearer = format!("Bearer {}", answer.json()["access_token"].as_str().unwrap());
    let answer = server.send(request(Method::GET, "/userinfo", &[("authorization", &bearer)], "")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn health_is_ok() {
    let answer = Server::dev().await.get("/health").await;
    assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({ "status": "ok" })));
}
