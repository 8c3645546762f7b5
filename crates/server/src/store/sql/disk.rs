//! What SQLite was told to keep is on the disk before anybody is told so.
//!
//! A commit of SQLite lies in the write-ahead log, where it survives the end of this process but not the end of the power.
//! `PRAGMA synchronous = FULL` would wait for the disk at every commit, with the one writer in hand. Here only those wait
//! that somebody is promised, after they have let the next writer in, and those that wait at once are written at once.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::store::StoreError;

/// The write-ahead log of a database in a file.
#[derive(Debug, Clone)]
pub(in crate::store) struct Log(Arc<Path>);

impl Log {
    /// The log that belongs to a database.
    pub(in crate::store) fn of(database: &Path) -> Self {
        let mut name = database.as_os_str().to_owned();
        name.push("-wal");
        Self(PathBuf::from(name).into())
    }

    /// Waits until all that is in the log is on the disk. What is no longer there has come into the database before, and
    /// that waits for the disk.
    pub(super) async fn settle(&self) -> Result<(), StoreError> {
        let path = Arc::clone(&self.0);
        let settled = tokio::task::spawn_blocking(move || settle(&path)).await;
        settled.unwrap_or_else(|_| Err(io::ErrorKind::Other.into())).map_err(|error| {
            tracing::warn!(%error, "the disk did not take what was written");
            StoreError::Unavailable
        })
    }
}

/// SQLite has its locks elsewhere, so closing this file gives none of them up (fcntl(2) would, on the database itself).
fn settle(path: &Path) -> io::Result<()> {
    match std::fs::OpenOptions::new().write(true).open(path) {
        Ok(log) => log.sync_data(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_log_that_cannot_be_written_is_no_promise() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("passlock.db");
        let log = Log::of(&database);
        assert_eq!(log.settle().await, Ok(()), "nothing is waiting");
        std::fs::write(folder.path().join("passlock.db-wal"), "frames").unwrap();
        assert_eq!(log.settle().await, Ok(()));
        std::fs::remove_file(folder.path().join("passlock.db-wal")).unwrap();
        std::fs::create_dir(folder.path().join("passlock.db-wal")).unwrap();
        assert_eq!(log.settle().await, Err(StoreError::Unavailable));
    }
}
