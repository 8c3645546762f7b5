//! `migrate`: the tables of a database.

use clap::Args;
use passlock_server::Operator;

use super::Failure;
use super::config::Place;

#[derive(Debug, Args)]
pub(crate) struct MigrateArguments {
    #[command(flatten)]
    place: Place,
}

impl MigrateArguments {
    pub(super) async fn migrate(&self) -> Result<(), Failure> {
        let database = self.place.deployment()?.settings.database;
        Operator::migrate(database.secret()).await?;
        println!("{database} is up to date");
        Ok(())
    }
}
