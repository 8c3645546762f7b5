//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use passlock_server::{AllowedOrigin, Client, CodeKeyText, Issuer, Rate, Settings, web_address};
use url::Url;

/// A small self-hosted backend that speaks Auth0's passwordless protocol.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Arguments {
    /// Development: client `demo`, pages of this machine, codes readable at /dev/outbox
    #[arg(long)]
    dev: bool,
    /// Address to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4000")]
    pub(crate) listen: SocketAddr,
    /// Where the database is, created if missing [default: sqlite://passlock.db, with --dev sqlite://passlock-dev.db]
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Folder of files to serve beside the API
    #[arg(long = "static", value_name = "DIR", value_parser = folder)]
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
    #[arg(long, value_name = "SECONDS", default_value_t = 180, value_parser = clap::value_parser!(u32).range(30..=3600))]
    code_lifetime: u32,
    /// Text of a message; @@password@@ becomes the code and @@lifetime@@ something like `3 minutes`
    #[arg(long, value_name = "TEXT", value_parser = template)]
    template: Option<String>,
    /// Codes for one number: so many at once, refilled evenly over so many seconds [default: 5/600, with --dev 50/60]
    #[arg(long, value_name = "COUNT/SECONDS")]
    number_limit: Option<Rate>,
    /// Codes asked for from one network address [default: 50/3600, with --dev 5000/60]
    #[arg(long, value_name = "COUNT/SECONDS")]
    address_limit: Option<Rate>,
    /// Key that codes are hashed with, at least 32 characters; kept in the database when not given
    #[arg(long, env = "PASSLOCK_CODE_KEY", hide_env_values = true, value_name = "TEXT", value_parser = code_key)]
    code_key: Option<CodeKeyText>,
}

impl Arguments {
    /// The settings, for a server that listens on `address`.
    pub(crate) fn settings(self, address: SocketAddr) -> Settings {
        let own = format!("http://{address}/");
        let database = |otherwise: &str| self.database.clone().unwrap_or_else(|| otherwise.to_owned());
        let mut settings = if self.dev {
            Settings::dev(&database("sqlite://passlock-dev.db"), &own)
        } else {
            let client = Client { id: String::new(), origins: Vec::new(), logout_urls: Vec::new() };
            Settings::new(&database("sqlite://passlock.db"), client, Issuer::Fixed(own))
        };
        for client in &mut settings.clients {
            client.id = self.client_id.clone().unwrap_or_else(|| client.id.clone());
            client.origins.extend(self.allowed_origins.iter().cloned());
            client.logout_urls.extend(self.logout_urls.iter().cloned());
        }
        settings.issuer = self.issuer.unwrap_or(settings.issuer);
        settings.static_files = self.static_files;
        settings.code_lifetime = Duration::from_secs(self.code_lifetime.into());
        settings.template = self.template.unwrap_or(settings.template);
        settings.number_limit = self.number_limit.unwrap_or(settings.number_limit);
        settings.address_limit = self.address_limit.unwrap_or(settings.address_limit);
        settings.code_key = self.code_key;
        settings
    }
}

fn folder(text: &str) -> Result<PathBuf, String> {
    let folder = PathBuf::from(text);
    if folder.is_dir() { Ok(folder) } else { Err("there is no such folder".to_owned()) }
}

fn template(text: &str) -> Result<String, String> {
    if text.contains("@@password@@") { Ok(text.to_owned()) } else { Err("@@password@@ is missing".to_owned()) }
}

fn code_key(text: &str) -> Result<CodeKeyText, String> {
    CodeKeyText::new(text).ok_or_else(|| "a key has at least 32 characters".to_owned())
}
