//! Text messages through Twilio's Messages API (protocol section 10.1).

use std::io;

use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use axum::http::{StatusCode, Uri};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use url::form_urlencoded;

use super::http::{Answer, HttpClient};
use super::provider_code::refusal;
use super::setup::SetupError;
use super::{Channel, Delivery, DeliveryError, Message, Sending};
use crate::config::{TwilioSender, TwilioSettings};

/// An account. Twilio has no key that would make a repeated message one, so what is unclear is not repeated.
pub(super) struct Twilio {
    client: HttpClient,
    address: Uri,
    authorization: HeaderValue,
    sender: TwilioSender,
}

impl Twilio {
    pub(super) fn new(settings: &TwilioSettings, client: HttpClient) -> Result<Self, SetupError> {
        let TwilioSettings { account_sid, user, password, sender, base_url } = settings;
        let base = base_url.as_str().trim_end_matches('/');
        let address = format!("{base}/2010-04-01/Accounts/{account_sid}/Messages.json");
        let address = address.parse().map_err(|_| SetupError::Address("delivery.twilio.base_url"))?;
        let pair = STANDARD.encode(format!("{user}:{}", password.text()));
        let mut authorization = HeaderValue::try_from(format!("Basic {pair}")).map_err(io::Error::other)?;
        authorization.set_sensitive(true);
        Ok(Self { client, address, authorization, sender: sender.clone() })
    }

    fn headers(&self) -> HeaderMap {
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        HeaderMap::from_iter([
            (AUTHORIZATION, self.authorization.clone()),
            (CONTENT_TYPE, form),
            (ACCEPT, HeaderValue::from_static("application/json")),
            (USER_AGENT, HeaderValue::from_static(super::setup::AGENT)),
        ])
    }

    fn form(&self, message: &Message) -> String {
        let (name, sender) = match &self.sender {
            TwilioSender::From(number) => ("From", number),
            TwilioSender::Service(sid) => ("MessagingServiceSid", sid),
        };
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("To", &message.to).append_pair(name, sender).append_pair("Body", &message.body);
        form.finish()
    }
}

impl Delivery for Twilio {
    fn deliver(&self, message: Message) -> Sending<'_> {
        Box::pin(async move {
            if message.channel != Channel::Sms {
                return Err(DeliveryError::Misconfigured { advice: "Twilio sends text messages alone", code: 0 });
            }
            read(&self.client.post(&self.address, self.headers(), self.form(&message)).await?)
        })
    }
}

/// What an answer means. Only a 201 with a message in it is one that was taken.
fn read(answer: &Answer) -> Result<(), DeliveryError> {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let number = |name: &str| body[name].as_u64().and_then(|code| u32::try_from(code).ok());
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    let status = answer.status;
    if status == StatusCode::CREATED {
        return match number("error_code") {
            Some(code) => Err(refusal(code, text("error_message"))),
            None if text("sid").is_empty() => Err(DeliveryError::Unclear),
            None => Ok(()),
        };
    }
    match (number("code"), status) {
        (_, StatusCode::TOO_MANY_REQUESTS) => Err(DeliveryError::Unavailable),
        (Some(code), status) if status.is_client_error() => Err(refusal(code, text("message"))),
        (None, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND) => Err(refusal(20003, "")),
        (None, status) if status.is_client_error() => Err(refusal(status.as_u16().into(), "")),
        // It may have been taken before something went wrong.
        _ => Err(DeliveryError::Unclear),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, body: &str, expected: Result<(), DeliveryError>) {
        let status = StatusCode::from_u16(status).unwrap();
        let answer = Answer { status, body: body.to_owned().into() };
        assert_eq!(read(&answer), expected, "{status} {body}");
    }

    #[test]
    fn only_a_message_that_was_made_is_sent() {
        check(201, r#"{"sid":"SM1","status":"queued","error_code":null,"error_message":null}"#, Ok(()));
        for (status, body) in [
            (201, ""),
            (201, "{"),
            (201, "{}"),
            (201, r#"{"sid":null}"#),
            (200, r#"{"sid":"SM1"}"#),
            (302, ""),
            (500, r#"{"code":20500,"message":"Internal","status":500}"#),
            (503, "<html>"),
        ] {
            check(status, body, Err(DeliveryError::Unclear));
        }
    }

    #[test]
    fn a_no_is_a_no_at_every_place_where_it_may_stand() {
        let refused = |code| Err(DeliveryError::Refused { message: "No.".to_owned(), code });
        check(400, r#"{"code":21211,"message":"No.","more_info":"https://a.example","status":400}"#, refused(21211));
        check(201, r#"{"sid":"SM1","status":"failed","error_code":30006,"error_message":"No."}"#, refused(30006));
        let unknown = "The provider did not take the message.".to_owned();
        check(400, "<html>", Err(DeliveryError::Refused { message: unknown, code: 400 }));
    }

    #[test]
    fn trouble_with_the_account_is_the_operators() {
        for (status, body, code) in [
            (401, r#"{"code":20003,"message":"Authenticate","status":401}"#, 20003),
            (401, "", 20003),
            (404, "<html>", 20003),
            (400, r#"{"code":21606,"message":"The From phone number +1 is not valid","status":400}"#, 21606),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            let outcome = read(&Answer { status, body: body.to_owned().into() });
            assert!(matches!(outcome, Err(DeliveryError::Misconfigured { code: told, .. }) if told == code), "{body}");
        }
        check(429, r#"{"code":20429,"message":"Too Many Requests","status":429}"#, Err(DeliveryError::Unavailable));
        check(429, "", Err(DeliveryError::Unavailable));
    }
}
