//! What a server answers, and what it means.

use std::time::Duration;

use crate::walk::SerdeJson;
use passlock_core::protocol::{Reason, Receipt, RefreshRequest, Reply, RevokeRequest, read_start, read_token};
use passlock_core::session::RefreshToken;
use passlock_core::{Nonsense, Problem, Timestamp};

const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);

fn reply(status: u16, body: &str) -> Reply {
    let content_type = Some("application/json; charset=utf-8".to_owned());
    Reply { status, content_type, retry_after: None, body: body.to_owned() }
}

#[track_caller]
fn check_start(reply: &Reply, expected: Problem) {
    assert_eq!(read_start::<SerdeJson>(reply, 6, NOW), Err(expected));
}

#[track_caller]
fn check_token(status: u16, body: &str, expected: Problem) {
    assert_eq!(read_token::<SerdeJson>(&reply(status, body), NOW), Err(expected));
}

#[test]
fn a_receipt_tells_the_clocks_of_the_code_screen() {
    let body = r#"{"_id":"1","phone_number":"+447400123456","expires_in":300,"resend_after":10,"code_length":4}"#;
    let expected = Receipt {
        expires_at: Some(NOW.after(Duration::from_mins(5))),
        resend_at: NOW.after(Duration::from_secs(10)),
        code_length: 4,
    };
    assert_eq!(read_start::<SerdeJson>(&reply(200, body), 6, NOW), Ok(expected));
}

#[test]
fn auth0s_own_receipt_is_enough() {
    let body = r#"{"_id":"5f1","phone_number":"+447400123456","request_language":null,"phone_verified":true}"#;
    let expected = Receipt { expires_at: None, resend_at: NOW.after(Duration::from_secs(30)), code_length: 6 };
    assert_eq!(read_start::<SerdeJson>(&reply(200, body), 6, NOW), Ok(expected));
}

