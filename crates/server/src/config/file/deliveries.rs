//! How messages reach people: `[delivery]` and the sections of the providers.

use url::Url;

use super::Deployment;
use super::keys;
use super::provider::Provider;
use super::reading::Reading;
use super::sections::{MINUTE, SECOND, set};
use super::value;
use crate::config::{
    DeliveryKind, EmailKind, GatewayProof, GatewaySettings, SmtpSecurity, SmtpSettings, TwilioSender, TwilioSettings,
};

impl Deployment {
    /// All sections are read, also those of providers that are not used.
    pub(super) fn read_delivery(&mut self, reading: &mut Reading<'_>) {
        let settings = &mut self.settings.delivery;
        let scope = reading.section(&keys::DELIVERY);
        let names = DeliveryKind::NAMES.map(|name| (name, name)).to_vec();
        let kind = reading.take(scope, &keys::DELIVERY_KIND, value::choice(names));
        let names = EmailKind::NAMES.map(|name| (name, name)).to_vec();
        let email = reading.take(scope, &keys::DELIVERY_EMAIL, value::choice(names));
        let timeout = value::span(SECOND..=2 * MINUTE);
        set(&mut settings.timeout, reading.take(scope, &keys::DELIVERY_TIMEOUT, timeout));
        let [place, email_place] = [&keys::DELIVERY_KIND, &keys::DELIVERY_EMAIL].map(|key| reading.place(scope, key));
        let used = |name| (kind == Some(name)).then(|| place.clone());
        let twilio = twilio(Provider::new(reading, &keys::TWILIO, used("twilio")));
        let gateway = gateway(Provider::new(reading, &keys::GATEWAY, used("gateway")));
        let smtp = smtp(Provider::new(reading, &keys::SMTP, (email == Some("smtp")).then_some(email_place)));
        match email {
            Some("outbox") => settings.email = EmailKind::Outbox,
            Some("smtp") => set(&mut settings.email, smtp.map(EmailKind::Smtp)),
            _ => {}
        }
        match kind {
            Some("outbox") => settings.sms = DeliveryKind::Outbox,
            Some("twilio") => set(&mut settings.sms, twilio.map(DeliveryKind::Twilio)),
            Some("gateway") => set(&mut settings.sms, gateway.map(DeliveryKind::Gateway)),
            _ => {}
        }
    }
}

fn twilio(mut provider: Provider<'_, '_>) -> Option<TwilioSettings> {
    let account_sid = provider.take(&keys::ACCOUNT_SID, value::sid("AC"));
    let token = provider.secret(&keys::AUTH_TOKEN, SHORTEST_TOKEN);
    let key = provider.take(&keys::API_KEY_SID, value::sid("SK"));
    let key_secret = provider.secret(&keys::API_KEY_SECRET, SHORTEST_TOKEN);
    let from = provider.take(&keys::TWILIO_FROM, value::sender);
    let service = provider.take(&keys::SERVICE_SID, value::sid("MG"));
    let base_url = provider.take(&keys::BASE_URL, value::address);
    if !provider.is_to_be_checked() {
        return None;
    }
    let account = provider.needed(&keys::ACCOUNT_SID, account_sid, "Twilio's console shows it beside the auth token");
    let pair = match (token, key, key_secret) {
        (Some(token), None, None) => account.clone().map(|account| (account, token)),
        (None, None, None) => {
            provider.lacks(&keys::AUTH_TOKEN, "auth_token_file, or api_key_sid and api_key_secret_file")
        }
        (None, key, secret) => {
            let key = provider.needed(&keys::API_KEY_SID, key, "a secret alone is no key");
            key.zip(provider.needed(&keys::API_KEY_SECRET, secret, "api_key_secret_file, or a variable"))
        }
        (Some(_), _, _) => provider.clashes(&keys::AUTH_TOKEN, "there is an API key as well; one of them has to go"),
    };
    let sender = match (from, service) {
        (Some(from), None) => Some(TwilioSender::From(from)),
        (None, Some(service)) => Some(TwilioSender::Service(service)),
        (None, None) => provider.lacks(&keys::TWILIO_FROM, "a number of the account, or messaging_service_sid"),
        (Some(_), Some(_)) => {
            provider.clashes(&keys::TWILIO_FROM, "there is messaging_service_sid as well; one of them has to go")
        }
    };
    let ((user, password), sender) = pair.zip(sender)?;
    let base_url = base_url.or_else(|| Url::parse(TwilioSettings::BASE_URL).ok())?;
    Some(TwilioSettings { account_sid: account?, user, password, sender, base_url })
}

