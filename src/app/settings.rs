//! Which application a component is for: by its properties, by a whole `Config`, or by the provider around it.

use passlock_core::protocol::DomainError;
use thiserror::Error;

use crate::config::Config;

/// Why a component cannot be what its author wrote. It stands where the lock would, in English, and
/// [`on_config_error`](crate::LockProps::on_config_error) hears of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// Neither `client_id` nor `config` says for which application people log in.
    #[error("the client id is missing: give client_id and domain, or config")]
    ClientIdMissing,
    /// Neither `domain` nor `config` says where the backend is.
    #[error("the domain is missing: give client_id and domain, or config")]
    DomainMissing,
    /// `domain` is not one.
    #[error("the domain is none: {0}")]
    Domain(#[from] DomainError),
    /// `client_id` and `domain` are not those of `config`, or a lock has other settings than the provider around it.
    #[error("two settings contradict each other: a lock in a SessionProvider needs none of its own")]
    Contradiction,
    /// There is no [`SessionProvider`](crate::SessionProvider) around what asks for the session.
    #[error("there is no SessionProvider around this")]
    NoProvider,
}

/// What the properties of a component say of the application.
pub(super) struct Named<'a> {
    pub(super) client_id: &'a str,
    pub(super) domain: &'a str,
    pub(super) config: Option<&'a Config>,
}

impl Named<'_> {
    /// The settings that these properties make.
    pub(super) fn settings(&self) -> Result<Config, ConfigError> {
        let settings = match self.config {
            Some(config) => config.clone(),
            None if self.client_id.is_empty() => return Err(ConfigError::ClientIdMissing),
            None if self.domain.is_empty() => return Err(ConfigError::DomainMissing),
            None => Config::new(self.client_id, self.domain)?,
        };
        if settings.client_id.is_empty() {
            return Err(ConfigError::ClientIdMissing);
        }
        self.agree_with(&settings)?;
        Ok(settings)
    }

    /// Whether these properties say nothing else than `settings` do. They need not say anything.
    pub(super) fn agree_with(&self, settings: &Config) -> Result<(), ConfigError> {
        let Self { client_id, domain, config } = *self;
        let is_domain = domain.is_empty() || Config::new(client_id, domain)?.domain == settings.domain;
        let is_client = client_id.is_empty() || client_id == settings.client_id;
        let is_config = config.is_none_or(|config| config == settings);
        if is_domain && is_client && is_config { Ok(()) } else { Err(ConfigError::Contradiction) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config::new("demo", "login.example.com").unwrap()
    }

    #[track_caller]
    fn check(client_id: &str, domain: &str, config: Option<Config>, expected: Result<Config, ConfigError>) {
        let named = Named { client_id, domain, config: config.as_ref() };
        assert_eq!(named.settings(), expected, "{client_id:?} {domain:?}");
    }

    #[test]
    fn a_client_id_and_a_domain_are_enough() {
        check("demo", "login.example.com", None, Ok(config()));
        check("", "", Some(config()), Ok(config()));
    }

    #[test]
    fn a_mistake_is_told_by_its_name() {
        check("", "login.example.com", None, Err(ConfigError::ClientIdMissing));
        check("demo", "", None, Err(ConfigError::DomainMissing));
        check("demo", "not a domain", None, Err(ConfigError::Domain(DomainError::NotADomain)));
        check("demo", "http://login.example.com", None, Err(ConfigError::Domain(DomainError::Unencrypted)));
        check("", "", Some(Config { client_id: String::new(), ..config() }), Err(ConfigError::ClientIdMissing));
    }

    #[test]
    fn what_is_said_twice_is_said_alike() {
        check("demo", "https://login.example.com/", Some(config()), Ok(config()));
        check("other", "", Some(config()), Err(ConfigError::Contradiction));
        check("", "other.example.com", Some(config()), Err(ConfigError::Contradiction));
        let other = Config { autoclose: true, ..config() };
        let named = Named { client_id: "", domain: "", config: Some(&other) };
        assert_eq!(named.agree_with(&config()), Err(ConfigError::Contradiction));
    }

    #[test]
    fn whoever_says_nothing_agrees() {
        let named = Named { client_id: "", domain: "", config: None };
        assert_eq!(named.agree_with(&config()), Ok(()));
    }
}
