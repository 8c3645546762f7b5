//! The arguments of the server, and what they change of a configuration.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use ipnet::IpNet;
use passlock_server::{
    AllowedOrigin, Client, ClientSecret, CodeKeyText, DatabaseUrl, Deployment, Environment, Fault, Grant, Issuer,
    Lockout, Mistake, Mistakes, Place as Origin, Rate, RefreshRules, Settings, SignUps, Templates, web_address,
};
use url::Url;

use super::config::{self, ConfigArgument};
use super::{Failure, read};

/// What a server is started with.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    #[command(flatten)]
    file: ConfigArgument,
    /// Development: client `demo`, pages of this machine, codes readable at /dev/outbox
    #[arg(long)]
    dev: bool,
    /// Address to listen on; port 0 picks a free one [default: 127.0.0.1:4000]
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// How long a connection may wait for the header of a request, in seconds; longer than a proxy in front keeps idle ones
    /// [default: 65]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=3600))]
    header_timeout: Option<u32>,
    /// Where the database is, created if missing [default: sqlite://passlock.db, with --dev sqlite://passlock-dev.db]
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Folder of files to serve beside the API
    #[arg(long = "static", value_name = "DIR", value_parser = read::folder)]
    static_files: Option<PathBuf>,
    /// The application's public identifier
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// A page that may call, such as https://shop.example; may be given several times
    #[arg(long = "allowed-origin", value_name = "ORIGIN", value_parser = AllowedOrigin::exact)]
    allowed_origins: Vec<AllowedOrigin>,
    /// Where people may be sent after logging out; may be given several times
    #[arg(long = "logout-url", value_name = "URL", value_parser = web_address)]
    logout_urls: Vec<Url>,
    /// This server's own address, as tokens name it; https, or http on this machine
    #[arg(long, value_name = "URL", value_parser = Issuer::fixed)]
    issuer: Option<Issuer>,
    /// How long a code works, in seconds; 300 is the other usual value [default: 180]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(5..=3600))]
    code_lifetime: Option<u32>,
    /// Let people stay logged in by refresh tokens, when their page asks for offline_access; --dev always does
    #[arg(long)]
    refresh_tokens: bool,
    /// How long a login can be renewed, in seconds [default: 2592000]
    #[arg(long, value_name = "SECONDS", value_parser = spans())]
    refresh_lifetime: Option<u32>,
    /// How long a refresh token may wait to be used, in seconds [default: 1296000]
    #[arg(long, value_name = "SECONDS", value_parser = spans())]
    refresh_idle: Option<u32>,
    /// How long the refresh token that was used last may be used again, in seconds [default: 0]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(..=60))]
    refresh_leeway: Option<u32>,
    /// What the application proves itself with, at least 32 characters; pages cannot
    #[arg(long, env = "PASSLOCK_CLIENT_SECRET", hide_env_values = true, value_name = "TEXT", value_parser = read::client_secret)]
    client_secret: Option<ClientSecret>,
    /// Whether strangers get an account: open or closed [default: open]
    #[arg(long, value_name = "POLICY", value_parser = read::sign_ups)]
    sign_ups: Option<SignUps>,
    /// Text of a message: @@password@@ becomes the code, @@lifetime@@ something like `3 minutes`, and @@webotp@@, as the
    /// last line, what browsers read the code from; \n is a new line
    #[arg(long, value_name = "TEXT", value_parser = read::template)]
    template: Option<String>,
    /// Codes for one number: so many at once, refilled evenly over so many seconds [default: 5/600, with --dev 50/60]
    #[arg(long, value_name = "COUNT/SECONDS")]
    number_limit: Option<Rate>,
    /// Codes asked for from one network address [default: 50/3600, with --dev 5000/60]
    #[arg(long, value_name = "COUNT/SECONDS")]
    address_limit: Option<Rate>,
    /// A proxy in front, by address or network; it says in X-Forwarded-For from where a request comes
    #[arg(long = "trusted-proxy", value_name = "NETWORK", value_parser = read::network)]
    trusted_proxies: Vec<IpNet>,
    /// Wrong codes for one number from one network address [default: 10/3600, with --dev 50/60]
    #[arg(long, value_name = "COUNT/SECONDS")]
    lockout_limit: Option<Rate>,
    /// For how long too many wrong codes shut an address out, in seconds [default: 900, with --dev 30]
    #[arg(long, value_name = "SECONDS", value_parser = spans())]
    lockout: Option<u32>,
    /// Key that codes are hashed with, at least 32 characters; kept in the database when not given [env: PASSLOCK_CODE_KEY]
    #[arg(long, value_name = "TEXT", value_parser = read::code_key)]
    code_key: Option<CodeKeyText>,
}

