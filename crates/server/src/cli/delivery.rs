//! `delivery`: whether messages reach people.

use std::sync::Arc;

use clap::{Args, Subcommand};
use passlock_core::Timestamp;
use passlock_server::{
    Channel, Connection, Delivery, Identity, Letter, Message, Settings, Values, compose, compose_email, delivery,
    email_delivery,
};

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
    #[arg(long, value_name = "NUMBER|ADDRESS", value_parser = read::person)]
    to: Identity,
    #[command(flatten)]
    config: ConfigArgument,
}

impl DeliveryTask {
    pub(super) async fn run(self, now: Timestamp) -> Result<(), Failure> {
        let Self::Test(TestArguments { to, config }) = self;
        let settings = config.deployment()?.settings;
        let (courier, key) = match to.connection() {
            Connection::Sms => (delivery(&settings.delivery)?, "delivery.kind"),
            Connection::Email => (email_delivery(&settings.delivery)?, "delivery.email"),
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
fn message(settings: &Settings, to: &Identity, now: Timestamp) -> Result<Message, Failure> {
    let application = settings.clients.first().map_or("passlock", |client| client.name.as_str());
    let (lifetime, to, connection) = (settings.code_lifetime, to.written(), to.connection());
    let values = Values { code: CODE, lifetime, host: None, to, application, language: None, link: None };
    let message = |channel, body| {
        let message = Message::sms(init::random_text()?, to.to_owned(), body, CODE.to_owned(), now);
        Ok(Message { channel, ..message })
    };
    match connection {
        Connection::Sms => message(Channel::Sms, compose(&settings.templates.usual, &values)),
        Connection::Email => {
            let Letter { subject, text, html } = compose_email(&settings.email_templates.usual, None, &values);
            message(Channel::Email { subject, html }, text)
        }
    }
}

/// As long as a real one.
const CODE: &str = "123456";
