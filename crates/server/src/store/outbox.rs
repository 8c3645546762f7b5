//! Messages that were kept instead of sent.

use passlock_core::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::{Store, StoreError};

/// A kept message. Never printed: it holds a code.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct OutboxRow {
    /// Counts up.
    pub(crate) id: i64,
    /// `sms`.
    pub(crate) channel: String,
    /// E.164.
    pub(crate) recipient: String,
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
        let statement = "INSERT INTO outbox (channel, recipient, body, code, link, sent_at) VALUES (?, ?, ?, ?, ?, ?)";
        let query = sqlx::query(statement)
            .bind(&message.channel)
            .bind(&message.recipient)
            .bind(&message.body)
            .bind(&message.code)
            .bind(&message.link)
            .bind(message.sent_at.millis());
        let id = query.execute(&self.writer).await?.last_insert_rowid();
        let query = sqlx::query("DELETE FROM outbox WHERE id <= ?").bind(id - KEPT);
        query.execute(&self.writer).await?;
        Ok(OutboxRow { id, ..message })
    }

    /// The kept messages, newest first.
    pub(crate) async fn messages(&self) -> Result<Vec<OutboxRow>, StoreError> {
        let statement = "SELECT id, channel, recipient, body, code, link, sent_at FROM outbox ORDER BY id DESC LIMIT ?";
        let rows = sqlx::query(statement).bind(KEPT).fetch_all(&self.reader).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

fn read(row: &SqliteRow) -> Result<OutboxRow, sqlx::Error> {
    Ok(OutboxRow {
        id: row.try_get("id")?,
        channel: row.try_get("channel")?,
        recipient: row.try_get("recipient")?,
        body: row.try_get("body")?,
        code: row.try_get("code")?,
        link: row.try_get("link")?,
        sent_at: Timestamp::from_millis(row.try_get("sent_at")?),
    })
}

/// How many messages are kept.
const KEPT: i64 = 1000;