impl ServeArguments {
    /// With the file of this folder, if none is named.
    pub(super) fn in_this_folder(mut self) -> Self {
        self.file.config = self.file.path();
        self
    }

    /// What the file, the environment and these flags say, each over the one before.
    pub(crate) fn deployment(&self) -> Result<Deployment, Failure> {
        let file = self.file.config.as_deref().map(config::read).transpose()?;
        let deployment = Deployment::base(self.dev).read(file.as_ref(), &Environment::of_process())?;
        let mut deployment = self.over(deployment);
        self.change_client(&mut deployment.settings)?;
        let lacks = deployment.lacks();
        if lacks.is_empty() { Ok(deployment) } else { Err(Mistakes(lacks).into()) }
    }

    fn over(&self, deployment: Deployment) -> Deployment {
        let Deployment { mut settings, mut operation, warnings, used } = deployment;
        let span =
            |seconds: Option<u32>, otherwise| seconds.map_or(otherwise, |count| Duration::from_secs(count.into()));
        settings.database = self.database.as_deref().map_or(settings.database, DatabaseUrl::new);
        settings.issuer = self.issuer.clone().unwrap_or(settings.issuer);
        settings.static_files = self.static_files.clone().or(settings.static_files);
        settings.code_lifetime = span(self.code_lifetime, settings.code_lifetime);
        settings.refresh = RefreshRules {
            lifetime: span(self.refresh_lifetime, settings.refresh.lifetime),
            idle: span(self.refresh_idle, settings.refresh.idle),
            leeway: span(self.refresh_leeway, settings.refresh.leeway),
        };
        settings.sign_ups = self.sign_ups.clone().unwrap_or(settings.sign_ups);
        settings.lockout = Lockout {
            failures: self.lockout_limit.unwrap_or(settings.lockout.failures),
            span: span(self.lockout, settings.lockout.span),
        };
        settings.templates = self.template.as_deref().map_or(settings.templates, Templates::one);
        settings.number_limit = self.number_limit.unwrap_or(settings.number_limit);
        settings.address_limit = self.address_limit.unwrap_or(settings.address_limit);
        if !self.trusted_proxies.is_empty() {
            settings.trusted_proxies.clone_from(&self.trusted_proxies);
        }
        settings.code_key = self.code_key.clone().or(settings.code_key);
        operation.listen = self.listen.unwrap_or(operation.listen);
        operation.header_timeout = span(self.header_timeout, operation.header_timeout);
        Deployment { settings, operation, warnings, used }
    }

    /// The flags of an application are for the one that they name, which is made if it is not there, or for the only one.
    fn change_client(&self, settings: &mut Settings) -> Result<(), Mistakes> {
        let is_changed = self.refresh_tokens
            || self.client_secret.is_some()
            || !self.allowed_origins.is_empty()
            || !self.logout_urls.is_empty();
        let client = match (&self.client_id, settings.clients.as_mut_slice()) {
            (Some(id), clients) => {
                let known = clients.iter().position(|client| client.id == *id);
                match (known, settings.clients.as_mut_slice()) {
                    (Some(at), clients) => &mut clients[at],
                    // The client of development goes by another name.
                    (None, [only]) if self.dev => {
                        only.id.clone_from(id);
                        only.name.clone_from(id);
                        only
                    }
                    (None, _) => settings.clients.push_mut(Client::new(id)),
                }
            }
            (None, [only]) => only,
            (None, [_, _, ..]) if is_changed => {
                let why = "there is more than one client; --client-id says which of them the flags are for".to_owned();
                let fault = Fault::Value(why);
                let mistake = Mistake { place: Origin::Nowhere, key: "clients".to_owned(), fault, nearest: None };
                return Err(Mistakes(vec![mistake]));
            }
            _ => return Ok(()),
        };
        client.origins.extend(self.allowed_origins.iter().cloned());
        client.logout_urls.extend(self.logout_urls.iter().cloned());
        client.secret = self.client_secret.clone().or(client.secret.take());
        if self.refresh_tokens && !client.may_use(Grant::RefreshToken) {
            client.grants.push(Grant::RefreshToken);
        }
        Ok(())
    }
}

/// From a second to ten years.
fn spans() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=10 * 365 * 24 * 60 * 60)
}
