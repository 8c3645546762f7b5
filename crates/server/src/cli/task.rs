//! What is done beside the server.

use clap::Subcommand;
use passlock_server::{Clock as _, LogFormat, SystemClock, observe};

use super::backup::BackupArguments;
use super::check::CheckArguments;
use super::client::ClientTask;
use super::delivery::DeliveryTask;
use super::init::InitArguments;
use super::keys::KeyTask;
use super::migrate::MigrateArguments;
use super::template::TemplateTask;
use super::users::UserTask;
use super::{Failure, ServeArguments};
use crate::serve::{ServeError, serve};

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Serve what a configuration says; its flags are those of passlock-server without a command
    Serve(Box<ServeArguments>),
    /// Say what a configuration decides, or everything that is wrong with it
    Check(CheckArguments),
    /// Write a commented configuration and make a key
    Init(InitArguments),
    /// Make the database, or bring its tables up to date
    Migrate(MigrateArguments),
    /// Copy a SQLite database into a file, while servers go on using it
    Backup(BackupArguments),
    /// The applications of a configuration
    #[command(subcommand)]
    Client(ClientTask),
    /// The keys that sign tokens
    #[command(subcommand)]
    Keys(KeyTask),
    /// Who may log in
    #[command(subcommand)]
    Users(UserTask),
    /// Whether messages reach people
    #[command(subcommand)]
    Delivery(DeliveryTask),
    /// The text of messages
    #[command(subcommand)]
    Template(TemplateTask),
}

/// What a look at something came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Good,
    Wrong,
}

impl Task {
    pub(crate) async fn run(self) -> Result<Verdict, Failure> {
        let now = SystemClock.now();
        // A server's log is as its configuration says.
        if !matches!(self, Self::Serve(_)) {
            drop(observe(LogFormat::Text, None).map_err(ServeError::from)?);
        }
        match self {
            Self::Serve(arguments) => serve(arguments.in_this_folder()).await?,
            Self::Check(arguments) => arguments.check()?,
            Self::Init(arguments) => arguments.write()?,
            Self::Migrate(arguments) => arguments.migrate().await?,
            Self::Backup(arguments) => arguments.copy().await?,
            Self::Client(task) => task.run()?,
            Self::Keys(task) => task.run(now).await?,
            Self::Users(task) => task.run(now).await?,
            Self::Delivery(task) => task.run(now).await?,
            Self::Template(task) => return task.run(),
        }
        Ok(Verdict::Good)
    }
}
