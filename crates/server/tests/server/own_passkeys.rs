//! What people do with their own passkeys: add, look at, name, remove.

use std::time::Duration;

use axum::http::Method;
use passlock_core::protocol::Reason;
use serde_json::{Value, json};

use crate::device::{Device, METHODS, payload};
use crate::harness::{Answer, NUMBER, OTHER_NUMBER, PAGE, Server, request, token_body};

fn path(method: &Value) -> String {
    format!("{METHODS}/{}", method["id"].as_str().unwrap())
}

async fn list(server: &Server, tokens: &Value) -> Vec<Value> {
    let answer = server.as_owner(Method::GET, METHODS, tokens, &Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["authentication_methods"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_browser_is_asked_for_a_passkey_that_can_be_found_again() {
    let server = Server::dev().await;
    let tokens = server.log_in(NUMBER).await;
    let answer = server.as_owner(Method::POST, METHODS, &tokens, &json!({ "type": "passkey" })).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    assert_eq!(
        answer.header("location"),
        Some("http://127.0.0.1:4000/me/v1/authentication-methods/passkey%7Cnew"),
        "where the answer goes, with /verify"
    );
    let asked = &answer.json()["authn_params_public_key"];
    assert_eq!(asked["rp"], json!({ "id": "localhost", "name": "localhost" }));
    assert_eq!(asked["user"]["name"], "+44 7400 123456", "what the device shows");
    let selection = json!({ "residentKey": "required", "requireResidentKey": true, "userVerification": "preferred" });
    assert_eq!(asked["authenticatorSelection"], selection);
    assert_eq!(asked["attestation"], "none");
    let algorithms: Vec<_> = asked["pubKeyCredParams"].as_array().unwrap().iter().map(|one| &one["alg"]).collect();
    assert_eq!(algorithms, [-7, -257]);
    assert_eq!(asked.get("excludeCredentials"), None, "there is none yet");
}

#[tokio::test]
async fn a_device_is_told_which_passkeys_there_are() {
    let (server, mut device) = (Server::dev().await, Device::new());
    let tokens = server.log_in(NUMBER).await;
    let method = server.add_passkey(&tokens, &mut device).await;
    let asked = server.enrollment(&tokens).await;
    let known = json!([{ "type": "public-key", "id": method["key_id"] }]);
    assert_eq!(asked["authn_params_public_key"]["excludeCredentials"], known);
    // One that does not listen.
    let again = server.enrollment(&tokens).await;
    let made = device.make(&asked["authn_params_public_key"]);
    assert_eq!(server.verify(&tokens, &asked, &made).await.status, 201, "it is another one");
    let taken = server.verify(&tokens, &again, &made).await;
    taken.check_reason(403, "invalid_grant", Reason::PasskeyRefused);
}

#[tokio::test]
async fn a_passkey_is_described_as_auth0_describes_it() {
    let (server, mut device) = (Server::dev().await, Device::new());
    let tokens = server.log_in(NUMBER).await;
    let method = server.add_passkey(&tokens, &mut device).await;
    let sub = payload(&tokens, "id_token")["sub"].as_str().unwrap().to_owned();
    assert_eq!(format!("sms|{}", method["identity_user_id"].as_str().unwrap()), sub);
    assert_eq!(method["created_at"], "2026-03-01T12:00:00.000Z");
    assert_eq!(method["aaguid"], "dadadada-dada-dada-dada-dadadadadada");
    assert_eq!((&method["relying_party_id"], &method["type"]), (&json!("localhost"), &json!("passkey")));
    assert_eq!((method.get("name"), method.get("last_used_at")), (None, None));
    assert_eq!(list(&server, &tokens).await[0], method);
    server.wait(Duration::from_millis(1500));
    assert_eq!(server.come_back(&mut device).await.status, 200);
    let shown = server.as_owner(Method::GET, &path(&method), &tokens, &Value::Null).await.json();
    assert_eq!(shown["last_used_at"], "2026-03-01T12:00:01.500Z");
    assert_eq!(shown["last_auth_at"], shown["last_used_at"]);
}

#[tokio::test]
async fn a_passkey_that_is_in_a_cloud_says_so_and_stays_what_it_was() {
    let (server, mut device) = (Server::dev().await, Device::new());
    let tokens = server.log_in(NUMBER).await;
    let single = server.add_passkey(&tokens, &mut Device::new()).await;
    let fate = |method: &Value| (method["credential_device_type"].clone(), method["credential_backed_up"].clone());
    assert_eq!(fate(&single), (json!("single_device"), json!(false)));
    device.is_backing_up = true;
    let method = server.add_passkey(&tokens, &mut device).await;
    assert_eq!(fate(&method), (json!("multi_device"), json!(true)));
    assert_eq!(server.come_back(&mut device).await.status, 200);
    // Whether it may be copied is decided when it is made (Web Authentication, section 6.1.3).
    device.is_backing_up = false;
    server.come_back(&mut device).await.check_reason(403, "invalid_grant", Reason::PasskeyRefused);
}

#[tokio::test]
async fn a_passkey_has_the_name_that_its_owner_gives_it() {
    let server = Server::dev().await;
    let tokens = server.log_in(NUMBER).await;
    let method = server.add_passkey(&tokens, &mut Device::new()).await;
    let name =
        async |name: Value| server.as_owner(Method::PATCH, &path(&method), &tokens, &json!({ "name": name })).await;
    assert_eq!(name(json!("Ann's phone 📱")).await.json()["name"], "Ann's phone 📱");
    assert_eq!(list(&server, &tokens).await[0]["name"], "Ann's phone 📱");
    for wrong in [json!("x".repeat(101)), json!("a\nb"), json!(7), json!(["a"])] {
        name(wrong).await.check(400, "invalid_request");
    }
    let nameless = server.as_owner(Method::PATCH, &path(&method), &tokens, &json!({})).await;
    nameless.check(400, "invalid_request");
    assert_eq!(name(Value::Null).await.json().get("name"), None);
}

#[tokio::test]
async fn what_is_somebody_elses_is_not_there() {
    let server = Server::dev().await;
    let (ann, bob) = (server.log_in(NUMBER).await, server.log_in(OTHER_NUMBER).await);
    let method = server.add_passkey(&ann, &mut Device::new()).await;
    assert_eq!(list(&server, &bob).await, [] as [Value; 0]);
    for id in [method["id"].as_str().unwrap(), "passkey|none", "sms|x", "x", "passkey%7Cnew"] {
        let path = format!("{METHODS}/{id}");
        server.as_owner(Method::GET, &path, &bob, &Value::Null).await.check(404, "not_found");
        server.as_owner(Method::PATCH, &path, &bob, &json!({ "name": "mine" })).await.check(404, "not_found");
        server.as_owner(Method::DELETE, &path, &bob, &Value::Null).await.check(404, "not_found");
    }
    let verify = format!("{METHODS}/x/verify");
    server.as_owner(Method::POST, &verify, &bob, &json!({})).await.check(404, "not_found");
    assert_eq!(list(&server, &ann).await, [method]);
}

#[tokio::test]
async fn a_person_lists_and_removes_them_one_by_one() {
    let server = Server::dev().await;
    let tokens = server.log_in(NUMBER).await;
    let (one, other) =
        (server.add_passkey(&tokens, &mut Device::new()).await, server.add_passkey(&tokens, &mut Device::new()).await);
    assert_eq!(list(&server, &tokens).await.len(), 2);
    let of_type = |kind: &str| format!("{METHODS}?type={kind}");
    let answer = server.as_owner(Method::GET, &of_type("passkey"), &tokens, &Value::Null).await;
    assert_eq!(answer.json()["authentication_methods"].as_array().unwrap().len(), 2);
    let answer = server.as_owner(Method::GET, &of_type("totp"), &tokens, &Value::Null).await;
    assert_eq!(answer.json()["authentication_methods"], json!([]));
    assert_eq!(server.as_owner(Method::DELETE, &path(&one), &tokens, &Value::Null).await.status, 204);
    server.as_owner(Method::DELETE, &path(&one), &tokens, &Value::Null).await.check(404, "not_found");
    // The number opens the account as well.
    assert_eq!(server.as_owner(Method::DELETE, &path(&other), &tokens, &Value::Null).await.status, 204);
    assert_eq!(list(&server, &tokens).await, [] as [Value; 0]);
}

#[tokio::test]
async fn twenty_are_enough() {
    let server = Server::dev().await;
    let tokens = server.log_in(NUMBER).await;
    for _ in 0..20 {
        server.add_passkey(&tokens, &mut Device::new()).await;
    }
    let answer = server.as_owner(Method::POST, METHODS, &tokens, &json!({ "type": "passkey" })).await;
    answer.check(400, "invalid_request");
}

#[tokio::test]
async fn whoever_logged_in_long_ago_logs_in_again_to_add_one() {
    let server = Server::dev().await;
    let tokens = server.stay(NUMBER, "openid offline_access").await;
    server.wait(Duration::from_secs(3599));
    server.enrollment(&tokens).await;
    server.wait(Duration::from_secs(1));
    let too_old = |answer: Answer| {
        answer.check_reason(401, "insufficient_user_authentication", Reason::LoginTooOld);
        let challenge = r#"Bearer error="insufficient_user_authentication", max_age=3600"#;
        assert_eq!(answer.header("www-authenticate"), Some(challenge));
    };
    let body = json!({ "type": "passkey" });
    too_old(server.as_owner(Method::POST, METHODS, &tokens, &body).await);
    // A renewal is no login.
    let renewed = server.renew(&tokens).await.json();
    too_old(server.as_owner(Method::POST, METHODS, &renewed, &body).await);
    list(&server, &tokens).await;
    server.enrollment(&server.log_in(NUMBER).await).await;
}

#[tokio::test]
async fn a_token_that_goes_to_an_api_opens_no_account() {
    let server = Server::dev().await;
    let with = async |audience: &str| {
        let mut body = token_body(NUMBER, &server.code(NUMBER).await);
        body["audience"] = json!(audience);
        server.post("/oauth/token", &body).await.json()
    };
    let tokens = with("https://api.example/").await;
    for method in [Method::GET, Method::POST] {
        let answer = server.as_owner(method, METHODS, &tokens, &json!({ "type": "passkey" })).await;
        answer.check(401, "invalid_token");
    }
    assert_eq!(server.userinfo(&tokens).await.status, 200);
    // What Auth0's own libraries ask for.
    server.enrollment(&with("http://127.0.0.1:4000/me/").await).await;
}

#[tokio::test]
async fn a_login_to_an_api_can_be_renewed_for_the_account() {
    let server = Server::dev().await;
    let mut body = token_body(NUMBER, &server.code(NUMBER).await);
    body["audience"] = json!("https://api.example/");
    body["scope"] = json!("openid offline_access");
    let tokens = server.post("/oauth/token", &body).await.json();
    let mut renewal = crate::harness::renewal_body(&tokens);
    renewal["audience"] = json!("http://127.0.0.1:4000/me/");
    let renewed = server.post("/oauth/token", &renewal).await.json();
    server.enrollment(&renewed).await;
    // The next renewal is for the API again, and no other can be had.
    let mut renewal = crate::harness::renewal_body(&renewed);
    renewal["audience"] = json!("https://other.example/");
    let renewed = server.post("/oauth/token", &renewal).await.json();
    assert_eq!(payload(&renewed, "access_token")["aud"][0], "https://api.example/");
}

#[tokio::test]
async fn nobody_comes_in_without_a_token_or_from_elsewhere() {
    let server = Server::dev().await;
    let tokens = server.log_in(NUMBER).await;
    server.get(METHODS).await.check(401, "invalid_token");
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let from = |origin| request(Method::GET, METHODS, &[("authorization", &bearer), ("origin", origin)], "");
    server.send(from("https://evil.example")).await.check(403, "origin_not_allowed");
    let answer = server.send(from(PAGE)).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (200, Some(PAGE)));
    assert!(answer.header("access-control-expose-headers").unwrap().contains("Location"));
    let id_token = json!({ "access_token": tokens["id_token"] });
    server.as_owner(Method::GET, METHODS, &id_token, &Value::Null).await.check(401, "invalid_token");
    for wrong in [json!({}), json!({ "type": "totp" }), json!({ "type": "passkey", "identity_user_id": "x" })] {
        server.as_owner(Method::POST, METHODS, &tokens, &wrong).await.check(400, "invalid_request");
    }
}
