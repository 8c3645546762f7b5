//! `users`: who may log in.

use std::fmt::Write as _;

use clap::{Args, Subcommand};
use passlock_core::Timestamp;
use passlock_server::{Account, AccountPasskey, Identity, Operator};

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
    /// The person's number, such as +447400123456, or email address, or the `passkey|…` of somebody who has neither
    #[arg(value_name = "NUMBER|ADDRESS", value_parser = whom)]
    whom: Whom,
    #[command(flatten)]
    place: Place,
}

/// Who it is about.
#[derive(Debug, Clone)]
enum Whom {
    Somebody(Identity),
    /// The id of somebody who has neither number nor address.
    Passkey(String),
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
        let whom = match whom {
            Whom::Somebody(whom) => whom,
            Whom::Passkey(id) => return self.run_for(id, &operator, now).await,
        };
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
        self.finish(is_done)
    }

    /// The same for somebody who came with a passkey alone.
    async fn run_for(&self, id: &str, operator: &Operator, now: Timestamp) -> Result<(), Failure> {
        let is_done = match self {
            Self::Add(_) => return Err(Failure::PasskeysAreTheirOwn),
            Self::Show(_) => {
                print!("{}", describe(&operator.passkey_account(id).await?.ok_or(Failure::Nobody)?));
                return Ok(());
            }
            Self::Block(_) => operator.block_passkey_account(id, Some(now)).await?,
            Self::Unblock(_) => operator.block_passkey_account(id, None).await?,
            Self::Delete(_) => operator.delete_passkey_account(id).await?,
        };
        self.finish(is_done)
    }

    fn finish(&self, is_done: bool) -> Result<(), Failure> {
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

fn whom(text: &str) -> Result<Whom, String> {
    match text.strip_prefix("passkey|") {
        Some(id) => Ok(Whom::Passkey(id.to_owned())),
        None => read::person(text).map(Whom::Somebody),
    }
}

fn describe(account: &Account) -> String {
    let Account { subject, connection, created_at, last_login_at, logins, blocked_at, sessions, passkeys } = account;
    let or = |moment: &Option<String>, otherwise: &str| moment.clone().unwrap_or_else(|| otherwise.to_owned());
    let passkeys = passkeys.iter().fold(String::new(), |mut lines, passkey| {
        let AccountPasskey { name, rp_id, aaguid, created_at, last_used_at } = passkey;
        let (name, used) = (or(name, "nameless"), or(last_used_at, "never"));
        // Writing to a text cannot fail.
        let _ = writeln!(lines, "passkey: {name:?} of {rp_id}, made {created_at} by {aaguid}, last used {used}");
        lines
    });
    format!(
        "id: {subject}\nconnection: {connection}\ncreated: {created_at}\nlast login: {}\nlogins: {logins}\nblocked: {}\nlogins that can be renewed: {sessions}\n{passkeys}",
        or(last_login_at, "never"),
        blocked_at.as_ref().map_or_else(|| "no".to_owned(), |since| format!("since {since}")),
    )
}
