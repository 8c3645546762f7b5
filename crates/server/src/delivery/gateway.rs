//! Text messages through a service of one's own (protocol section 10.2, custom gateway).

use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use axum::http::{StatusCode, Uri};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use passlock_core::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::http::{Answer, HttpClient};
use super::provider_code::refusal;
use super::setup::{AGENT, SetupError};
use super::{Channel, Delivery, DeliveryError, Message, Sending};
use crate::config::{GatewayProof, GatewaySettings};

/// A gateway. Whether it can be given a message twice is for its owner to say.
pub(super) struct Gateway {
    client: HttpClient,
    url: Uri,
    settings: GatewaySettings,
}

#[derive(Serialize)]
struct Posted<'a> {
    recipient: &'a str,
    body: &'a str,
    sender: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    req: Option<AskedBy<'a>>,
}

#[derive(Serialize)]
struct AskedBy<'a> {
    ip: &'a str,
    #[serde(rename = "user-agent")]
    user_agent: &'a str,
}

#[derive(Serialize)]
struct Claims<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<&'a str>,
    iat: i64,
    exp: i64,
    jti: &'a str,
}

impl Gateway {
    pub(super) fn new(settings: &GatewaySettings, client: HttpClient) -> Result<Self, SetupError> {
        let url = settings.url.as_str().parse().map_err(|_| SetupError::Address("delivery.gateway.url"))?;
        Ok(Self { client, url, settings: settings.clone() })
    }

    fn headers(&self, message: &Message) -> Result<HeaderMap, DeliveryError> {
        let unusable = |_| DeliveryError::Misconfigured { advice: "what the gateway is shown is no header", code: 0 };
        let json = HeaderValue::from_static("application/json");
        let mut headers = HeaderMap::from_iter([
            (CONTENT_TYPE, json.clone()),
            (ACCEPT, json),
            (USER_AGENT, HeaderValue::from_static(AGENT)),
            (IDEMPOTENCY_KEY, HeaderValue::try_from(&message.id).map_err(unusable)?),
        ]);
        if let Some(token) = self.token(&message.id, message.at)? {
            let mut bearer = HeaderValue::try_from(format!("Bearer {token}")).map_err(unusable)?;
            bearer.set_sensitive(true);
            headers.insert(AUTHORIZATION, bearer);
        }
        Ok(headers)
    }

    fn token(&self, id: &str, now: Timestamp) -> Result<Option<String>, DeliveryError> {
        match &self.settings.proof {
            GatewayProof::None => Ok(None),
            GatewayProof::Token(token) => Ok(Some(token.text().to_owned())),
            GatewayProof::Jwt { secret, issuer, audience, subject } => {
                let claims = Claims {
                    iss: issuer.as_deref(),
                    aud: audience.as_deref(),
                    sub: subject.as_deref(),
                    iat: now.seconds(),
                    exp: now.seconds() + JWT_LIFETIME,
                    jti: id,
                };
                let key = EncodingKey::from_secret(secret.text().as_bytes());
                let unsigned = |_| DeliveryError::Misconfigured { advice: "no JWT could be signed", code: 0 };
                encode(&Header::new(Algorithm::HS256), &claims, &key).map(Some).map_err(unsigned)
            }
        }
    }

    fn body(&self, message: &Message) -> Result<String, DeliveryError> {
        let asked_by = message.asked_by.as_ref().filter(|_| self.settings.forwards_request);
        let posted = Posted {
            recipient: &message.to,
            body: &message.body,
            sender: &self.settings.sender,
            req: asked_by.map(|asked_by| AskedBy { ip: &asked_by.ip, user_agent: &asked_by.user_agent }),
        };
        let unwritten = |_| DeliveryError::Misconfigured { advice: "a message could not be written as JSON", code: 0 };
        serde_json::to_string(&posted).map_err(unwritten)
    }
}

impl Delivery for Gateway {
    fn deliver(&self, message: Message) -> Sending<'_> {
        Box::pin(async move {
            if message.channel != Channel::Sms {
                return Err(DeliveryError::Misconfigured { advice: "the gateway sends text messages alone", code: 0 });
            }
            read(&self.client.post(&self.url, self.headers(&message)?, self.body(&message)?).await?)
        })
    }

    fn is_idempotent(&self) -> bool {
        self.settings.is_idempotent
    }
}

/// What an answer means. A gateway may say in JSON what is wrong, in Twilio's manner: `{"code": 21211, "message": "…"}`.
fn read(answer: &Answer) -> Result<(), DeliveryError> {
    let code = || {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let code = u32::try_from(body["code"].as_u64()?).ok()?;
        Some(refusal(code, body["message"].as_str().unwrap_or_default()))
    };
    match answer.status {
        StatusCode::OK => Ok(()),
        StatusCode::TOO_MANY_REQUESTS => Err(DeliveryError::Unavailable),
        status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => Err(DeliveryError::Misconfigured {
            advice: "the gateway does not know this server: look at bearer_token, or at the keys of the JWT",
            code: status.as_u16().into(),
        }),
        status @ (StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED) => Err(DeliveryError::Misconfigured {
            advice: "there is no gateway at this address: look at url",
            code: status.as_u16().into(),
        }),
        status if status.is_client_error() => Err(code().unwrap_or_else(|| refusal(status.as_u16().into(), ""))),
        // Other kinds of success and errors of the gateway's own: it may have sent the message.
        _ => Err(DeliveryError::Unclear),
    }
}

/// draft-ietf-httpapi-idempotency-key-header.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// In seconds.
const JWT_LIFETIME: i64 = 60;