fn gateway(mut provider: Provider<'_, '_>) -> Option<GatewaySettings> {
    let url = provider.take(&keys::GATEWAY_URL, value::address);
    let sender = provider.take(&keys::GATEWAY_SENDER, value::line);
    let token = provider.secret(&keys::BEARER_TOKEN, SHORTEST_TOKEN);
    let secret = provider.secret(&keys::JWT_SECRET, SHORTEST_KEY);
    let [issuer, audience, subject] =
        [&keys::JWT_ISSUER, &keys::JWT_AUDIENCE, &keys::JWT_SUBJECT].map(|key| provider.take(key, value::line));
    let [forwards_request, is_idempotent] =
        [&keys::FORWARD_REQUEST, &keys::IDEMPOTENT].map(|key| provider.take(key, yes_or_no).unwrap_or_default());
    if !provider.is_to_be_checked() {
        return None;
    }
    let has_claims = issuer.is_some() || audience.is_some() || subject.is_some();
    let proof = match (token, secret) {
        (Some(_), Some(_)) => {
            provider.clashes(&keys::BEARER_TOKEN, "there is jwt_secret as well; one of them has to go")
        }
        (_, None) if has_claims => provider.lacks(&keys::JWT_SECRET, "the claims of a JWT are there, and no key"),
        (None, None) => Some(GatewayProof::None),
        (Some(token), None) => Some(GatewayProof::Token(token)),
        (None, Some(secret)) => Some(GatewayProof::Jwt { secret, issuer, audience, subject }),
    };
    let url = provider.needed(&keys::GATEWAY_URL, url, "where messages are posted to");
    let sender = provider.needed(&keys::GATEWAY_SENDER, sender, "who messages are from");
    Some(GatewaySettings { url: url?, sender: sender?, proof: proof?, forwards_request, is_idempotent })
}

fn smtp(mut provider: Provider<'_, '_>) -> Option<SmtpSettings> {
    let host = provider.take(&keys::SMTP_HOST, value::host);
    let port = provider.take(&keys::SMTP_PORT, value::port);
    let securities = SmtpSecurity::ALL.map(|security| (security.name(), security)).to_vec();
    let security = provider.take(&keys::SMTP_SECURITY, value::choice(securities)).unwrap_or(SmtpSecurity::StartTls);
    let user = provider.take(&keys::SMTP_USERNAME, value::line);
    let password = provider.phrase(&keys::SMTP_PASSWORD, SHORTEST_PASSWORD);
    let from = provider.take(&keys::SMTP_FROM, value::mailbox);
    let envelope_from = provider.take(&keys::SMTP_ENVELOPE_FROM, value::bare_address);
    if !provider.is_to_be_checked() {
        return None;
    }
    let credentials = match (user, password) {
        (None, None) => Some(None),
        (user, password) => {
            let user = provider.needed(&keys::SMTP_USERNAME, user, "a password is somebody's");
            user.zip(provider.needed(&keys::SMTP_PASSWORD, password, "password_file, or a variable")).map(Some)
        }
    };
    let host = provider.needed(&keys::SMTP_HOST, host, "the name of the mail server");
    let from = provider.needed(&keys::SMTP_FROM, from, "who emails are from");
    let is_here = host.as_deref().is_some_and(value::is_this_machine);
    if host.is_some() && security == SmtpSecurity::None && !is_here {
        return provider
            .clashes(&keys::SMTP_SECURITY, "codes travel encrypted; only a mail server on this machine needs none");
    }
    let port = port.unwrap_or(security.usual_port());
    Some(SmtpSettings { host: host?, port, security, credentials: credentials?, from: from?, envelope_from })
}

fn yes_or_no(text: &str) -> Result<bool, super::mistake::Refusal> {
    value::choice(vec![("yes", true), ("no", false)])(text)
}

/// In characters, of what a provider has made.
const SHORTEST_TOKEN: usize = 16;
/// In characters, of what people make up for a mail server.
const SHORTEST_PASSWORD: usize = 8;
/// In characters: 128 bits even if the text is hexadecimal.
const SHORTEST_KEY: usize = 32;
