//! Emails through a server that takes them: SMTP (RFC 5321), encrypted from the start or by STARTTLS.

use std::error::Error as _;
use std::io;
use std::time::{Duration, UNIX_EPOCH};

use lettre::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use passlock_core::protocol::Reason;
use tokio::time::timeout;

use super::http::causes;
use super::setup::SetupError;
use super::{Channel, Delivery, DeliveryError, Message, Sending};
use crate::config::{SmtpSecurity, SmtpSettings};
use crate::email_address::EmailAddress;

/// A server, a new connection for every email.
pub(super) struct Smtp {
    host: String,
    port: u16,
    security: SmtpSecurity,
    encryption: TlsParameters,
    credentials: Option<Credentials>,
    from: Mailbox,
    /// Where emails that do not arrive are reported.
    sender: Address,
    /// What this server calls itself.
    name: ClientId,
}

impl Smtp {
    pub(super) fn new(settings: &SmtpSettings) -> Result<Self, SetupError> {
        let SmtpSettings { host, port, security, credentials, from, envelope_from } = settings;
        let from: Mailbox = from.parse().map_err(|_| SetupError::Address("delivery.smtp.from"))?;
        let unsent = |_| SetupError::Address("delivery.smtp.envelope_from");
        let sender = envelope_from.as_deref().map(str::parse).transpose().map_err(unsent)?;
        let encryption = TlsParameters::builder(host.clone()).build_rustls();
        Ok(Self {
            host: host.clone(),
            port: *port,
            security: *security,
            encryption: encryption.map_err(|_| SetupError::Address("delivery.smtp.host"))?,
            credentials: credentials
                .as_ref()
                .map(|(user, password)| Credentials::new(user.clone(), password.text().to_owned())),
            name: ClientId::Domain(from.email.domain().to_owned()),
            sender: sender.unwrap_or_else(|| from.email.clone()),
            from,
        })
    }

    /// A connection that emails may be sent over. Nothing has been sent when it does not come about.
    async fn connect(&self) -> Result<AsyncSmtpConnection, DeliveryError> {
        let encryption = (self.security == SmtpSecurity::Tls).then(|| self.encryption.clone());
        let place = (self.host.as_str(), self.port);
        let connection = AsyncSmtpConnection::connect_tokio1(place, Some(CONNECTING), &self.name, encryption, None);
        let mut connection = connection.await.map_err(|error| self.unconnected(&error))?;
        if self.security == SmtpSecurity::StartTls {
            if !connection.can_starttls() {
                let advice = "the mail server offers no STARTTLS: look at host, port and security";
                return Err(DeliveryError::Misconfigured { advice, code: 0 });
            }
            let encrypted = connection.starttls(self.encryption.clone(), &self.name).await;
            encrypted.map_err(|error| self.unconnected(&error))?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(MECHANISMS, credentials).await.map_err(|error| {
                if error.is_permanent() || error.is_client() {
                    let advice = "the mail server does not know these credentials: look at username and password";
                    return DeliveryError::Misconfigured { advice, code: code(&error) };
                }
                self.unconnected(&error)
            })?;
        }
        Ok(connection)
    }

    fn unconnected(&self, error: &Error) -> DeliveryError {
        tracing::warn!(host = self.host, "{}", causes(error));
        if is_broken_encryption(error) {
            let advice = "no encrypted connection to the mail server: look at its certificate, host, port and security";
            return DeliveryError::Misconfigured { advice, code: 0 };
        }
        DeliveryError::Unavailable
    }

