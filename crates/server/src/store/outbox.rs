//! Messages that were kept instead of sent.

use passlock_core::Timestamp;

use super::sql::{Row, query};
use super::{Store, StoreError};

/// A kept message. Never printed: it holds a code.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct OutboxRow {
    /// Counts up.
    pub(crate) id: i64,
    /// `sms` or `email`.
    pub(crate) channel: String,
    /// E.164, or an address.
    pub(crate) recipient: String,
    /// What an email is about.
    pub(crate) subject: Option<String>,
    /// The page of an email.
    pub(crate) html: Option<String>,
    /// The whole text.
    pub(crate) body: String,
    /// The code in it.
    pub(crate) code: String,
    /// The link in it, for channels that send one.
    pub(crate) link: Option<String>,
    /// When it was sent.
    pub(crate) sent_at: Timestamp,
}

impl Store {
    /// Keeps a message; the `id` that it comes with is replaced by the one it gets. Old messages make room.
    pub(crate) async fn keep_message(&self, message: OutboxRow) -> Result<OutboxRow, StoreError> {
        let statement = "INSERT INTO outbox (channel, recipient, body, code, link, sent_at, subject, html)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
        let insert = query(statement)
            .bind(&message.channel)
            .bind(&message.recipient)
            .bind(&message.body)
            .bind(&message.code)
            .bind(&message.link)
            .bind(message.sent_at)
            .bind(&message.subject)
            .bind(&message.html);
        let id: i64 = self.writer.fetch_one(&insert).await?.get("id")?;
        self.writer.execute_lightly(&query("DELETE FROM outbox WHERE id <= $1").bind(id - KEPT)).await?;
        Ok(OutboxRow { id, ..message })
    }

    /// The kept messages, newest first.
    pub(crate) async fn messages(&self) -> Result<Vec<OutboxRow>, StoreError> {
        let statement = "SELECT id, channel, recipient, body, code, link, sent_at, subject, html FROM outbox ORDER BY id DESC LIMIT $1";
        let rows = self.reader.fetch_all(&query(statement).bind(KEPT)).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

fn read(row: &Row) -> Result<OutboxRow, sqlx::Error> {
    Ok(OutboxRow {
        id: row.get("id")?,
        channel: row.get("channel")?,
        recipient: row.get("recipient")?,
        body: row.get("body")?,
        code: row.get("code")?,
        link: row.get("link")?,
        sent_at: row.time("sent_at")?,
        subject: row.get("subject")?,
        html: row.get("html")?,
    })
}

/// How many messages are kept.
const KEPT: i64 = 1000;
