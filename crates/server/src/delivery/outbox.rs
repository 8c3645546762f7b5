//! Delivery for development: messages stay in the database, and whoever listens hears of them.

use serde::Serialize;
use tokio::sync::broadcast;

use super::{Channel, Delivery, DeliveryError, Message, Sending};
use crate::clock::rfc3339;
use crate::store::{OutboxRow, Store, StoreError};

/// Keeps messages instead of sending them.
#[derive(Debug, Clone)]
pub(crate) struct Outbox {
    store: Store,
    news: broadcast::Sender<KeptMessage>,
}

/// A kept message, as `/dev/outbox` shows it. Never printed: it holds a code.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct KeptMessage {
    /// Counts up.
    pub(crate) id: i64,
    /// `sms` or `email`.
    pub(crate) channel: String,
    /// E.164, or an address.
    pub(crate) to: String,
    /// What an email is about.
    pub(crate) subject: Option<String>,
    /// The whole text.
    pub(crate) body: String,
    /// The same as a page, of an email.
    pub(crate) html: Option<String>,
    /// The code in it.
    pub(crate) code: String,
    /// The link in it, for channels that send one.
    pub(crate) link: Option<String>,
    /// When it was sent, RFC 3339.
    pub(crate) at: String,
}

impl Outbox {
    pub(crate) fn new(store: Store) -> Self {
        Self { store, news: broadcast::Sender::new(BACKLOG) }
    }

    pub(crate) async fn messages(&self) -> Result<Vec<KeptMessage>, StoreError> {
        Ok(self.store.messages().await?.into_iter().map(KeptMessage::from).collect())
    }

    /// Messages from now on, of this process.
    pub(crate) fn listen(&self) -> broadcast::Receiver<KeptMessage> {
        self.news.subscribe()
    }
}

impl Delivery for Outbox {
    fn deliver(&self, message: Message) -> Sending<'_> {
        let channel = message.channel.name().to_owned();
        let (subject, html) = match message.channel {
            Channel::Sms => (None, None),
            Channel::Email { subject, html } => (Some(subject), Some(html)),
        };
        let row = OutboxRow {
            id: 0,
            channel,
            subject,
            html,
            recipient: message.to,
            body: message.body,
            code: message.code,
            link: message.link,
            sent_at: message.at,
        };
        Box::pin(async move {
            let kept = self.store.keep_message(row).await.map_err(|_| DeliveryError::Unavailable)?;
            // An error only says that nobody listens.
            drop(self.news.send(kept.into()));
            Ok(())
        })
    }
}

impl From<OutboxRow> for KeptMessage {
    fn from(row: OutboxRow) -> Self {
        Self {
            id: row.id,
            channel: row.channel,
            to: row.recipient,
            subject: row.subject,
            body: row.body,
            html: row.html,
            code: row.code,
            link: row.link,
            at: rfc3339(row.sent_at),
        }
    }
}

/// Messages that a slow listener may lag behind before it misses some.
const BACKLOG: usize = 64;
