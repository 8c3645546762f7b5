//! The arguments of the server, and the settings that they make.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use ipnet::IpNet;
use passlock_server::{
    AllowedOrigin, Client, ClientSecret, CodeKeyText, Grant, Issuer, Lockout, Rate, RefreshRules, Settings, SignUps,
    web_address,
};
use url::Url;

use super::read;

/// What a server is started with.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// Development: client `demo`, pages of this machine, codes readable at /dev/outbox
    #[arg(long)]
    dev: bool,
    /// Address to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4000")]
    pub(crate) listen: SocketAddr,
    /// How long a connection may wait for the header of a request, in seconds; longer than a proxy in front keeps idle ones
    #[arg(long, value_name = "SECONDS", default_value_t = 65, value_parser = clap::value_parser!(u32).range(1..=3600))]
    header_timeout: u32,
    /// Where the database is, created if missing [default: sqlite://passlock.db, with --dev sqlite://passlock-dev.db]
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Folder of files to serve beside the API
    #[arg(long = "static", value_name = "DIR", value_parser = read::folder)]
    static_files: Option<PathBuf>,
    /// The application's public identifier
    #[arg(long, value_name = "ID", required_unless_present = "dev")]
    client_id: Option<String>,
    /// A page that may call, such as https://shop.example; may be given several times
    #[arg(long = "allowed-origin", value_name = "ORIGIN", value_parser = AllowedOrigin::exact)]
    allowed_origins: Vec<AllowedOrigin>,
    /// Where people may be sent after logging out; may be given several times
    #[arg(long = "logout-url", value_name = "URL", value_parser = web_address)]
    logout_urls: Vec<Url>,
    /// This server's own address, as tokens name it; https, or http on this machine
    #[arg(long, value_name = "URL", required_unless_present = "dev", value_parser = Issuer::fixed)]
    issuer: Option<Issuer>,
    /// How long a code works, in seconds; 300 is the other usual value
    #[arg(long, value_name = "SECONDS", default_value_t = 180, value_parser = clap::value_parser!(u32).range(5..=3600))]
    code_lifetime: u32,
    /// Let people stay logged in by refresh tokens, when their page asks for offline_access; --dev always does
    #[arg(long)]
    refresh_tokens: bool,
    /// How long a login can be renewed, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = seconds(RefreshRules::USUAL.lifetime), value_parser = spans())]
    refresh_lifetime: u32,
    /// How long a refresh token may wait to be used, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = seconds(RefreshRules::USUAL.idle), value_parser = spans())]
    refresh_idle: u32,
    /// How long the refresh token that was used last may be used again, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=60))]
    refresh_leeway: u32,
    /// What the application proves itself with, at least 32 characters; pages cannot
    #[arg(long, env = "PASSLOCK_CLIENT_SECRET", hide_env_values = true, value_name = "TEXT", value_parser = read::client_secret)]
    client_secret: Option<ClientSecret>,
    /// Whether strangers get an account: open or closed
    #[arg(long, value_name = "POLICY", default_value = "open", value_parser = read::sign_ups)]
    sign_ups: SignUps,
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
    /// Key that codes are hashed with, at least 32 characters; kept in the database when not given
    #[arg(long, env = "PASSLOCK_CODE_KEY", hide_env_values = true, value_name = "TEXT", value_parser = read::code_key)]
    code_key: Option<CodeKeyText>,
}

impl ServeArguments {
    /// How long a connection may wait for the header of a request.
    pub(crate) fn patience(&self) -> Duration {
        Duration::from_secs(self.header_timeout.into())
    }

    /// The settings, for a server that listens on `address`.
    pub(crate) fn settings(self, address: SocketAddr) -> Settings {
        let own = format!("http://{address}/");
        let database = |otherwise: &str| self.database.clone().unwrap_or_else(|| otherwise.to_owned());
        let mut settings = if self.dev {
            Settings::dev(&database("sqlite://passlock-dev.db"), &own)
        } else {
            Settings::new(&database("sqlite://passlock.db"), Client::new(""), Issuer::Fixed(own))
        };
        for client in &mut settings.clients {
            client.id = self.client_id.clone().unwrap_or_else(|| client.id.clone());
            client.origins.extend(self.allowed_origins.iter().cloned());
            client.logout_urls.extend(self.logout_urls.iter().cloned());
            client.secret.clone_from(&self.client_secret);
            if self.refresh_tokens && !client.may_use(Grant::RefreshToken) {
                client.grants.push(Grant::RefreshToken);
            }
        }
        settings.issuer = self.issuer.unwrap_or(settings.issuer);
        settings.static_files = self.static_files;
        settings.code_lifetime = Duration::from_secs(self.code_lifetime.into());
        settings.refresh = RefreshRules {
            lifetime: Duration::from_secs(self.refresh_lifetime.into()),
            idle: Duration::from_secs(self.refresh_idle.into()),
            leeway: Duration::from_secs(self.refresh_leeway.into()),
        };
        settings.sign_ups = self.sign_ups;
        settings.lockout = Lockout {
            failures: self.lockout_limit.unwrap_or(settings.lockout.failures),
            span: self.lockout.map_or(settings.lockout.span, |span| Duration::from_secs(span.into())),
        };
        settings.template = self.template.unwrap_or(settings.template);
        settings.number_limit = self.number_limit.unwrap_or(settings.number_limit);
        settings.address_limit = self.address_limit.unwrap_or(settings.address_limit);
        settings.trusted_proxies = self.trusted_proxies;
        settings.code_key = self.code_key;
        settings
    }
}

fn seconds(span: Duration) -> u32 {
    u32::try_from(span.as_secs()).unwrap_or(u32::MAX)
}

/// From a second to ten years.
fn spans() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=10 * 365 * 24 * 60 * 60)
}
