//! A copy of the database while servers go on using it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::store::{OpenError, copy};

/// Why there is no copy.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The database cannot be read.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// Postgres has a program for it that does it better.
    #[error("this is a Postgres database: copy it with pg_dump, as docs/backend/backup.md says")]
    Postgres,
    /// A file with this name is there. It may be the last good copy.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// The name cannot be given to SQLite.
    #[error("{} is no name that SQLite takes", .0.display())]
    Name(PathBuf),
    /// The file cannot be written.
    #[error("{} cannot be written: {}", .0.display(), .1)]
    File(PathBuf, io::Error),
}

/// Copies the SQLite database at `database` into a new file, as it is at one moment. Its tables are left as they are, so a
/// newer program can make the copy before it changes them. The file appears under its name when it is whole and on the
/// disk, and is for its owner alone: it holds the signing keys.
///
/// # Errors
/// [`BackupError`] says what is in the way; there is no file then.
pub async fn back_up(database: &str, file: &Path) -> Result<(), BackupError> {
    if file.exists() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let mut unfinished = file.as_os_str().to_owned();
    unfinished.push(".unfinished");
    let unfinished = PathBuf::from(unfinished);
    let outcome = write(database, &unfinished, file).await;
    if outcome.is_err() {
        // One of an earlier attempt is replaced as well; what cannot be taken away now will be in the way then.
        drop(fs::remove_file(&unfinished));
    }
    outcome
}

async fn write(database: &str, unfinished: &Path, file: &Path) -> Result<(), BackupError> {
    let failed = |error| BackupError::File(file.to_owned(), error);
    let name = unfinished.to_str().ok_or_else(|| BackupError::Name(file.to_owned()))?;
    make_private(unfinished).map_err(failed)?;
    if !copy(database, name).await? {
        return Err(BackupError::Postgres);
    }
    File::open(unfinished).and_then(|copy| copy.sync_all()).map_err(failed)?;
    fs::rename(unfinished, file).map_err(failed)?;
    // The name is on the disk when its folder is.
    #[cfg(unix)]
    if let Some(folder) = file.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
    }
    Ok(())
}

/// An empty file, which SQLite fills.
fn make_private(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}
