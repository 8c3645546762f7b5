//! The command line: the server, and what is done beside it.

mod backup;
mod check;
mod client;
mod config;
mod delivery;
mod email_template;
mod failure;
mod init;
mod keys;
mod migrate;
mod read;
mod serve;
mod task;
mod template;
mod users;

use clap::Parser;

pub(crate) use failure::Failure;
pub(crate) use serve::ServeArguments;
pub(crate) use task::{Task, Verdict};

/// A small self-hosted backend that speaks Auth0's passwordless protocol.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct CommandLine {
    #[command(flatten)]
    pub(crate) serve: ServeArguments,
    #[command(subcommand)]
    pub(crate) task: Option<Task>,
}
