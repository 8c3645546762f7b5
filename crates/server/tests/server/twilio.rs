//! Text messages through Twilio, against a server that is as strict as its documentation.

use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use passlock_core::protocol::{Reason, START_PATH};
use passlock_server::{
    Channel, Delivery, DeliveryError, DeliveryKind, DeliverySettings, Message, Outcome, Secret, TwilioSender,
    TwilioSettings, delivery,
};
use serde_json::{Value, json};

use crate::harness::{NUMBER, Server, dev_settings, start_body};
use crate::provider::{Act, Provider, Received, twilio_error};

const ACCOUNT: &str = "AC00112233445566778899aabbccddeeff";
const TOKEN: &str = "ffeeddccbbaa99887766554433221100";
/// Twilio's own number for tests that can send.
const SENDER: &str = "+15005550006";

/// Twilio's own numbers for tests, and all that its documentation says about a request.
fn judge(request: &Received) -> (u16, Value) {
    assert_eq!(request.line, format!("POST /2010-04-01/Accounts/{ACCOUNT}/Messages.json HTTP/1.1"));
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert!(request.header("host").is_some() && request.header("user-agent").unwrap().starts_with("passlock-server/"));
    if request.header("authorization") != Some(&format!("Basic {}", STANDARD.encode(format!("{ACCOUNT}:{TOKEN}")))) {
        return twilio_error(401, 20003, "Authenticate");
    }
    let form = request.form();
    let names: Vec<&str> = form.iter().map(|(name, _)| name.as_str()).collect();
    let [to, sender, body] = form.as_slice() else { panic!("{names:?}") };
    assert!(matches!(names[..], ["To", "From" | "MessagingServiceSid", "Body"]), "{names:?}");
    assert!((1..=1600).contains(&body.1.chars().count()));
    assert!(to.1.starts_with('+') && (8..=16).contains(&to.1.len()));
    match (to.1.as_str(), sender.1.as_str()) {
        ("+15005550001", _) => twilio_error(400, 21211, "The 'To' number +15005550001 is not a valid phone number."),
        ("+15005550002", _) => twilio_error(400, 21612, "Twilio cannot route to this number."),
        ("+15005550003", _) => twilio_error(400, 21408, "Permission to send an SMS has not been enabled."),
        ("+15005550004", _) => twilio_error(400, 21610, "Attempt to send to unsubscribed recipient"),
        ("+15005550009", _) => twilio_error(400, 21614, "'To' number is not a valid mobile number"),
        ("+15005550010", _) => twilio_error(400, 99999, &format!("Account {ACCOUNT} has an unusual problem.")),
        (_, "+15005550001") => twilio_error(400, 21212, "The 'From' number +15005550001 is not valid."),
        (_, "+15005550007") => twilio_error(400, 21606, "The 'From' phone number provided is not a valid one."),
        (_, "+15005550008") => twilio_error(429, 21611, "This 'From' number has exceeded its queue."),
        _ => (201, made(&to.1, &sender.1, &body.1)),
    }
}

/// A message as Twilio's API shows it.
fn made(to: &str, from: &str, body: &str) -> Value {
    json!({
        "account_sid": ACCOUNT, "api_version": "2010-04-01", "body": body, "date_created": "Sun, 01 Mar 2026 12:00:00 +0000",
        "date_sent": null, "date_updated": "Sun, 01 Mar 2026 12:00:00 +0000", "direction": "outbound-api",
        "error_code": null, "error_message": null, "from": from, "messaging_service_sid": null, "num_media": "0",
        "num_segments": "1", "price": null, "price_unit": null, "sid": "SM00112233445566778899aabbccddeeff",
        "status": "queued", "subresource_uris": { "media": "/2010-04-01/x.json" }, "to": to, "uri": "/2010-04-01/y.json",
    })
}

fn settings(address: &str) -> TwilioSettings {
    TwilioSettings {
        account_sid: ACCOUNT.to_owned(),
        user: ACCOUNT.to_owned(),
        password: Secret::new(TOKEN, 16).unwrap(),
        sender: TwilioSender::From(SENDER.to_owned()),
        base_url: address.parse().unwrap(),
    }
}

