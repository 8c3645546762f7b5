//! What is done beside the server: keys, people, and a look at the text of messages.

use std::path::PathBuf;
use std::time::Duration;
use std::{fs, io};

use clap::{Args, Subcommand};
use passlock_core::{PhoneNumber, Timestamp};
use passlock_server::{
    BoundTo, Clock as _, DEFAULT_TEMPLATE, Encoding, MessageSize, Operator, OperatorError, PublishedKey, Rotation,
    SystemClock, Values, check_bound_line, compose,
};
use thiserror::Error;

use super::read;

/// What to do instead of serving.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// The keys that sign tokens
    #[command(subcommand)]
    Keys(KeyTask),
    /// Who may log in
    #[command(subcommand)]
    Users(UserTask),
    /// The text of messages
    #[command(subcommand)]
    Template(TemplateTask),
}

/// Why a task was not done.
#[derive(Debug, Error)]
pub(crate) enum TaskError {
    #[error(transparent)]
    Operator(#[from] OperatorError),
    #[error("the template cannot be read: {0}")]
    File(#[from] io::Error),
    #[error("{0}")]
    Template(String),
    #[error("nobody with this number has an account")]
    Nobody,
}

/// What a look at something came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Good,
    Wrong,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyTask {
    /// Publish a new key, which signs in a quarter of an hour; the old one verifies until its tokens have expired
    Rotate {
        /// Somebody may have the old keys: forget them at once, so that all tokens that they signed are worth nothing
        #[arg(long)]
        leaked: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Show the published keys
    List {
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserTask {
    /// Make an account, for servers with closed sign-ups
    Add(Person),
    /// Shut somebody out: no code, no login, no renewal
    Block(Person),
    /// Let somebody in again
    Unblock(Person),
}

#[derive(Debug, Subcommand)]
pub(crate) enum TemplateTask {
    /// Say what is wrong with the last line, which browsers read the code from; fails if anything is
    Check(TemplateArguments),
}

#[derive(Debug, Args)]
pub(crate) struct Place {
    /// Where the database is
    #[arg(long, value_name = "URL", default_value = "sqlite://passlock.db")]
    database: String,
}

#[derive(Debug, Args)]
pub(crate) struct Person {
    /// The person's number, such as +447400123456
    #[arg(value_name = "NUMBER", value_parser = read::number)]
    number: PhoneNumber,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
pub(crate) struct TemplateArguments {
    /// The template, with \n for a new line [default: the server's own]
    #[arg(long, value_name = "TEXT", value_parser = read::template)]
    template: Option<String>,
    /// A file with the template
    #[arg(long, value_name = "FILE", conflicts_with = "template")]
    file: Option<PathBuf>,
    /// Host of the page that people see the address of
    #[arg(long, value_name = "HOST", value_parser = read::host)]
    host: String,
    /// Host of the frame in that page that shows the form, if it is in one
    #[arg(long, value_name = "HOST", value_parser = read::host)]
    frame: Option<String>,
    /// Messages that a text may be sent as, each of which is charged
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    most_segments: usize,
}

impl Task {
    pub(crate) async fn run(self) -> Result<Verdict, TaskError> {
        let now = SystemClock.now();
        match self {
            Self::Keys(KeyTask::Rotate { leaked, place }) => {
                let rotation = if leaked { Rotation::Leaked } else { Rotation::Planned };
                let key = Operator::open(&place.database).await?.rotate_keys(rotation, now).await?;
                println!("{}", describe(&key, now));
            }
            Self::Keys(KeyTask::List { place }) => {
                let keys = Operator::open(&place.database).await?.keys().await?;
                let signs = keys.iter().position(|key| key.signs_from <= now);
                for (at, key) in keys.iter().enumerate() {
                    let is_retired = signs.is_some_and(|newest| newest < at);
                    println!("{}", if is_retired { format!("{} verifies", key.kid) } else { describe(key, now) });
                }
            }
            Self::Users(task) => return manage(task, now).await,
            Self::Template(TemplateTask::Check(arguments)) => return arguments.check(),
        }
        Ok(Verdict::Good)
    }
}

impl TemplateArguments {
    fn check(self) -> Result<Verdict, TaskError> {
        let template = match (self.template, self.file) {
            (Some(text), _) => text,
            // An editor's line break at the end is not meant.
            (None, Some(file)) => {
                let text = fs::read_to_string(file)?;
                read::template(text.strip_suffix('\n').unwrap_or(&text)).map_err(TaskError::Template)?
            }
            (None, None) => DEFAULT_TEMPLATE.to_owned(),
        };
        let values = Values { code: CODE, lifetime: LIFETIME, host: Some(&self.host) };
        let message = compose(&template, &values);
        let size = MessageSize::of(&message);
        println!("{message}\n");
        println!("{}", in_words(size));
        let faults =
            check_bound_line(&message, &BoundTo { host: &self.host, frame: self.frame.as_deref(), code: CODE });
        for fault in &faults {
            println!("wrong: {fault}");
        }
        let is_long = size.segments > self.most_segments;
        if is_long {
            println!("wrong: it is sent as {} messages; --most-segments allows more", size.segments);
        }
        if is_long || !faults.is_empty() {
            return Ok(Verdict::Wrong);
        }
        println!("good: browsers offer the code to {}", self.frame.as_deref().unwrap_or(&self.host));
        Ok(Verdict::Good)
    }
}

async fn manage(task: UserTask, now: Timestamp) -> Result<Verdict, TaskError> {
    let (UserTask::Add(Person { number, place })
    | UserTask::Block(Person { number, place })
    | UserTask::Unblock(Person { number, place })) = &task;
    let operator = Operator::open(&place.database).await?;
    let (is_done, done, otherwise) = match task {
        UserTask::Add(_) => (operator.add_user(number, now).await?, "added", Ok("there already")),
        UserTask::Block(_) => (operator.block_user(number, now).await?, "blocked", Err(TaskError::Nobody)),
        UserTask::Unblock(_) => (operator.unblock_user(number).await?, "unblocked", Err(TaskError::Nobody)),
    };
    println!("{}", if is_done { done } else { otherwise? });
    Ok(Verdict::Good)
}

fn describe(key: &PublishedKey, now: Timestamp) -> String {
    let wait = now.until(key.signs_from).as_secs().div_ceil(60);
    if wait == 0 { format!("{} signs", key.kid) } else { format!("{} signs in {wait} minutes", key.kid) }
}

fn in_words(size: MessageSize) -> String {
    let (alone, _) = size.encoding.room();
    let alphabet = match size.encoding {
        Encoding::Gsm7 => "GSM-7".to_owned(),
        Encoding::Ucs2(sign) => format!("UCS-2, because of {sign:?}"),
    };
    let messages = if size.segments == 1 { "1 message".to_owned() } else { format!("{} messages", size.segments) };
    format!("{messages}: {} of {alone} signs, {alphabet}", size.units)
}

/// A code like any other.
const CODE: &str = "427193";
const LIFETIME: Duration = Duration::from_mins(3);
