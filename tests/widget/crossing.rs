//! A login across origins: a ticket, a hidden frame, and a message that counts only from there.

use js_sys::{Function, Object, Reflect};
use passlock::embed::Headless;
use passlock::{Client, Connection, Flow, Notice, PhoneNumber, Problem, Purpose, TokenFault, WithoutCrypto};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::AbortController;

use crate::asked::{Asked, TICKET, across, begin, end, frame, goes_on, hear, origin};
use crate::backend::{Backend, json};
use crate::mint::Draft;
use crate::page::{Replaced, kept, storage, window};
use crate::screen::{Screen, written};

#[test]
async fn a_code_becomes_a_session_by_a_ticket_and_a_frame() {
    let (storage, backend) = (storage(), Backend::new());
    backend.will_send_a_code().will(json(200, TICKET));
    let mut settings = across("ticket", Flow::CrossOrigin);
    settings.audience = Some("https://api.example".to_owned());
    let screen = Screen::with(settings).await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    screen.type_into("code", "427193").await;
    let asked = Asked::appears().await;
    for (name, expected) in [
        ("client_id", "ticket"),
        ("response_type", "token id_token"),
        ("response_mode", "web_message"),
        ("prompt", "none"),
        ("redirect_uri", &*origin()),
        ("scope", "openid profile"),
        ("realm", "sms"),
        ("login_ticket", "t-1"),
        ("audience", "https://api.example"),
    ] {
        assert_eq!(asked.parameter(name), expected, "{name}");
    }
    let (state, nonce) = (asked.parameter("state"), asked.parameter("nonce"));
    assert!(state.len() == 48 && nonce.len() == 48 && state != nonce, "{state} {nonce}");
    asked.says(&asked.right_tokens(&backend).await);
    screen.sees("Welcome").await;
    assert!(frame().is_none());
    assert_eq!(kept(&storage), ["id_token", "id_token_expires_at", "id_token_profile"]);

    let requests = backend.requests();
    let [_, ticket] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!(ticket.url, format!("{}/co/authenticate", origin()));
    assert!(ticket.with_cookies && !requests[0].with_cookies);
    let keys = r#"{"client_id":"ticket","credential_type":"http://auth0.com/oauth/grant-type/passwordless/otp","realm":"sms","username":"+447400123456","otp":"427193"}"#;
    assert_eq!(ticket.body, keys);
}

#[test]
async fn a_message_counts_only_from_the_frame_at_the_backend_and_with_the_state_that_was_sent() {
    let backend = Backend::new();
    backend.will(json(200, TICKET));
    let outcome = begin(&Client::new(across("message", Flow::CrossOrigin)), "427193");
    let asked = Asked::appears().await;
    let right = asked.right_tokens(&backend).await;
    let inside: Object = asked.frame.content_window().unwrap().unchecked_into();
    let ours: Object = window().unchecked_into();

    hear(&right, "https://evil.example", Some(&inside));
    hear(&right, "null", Some(&inside));
    hear(&right, &origin(), Some(&ours));
    hear(&right, &origin(), None);
    window().post_message(&js_sys::JSON::parse(&right).unwrap(), "*").unwrap();
    asked.says(&right.replace(&asked.parameter("state"), "another"));
    asked.says(&right.replace("authorization_response", "ready"));
    for odd in ["null", "7", r#""text""#, "[]", r#"{"type":"authorization_response"}"#] {
        asked.says(odd);
    }
    goes_on(&outcome).await;

    asked.says(&right);
    assert_eq!(end(&outcome).await.unwrap().profile.sub, "sms|1");
    assert!(frame().is_none());
}

#[test]
async fn a_token_of_another_question_logs_nobody_in() {
    let backend = Backend::new();
    let client = Client::new(across("nonce", Flow::CrossOrigin));
    for claims in [r#""aud":"nonce","nonce":"of another day""#, r#""aud":"nonce""#] {
        backend.will(json(200, TICKET));
        let outcome = begin(&client, "427193");
        let asked = Asked::appears().await;
        asked.says(&asked.tokens(&backend, Draft::ending_in(3600).claiming(claims)).await);
        assert_eq!(end(&outcome).await, Err(Problem::TokenRefused(TokenFault::Nonce)), "{claims}");
        assert!(frame().is_none());
    }
}