fn courier(settings: TwilioSettings, timeout: Duration) -> Arc<dyn Delivery> {
    delivery(&DeliverySettings { sms: DeliveryKind::Twilio(settings), timeout, ..DeliverySettings::NONE })
        .unwrap()
        .unwrap()
}

/// A Twilio that does these things first, and what sends through it.
async fn twilio(acts: &[Act]) -> (Provider, Arc<dyn Delivery>) {
    let provider = Provider::start(judge, acts).await;
    let courier = courier(settings(&provider.address), PATIENCE);
    (provider, courier)
}

fn message(to: &str) -> Message {
    let at = passlock_core::Timestamp::from_seconds(1_772_366_400);
    Message::sms(
        "id1".to_owned(),
        to.to_owned(),
        "Dein Code: 427193 & mehr+\n@a.example #427193".to_owned(),
        "427193".to_owned(),
        at,
    )
}

fn refused(message: &str, code: u32) -> Result<(), DeliveryError> {
    Err(DeliveryError::Refused { message: message.to_owned(), code })
}

#[tokio::test]
async fn a_whole_login_goes_through_it() {
    let provider = Provider::start(judge, &[]).await;
    let mut settings = dev_settings();
    settings.delivery.sms = DeliveryKind::Twilio(self::settings(&provider.address));
    let server = Server::with(settings).await;
    let answer = server.post(START_PATH, &start_body(NUMBER)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let form = provider.requests()[0].form();
    assert_eq!((form[0].1.as_str(), form[1].1.as_str()), (NUMBER, SENDER));
    let code = form[2].1.split(' ').next().unwrap();
    assert_eq!(server.redeem(NUMBER, code).await.status, 200);
    assert!(server.outbox().await.is_empty());
}

#[tokio::test]
async fn what_is_sent_arrives_sign_by_sign() {
    let (provider, courier) = twilio(&[]).await;
    assert_eq!(courier.deliver(message(NUMBER)).await, Ok(()));
    assert_eq!(provider.requests()[0].form()[2].1, message(NUMBER).body);
    assert_eq!(courier.counts().unwrap().of(Outcome::Sent), 1);
}

#[tokio::test]
async fn a_service_stands_in_the_place_of_a_number() {
    let provider = Provider::start(judge, &[]).await;
    let service = format!("MG{}", "0".repeat(32));
    let settings = TwilioSettings { sender: TwilioSender::Service(service.clone()), ..settings(&provider.address) };
    assert_eq!(courier(settings, PATIENCE).deliver(message(NUMBER)).await, Ok(()));
    assert_eq!(provider.requests()[0].form()[1], ("MessagingServiceSid".to_owned(), service));
}

#[tokio::test]
async fn what_is_wrong_with_a_number_is_told_and_is_no_failure_of_twilio() {
    let (provider, courier) = twilio(&[]).await;
    for (to, outcome) in [
        ("+15005550001", refused("The 'To' number +15005550001 is not a valid phone number.", 21211)),
        ("+15005550002", refused("Twilio cannot route to this number.", 21612)),
        ("+15005550003", refused("Permission to send an SMS has not been enabled.", 21408)),
        ("+15005550004", refused("Attempt to send to unsubscribed recipient", 21610)),
        ("+15005550009", refused("'To' number is not a valid mobile number", 21614)),
        ("+15005550010", refused("The provider did not take the message.", 99999)),
    ] {
        assert_eq!(courier.deliver(message(to)).await, outcome, "{to}");
    }
    assert_eq!((provider.requests().len(), courier.pause()), (6, None));
    assert_eq!(courier.counts().unwrap().of(Outcome::Refused), 6);
}

#[tokio::test]
async fn what_is_wrong_with_the_account_is_the_operators() {
    let provider = Provider::start(judge, &[]).await;
    let from = |number: &str| {
        let sender = TwilioSender::From(number.to_owned());
        TwilioSettings { sender, ..settings(&provider.address) }
    };
    let stranger = TwilioSettings { password: Secret::new("0123456789abcdef", 16).unwrap(), ..from(SENDER) };
    for (settings, code) in [(stranger, 20003), (from("+15005550001"), 21212), (from("+15005550007"), 21606)] {
        let outcome = courier(settings.clone(), PATIENCE).deliver(message(NUMBER)).await;
        assert!(matches!(outcome, Err(DeliveryError::Misconfigured { code: told, .. }) if told == code), "{outcome:?}");
        let mut server = dev_settings();
        server.delivery.sms = DeliveryKind::Twilio(settings);
        let answer = Server::with(server).await.post(START_PATH, &start_body(NUMBER)).await;
        answer.check(503, "temporarily_unavailable");
        assert!(!answer.text.contains("From") && !answer.text.contains(&code.to_string()), "{}", answer.text);
    }
    let busy = courier(from("+15005550008"), PATIENCE);
    assert_eq!(busy.deliver(message(NUMBER)).await, Err(DeliveryError::Unavailable));
    assert_eq!(busy.counts().unwrap().retries(), 2, "none of them was taken, so none is sent twice");
}

#[tokio::test]
async fn the_widget_learns_why() {
    let landline = r#"{"code":21614,"message":"'To' number is not a valid mobile number","status":400}"#;
    let provider = Provider::start(judge, &[Act::Say(400, landline)]).await;
    let mut settings = dev_settings();
    settings.delivery.sms = DeliveryKind::Twilio(self::settings(&provider.address));
    let answer = Server::with(settings).await.post(START_PATH, &start_body(NUMBER)).await;
    answer.check_reason(400, "sms_provider_error", Reason::NumberNotTextable);
    assert_eq!(answer.json()["error_description"], "'To' number is not a valid mobile number (Code: 21614)");
    assert_eq!(answer.json()["provider_code"], 21614);
}

#[tokio::test]
async fn what_may_have_been_sent_is_not_sent_again() {
    for act in [
        Act::CutBefore,
        Act::CutAfter,
        Act::CutAnswer,
        Act::Say(500, r#"{"code":20500,"message":"Internal Server Error","status":500}"#),
        Act::Say(503, "<html>"),
        Act::Say(201, "{\"sid\": "),
        Act::Say(201, "[]"),
        Act::Say(200, "<html>welcome to the wireless network</html>"),
        Act::Say(302, ""),
    ] {
        let (provider, courier) = twilio(std::slice::from_ref(&act)).await;
        assert_eq!(courier.deliver(message(NUMBER)).await, Err(DeliveryError::Unclear), "{act:?}");
        assert_eq!((provider.connections(), courier.counts().unwrap().retries()), (1, 0), "{act:?}");
    }
}

#[tokio::test]
async fn a_slow_one_is_waited_for_so_long_and_no_longer() {
    let provider = Provider::start(judge, &[Act::Slow(Duration::from_mins(1))]).await;
    let courier = courier(settings(&provider.address), Duration::from_millis(300));
    let start = Instant::now();
    assert_eq!(courier.deliver(message(NUMBER)).await, Err(DeliveryError::Unclear));
    assert!((Duration::from_millis(300)..Duration::from_secs(10)).contains(&start.elapsed()));
    assert_eq!(provider.requests().len(), 1);
}

#[tokio::test]
async fn too_many_requests_are_made_again_a_little_later() {
    let busy = Act::Say(429, r#"{"code":20429,"message":"Too Many Requests","status":429}"#);
    let (provider, courier) = twilio(&[busy.clone(), busy]).await;
    assert_eq!(courier.deliver(message(NUMBER)).await, Ok(()));
    assert_eq!((provider.requests().len(), courier.counts().unwrap().retries()), (3, 2));
}

#[tokio::test]
async fn nobody_there_is_tried_thrice() {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let courier = courier(settings(&address), PATIENCE);
    assert_eq!(courier.deliver(message(NUMBER)).await, Err(DeliveryError::Unavailable));
    assert_eq!(courier.counts().unwrap().retries(), 2);
}

#[tokio::test]
async fn it_sends_no_email() {
    let (provider, courier) = twilio(&[]).await;
    let channel = Channel::Email { subject: "Hello".to_owned(), html: "<p>".to_owned() };
    let outcome = courier.deliver(Message { channel, ..message("a@b.example") }).await;
    assert!(matches!(outcome, Err(DeliveryError::Misconfigured { .. })), "{outcome:?}");
    assert_eq!(provider.connections(), 0);
}

#[test]
fn its_token_does_not_print() {
    let printed = format!("{:?}", settings("https://api.twilio.com"));
    assert!(printed.contains(ACCOUNT) && !printed.contains(TOKEN), "{printed}");
}

const PATIENCE: Duration = Duration::from_secs(20);
