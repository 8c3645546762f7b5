//! Text messages through a gateway of one's own, which gets what Auth0's get.

use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use passlock_core::protocol::START_PATH;
use passlock_server::{
    AskedBy, Delivery, DeliveryError, DeliveryKind, DeliverySettings, GatewayProof, GatewaySettings, Message, Secret,
    delivery,
};
use serde_json::{Value, json};

use crate::harness::{NUMBER, Server, dev_settings, request, start_body};
use crate::provider::{Act, Provider, Received};

/// All that protocol section 10.2 says about a request, and no more.
fn judge(request: &Received) -> (u16, Value) {
    assert_eq!(request.line, "POST /send?via=sms HTTP/1.1");
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert!(request.header("idempotency-key").is_some_and(|key| key.len() >= 3));
    let body = request.json();
    let names: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert!(names == ["body", "recipient", "sender"] || names == ["body", "recipient", "req", "sender"], "{names:?}");
    if let Some(req) = body.get("req") {
        assert_eq!(req.as_object().unwrap().keys().collect::<Vec<_>>(), ["ip", "user-agent"]);
    }
    (200, json!({ "ok": true }))
}

fn settings(address: &str) -> GatewaySettings {
    GatewaySettings {
        url: format!("{address}/send?via=sms").parse().unwrap(),
        sender: "Shop".to_owned(),
        proof: GatewayProof::None,
        forwards_request: false,
        is_idempotent: false,
    }
}

fn courier(settings: GatewaySettings) -> Arc<dyn Delivery> {
    let timeout = Duration::from_secs(20);
    delivery(&DeliverySettings { sms: DeliveryKind::Gateway(settings), timeout, ..DeliverySettings::NONE })
        .unwrap()
        .unwrap()
}

fn message() -> Message {
    let at = passlock_core::Timestamp::from_millis(jsonwebtoken::get_current_timestamp().cast_signed() * 1000);
    let message =
        Message::sms("id1".to_owned(), NUMBER.to_owned(), "427193 \"ü\"\n".to_owned(), "427193".to_owned(), at);
    let asked_by = AskedBy { ip: "192.0.2.1".to_owned(), user_agent: "Browser/1".to_owned() };
    Message { asked_by: Some(asked_by), ..message }
}

#[tokio::test]
async fn it_gets_what_auth0s_get() {
    let provider = Provider::start(judge, &[]).await;
    let plain = courier(settings(&provider.address));
    let curious = courier(GatewaySettings { forwards_request: true, ..settings(&provider.address) });
    assert_eq!(plain.deliver(message()).await, Ok(()));
    assert_eq!(curious.deliver(message()).await, Ok(()));
    let expected = json!({ "recipient": NUMBER, "body": "427193 \"ü\"\n", "sender": "Shop" });
    assert_eq!(provider.requests()[0].json(), expected);
    assert_eq!(provider.requests()[0].header("authorization"), None);
    assert_eq!(provider.requests()[1].json()["req"], json!({ "ip": "192.0.2.1", "user-agent": "Browser/1" }));
}

#[tokio::test]
async fn a_request_is_forwarded_as_it_came() {
    let provider = Provider::start(judge, &[]).await;
    let mut settings = dev_settings();
    let gateway = GatewaySettings { forwards_request: true, ..self::settings(&provider.address) };
    settings.delivery.sms = DeliveryKind::Gateway(gateway);
    let server = Server::with(settings).await;
    let headers = [("content-type", "application/json"), ("user-agent", "Browser/2")];
    let start = request(Method::POST, START_PATH, &headers, &start_body(NUMBER).to_string());
    assert_eq!(server.send(crate::harness::from_address(start, "192.0.2.7")).await.status, 200);
    let body = provider.requests()[0].json();
    assert_eq!(body["req"], json!({ "ip": "192.0.2.7", "user-agent": "Browser/2" }));
    assert_eq!(server.redeem(NUMBER, &body["body"].as_str().unwrap()[..6]).await.status, 200);
}

