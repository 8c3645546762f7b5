//! A code that becomes a session across origins: what is asked for, what replies and messages mean, and which way is next.

use std::time::Duration;

use passlock_core::protocol::{
    AuthorizeRequest, Domain, Flow, Json as _, Reply, TicketRequest, Value, Way, keeps_ticket, read_message,
    read_ticket, with_old_ticket,
};
use passlock_core::session::{AccessToken, IdToken, LoginTicket, TokenFault};
use passlock_core::{Code, Nonsense, PhoneNumber, Problem, Recipient, Remedy, Retry, Timestamp};

use crate::walk::SerdeJson;

const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);

fn recipient_and_code() -> (Recipient, Code) {
    (Recipient::Phone(PhoneNumber::parse("+447400123456", None).unwrap()), Code::parse("427193", 6).unwrap())
}

fn ticket(status: u16, content_type: &str, body: &str) -> Result<LoginTicket, Problem> {
    let reply = Reply {
        status,
        content_type: Some(content_type.to_owned()),
        retry_after: (status == 429).then_some(Duration::from_mins(1)),
        body: body.to_owned(),
    };
    read_ticket::<SerdeJson>(&reply, NOW)
}

#[test]
fn a_ticket_is_asked_for_by_exactly_five_keys() {
    let expected = r#"{"client_id":"demo","credential_type":"http://auth0.com/oauth/grant-type/passwordless/otp","realm":"sms","username":"+447400123456","otp":"427193"}"#;
    let (to, code) = recipient_and_code();
    let request = TicketRequest { client_id: "demo", realm: "sms", to: &to, code: &code };
    assert_eq!(Value::from(&request), SerdeJson::value(expected).unwrap());
}

