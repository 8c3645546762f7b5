//! `init`: the files that a deployment begins with.

use std::path::PathBuf;

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Args;
use passlock_server::{Issuer, StarterKeys, starter_file};

use super::Failure;
use super::config::USUAL;

#[derive(Debug, Args)]
pub(crate) struct InitArguments {
    /// Where to; made if it is not there
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// The server's own address, such as https://login.example
    #[arg(long, value_name = "URL", value_parser = issuer)]
    issuer: Option<String>,
}

impl InitArguments {
    /// Writes the configuration, and the key of codes into a file for its owner's eyes only.
    pub(super) fn write(&self) -> Result<(), Failure> {
        let writing = |path: &PathBuf, error| Failure::Writing(path.clone(), error);
        std::fs::create_dir_all(&self.folder).map_err(|error| writing(&self.folder, error))?;
        let folder = self.folder.canonicalize().map_err(|error| writing(&self.folder, error))?;
        let (config, key) = (self.folder.join(USUAL), self.folder.join(CODE_KEY));
        // Neither is written when one is in the way.
        for path in [&config, &key] {
            if path.symlink_metadata().is_ok() {
                return Err(Failure::InTheWay(path.clone()));
            }
        }
        let database = format!("sqlite://{}", folder.join("passlock.db").display());
        let starter = StarterKeys { database: &database, code_key_file: CODE_KEY, issuer: self.issuer.as_deref() };
        write_secret(&key, &random_text()?)?;
        write_new(&config, &starter_file(starter), 0o644)?;
        println!("wrote {} and {}", config.display(), key.display());
        let issuer = if self.issuer.is_none() { "say the issuer in it, " } else { "" };
        println!(
            "next: {issuer}`passlock-server client add --config {0}`, `passlock-server serve --config {0}`",
            config.display()
        );
        Ok(())
    }
}

/// 256 bits that nobody can guess, as 43 letters, digits, - and _.
pub(super) fn random_text() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| Failure::Randomness)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Writes a file that is not there yet, for its owner's eyes only.
pub(super) fn write_secret(path: &PathBuf, text: &str) -> Result<(), Failure> {
    write_new(path, &format!("{text}\n"), 0o600)
}

fn write_new(path: &PathBuf, text: &str, mode: u32) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let written = options.open(path).and_then(|mut file| {
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::InTheWay(path.clone()),
        _ => Failure::Writing(path.clone(), error),
    })
}

/// The text itself goes into the file.
fn issuer(text: &str) -> Result<String, passlock_server::AddressError> {
    Issuer::fixed(text).map(|_| text.to_owned())
}

const CODE_KEY: &str = "code.key";