    async fn send(&self, to: Address, letter: &[u8]) -> Result<(), DeliveryError> {
        let mut connection = self.connect().await?;
        let mut parameters = Vec::new();
        if !letter.is_ascii() {
            // RFC 6531: the address stands in the letter, too, and has no other form.
            let server = connection.server_info();
            if ![Extension::SmtpUtfEight, Extension::EightBitMime].iter().all(|it| server.supports_feature(*it)) {
                drop(timeout(PARTING, connection.quit()).await);
                return Err(DeliveryError::AddressRefused { reason: Reason::AddressUnsupported, code: NO_ADDRESS });
            }
            parameters.extend([MailParameter::Body(MailBodyParameter::EightBitMime), MailParameter::SmtpUtfEight]);
        }
        connection.command(Mail::new(Some(self.sender.clone()), parameters)).await.map_err(|error| {
            if error.is_permanent() {
                let advice =
                    "the mail server lets nobody send from this address: look at from, envelope_from and username";
                return DeliveryError::Misconfigured { advice, code: code(&error) };
            }
            DeliveryError::Unavailable
        })?;
        connection.command(Rcpt::new(to, Vec::new())).await.map_err(|error| unaddressed(&error))?;
        connection.command(Data).await.map_err(|error| refused(&error))?;
        let sent = connection.message(letter).await;
        // From here on it may be on its way, unless the server says that it is not.
        sent.map_err(|error| match error.status() {
            Some(_) => refused(&error),
            None => DeliveryError::Unclear,
        })?;
        // The email is sent, however it parts.
        drop(timeout(PARTING, connection.quit()).await);
        Ok(())
    }

    fn letter(&self, message: &Message, to: &Address) -> Option<Vec<u8>> {
        let Channel::Email { subject, html } = &message.channel else { return None };
        let subject: String = subject.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
        let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(message.at.millis()).unwrap_or(0));
        let by_machine = HeaderName::new_from_ascii_str("Auto-Submitted");
        let letter = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(subject)
            .date(at)
            .message_id(Some(format!("<{}@{}>", message.id, self.from.email.domain())))
            // RFC 3834: nobody's holiday answers it.
            .raw_header(HeaderValue::new(by_machine, "auto-generated".to_owned()))
            .multipart(MultiPart::alternative_plain_html(message.body.clone(), html.clone()));
        letter.ok().map(|letter| letter.formatted())
    }
}

impl Delivery for Smtp {
    fn deliver(&self, message: Message) -> Sending<'_> {
        Box::pin(async move {
            let unaddressed = |_| DeliveryError::AddressRefused { reason: Reason::AddressRefused, code: NO_ADDRESS };
            let to = EmailAddress::read(&message.to).map_err(unaddressed)?;
            // It is checked, and lettre knows fewer of them.
            let to = Address::new_dangerous(to.local(), to.domain());
            let unwritten = DeliveryError::Misconfigured { advice: "SMTP sends emails alone", code: 0 };
            let letter = self.letter(&message, &to).ok_or(unwritten)?;
            self.send(to, &letter).await
        })
    }
}

/// Whether the two could not agree on how to encrypt, or one did not believe the other. rustls says that as invalid data.
fn is_broken_encryption(error: &Error) -> bool {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    let is_invalid = |error: &io::Error| error.kind() == io::ErrorKind::InvalidData;
    causes.filter_map(|cause| cause.downcast_ref::<io::Error>()).any(is_invalid)
}

/// What a no to the address means. The server's sentence may quote it, and more. What it says about a policy is not about
/// this person (RFC 3463, section 3.8): the server relays nothing, or not for us.
fn unaddressed(error: &Error) -> DeliveryError {
    let sentence = error.source().map(ToString::to_string).unwrap_or_default();
    match error.is_permanent() {
        true if sentence.starts_with(POLICY) => refused(error),
        true => DeliveryError::AddressRefused { reason: Reason::AddressRefused, code: code(error) },
        false => DeliveryError::Unavailable,
    }
}

/// What a no to the letter means.
fn refused(error: &Error) -> DeliveryError {
    if error.is_permanent() {
        return DeliveryError::Refused {
            message: "The mail server did not take the email.".to_owned(),
            code: code(error),
        };
    }
    DeliveryError::Unavailable
}

/// 0 when the server gave none.
fn code(error: &Error) -> u32 {
    error.status().map_or(0, |code| u16::from(code).into())
}

const MECHANISMS: &[Mechanism] = &[Mechanism::Plain, Mechanism::Login];
/// RFC 5321, section 4.2.3: "mailbox name not allowed".
const NO_ADDRESS: u32 = 553;
/// Security or policy status (RFC 3463, section 3.8).
const POLICY: &str = "5.7.";
const CONNECTING: Duration = Duration::from_secs(5);
const PARTING: Duration = Duration::from_secs(1);
