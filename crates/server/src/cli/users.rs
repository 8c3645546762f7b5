//! `users`: who may log in.

use clap::{Args, Subcommand};
use passlock_core::{PhoneNumber, Timestamp};
use passlock_server::{Account, Operator};

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
    /// The person's number, such as +447400123456
    #[arg(value_name = "NUMBER", value_parser = read::number)]
    number: PhoneNumber,
    #[command(flatten)]
    place: Place,
}

impl UserTask {
    pub(super) async fn run(self, now: Timestamp) -> Result<(), Failure> {
        let (Self::Add(Person { number, place })
        | Self::Show(Person { number, place })
        | Self::Block(Person { number, place })
        | Self::Unblock(Person { number, place })
        | Self::Delete(Person { number, place })) = &self;
        let settings = place.deployment()?.settings;
        let operator = Operator::open(settings.database.secret()).await?;
        let is_done = match &self {
            Self::Add(_) => {
                let said = if operator.add_user(number, now).await? { "added" } else { "there already" };
                println!("{said}");
                return Ok(());
            }
            Self::Show(_) => {
                print!("{}", describe(&operator.account(number).await?.ok_or(Failure::Nobody)?));
                return Ok(());
            }
            Self::Block(_) => operator.block_user(number, now).await?,
            Self::Unblock(_) => operator.unblock_user(number).await?,
            Self::Delete(_) => operator.delete_user(number, settings.code_key.as_ref(), now).await?,
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
