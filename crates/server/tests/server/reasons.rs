//! Every refusal that a code screen or a page's author meets, with the names that they go by.

use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use passlock_core::Problem;
use passlock_core::protocol::{Reason, START_PATH, TOKEN_PATH, read_start};
use passlock_server::{Connection, Delivery, DeliveryError, Message, Rate, Sending};
use serde_json::{Value, json};

use crate::harness::{JSON, NUMBER, Serde, Server, dev_settings, other_than, request, start_body, token_body};

#[tokio::test]
async fn refusals_of_a_start_have_their_reasons() {
    let mut settings = dev_settings();
    settings.clients[0].connections.retain(|connection| *connection == Connection::Sms);
    let server = Server::with(settings).await;
    for (field, value, error, reason) in [
        ("connection", "email", "bad.connection", Reason::ConnectionDisabled),
        ("client_id", "someone", "bad.client_id", Reason::ClientUnknown),
        ("connection", "pigeons", "bad.connection", Reason::ConnectionUnknown),
    ] {
        let mut body = start_body(NUMBER);
        body[field] = json!(value);
        server.post(START_PATH, &body).await.check_reason(400, error, reason);
    }
    let headers = [JSON, &[("origin", "https://evil.example")]].concat();
    let answer = server.send(request(Method::POST, START_PATH, &headers, &start_body(NUMBER).to_string())).await;
    answer.check_reason(403, "origin_not_allowed", Reason::OriginNotAllowed);
}

#[tokio::test]
async fn refusals_of_a_code_have_their_reasons() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    for _ in 0..3 {
        server.redeem(NUMBER, &other_than(&code)).await.check_reason(403, "invalid_grant", Reason::WrongCode);
    }
    server.redeem(NUMBER, &code).await.check_reason(403, "invalid_grant", Reason::TooManyTries);
    server.wait(Duration::from_mins(3));
    server.redeem(NUMBER, &code).await.check_reason(403, "invalid_grant", Reason::CodeExpired);

    let mut body = token_body(NUMBER, &code);
    body["client_id"] = json!("someone");
    server.post(TOKEN_PATH, &body).await.check_reason(401, "invalid_client", Reason::ClientUnknown);
    body = token_body(NUMBER, &code);
    body["grant_type"] = json!("password");
    server.post(TOKEN_PATH, &body).await.check_reason(403, "unauthorized_client", Reason::GrantNotAllowed);
}

#[tokio::test]
async fn limits_say_what_there_was_too_much_of_and_when_it_is_worth_trying_again() {
    let mut settings = dev_settings();
    settings.number_limit = Rate::new(1, 90).unwrap();
    settings.address_limit = Rate::new(2, 600).unwrap();
    let server = Server::with(settings).await;
    let first = server.post(START_PATH, &start_body(NUMBER)).await;
    assert_eq!(first.json()["resend_after"], 90, "not thirty: the page must not offer what will be refused");
    server.wait(Duration::from_millis(500));
    let by_number = server.post(START_PATH, &start_body(NUMBER)).await;
    by_number.check_reason(429, "too_many_requests", Reason::NumberLimit);
    assert_eq!(by_number.header("retry-after"), Some("90"), "rounded up");
    assert_eq!(by_number.json()["retry_at"], server.now().seconds() + 90);
    let second = server.post(START_PATH, &start_body("+447400123457")).await;
    assert_eq!(second.status, 200, "what the number's limit refused was not taken from the address");
    let by_address = server.post(START_PATH, &start_body("+447400123458")).await;
    by_address.check_reason(429, "too_many_requests", Reason::AddressLimit);
    assert_eq!(by_address.json()["retry_at"], server.now().seconds() + 300);
}

/// Refuses with a number.
struct No(u32);

impl Delivery for No {
    fn deliver(&self, _: Message) -> Sending<'_> {
        Box::pin(async { Err(DeliveryError::Refused { message: "No.".to_owned(), code: self.0 }) })
    }
}

#[tokio::test]
async fn a_providers_no_is_passed_on_with_its_number_and_a_reason() {
    for (code, reason, problem) in [
        (21211, "number_invalid", Problem::NumberRefused),
        (21408, "number_unroutable", Problem::NumberRefused),
        (21610, "number_opted_out", Problem::NumberRefused),
        (21612, "number_unroutable", Problem::NumberRefused),
        (21614, "number_not_textable", Problem::NotTextable),
        (30003, "number_unreachable", Problem::NumberRefused),
        (30004, "message_blocked", Problem::DeliveryFailed),
        (30005, "number_unreachable", Problem::NumberRefused),
        (30006, "number_not_textable", Problem::NotTextable),
        (30007, "message_blocked", Problem::DeliveryFailed),
        (30008, "delivery_failed", Problem::DeliveryFailed),
        (20003, "delivery_failed", Problem::DeliveryFailed),
    ] {
        let server = Server::with_delivery(dev_settings(), Some(Arc::new(No(code)))).await;
        let answer = server.post(START_PATH, &start_body(NUMBER)).await;
        answer.check(400, "sms_provider_error");
        let expected: Value = json!({
            "error": "sms_provider_error", "error_description": format!("No. (Code: {code})"),
            "reason": reason, "provider_code": code,
        });
        assert_eq!(answer.json(), expected);
        assert_eq!(read_start::<Serde>(&answer.reply(), 6, server.now()), Err(problem), "{code}");
    }
}

#[tokio::test]
async fn nothing_is_in_a_body_under_a_name_that_auth0s_libraries_would_take_for_the_error() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    let wrong = server.redeem(NUMBER, &other_than(&code)).await.json();
    let names: Vec<_> = wrong.as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["attempts_left", "error", "error_description", "reason"]);
}
