//! `check`: what a configuration decides.

use clap::Args;
use passlock_server::Mistakes;

use super::Failure;
use super::config::ConfigArgument;

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    file: ConfigArgument,
}

impl CheckArguments {
    /// One line for each key: what it is and where that was said. No secret is among them.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let deployment = self.file.deployment()?;
        let lacks = deployment.lacks();
        if !lacks.is_empty() {
            return Err(Mistakes(lacks).into());
        }
        for (path, value, place) in &deployment.used {
            println!("{path} = {value} ({place})");
        }
        Ok(())
    }
}
