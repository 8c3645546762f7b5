//! `users`: who may log in.

use clap::{Args, Subcommand};
use passlock_core::Timestamp;
use passlock_server::{Account, Identity, Operator};

use super::config::Place;
use super::{Failure, read};

#[derive(Debug, Subcommand)]
pub(crate) enum UserTask {
    /// Make an account, for servers with closed sign-ups
    Add(Person),
    /// Show an account
    Show(Person),
    /// Shut somebody out: no code, no login, no renewal
    Block(Person),
    /// Let somebody in again
    Unblock(Person),
    /// Forget somebody: the account, all logins, codes and kept messages
    Delete(Person),
}

#[derive(Debug, Args)]
pub(crate) struct Person {
    /// The person's number, such as +447400123456, or email address
    #[arg(value_name = "NUMBER|ADDRESS", value_parser = read::person)]
    whom: Identity,
    #[command(flatten)]
    place: Place,
}

impl UserTask {
    pub(super) async fn run(self, now: Timestamp) -> Result<(), Failure> {
        let (Self::Add(Person { whom, place })
        | Self::Show(Person { whom, place })
        | Self::Block(Person { whom, place })
        | Self::Unblock(Person { whom, place })
        | Self::Delete(Person { whom, place })) = &self;
        let settings = place.deployment()?.settings;
        let operator = Operator::open(settings.database.secret()).await?;
        let is_done = match &self {
            Self::Add(_) => {
                let said = if operator.add_user(whom, now).await? { "added" } else { "there already" };
                println!("{said}");
                return Ok(());
            }
            Self::Show(_) => {
                print!("{}", describe(&operator.account(whom).await?.ok_or(Failure::Nobody)?));
                return Ok(());
            }
            Self::Block(_) => operator.block_user(whom, now).await?,
            Self::Unblock(_) => operator.unblock_user(whom).await?,
            Self::Delete(_) => operator.delete_user(whom, settings.code_key.as_ref(), now).await?,
        };
        if !is_done {
            return Err(Failure::Nobody);
        }
        println!(
            "{}",
            match self {
                Self::Block(_) => "blocked",
                Self::Unblock(_) => "unblocked",
                _ => "deleted",
            }
        );
        Ok(())
    }
}

fn describe(account: &Account) -> String {
    let Account { subject, connection, created_at, last_login_at, logins, blocked_at, sessions } = account;
    let or = |moment: &Option<String>, otherwise: &str| moment.clone().unwrap_or_else(|| otherwise.to_owned());
    format!(
        "id: {subject}\nconnection: {connection}\ncreated: {created_at}\nlast login: {}\nlogins: {logins}\nblocked: {}\nlogins that can be renewed: {sessions}\n",
        or(last_login_at, "never"),
        blocked_at.as_ref().map_or_else(|| "no".to_owned(), |since| format!("since {since}")),
    )
}
