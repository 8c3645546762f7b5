//! The connection email: an address, a message, a code, a login.

use axum::http::Method;
use passlock_core::protocol::{ErrorBody, PASSWORDLESS_OTP, Reason, START_PATH, TOKEN_PATH, USERINFO_PATH};
use passlock_server::{BackOff, Connection, Rate};
use serde_json::{Value, json};

use crate::harness::{Answer, JSON, NUMBER, Server, dev_settings, other_than, request, start_body};
use crate::keys::verified;

pub(crate) const ADDRESS: &str = "anna.b+shop@people.example";

pub(crate) fn email_start(address: &str) -> Value {
    json!({ "client_id": "demo", "connection": "email", "email": address, "send": "code" })
}

pub(crate) fn email_token(address: &str, code: &str) -> Value {
    json!({
        "grant_type": PASSWORDLESS_OTP, "client_id": "demo", "username": address, "otp": code, "realm": "email",
        "scope": "openid profile email",
    })
}

/// Asks for a code and reads it from the outbox.
pub(crate) async fn email_code(server: &Server, address: &str) -> String {
    let answer = server.post(START_PATH, &email_start(address)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    server.outbox().await[0]["code"].as_str().unwrap().to_owned()
}

/// A whole login with these scopes: the answer of the token endpoint.
pub(crate) async fn log_in_by_email(server: &Server, address: &str, scope: &str) -> Value {
    let mut body = email_token(address, &email_code(server, address).await);
    body["scope"] = json!(scope);
    let answer = server.post(TOKEN_PATH, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

async fn claims(server: &Server, address: &str, scope: &str) -> Value {
    let tokens = log_in_by_email(server, address, scope).await;
    let claims = verified(server, &tokens["id_token"], "demo").await;
    let told = server.userinfo(&tokens).await.json();
    for (name, value) in told.as_object().unwrap() {
        assert_eq!(&claims[name], value, "{name}: {USERINFO_PATH} says the same");
    }
    told
}

#[tokio::test]
async fn an_address_becomes_a_login() {
    let server = Server::dev().await;
    let answer = server.post(START_PATH, &email_start(ADDRESS)).await;
    let reply = answer.json();
    assert_eq!((&reply["email"], &reply["email_verified"]), (&json!(ADDRESS), &json!(false)));
    assert_eq!((&reply["expires_in"], &reply["code_length"]), (&json!(180), &json!(6)));
    assert_eq!(reply.get("phone_number"), None);

    let message = server.outbox().await.remove(0);
    let code = message["code"].as_str().unwrap().to_owned();
    assert_eq!((&message["channel"], &message["to"]), (&json!("email"), &json!(ADDRESS)));
    assert_eq!(message["subject"], format!("{code} is your code for demo"));
    assert!(message["body"].as_str().unwrap().contains(&format!("\n\n{code}\n\n")), "{message}");
    assert!(message["html"].as_str().unwrap().contains(&format!(">{code}</p>")), "{message}");

    let tokens = server.post(TOKEN_PATH, &email_token(ADDRESS, &code)).await.json();
    assert_eq!(tokens["scope"], "openid profile email");
    let claims = verified(&server, &tokens["id_token"], "demo").await;
    assert!(claims["sub"].as_str().unwrap().starts_with("email|"), "{claims}");
    assert_eq!((&claims["email"], &claims["email_verified"]), (&json!(ADDRESS), &json!(true)));
    assert_eq!((&claims["name"], &claims["nickname"]), (&json!(ADDRESS), &json!("anna.b+shop")));
    assert_eq!(claims.get("phone_number"), None);
    let picture = claims["picture"].as_str().unwrap().strip_prefix("http://127.0.0.1:4000").unwrap();
    assert_eq!(server.get(picture).await.status, 200);
}

#[tokio::test]
async fn scopes_open_what_is_known_of_a_person() {
    let server = Server::dev().await;
    let names = |claims: &Value| claims.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(names(&claims(&server, ADDRESS, "openid email").await), "email email_verified sub");
    let profile = "name nickname picture sub updated_at";
    assert_eq!(names(&claims(&server, ADDRESS, "openid profile phone").await), profile);
    assert_eq!(names(&claims(&server, ADDRESS, "openid").await), "sub");
    let mut body = crate::harness::token_body(NUMBER, &server.code(NUMBER).await);
    body["scope"] = json!("openid email");
    let told = server.userinfo(&server.post(TOKEN_PATH, &body).await.json()).await.json();
    assert_eq!(names(&told), "sub", "a number has no address");
}

#[tokio::test]
async fn a_person_is_the_same_however_their_address_is_written() {
    let server = Server::dev().await;
    let first = claims(&server, "Anna@B\u{fc}cher.example", "openid email").await;
    let code = email_code(&server, "ANNA@xn--Bcher-kva.EXAMPLE").await;
    assert_eq!(server.outbox().await[0]["to"], "ANNA@xn--bcher-kva.example", "it goes where it was sent to");
    let mut body = email_token(" anna@b\u{fc}cher.example", &code);
    body["scope"] = json!("openid email");
    let tokens = server.post(TOKEN_PATH, &body).await.json();
    assert_eq!(server.userinfo(&tokens).await.json(), first);
    assert_eq!(first["email"], "Anna@xn--bcher-kva.example");
    let other = claims(&server, "anna+shop@b\u{fc}cher.example", "openid email").await;
    assert_ne!(other["sub"], first["sub"], "a tag is a part of the address");
}

#[tokio::test]
async fn a_number_and_an_address_are_two_people() {
    let server = Server::dev().await;
    let number = verified(&server, &server.log_in(NUMBER).await["id_token"], "demo").await;
    let address = claims(&server, ADDRESS, "openid").await;
    assert_ne!(number["sub"], address["sub"]);
    let code = email_code(&server, ADDRESS).await;
    server.redeem(NUMBER, &code).await.check_grant(ErrorBody::WRONG_CODE, Some(2));
}

#[tokio::test]
async fn what_is_no_address_is_refused_and_sends_nothing() {
    let server = Server::dev().await;
    for email in [
        Value::Null,
        json!(""),
        json!(7),
        json!(["a@b.example"]),
        json!("anna"),
        json!("anna@people"),
        json!("anna@people.example\r\nBcc: eve@evil.example"),
        json!("anna@people.example, eve@evil.example"),
        json!("Anna <anna@people.example>"),
        json!("anna@127.0.0.1"),
        json!(format!("{}@people.example", "a".repeat(65))),
    ] {
        let mut body = email_start(ADDRESS);
        body["email"] = email.clone();
        server.post(START_PATH, &body).await.check(400, "bad.email");
        if email.is_string() && email != "" {
            let mut body = email_token(ADDRESS, "123456");
            body["username"] = email;
            server.post(TOKEN_PATH, &body).await.check(400, "invalid_request");
        }
    }
    assert!(server.outbox().await.is_empty());
    let mut body = email_start(ADDRESS);
    body["phone_number"] = json!("what is not meant is not looked at");
    assert_eq!(server.post(START_PATH, &body).await.status, 200);
}

#[tokio::test]
async fn every_email_has_a_code_whatever_is_asked_for() {
    let server = Server::dev().await;
    for send in [json!("link"), json!("code"), Value::Null, json!("missing")] {
        let mut body = email_start(ADDRESS);
        body["send"] = send.clone();
        body["authParams"] = json!({ "redirect_uri": "http://localhost:8080/" });
        if send == "missing" {
            body.as_object_mut().unwrap().remove("send");
        }
        assert_eq!(server.post(START_PATH, &body).await.status, 200, "{send}");
        let code = server.outbox().await[0]["code"].as_str().unwrap().to_owned();
        assert_eq!(server.post(TOKEN_PATH, &email_token(ADDRESS, &code)).await.status, 200, "{send}");
    }
    let mut body = email_start(ADDRESS);
    body["send"] = json!("pigeon");
    server.post(START_PATH, &body).await.check(400, "bad.send");
}

#[tokio::test]
async fn a_client_without_the_connection_sends_no_emails() {
    let mut settings = dev_settings();
    settings.clients[0].connections = vec![Connection::Sms];
    let server = Server::with(settings).await;
    let answer = server.post(START_PATH, &email_start(ADDRESS)).await;
    answer.check_reason(400, "bad.connection", Reason::ConnectionDisabled);
    server.post(TOKEN_PATH, &email_token(ADDRESS, "123456")).await.check(400, "invalid_request");
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 200);
}

#[tokio::test]
async fn a_wrong_code_has_auth0s_sentence_for_emails() {
    let server = Server::dev().await;
    let code = email_code(&server, ADDRESS).await;
    let wrong = email_token(ADDRESS, &other_than(&code));
    for left in [2, 1] {
        let answer = server.post(TOKEN_PATH, &wrong).await;
        answer.check_grant("Wrong email or verification code.", Some(left));
    }
    server.wait(std::time::Duration::from_mins(3));
    server.post(TOKEN_PATH, &email_token(ADDRESS, &code)).await.check_grant(ErrorBody::EXPIRED, None);
}

async fn start(server: &Server, address: &str) -> Answer {
    server.post(START_PATH, &email_start(address)).await
}

#[tokio::test]
async fn limits_count_addresses_as_they_count_numbers() {
    let mut settings = dev_settings();
    settings.number_limit = Rate::new(2, 600).unwrap();
    settings.country_limit = Rate::new(1, 3600);
    let server = Server::with(settings).await;
    assert_eq!(start(&server, ADDRESS).await.status, 200);
    assert_eq!(start(&server, &ADDRESS.to_uppercase()).await.status, 200, "an address has no country");
    start(&server, ADDRESS).await.check_reason(429, "too_many_requests", Reason::NumberLimit);
    assert_eq!(start(&server, "berta@people.example").await.status, 200);

    let mut settings = dev_settings();
    settings.global_limit = Rate::new(2, 3600);
    let server = Server::with(settings).await;
    assert_eq!(start(&server, ADDRESS).await.status, 200);
    assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 200);
    start(&server, "berta@people.example").await.check_reason(429, "too_many_requests", Reason::ServiceLimit);
}

#[tokio::test]
async fn messages_that_nobody_answers_are_sent_ever_more_slowly() {
    let mut settings = dev_settings();
    settings.back_off = BackOff::USUAL;
    let server = Server::with(settings).await;
    for status in [200, 200, 429] {
        assert_eq!(start(&server, ADDRESS).await.status, status);
    }
    server.wait(std::time::Duration::from_mins(1));
    let code = email_code(&server, ADDRESS).await;
    assert_eq!(server.post(TOKEN_PATH, &email_token(ADDRESS, &code)).await.status, 200);
    assert_eq!(start(&server, ADDRESS).await.status, 200, "an answer ends the waits");
}

#[tokio::test]
async fn wrong_codes_shut_a_place_out_from_an_address_alone() {
    let mut settings = dev_settings();
    settings.lockout.failures = Rate::new(2, 3600).unwrap();
    let server = Server::with(settings).await;
    let code = email_code(&server, ADDRESS).await;
    let wrong = email_token(ADDRESS, &other_than(&code));
    server.post(TOKEN_PATH, &wrong).await.check(403, "invalid_grant");
    server.post(TOKEN_PATH, &wrong).await.check_reason(429, "too_many_attempts", Reason::LockedOut);
    server.post(TOKEN_PATH, &email_token(ADDRESS, &code)).await.check(429, "too_many_attempts");
    start(&server, ADDRESS).await.check(429, "too_many_attempts");
    log_in_by_email(&server, "berta@people.example", "openid").await;
}

#[tokio::test]
async fn a_page_on_another_origin_gets_a_ticket_by_email() {
    let server = Server::dev().await;
    let ask = async |code: &str| {
        let body = json!({
            "client_id": "demo", "credential_type": PASSWORDLESS_OTP, "realm": "email", "username": ADDRESS, "otp": code,
        });
        let headers = [JSON, &[("origin", crate::harness::PAGE)]].concat();
        server.send(request(Method::POST, "/co/authenticate", &headers, &body.to_string())).await
    };
    let code = email_code(&server, ADDRESS).await;
    let refusal = ask(&other_than(&code)).await;
    refusal.check_reason(403, "access_denied", Reason::WrongCode);
    assert_eq!(refusal.json()["error_description"], "Wrong email or verification code.");
    assert!(ask(&code).await.json()["login_ticket"].is_string());
}

#[tokio::test]
async fn this_servers_own_page_logs_in_by_email() {
    let server = Server::dev().await;
    let code = email_code(&server, ADDRESS).await;
    let look = |email: &str, code: &str| json!({ "client_id": "demo", "connection": "email", "email": email, "verification_code": code });
    let path = "/passwordless/verify";
    let wrong = server.post(path, &look(ADDRESS, &other_than(&code))).await;
    wrong.check(401, "invalid_user_password");
    server.post(path, &look("nobody", &code)).await.check(400, "invalid_request");
    let missing =
        json!({ "client_id": "demo", "connection": "email", "phone_number": NUMBER, "verification_code": code });
    server.post(path, &missing).await.check(400, "invalid_request");
    assert_eq!(server.post(path, &look(ADDRESS, &code)).await.status, 200);
    let query = format!(
        "client_id=demo&connection=email&email=anna.b%2Bshop%40people.example&verification_code={code}\
         &redirect_uri=http%3A%2F%2Flocalhost%3A8080%2F&response_type=token&scope=openid%20email&state=s1"
    );
    let from_here = [("sec-fetch-site", "same-origin")];
    let there = format!("/passwordless/verify_redirect?{query}");
    let answer = server.send(request(Method::GET, &there, &from_here, "")).await;
    let location = answer.header("location").unwrap();
    assert!(location.starts_with("http://localhost:8080/#") && location.contains("access_token="), "{location}");
}
