//! The configuration of a deployment: one TOML file, and variables of the environment that override it.
//!
//! All of it is read at once, so that whoever wrote it learns of every mistake in one go: where it is, which key, what
//! is wrong, and what was likely meant ([`Mistakes`]). The keys stand in one table (`keys`).

mod abuse;
mod clients;
mod deliveries;
mod document;
mod emails;
mod environment;
mod keys;
mod mistake;
mod operations;
mod page;
mod provider;
mod reading;
mod secret;
mod sections;
mod starter;
mod strangers;
#[cfg(test)]
mod tests;
mod value;

pub use document::ConfigFile;
pub use environment::Environment;
pub use mistake::{Fault, Mistake, Mistakes, Place};
pub use page::reference;
pub use starter::{StarterKeys, starter_file};

use super::{Client, Issuer, Operation, Settings};
use document::Document;
use reading::Reading;

/// A server that can be started.
#[derive(Debug, Clone)]
pub struct Deployment {
    /// What it does.
    pub settings: Settings,
    /// How it is run.
    pub operation: Operation,
    /// What is suspicious and was passed over.
    pub warnings: Vec<Mistake>,
    /// What was decided, in the order of the keys: path, value without secrets, and where it was said.
    pub used: Vec<(String, String, Place)>,
}

impl Deployment {
    /// What there is before anybody decides anything: for production without an application, or for development with the
    /// client `demo`.
    #[must_use]
    pub fn base(dev: bool) -> Self {
        let operation = Operation::usual();
        let settings = if dev {
            Settings::dev("sqlite://passlock-dev.db", &format!("http://{}/", operation.listen))
        } else {
            let settings = Settings::new("sqlite://passlock.db", Client::new(""), Issuer::Fixed(String::new()));
            Settings { clients: Vec::new(), ..settings }
        };
        Self { settings, operation, warnings: Vec::new(), used: Vec::new() }
    }

    /// The same with what a file and the environment say.
    ///
    /// # Errors
    /// [`Mistakes`]: everything that is wrong with them. What is missing is not, as flags may say it:
    /// [`Deployment::lacks`].
    pub fn read(self, file: Option<&ConfigFile>, environment: &Environment) -> Result<Self, Mistakes> {
        let parsed = file.map(Document::parse);
        let (document, mistakes) = parsed.map_or((None, Vec::new()), |(document, mistakes)| (Some(document), mistakes));
        let mut reading = Reading { document: document.as_ref(), environment, mistakes, used: Vec::new() };
        let mut deployment = self;
        deployment.read_sections(&mut reading);
        deployment.read_clients(&mut reading);
        let Reading { mut mistakes, used, .. } = reading;
        if deployment.settings.dev {
            // Tools of development have variables of that beginning, too.
            let is_stranger = |mistake: &mut Mistake| mistake.fault == Fault::UnknownVariable;
            deployment.warnings.extend(mistakes.extract_if(.., is_stranger));
        }
        if mistakes.is_empty() {
            return Ok(Self { used, ..deployment });
        }
        // In the order of the file; variables after it, in the order in which they were found.
        mistakes.sort_by(|one, other| match (&one.place, &other.place) {
            (Place::Variable(_), Place::Variable(_)) => std::cmp::Ordering::Equal,
            (one, other) => one.cmp(other),
        });
        mistakes.dedup();
        Err(Mistakes(mistakes))
    }

    /// What a server cannot do without, and what contradicts itself now that all is said.
    #[must_use]
    pub fn lacks(&self) -> Vec<Mistake> {
        let lack = |key: &str, why| Mistake {
            place: Place::Nowhere,
            key: key.to_owned(),
            fault: Fault::Missing(why),
            nearest: None,
        };
        // Only now is it known where the server will be.
        let passkeys = self.settings.passkey_mistakes();
        let has_issuer = self.settings.issuer != Issuer::Fixed(String::new());
        let issuer =
            lack("server.issuer", "this server's own address, in the file, in PASSLOCK_SERVER__ISSUER or as --issuer");
        let client = lack("clients", "at least one application: `passlock-server client add`, or --client-id");
        let lacks = [(!has_issuer).then_some(issuer), self.settings.clients.is_empty().then_some(client)];
        lacks.into_iter().flatten().chain(passkeys).collect()
    }
}