#[test]
fn a_code_length_that_no_code_has_is_not_believed() {
    for length in ["0", "3", "13", "255"] {
        let body = format!(r#"{{"_id":"1","code_length":{length}}}"#);
        assert_eq!(read_start::<SerdeJson>(&reply(200, &body), 6, NOW).unwrap().code_length, 6);
    }
}

#[test]
fn every_refusal_to_send_has_its_meaning() {
    let body = |error: &str| format!(r#"{{"error":"{error}","error_description":"x"}}"#);
    for (status, error, expected) in [
        (400, "bad.phone_number", Problem::NumberRefused),
        (400, "bad.email", Problem::AddressRefused),
        (400, "email_provider_error", Problem::DeliveryFailed),
        (400, "bad.connection", Problem::ConnectionMisconfigured),
        (400, "bad.client_id", Problem::ClientMisconfigured),
        (400, "bad.tenant", Problem::ClientMisconfigured),
        (401, "invalid_client", Problem::ClientMisconfigured),
        (403, "unauthorized_client", Problem::GrantNotEnabled),
        (403, "origin_not_allowed", Problem::OriginRefused),
        (403, "access_denied", Problem::AccessDenied),
        (401, "unauthorized", Problem::AccessDenied),
        (400, "sms_provider_error", Problem::DeliveryFailed),
        (429, "too_many_requests", Problem::RateLimited { until: None }),
        (429, "something_new", Problem::RateLimited { until: None }),
        (400, "bad.request", Problem::RequestRefused),
        (418, "something_new", Problem::RequestRefused),
    ] {
        check_start(&reply(status, &body(error)), expected);
    }
}

#[test]
fn a_number_that_the_server_does_not_serve_says_what_it_is_about() {
    for (reason, expected) in [
        ("country_not_served", Problem::CountryNotServed),
        ("number_not_textable", Problem::NotTextable),
        ("something_new", Problem::NumberRefused),
    ] {
        let body = format!(r#"{{"error":"bad.phone_number","error_description":"x","reason":"{reason}"}}"#);
        check_start(&reply(400, &body), expected);
    }
}

#[test]
fn twilios_invalid_number_is_the_numbers_fault() {
    let body = r#"{"error":"sms_provider_error","error_description":"Invalid 'To' (Code: 21211)"}"#;
    check_start(&reply(400, body), Problem::NumberRefused);
}

#[test]
fn what_the_provider_said_no_to_is_told_apart() {
    for (code, reason, expected) in [
        (21211, Reason::NumberInvalid, Problem::NumberRefused),
        (21408, Reason::NumberUnroutable, Problem::NumberRefused),
        (21610, Reason::NumberOptedOut, Problem::NumberRefused),
        (21612, Reason::NumberUnroutable, Problem::NumberRefused),
        (21614, Reason::NumberNotTextable, Problem::NotTextable),
        (30003, Reason::NumberUnreachable, Problem::NumberRefused),
        (30004, Reason::MessageBlocked, Problem::DeliveryFailed),
        (30005, Reason::NumberUnreachable, Problem::NumberRefused),
        (30006, Reason::NumberNotTextable, Problem::NotTextable),
        (30007, Reason::MessageBlocked, Problem::DeliveryFailed),
        (30008, Reason::DeliveryFailed, Problem::DeliveryFailed),
        (20003, Reason::DeliveryFailed, Problem::DeliveryFailed),
    ] {
        assert_eq!(Reason::of_provider_code(code), reason, "{code}");
        let auth0s = format!(r#"{{"error":"sms_provider_error","error_description":"No. (Code: {code})"}}"#);
        check_start(&reply(400, &auth0s), expected.clone());
        let reason = serde_json::to_string(&reason).unwrap();
        let ours = format!(r#"{{"error":"sms_provider_error","reason":{reason},"provider_code":{code}}}"#);
        check_start(&reply(400, &ours), expected);
    }
    let odd = r#"{"error":"sms_provider_error","error_description":"No. (Code: twelve)"}"#;
    check_start(&reply(400, odd), Problem::DeliveryFailed);
}

#[test]
fn reasons_have_names_that_stay() {
    for (reason, name) in [
        (Reason::WrongCode, "wrong_code"),
        (Reason::CodeExpired, "code_expired"),
        (Reason::TooManyTries, "too_many_tries"),
        (Reason::LockedOut, "locked_out"),
        (Reason::NumberLimit, "number_limit"),
        (Reason::AddressLimit, "address_limit"),
        (Reason::ServiceLimit, "service_limit"),
        (Reason::UserBlocked, "user_blocked"),
        (Reason::SignUpsClosed, "sign_ups_closed"),
        (Reason::RefreshTokenInvalid, "refresh_token_invalid"),
        (Reason::GrantNotAllowed, "grant_not_allowed"),
        (Reason::ClientUnknown, "client_unknown"),
        (Reason::ClientSecretWrong, "client_secret_wrong"),
        (Reason::ConnectionUnknown, "connection_unknown"),
        (Reason::ConnectionDisabled, "connection_disabled"),
        (Reason::OriginNotAllowed, "origin_not_allowed"),
        (Reason::NumberInvalid, "number_invalid"),
        (Reason::CountryNotServed, "country_not_served"),
        (Reason::NumberNotTextable, "number_not_textable"),
        (Reason::NumberOptedOut, "number_opted_out"),
        (Reason::NumberUnroutable, "number_unroutable"),
        (Reason::NumberUnreachable, "number_unreachable"),
        (Reason::MessageBlocked, "message_blocked"),
        (Reason::DeliveryFailed, "delivery_failed"),
    ] {
        assert_eq!(serde_json::to_value(reason).unwrap(), name);
        assert_eq!(serde_json::from_value::<Reason>(name.into()).unwrap(), reason);
    }
}

#[test]
fn a_reason_of_tomorrow_is_no_obstacle() {
    let body = r#"{"error":"too_many_requests","reason":"full_moon","retry_at":1790000060,"provider_code":7}"#;
    check_start(&reply(429, body), Problem::RateLimited { until: None });
    assert_eq!(serde_json::from_str::<Reason>(r#""full_moon""#).unwrap(), Reason::Other);
}

#[test]
fn requests_around_a_refresh_token_do_not_print_it() {
    let renew = RefreshRequest::new("demo", RefreshToken::new("secret"));
    assert_eq!(
        serde_json::to_value(&renew).unwrap(),
        serde_json::json!({ "grant_type": "refresh_token", "client_id": "demo", "refresh_token": "secret" }),
    );
    let end = RevokeRequest { client_id: "demo".to_owned(), token: RefreshToken::new("secret") };
    assert_eq!(serde_json::to_value(&end).unwrap(), serde_json::json!({ "client_id": "demo", "token": "secret" }));
    assert!(!format!("{renew:?}{end:?}").contains("secret"));
}

#[test]
fn a_rate_limit_says_until_when() {
    let mut limited = reply(429, r#"{"error":"too_many_requests"}"#);
    limited.retry_after = Some(Duration::from_secs(90));
    check_start(&limited, Problem::RateLimited { until: Some(NOW.after(Duration::from_secs(90))) });
    limited.content_type = Some("text/plain".to_owned());
    check_start(&limited, Problem::RateLimited { until: Some(NOW.after(Duration::from_secs(90))) });
}

#[test]
fn the_older_names_of_errors_are_read_too() {
    check_start(&reply(400, r#"{"code":"bad.connection","description":"x"}"#), Problem::ConnectionMisconfigured);
}

#[test]
fn nonsense_is_told_apart() {
    let nonsense = |content_type: Option<&str>, body: &str| {
        let mut reply = reply(200, body);
        reply.content_type = content_type.map(str::to_owned);
        reply
    };
    let json = Some("application/json");
    check_start(&nonsense(Some("text/html"), "<h1>Hotel</h1>"), Problem::Nonsense(Nonsense::Html));
    check_start(&nonsense(Some("TEXT/HTML; charset=x"), "{}"), Problem::Nonsense(Nonsense::Html));
    check_start(&nonsense(Some("text/plain"), r#"{"_id":"1"}"#), Problem::Nonsense(Nonsense::ContentType));
    check_start(&nonsense(None, r#"{"_id":"1"}"#), Problem::Nonsense(Nonsense::ContentType));
    check_start(&nonsense(json, "not json"), Problem::Nonsense(Nonsense::NotJson));
    check_start(&nonsense(json, ""), Problem::Nonsense(Nonsense::NotJson));
    check_start(&nonsense(json, "{}"), Problem::Nonsense(Nonsense::MissingFields));
    check_start(&nonsense(json, "[]"), Problem::Nonsense(Nonsense::MissingFields));
    check_start(&nonsense(json, r#"{"_id":7}"#), Problem::Nonsense(Nonsense::MissingFields));
    check_start(&reply(502, "<h1>Bad gateway</h1>"), Problem::ServerDown { status: 502 });
}

#[test]
fn the_three_sentences_of_a_refused_code_are_told_apart() {
    let body =
        |sentence: &str, left: &str| format!(r#"{{"error":"invalid_grant","error_description":"{sentence}"{left}}}"#);
    let wrong = "Wrong phone number or verification code.";
    check_token(403, &body(wrong, ""), Problem::WrongCode { attempts_left: None });
    check_token(403, &body(wrong, r#","attempts_left":2"#), Problem::WrongCode { attempts_left: Some(2) });
    check_token(403, &body(wrong, r#","attempts_left":0"#), Problem::TooManyTries);
    check_token(403, &body("The verification code has expired. Please try to login again.", ""), Problem::CodeExpired);
    check_token(
        403,
        &body("You've reached the maximum number of attempts. Please try to login again.", ""),
        Problem::TooManyTries,
    );
    check_token(403, &body("A sentence of tomorrow.", ""), Problem::WrongCode { attempts_left: None });
}

#[test]
fn tokens_with_a_field_missing_are_no_tokens() {
    let whole = r#"{"access_token":"a","id_token":"a.b.c","token_type":"Bearer","expires_in":86400,"later":1}"#;
    assert!(read_token::<SerdeJson>(&reply(200, whole), NOW).is_ok());
    for field in ["access_token", "token_type", "expires_in"] {
        let mut body: serde_json::Value = serde_json::from_str(whole).unwrap();
        body.as_object_mut().unwrap().remove(field);
        check_token(200, &body.to_string(), Problem::Nonsense(Nonsense::MissingFields));
    }
}