#[test]
async fn a_wrong_code_is_told_with_the_tries_that_are_left_and_stays() {
    let (storage, backend) = (storage(), Backend::new());
    backend.will_send_a_code();
    let screen = Screen::with(across("wrong", Flow::CrossOrigin)).await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    let refused = r#"{"error":"access_denied","error_description":"Wrong phone number or verification code.","attempts_left":2,"reason":"wrong_code"}"#;
    backend.will(json(403, refused));
    screen.type_into("code", "427193").await;
    screen.sees("That code is not right. 2 tries left.").await;
    assert_eq!(screen.field("code").value(), "427193");
    assert!(frame().is_none());
    assert_eq!(kept(&storage), Vec::<String>::new());
}

#[test]
async fn cookies_that_the_browser_does_not_keep_are_told_as_such_and_a_new_code_helps() {
    storage();
    let backend = Backend::new();
    backend.will_send_a_code().will(json(200, TICKET));
    let screen = Screen::with(across("cookies", Flow::CrossOrigin)).await;
    screen.type_into("phone", "07400 123456").await;
    screen.submit().await;
    screen.sees("Enter the code").await;
    screen.type_into("code", "427193").await;
    let asked = Asked::appears().await;
    asked.says(&asked.answer(r#""error":"login_required","error_description":"Login required""#));
    screen.sees("Your browser keeps no cookies of the sign-in service.").await;
    assert_eq!(written(&screen.get("button[type=submit]")), "Send a new code");
    assert_eq!(screen.field("code").value(), "427193");
    let failed =
        Notice::Failed { purpose: Purpose::LogIn, connection: Connection::Sms, problem: Problem::CookiesRefused };
    assert_eq!(screen.notices().last(), Some(&failed));
}

#[test]
async fn whoever_closes_the_lock_or_goes_back_takes_the_frame_away() {
    storage();
    for button in ["button.pl-close", "button.pl-back"] {
        let backend = Backend::new();
        backend.will_send_a_code().will(json(200, TICKET));
        let screen = Screen::with(across("closed", Flow::CrossOrigin)).await;
        screen.type_into("phone", "07400 123456").await;
        screen.submit().await;
        screen.sees("Enter the code").await;
        screen.type_into("code", "427193").await;
        Asked::appears().await;
        screen.press(button).await;
        screen.until("the frame to go", |_| frame().is_none()).await;
        assert!(!screen.notices().iter().any(|notice| matches!(notice, Notice::Failed { .. })));
    }
}

#[test]
async fn a_signal_takes_the_frame_away_and_the_ticket_stays_for_the_next_try() {
    let backend = Backend::new();
    backend.will(json(200, TICKET));
    let options = format!(r#"{{"clientId":"signal","domain":"{}","flow":"cross-origin"}}"#, origin());
    let client = Headless::new(&js_sys::JSON::parse(&options).unwrap()).unwrap();
    let log_in = |signal| client.ask("logIn", "+447400123456".to_owned(), "427193", signal).unwrap();
    let controller = AbortController::new().unwrap();
    let promise = log_in(Some(controller.signal()));
    Asked::appears().await;
    controller.abort();
    let problem = JsFuture::from(promise).await.unwrap_err();
    assert_eq!(Reflect::get(&problem, &"code".into()).unwrap(), "cancelled");
    assert!(frame().is_none());

    let promise = log_in(None);
    let asked = Asked::appears().await;
    assert_eq!(asked.parameter("login_ticket"), "t-1");
    asked.says(&asked.right_tokens(&backend).await);
    assert!(JsFuture::from(promise).await.is_ok());
    assert_eq!(backend.asked("/co/authenticate").len(), 1);
}

#[test]
async fn a_frame_that_says_nothing_keeps_the_ticket_for_the_next_try() {
    let backend = Backend::new();
    let client = Client::new(across("silent", Flow::CrossOrigin));
    backend.will(json(200, TICKET));
    {
        // The first timer is that of the ticket, the second that of the frame.
        let _hurry = Replaced::no_patience_for_the_second();
        assert_eq!(end(&begin(&client, "427193")).await, Err(Problem::TimedOut));
    }
    // What comes is a page for people, which says that there is nothing here.
    assert_eq!(end(&begin(&client, "427193")).await, Err(Problem::OriginRefused));
    assert!(frame().is_none());

    let outcome = begin(&client, "427193");
    let asked = Asked::appears().await;
    assert_eq!(asked.parameter("login_ticket"), "t-1");
    asked.says(&asked.right_tokens(&backend).await);
    assert!(end(&outcome).await.is_ok());
    assert_eq!(backend.asked("/co/authenticate").len(), 1, "the code was spent for the ticket");
}

#[test]
async fn a_ticket_is_for_its_code_and_one_that_is_over_asks_for_a_new_code() {
    let backend = Backend::new();
    let client = Client::new(across("over", Flow::CrossOrigin));
    for code in ["427193", "111111"] {
        backend.will(json(200, TICKET));
        let outcome = begin(&client, code);
        let asked = Asked::appears().await;
        asked.says(&asked.answer(r#""error":"temporarily_unavailable""#));
        assert_eq!(end(&outcome).await, Err(Problem::ServerDown { status: 503 }));
    }
    assert_eq!(backend.asked("/co/authenticate").len(), 2);
    let outcome = begin(&client, "111111");
    let asked = Asked::appears().await;
    asked.says(&asked.answer(r#""error":"login_required""#));
    assert_eq!(end(&outcome).await, Err(Problem::CodeExpired));
    assert_eq!(backend.asked("/co/authenticate").len(), 2);
}

#[test]
async fn a_policy_without_frames_is_told_at_once_and_one_that_only_reports_is_not() {
    let backend = Backend::new();
    backend.will(json(200, TICKET));
    let outcome = begin(&Client::new(across("policy", Flow::CrossOrigin)), "427193");
    Asked::appears().await;
    for (directive, blocked, disposition) in [
        ("frame-src", format!("{}/authorize", origin()), "report"),
        ("img-src", format!("{}/authorize", origin()), "enforce"),
        ("frame-src", "https://video.example".to_owned(), "enforce"),
    ] {
        violate(directive, &blocked, disposition);
    }
    goes_on(&outcome).await;
    violate("frame-src", &format!("{}/authorize", origin()), "enforce");
    assert_eq!(end(&outcome).await, Err(Problem::FrameBlocked));
    assert!(frame().is_none());
}

fn violate(directive: &str, blocked: &str, disposition: &str) {
    let body = "document.dispatchEvent(new SecurityPolicyViolationEvent('securitypolicyviolation', {
        effectiveDirective, violatedDirective: effectiveDirective, blockedURI, disposition, documentURI: location.href,
        originalPolicy: '', statusCode: 200 }))";
    let violate = Function::new_with_args("effectiveDirective, blockedURI, disposition", body);
    violate.call3(&JsValue::NULL, &directive.into(), &blocked.into(), &disposition.into()).unwrap();
}

#[test]
async fn where_there_is_no_cryptography_nothing_that_a_frame_says_is_believed() {
    let backend = Backend::new();
    let _insecure = Replaced::insecure_origin();
    let refused = Problem::TokenRefused(TokenFault::NoCrypto);
    let phone = PhoneNumber::parse("+447400123456", None).unwrap();
    let mut settings = across("plain", Flow::CrossOrigin);
    settings.without_crypto = WithoutCrypto::TrustTls;
    let client = Client::new(settings);
    assert_eq!(client.start_sms(&phone).await.map(drop), Err(refused.clone()));
    assert_eq!(end(&begin(&client, "427193")).await, Err(refused));
    assert_eq!(backend.requests(), []);
}
