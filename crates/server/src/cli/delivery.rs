//! `delivery`: whether messages reach people.

use std::sync::Arc;

use clap::{Args, Subcommand};
use passlock_core::{PhoneNumber, Timestamp};
use passlock_server::{Channel, Delivery, Message, Settings, Values, compose, delivery, email_delivery};

use super::config::ConfigArgument;
use super::{Failure, init, read};

#[derive(Debug, Subcommand)]
pub(crate) enum DeliveryTask {
    /// Send one message as the configuration says, and say what came of it
    Test(TestArguments),
}

#[derive(Debug, Args)]
pub(crate) struct TestArguments {
    /// A number such as +447400123456, or an email address
    #[arg(long, value_name = "NUMBER|ADDRESS", value_parser = recipient)]
    to: Recipient,
    #[command(flatten)]
    config: ConfigArgument,
}

/// Whom a message is for.
#[derive(Debug, Clone)]
enum Recipient {
    Number(PhoneNumber),
    Address(String),
}

impl DeliveryTask {
    pub(super) async fn run(self, now: Timestamp) -> Result<(), Failure> {
        let Self::Test(TestArguments { to, config }) = self;
        let settings = config.deployment()?.settings;
        let (courier, key) = match &to {
            Recipient::Number(_) => (delivery(&settings.delivery)?, "delivery.kind"),
            Recipient::Address(_) => (email_delivery(&settings.delivery)?, "delivery.email"),
        };
        let courier: Arc<dyn Delivery> = courier.ok_or(Failure::NothingIsSent(key))?;
        let provider = courier.counts().map_or("the provider", |counts| counts.provider());
        match courier.deliver(message(&settings, &to, now)?).await {
            Ok(()) => {
                println!(
                    "sent: {provider} has taken it; whether it arrives shows on the device, and in {provider}'s own log"
                );
                Ok(())
            }
            Err(error) => Err(Failure::Unsent(provider.to_owned(), error)),
        }
    }
}

/// What a person would get, with a code that is none.
fn message(settings: &Settings, to: &Recipient, now: Timestamp) -> Result<Message, Failure> {
    let (address, is_email) = match to {
        Recipient::Number(number) => (number.e164(), false),
        Recipient::Address(address) => (address.clone(), true),
    };
    let application = settings.clients.first().map_or("passlock", |client| client.name.as_str());
    let lifetime = settings.code_lifetime;
    let values = Values { code: CODE, lifetime, host: None, number: &address, application, language: None };
    let body = compose(&settings.templates.usual, &values);
    let html = format!("<p>{}</p>", escaped(&body).replace('\n', "<br>"));
    let message = Message::sms(init::random_text()?, address, body, CODE.to_owned(), now);
    let channel = Channel::Email { subject: "A test of passlock-server".to_owned(), html };
    Ok(if is_email { Message { channel, ..message } } else { message })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn recipient(text: &str) -> Result<Recipient, String> {
    if text.contains('@') {
        return Ok(Recipient::Address(text.to_owned()));
    }
    read::number(text).map(Recipient::Number)
}

/// As long as a real one.
const CODE: &str = "123456";
