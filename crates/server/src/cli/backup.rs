//! `backup`: a copy of the database, made while servers go on.

use std::path::PathBuf;

use clap::Args;
use passlock_server::back_up;

use super::Failure;
use super::config::Place;

#[derive(Debug, Args)]
pub(crate) struct BackupArguments {
    /// The file that is made; it must not be there yet
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl BackupArguments {
    pub(super) async fn copy(&self) -> Result<(), Failure> {
        back_up(self.place.deployment()?.settings.database.secret(), &self.to).await?;
        println!("{}", self.to.display());
        Ok(())
    }
}
