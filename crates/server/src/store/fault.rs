//! What a failure of the database means: come back, try again at once, or a fault of ours.

use sqlx::error::DatabaseError;
use sqlx::postgres::PgDatabaseError;
use thiserror::Error;

/// Why the database did not answer. The detail is in the log, never in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StoreError {
    /// Locked, full, unreachable: worth another attempt.
    #[error("the database is not available")]
    Unavailable,
    /// Others were in the way each time that it was tried; nothing of it has happened.
    #[error("the database preferred other transactions")]
    Conflict,
    /// A fault of ours.
    #[error("the database refused a statement")]
    Broken,
}

impl StoreError {
    /// What an error means. Nothing of it is printed.
    pub(super) fn of(error: &sqlx::Error) -> Self {
        match error {
            // Postgres hangs up in the middle of a sentence when it stops.
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::BeginFailed => Self::Unavailable,
            sqlx::Error::Database(refusal) => read(refusal.as_ref()),
            _ => Self::Broken,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let meaning = Self::of(&error);
        match meaning {
            Self::Unavailable => tracing::warn!(%error, "the database is not available"),
            Self::Conflict => tracing::debug!(%error, "the database preferred another transaction"),
            Self::Broken => tracing::error!(%error, "the database refused a statement"),
        }
        meaning
    }
}

fn read(refusal: &dyn DatabaseError) -> StoreError {
    let code = refusal.code().unwrap_or_default();
    if refusal.try_downcast_ref::<PgDatabaseError>().is_some() { of_postgres(&code) } else { of_sqlite(&code) }
}

/// Result codes of SQLite; the low byte of an extended one says as much.
fn of_sqlite(code: &str) -> StoreError {
    match code.parse::<u32>().map(|code| code & 0xff) {
        // Busy, locked, out of memory, read-only, I/O error, full, cannot open.
        Ok(5 | 6 | 7 | 8 | 10 | 13 | 14) => StoreError::Unavailable,
        _ => StoreError::Broken,
    }
}

/// SQLSTATEs of Postgres (its manual, appendix A); the first two signs are the class.
fn of_postgres(code: &str) -> StoreError {
    match (code.get(..2), code) {
        // Serialization failure, deadlock.
        (_, "40001" | "40P01") => StoreError::Conflict,
        // Read-only after a change of roles, ended while it was idle, not taking connections, locked by others, stopped by a
        // time limit.
        (_, "25006" | "25P03" | "25P04" | "55000" | "55P03" | "57014")
        // Connection lost, out of connections or disk or memory, shutting down or starting up, I/O error.
        | (Some("08" | "53" | "57" | "58"), _) => StoreError::Unavailable,
        _ => StoreError::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_a_reason_to_come_back() {
        assert_eq!(of_sqlite("13"), StoreError::Unavailable);
        assert_eq!(of_postgres("53100"), StoreError::Unavailable);
    }

    #[test]
    fn an_extended_code_means_what_its_low_byte_does() {
        // SQLITE_IOERR_WRITE, SQLITE_BUSY_SNAPSHOT, SQLITE_CONSTRAINT_UNIQUE.
        assert_eq!(of_sqlite("778"), StoreError::Unavailable);
        assert_eq!(of_sqlite("517"), StoreError::Unavailable);
        assert_eq!(of_sqlite("2067"), StoreError::Broken);
    }

    #[test]
    fn a_conflict_is_told_from_an_outage_and_a_fault() {
        for (code, meaning) in [
            ("40001", StoreError::Conflict),
            ("40P01", StoreError::Conflict),
            ("57P01", StoreError::Unavailable),
            ("57P03", StoreError::Unavailable),
            ("08006", StoreError::Unavailable),
            ("25006", StoreError::Unavailable),
            ("55P03", StoreError::Unavailable),
            ("42P01", StoreError::Broken),
            ("23505", StoreError::Broken),
            ("", StoreError::Broken),
        ] {
            assert_eq!(of_postgres(code), meaning, "{code}");
        }
    }
}
