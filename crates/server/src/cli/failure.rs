//! Why a command was not done, and what the process ends with.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use passlock_server::{BackupError, DeliveryError, Mistakes, OperatorError, SetupError, TemplateFault};
use thiserror::Error;

use crate::serve::ServeError;

/// Why a command was not done.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("the configuration is not right:\n{0}")]
    Mistakes(#[from] Mistakes),
    #[error("{} cannot be read: {}", .0.display(), .1)]
    Config(PathBuf, io::Error),
    #[error("{} cannot be written: {}", .0.display(), .1)]
    Writing(PathBuf, io::Error),
    #[error("{} is there already; nothing was written", .0.display())]
    InTheWay(PathBuf),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Operator(#[from] OperatorError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error("the template cannot be read: {0}")]
    TemplateFile(#[from] io::Error),
    #[error("{0}")]
    Template(#[from] TemplateFault),
    #[error("nobody with this number or address has an account")]
    Nobody,
    #[error("only a person can make a passkey, on a page with passkey_sign_ups")]
    PasskeysAreTheirOwn,
    #[error("the operating system gave no randomness")]
    Randomness,
    #[error("there is a client {0:?} already")]
    KnownClient(String),
    #[error("nothing is sent: {0} is outbox")]
    NothingIsSent(&'static str),
    #[error(transparent)]
    Delivery(#[from] SetupError),
    #[error("not sent by {0}: {1}{code}", code = code_of(.1))]
    Unsent(String, DeliveryError),
    #[error("no file says where the clients are; --config names one")]
    NoFile,
}

impl Failure {
    /// 2 for settings and arguments that are wrong, as wrong flags have it; 1 for what could not be done.
    pub(crate) fn code(&self) -> ExitCode {
        match self {
            Self::Mistakes(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

/// Where the sentence has none.
fn code_of(error: &DeliveryError) -> String {
    match error {
        DeliveryError::Misconfigured { code: code @ 1.., .. } => format!(" ({code})"),
        _ => String::new(),
    }
}
