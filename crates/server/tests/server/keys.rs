//! Tokens verify by the published keys, and the keys stay.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use passlock_core::protocol::{ErrorBody, TOKEN_PATH};
use passlock_server::{ClientSecret, CodeKeyText, Settings};
use serde_json::{Value, json};

use crate::harness::{NUMBER, Server, database_in, dev_settings, token_body};
use crate::place::{number, run};

/// What a stranger learns who has nothing but the token and the address of the keys.
pub(crate) async fn verified(server: &Server, token: &Value, audience: &str) -> Value {
    let token = token.as_str().unwrap();
    let keys: JwkSet = serde_json::from_str(&server.get("/.well-known/jwks.json").await.text).unwrap();
    let header = decode_header(token).unwrap();
    assert_eq!(header.alg, Algorithm::RS256);
    let key = DecodingKey::from_jwk(keys.find(&header.kid.unwrap()).unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_issuer(&["http://127.0.0.1:4000/", "https://login.example/"]);
    validation.set_audience(&[audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // The clock is invented.
    validation.validate_exp = false;
    decode::<Value>(token, &key, &validation).unwrap().claims
}

/// OpenID Connect Core 1.0, section 3.1.3.6.
fn at_hash(token: &Value) -> String {
    let hash = digest(&SHA256, token.as_str().unwrap().as_bytes());
    URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16])
}

/// The answer to a login with these scopes and this audience.
async fn grant(server: &Server, scope: Option<&str>, audience: Option<&str>) -> Value {
    let code = server.code(NUMBER).await;
    let mut body = token_body(NUMBER, &code);
    body["scope"] = json!(scope);
    body["audience"] = json!(audience);
    let answer = server.post(TOKEN_PATH, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

#[tokio::test]
async fn an_id_token_says_who_logged_in() {
    let server = Server::dev().await;
    let tokens = grant(&server, Some("openid profile"), None).await;
    let claims = verified(&server, &tokens["id_token"], "demo").await;
    let now = server.now().seconds();
    let id = claims["sub"].as_str().unwrap().strip_prefix("sms|").unwrap();
    let expected = json!({
        "iss": "http://127.0.0.1:4000/", "aud": "demo", "iat": now, "exp": now + 36_000, "sub": format!("sms|{id}"),
        "auth_time": now, "at_hash": at_hash(&tokens["access_token"]),
        "name": "+44 7400 123456", "nickname": "+44 7400 123456",
        "picture": format!("http://127.0.0.1:4000/avatars/{id}.svg"),
        "phone_number": NUMBER, "phone_number_verified": true, "updated_at": "2026-03-01T12:00:00Z",
    });
    assert_eq!(claims, expected);
    let picture = claims["picture"].as_str().unwrap().strip_prefix("http://127.0.0.1:4000").unwrap();
    assert_eq!(server.get(picture).await.status, 200);
}

#[tokio::test]
async fn an_access_token_is_for_userinfo_and_the_audience() {
    let server = Server::dev().await;
    let tokens = grant(&server, Some("openid"), None).await;
    let userinfo = "http://127.0.0.1:4000/userinfo";
    let claims = verified(&server, &tokens["access_token"], userinfo).await;
    let now = server.now().seconds();
    assert_eq!((&claims["exp"], &claims["azp"]), (&json!(now + 86_400), &json!("demo")));
    assert_eq!((&claims["aud"], &claims["scope"]), (&json!(userinfo), &json!("openid")));

    let tokens = grant(&server, Some("openid"), Some("https://api.example")).await;
    let claims = verified(&server, &tokens["access_token"], "https://api.example").await;
    assert_eq!(claims["aud"], json!(["https://api.example", userinfo]));
}

#[tokio::test]
async fn scopes_decide_what_is_told() {
    let server = Server::dev().await;
    for (asked, granted, told) in [
        (None, "openid profile", &["name", "phone_number"][..]),
        (Some("openid"), "openid", &[]),
        (Some("phone openid"), "openid phone", &["phone_number"]),
        (Some("openid profile email read:all"), "openid profile email", &["name", "phone_number"]),
    ] {
        let tokens = grant(&server, asked, None).await;
        assert_eq!(tokens["scope"], granted);
        assert!(tokens.get("refresh_token").is_none());
        let claims = verified(&server, &tokens["id_token"], "demo").await;
        assert!(claims["sub"].is_string());
        for claim in ["name", "phone_number"] {
            assert_eq!(claims.get(claim).is_some(), told.contains(&claim), "{claim} for {asked:?}");
        }
    }
}

#[tokio::test]
async fn without_openid_there_is_no_id_token() {
    let server = Server::dev().await;
    let tokens = grant(&server, Some("profile"), None).await;
    assert!(tokens.get("id_token").is_none());
    assert_eq!(tokens["scope"], "profile");
}

#[tokio::test]
async fn only_public_halves_are_published() {
    let keys = Server::dev().await.get("/.well-known/jwks.json").await.json();
    let key = keys["keys"][0].as_object().unwrap().clone();
    let names: Vec<_> = key.keys().map(String::as_str).collect();
    assert_eq!(names, ["alg", "e", "kid", "kty", "n", "use"]);
    assert_eq!((&key["alg"], &key["use"], &key["kty"]), (&json!("RS256"), &json!("sig"), &json!("RSA")));
}

#[tokio::test]
async fn a_restart_keeps_keys_codes_and_people() {
    let folder = tempfile::tempdir().unwrap();
    let url = database_in(&folder);
    let settings = || Settings::dev(&url, "http://127.0.0.1:4000/");
    let before = Server::with(settings()).await;
    let tokens = before.log_in(NUMBER).await;
    let code = before.code(NUMBER).await;
    let after = Server::with(settings()).await;
    let claims = verified(&after, &tokens["id_token"], "demo").await;
    let answer = after.redeem(NUMBER, &code).await;
    assert_eq!(verified(&before, &answer.json()["id_token"], "demo").await["sub"], claims["sub"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_start_at_once_agree_on_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let url = database_in(&folder);
    let start = || Server::with(Settings::dev(&url, "http://127.0.0.1:4000/"));
    let servers = tokio::join!(start(), start(), start(), start());
    let keys = async |server: Server| server.get("/.well-known/jwks.json").await.json();
    let first = keys(servers.0).await;
    assert_eq!(first["keys"].as_array().unwrap().len(), 1);
    for server in [servers.1, servers.2, servers.3] {
        assert_eq!(keys(server).await, first);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_start_at_once_make_one_key_of_each_kind() {
    let folder = tempfile::tempdir().unwrap();
    let url = database_in(&folder);
    drop(Server::on_file(&folder, |_| ()).await);
    for _ in 0..5 {
        // The tables are there, so that all of them come to the keys at the same moment.
        run(&url, "DELETE FROM keys").await;
        let start = || Server::on_file(&folder, |_| ());
        drop(tokio::join!(start(), start(), start(), start(), start(), start()));
        assert_eq!(number(&url, "SELECT count(*) FROM keys").await, 2);
    }
}

#[tokio::test]
async fn a_code_made_with_one_key_is_wrong_under_another() {
    let folder = tempfile::tempdir().unwrap();
    let url = database_in(&folder);
    let with_key = |text: &str| {
        let code_key = Some(CodeKeyText::new(text).unwrap());
        Server::with(Settings { code_key, ..Settings::dev(&url, "http://127.0.0.1:4000/") })
    };
    let code = with_key(&"a".repeat(32)).await.code(NUMBER).await;
    let other = with_key(&"b".repeat(32)).await.redeem(NUMBER, &code).await;
    other.check_grant(ErrorBody::WRONG_CODE, Some(2));
    assert_eq!(with_key(&"a".repeat(32)).await.redeem(NUMBER, &code).await.status, 200);
}

#[test]
fn a_short_key_is_none_and_no_key_prints() {
    assert!(CodeKeyText::new("too short").is_none());
    let mut settings = dev_settings();
    settings.code_key = CodeKeyText::new(&"hidden".repeat(8));
    settings.clients[0].secret = ClientSecret::new(&"hidden".repeat(8));
    assert!(!format!("{settings:?}").contains("hidden"));
}
