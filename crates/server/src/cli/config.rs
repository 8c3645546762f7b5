//! Which configuration a command is about.

use std::path::{Path, PathBuf};

use clap::Args;
use passlock_server::{ConfigFile, DatabaseUrl, Deployment, Environment};

use super::Failure;

/// The file of configuration.
#[derive(Debug, Clone, Args)]
pub(crate) struct ConfigArgument {
    /// File of configuration [default: for commands passlock.toml in this folder, if there is one]
    #[arg(long, env = "PASSLOCK_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// The database of a deployment.
#[derive(Debug, Args)]
pub(crate) struct Place {
    #[command(flatten)]
    file: ConfigArgument,
    /// Where the database is, if not where the configuration says
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl ConfigArgument {
    /// Where the file is: as it was named, or in this folder.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        self.config.clone().or_else(|| Some(PathBuf::from(USUAL)).filter(|path| path.exists()))
    }

    /// What it and the environment say.
    pub(crate) fn deployment(&self) -> Result<Deployment, Failure> {
        let file = self.path().map(|path| read(&path)).transpose()?;
        Ok(Deployment::base(false).read(file.as_ref(), &Environment::of_process())?)
    }
}

impl Place {
    /// What it and the environment say. A database that is named stands for itself: then no file is looked for.
    pub(crate) fn deployment(&self) -> Result<Deployment, Failure> {
        let mut deployment = match (&self.database, &self.file.config) {
            (Some(_), None) => Deployment::base(false).read(None, &Environment::of_process())?,
            _ => self.file.deployment()?,
        };
        if let Some(database) = &self.database {
            deployment.settings.database = DatabaseUrl::new(database);
        }
        Ok(deployment)
    }
}

pub(crate) fn read(path: &Path) -> Result<ConfigFile, Failure> {
    ConfigFile::read(path).map_err(|error| Failure::Config(path.to_owned(), error))
}

/// What the file is called when nobody says.
pub(crate) const USUAL: &str = "passlock.toml";