#[test]
fn what_is_asked_for_prints_neither_code_nor_number_nor_ticket() {
    let (to, code) = recipient_and_code();
    let request = TicketRequest { client_id: "demo", realm: "sms", to: &to, code: &code };
    let ticket = LoginTicket::new("the ticket");
    let authorize = AuthorizeRequest {
        client_id: "demo",
        realm: "sms",
        scope: "openid",
        audience: None,
        origin: "https://shop.example",
        ticket: &ticket,
        state: "the state",
        nonce: "the nonce",
    };
    let printed = format!("{request:?} {authorize:?}");
    for secret in ["427193", "7400", "the ticket", "the state", "the nonce"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn a_ticket_is_all_that_is_read_of_a_success() {
    let told = r#"{"login_ticket":"t-1","co_verifier":"v","co_id":"i"}"#;
    assert_eq!(ticket(200, "application/json", told), Ok(LoginTicket::new("t-1")));
    for body in ["{}", r#"{"login_ticket":null}"#, r#"{"login_ticket":7}"#] {
        assert_eq!(ticket(200, "application/json", body), Err(Problem::Nonsense(Nonsense::MissingFields)), "{body}");
    }
}

#[test]
fn every_refusal_of_a_ticket_has_its_meaning() {
    let until = Some(NOW.after(Duration::from_mins(1)));
    for (status, body, expected) in [
        (403, r#"{"error":"access_denied"}"#, Problem::WrongCode { attempts_left: None }),
        // As Auth0's libraries read it.
        (403, r#"{"code":"access_denied","description":"Wrong"}"#, Problem::WrongCode { attempts_left: None }),
        (
            403,
            r#"{"error":"access_denied","error_description":"Wrong phone number or verification code.","attempts_left":2}"#,
            Problem::WrongCode { attempts_left: Some(2) },
        ),
        (
            403,
            r#"{"error":"access_denied","error_description":"The verification code has expired. Please try to login again."}"#,
            Problem::CodeExpired,
        ),
        (
            403,
            r#"{"error":"access_denied","error_description":"You've reached the maximum number of attempts. Please try to login again."}"#,
            Problem::TooManyTries,
        ),
        (403, r#"{"error":"access_denied","reason":"sign_ups_closed"}"#, Problem::SignUpsClosed),
        (403, r#"{"error":"blocked_user"}"#, Problem::UserBlocked),
        (401, r#"{"error":"unauthorized_client"}"#, Problem::CrossOriginNotEnabled),
        (400, r#"{"error":"unsupported_credential_type"}"#, Problem::CrossOriginNotEnabled),
        (400, r#"{"error":"invalid_request"}"#, Problem::RequestRefused),
        (401, r#"{"error":"invalid_client"}"#, Problem::ClientMisconfigured),
        (429, r#"{"error":"too_many_attempts"}"#, Problem::LockedOut { until }),
        (429, r#"{"error":"too_many_requests"}"#, Problem::RateLimited { until }),
        (404, r#"{"error":"not_found"}"#, Problem::CrossOriginNotEnabled),
        (405, "", Problem::CrossOriginNotEnabled),
        (503, "{}", Problem::ServerDown { status: 503 }),
    ] {
        assert_eq!(ticket(status, "application/json", body), Err(expected), "{status} {body}");
    }
    let plain = "Origin https://shop.example is not allowed.";
    assert_eq!(ticket(403, "text/plain; charset=utf-8", plain), Err(Problem::OriginRefused));
    assert_eq!(ticket(429, "text/plain", "slow down"), Err(Problem::RateLimited { until }));
    assert_eq!(ticket(200, "text/html", "<h1>Hotel</h1>"), Err(Problem::Nonsense(Nonsense::Html)));
}

#[test]
fn a_frame_asks_for_both_tokens_in_a_message_and_asks_nobody() {
    let ticket = LoginTicket::new("t-1");
    let request = AuthorizeRequest {
        client_id: "demo",
        realm: "sms",
        scope: "openid profile",
        audience: None,
        origin: "https://shop.example",
        ticket: &ticket,
        state: "s-1",
        nonce: "n-1",
    };
    let mut expected = vec![
        ("client_id", "demo"),
        ("response_type", "token id_token"),
        ("response_mode", "web_message"),
        ("prompt", "none"),
        ("redirect_uri", "https://shop.example"),
        ("scope", "openid profile"),
        ("state", "s-1"),
        ("nonce", "n-1"),
        ("realm", "sms"),
        ("login_ticket", "t-1"),
    ];
    assert_eq!(request.parameters(), expected);
    expected.push(("audience", "https://api.example"));
    assert_eq!(AuthorizeRequest { audience: Some("https://api.example"), ..request }.parameters(), expected);
}

fn message(text: &str) -> Value {
    SerdeJson::value(text).unwrap()
}

fn response(fields: &str) -> Value {
    message(&format!(r#"{{"type":"authorization_response","response":{{"state":"s-1",{fields}}}}}"#))
}

#[test]
fn a_message_that_answers_another_question_is_none() {
    for text in [
        r#"{"type":"authorization_response","response":{"state":"s-2","error":"login_required"}}"#,
        r#"{"type":"authorization_response","response":{"error":"login_required"}}"#,
        r#"{"type":"authorization_response","response":{"state":["s-1"],"error":"login_required"}}"#,
        r#"{"type":"authorization_response","state":"s-1"}"#,
        r#"{"type":"ready","response":{"state":"s-1"}}"#,
        r#"{"response":{"state":"s-1"}}"#,
        r#""authorization_response""#,
        "[]",
        "null",
        "7",
    ] {
        assert_eq!(read_message(&message(text), "s-1"), None, "{text}");
    }
}

#[test]
fn tokens_come_with_a_time_in_digits_or_as_a_number_and_never_with_one_that_renews() {
    for time in [r#""600""#, "600"] {
        let fields = format!(
            r#""access_token":"a","id_token":"i","token_type":"bearer","expires_in":{time},"scope":"openid","refresh_token":"r""#
        );
        let told = read_message(&response(&fields), "s-1").unwrap().unwrap();
        assert_eq!((told.access_token, told.id_token), (AccessToken::new("a"), Some(IdToken::new("i"))));
        assert_eq!((told.expires_in, told.scope.as_deref(), told.refresh_token), (600, Some("openid"), None));
    }
    for fields in [
        r#""id_token":"i","expires_in":600"#,
        r#""access_token":"a","expires_in":600"#,
        r#""access_token":"a","id_token":"i""#,
        r#""access_token":"a","id_token":"i","expires_in":"soon""#,
        r#""access_token":"a","id_token":"i","expires_in":-1"#,
        r#""access_token":{},"id_token":"i","expires_in":600"#,
    ] {
        let told = read_message(&response(fields), "s-1");
        assert_eq!(told, Some(Err(Problem::Nonsense(Nonsense::MissingFields))), "{fields}");
    }
}

#[test]
fn every_refusal_in_a_message_has_its_meaning() {
    for (error, expected) in [
        ("login_required", Problem::CookiesRefused),
        ("consent_required", Problem::ClientMisconfigured),
        ("interaction_required", Problem::ClientMisconfigured),
        ("account_selection_required", Problem::ClientMisconfigured),
        ("unauthorized_client", Problem::GrantNotEnabled),
        ("access_denied", Problem::AccessDenied),
        ("blocked_user", Problem::UserBlocked),
        ("server_error", Problem::ServerDown { status: 500 }),
        ("temporarily_unavailable", Problem::ServerDown { status: 503 }),
        ("too_many_requests", Problem::RateLimited { until: None }),
        ("invalid_scope", Problem::RequestRefused),
        ("something_new", Problem::RequestRefused),
    ] {
        let told = read_message(&response(&format!(r#""error":"{error}","error_description":"x""#)), "s-1");
        assert_eq!(told, Some(Err(expected)), "{error}");
    }
}

#[test]
fn a_login_begins_with_the_likely_way() {
    for (flow, domain, scope, expected) in [
        (Flow::Auto, "login.shop.example", "openid profile", Way::Token),
        (Flow::Auto, "shop.eu.auth0.com", "openid profile", Way::CrossOrigin),
        // Only one of the two brings a refresh token.
        (Flow::Auto, "shop.eu.auth0.com", "openid offline_access", Way::Token),
        (Flow::Token, "shop.eu.auth0.com", "openid", Way::Token),
        (Flow::CrossOrigin, "localhost:4000", "openid offline_access", Way::CrossOrigin),
        (Flow::Hosted, "shop.eu.auth0.com", "openid offline_access", Way::Hosted),
    ] {
        let way = flow.first(&Domain::parse(domain).unwrap(), scope);
        assert_eq!(way, expected, "{flow:?} {domain} {scope}");
    }
    assert_eq!(Flow::default(), Flow::Auto);
}

#[test]
fn only_a_way_that_is_shut_leads_to_the_other_and_only_where_the_page_leaves_it_open() {
    use Problem::{CrossOriginNotEnabled, GrantNotEnabled};
    for (flow, way, problem, expected) in [
        (Flow::Auto, Way::Token, GrantNotEnabled, Some(Way::CrossOrigin)),
        (Flow::Auto, Way::CrossOrigin, CrossOriginNotEnabled, Some(Way::Token)),
        // The frame says so, and the code is spent by then.
        (Flow::Auto, Way::CrossOrigin, GrantNotEnabled, None),
        (Flow::Auto, Way::Token, Problem::WrongCode { attempts_left: None }, None),
        (Flow::Auto, Way::Token, Problem::ClientMisconfigured, None),
        (Flow::Auto, Way::Token, Problem::TimedOut, None),
        (Flow::Auto, Way::CrossOrigin, Problem::OriginRefused, None),
        (Flow::Auto, Way::CrossOrigin, Problem::CookiesRefused, None),
        (Flow::Token, Way::Token, GrantNotEnabled, None),
        (Flow::CrossOrigin, Way::CrossOrigin, CrossOriginNotEnabled, None),
        (Flow::Hosted, Way::Hosted, CrossOriginNotEnabled, None),
    ] {
        assert_eq!(flow.after(way, &problem), expected, "{flow:?} {way:?} {problem:?}");
    }
    assert!(Way::Token.is_shut(&GrantNotEnabled) && !Way::Token.is_shut(&Problem::CodeExpired));
}

#[test]
fn a_ticket_that_nobody_has_used_is_kept_for_the_next_try() {
    for (problem, expected) in [
        (Problem::TimedOut, true),
        (Problem::Cancelled, true),
        (Problem::OriginRefused, true),
        (Problem::FrameBlocked, true),
        (Problem::ServerDown { status: 503 }, true),
        (Problem::CookiesRefused, false),
        (Problem::AccessDenied, false),
        (Problem::TokenRefused(TokenFault::Nonce), false),
    ] {
        assert_eq!(keeps_ticket(&problem), expected, "{problem:?}");
    }
    assert_eq!(with_old_ticket(Problem::CookiesRefused), Problem::CodeExpired);
    assert_eq!(with_old_ticket(Problem::AccessDenied), Problem::AccessDenied);
}

#[test]
fn what_helps_against_each() {
    for (problem, ends_code, remedy) in [
        (Problem::CrossOriginNotEnabled, false, Remedy::TellOwner),
        (Problem::FrameBlocked, false, Remedy::TellOwner),
        (Problem::CookiesRefused, true, Remedy::AllowCookies),
    ] {
        assert_eq!((problem.ends_code(), problem.remedy()), (ends_code, remedy), "{problem:?}");
        assert_eq!(problem.retry(), Retry::Never, "{problem:?}");
    }
}
