//! `keys`: the keys that sign tokens.

use clap::Subcommand;
use passlock_core::Timestamp;
use passlock_server::{Operator, PublishedKey, Rotation};

use super::Failure;
use super::config::Place;

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

impl KeyTask {
    pub(super) async fn run(self, now: Timestamp) -> Result<(), Failure> {
        let (Self::Rotate { place, .. } | Self::List { place }) = &self;
        let operator = Operator::open(place.deployment()?.settings.database.secret()).await?;
        match self {
            Self::Rotate { leaked, .. } => {
                let rotation = if leaked { Rotation::Leaked } else { Rotation::Planned };
                println!("{}", describe(&operator.rotate_keys(rotation, now).await?, now));
            }
            Self::List { .. } => {
                let keys = operator.keys().await?;
                let signs = keys.iter().position(|key| key.signs_from <= now);
                for (at, key) in keys.iter().enumerate() {
                    let is_retired = signs.is_some_and(|newest| newest < at);
                    println!("{}", if is_retired { format!("{} verifies", key.kid) } else { describe(key, now) });
                }
            }
        }
        Ok(())
    }
}

fn describe(key: &PublishedKey, now: Timestamp) -> String {
    let wait = now.until(key.signs_from).as_secs().div_ceil(60);
    if wait == 0 { format!("{} signs", key.kid) } else { format!("{} signs in {wait} minutes", key.kid) }
}