#[tokio::test]
async fn a_token_is_shown_as_it_is() {
    let provider = Provider::start(judge, &[]).await;
    let proof = GatewayProof::Token(Secret::new("0123456789abcdef", 16).unwrap());
    assert_eq!(courier(GatewaySettings { proof, ..settings(&provider.address) }).deliver(message()).await, Ok(()));
    assert_eq!(provider.requests()[0].header("authorization"), Some("Bearer 0123456789abcdef"));
}

#[tokio::test]
async fn a_jwt_is_made_for_each_message() {
    let provider = Provider::start(judge, &[]).await;
    let key = "0123456789abcdef0123456789abcdef";
    let name = |text: &str| Some(text.to_owned());
    let proof = GatewayProof::Jwt {
        secret: Secret::new(key, 32).unwrap(),
        issuer: name("https://login.example/"),
        audience: name("https://sms.example/"),
        subject: None,
    };
    let settings = GatewaySettings { proof, ..settings(&provider.address) };
    assert!(!format!("{settings:?}").contains(key));
    assert_eq!(courier(settings).deliver(message()).await, Ok(()));
    let token = provider.requests()[0].header("authorization").unwrap()[7..].to_owned();
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_audience(&["https://sms.example/"]);
    rules.set_issuer(&["https://login.example/"]);
    let claims = decode::<Value>(&token, &DecodingKey::from_secret(key.as_bytes()), &rules).unwrap().claims;
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 60);
    assert_eq!((claims.get("sub"), &claims["jti"]), (None, &json!("id1")));
}

#[tokio::test]
async fn only_a_200_counts_as_sent() {
    let refused =
        |code| Err(DeliveryError::Refused { message: "The provider did not take the message.".to_owned(), code });
    let landline = Err(DeliveryError::Refused { message: "A landline.".to_owned(), code: 21614 });
    for (act, outcome) in [
        (Act::Say(200, ""), Ok(())),
        (Act::Say(200, "<html>"), Ok(())),
        (Act::Say(201, "{}"), Err(DeliveryError::Unclear)),
        (Act::Say(202, "{}"), Err(DeliveryError::Unclear)),
        (Act::Say(301, ""), Err(DeliveryError::Unclear)),
        (Act::Say(400, ""), refused(400)),
        (Act::Say(422, "{\"code\":"), refused(422)),
        (Act::Say(400, r#"{"code":21614,"message":"A landline."}"#), landline),
        (Act::Say(500, ""), Err(DeliveryError::Unclear)),
        (Act::CutAfter, Err(DeliveryError::Unclear)),
        (Act::CutAnswer, Err(DeliveryError::Unclear)),
    ] {
        let provider = Provider::start(judge, std::slice::from_ref(&act)).await;
        assert_eq!(courier(settings(&provider.address)).deliver(message()).await, outcome, "{act:?}");
        assert_eq!(provider.requests().len(), 1, "{act:?}");
    }
    for status in [401, 403, 404, 405] {
        let provider = Provider::start(judge, &[Act::Say(status, "")]).await;
        let outcome = courier(settings(&provider.address)).deliver(message()).await;
        assert!(matches!(outcome, Err(DeliveryError::Misconfigured { code, .. }) if code == u32::from(status)));
    }
}

#[tokio::test]
async fn one_that_knows_a_message_again_gets_it_again() {
    let acts = [Act::CutAfter, Act::Say(500, "")];
    let provider = Provider::start(judge, &acts).await;
    let settings = GatewaySettings { is_idempotent: true, ..settings(&provider.address) };
    assert_eq!(courier(settings).deliver(message()).await, Ok(()));
    let requests = provider.requests();
    let keys: Vec<_> = requests.iter().map(|request| request.header("idempotency-key")).collect();
    assert_eq!(keys, [Some("id1"); 3]);
}

#[tokio::test]
async fn every_message_has_a_key_of_its_own() {
    let provider = Provider::start(judge, &[]).await;
    let mut settings = dev_settings();
    settings.delivery.sms = DeliveryKind::Gateway(self::settings(&provider.address));
    let server = Server::with(settings).await;
    for _ in 0..2 {
        assert_eq!(server.post(START_PATH, &start_body(NUMBER)).await.status, 200);
    }
    let requests = provider.requests();
    assert_ne!(requests[0].header("idempotency-key"), requests[1].header("idempotency-key"));
}
