//! What a deployment decides: the client, its pages, the limits, the texts.

mod client;
mod database;
mod delivery;
mod file;
mod numbers;
mod operation;
mod passkeys;
mod rules;
mod sign_ups;

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

use crate::address::{self, AddressError};
use crate::limits::Rate;
use crate::template::{DEFAULT_TEMPLATE, EmailTemplate, Templates};

pub(crate) use client::is_audience;
pub use client::{AllowedOrigin, Client, ClientSecret, Connection, Grant, Lifetimes};
pub use database::DatabaseUrl;
pub use delivery::{
    DeliveryKind, DeliverySettings, EmailKind, GatewayProof, GatewaySettings, Secret, SmtpSecurity, SmtpSettings,
    TwilioSender, TwilioSettings,
};
pub use file::{
    ConfigFile, Deployment, Environment, Fault, Mistake, Mistakes, Place, StarterKeys, reference, starter_file,
};
pub(crate) use numbers::Unserved;
pub use numbers::{Countries, Country, NumberRules, UnknownCountry};
pub use operation::{LogFormat, Operation, TlsFiles, Traces};
pub use passkeys::PasskeyRules;
pub use rules::{BackOff, Lockout, RefreshRules, SessionRules};
pub use sign_ups::{Allowed, AllowedError, SignUps};

/// Everything that a deployment decides.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the database is: `sqlite://file.db`, `sqlite::memory:` or `postgres://user:password@host/name`.
    pub database: DatabaseUrl,
    /// The applications that people log in to.
    pub clients: Vec<Client>,
    /// Who the tokens say made them.
    pub issuer: Issuer,
    /// Whether the outbox can be read over HTTP, by pages and scripts of this machine.
    pub dev: bool,
    /// A folder of files to serve beside the API.
    pub static_files: Option<PathBuf>,
    /// How long a code works. Three minutes by default; five are the other usual value.
    pub code_lifetime: Duration,
    /// When a page may offer to send another code.
    pub resend_after: Duration,
    /// How long an id_token is valid.
    pub id_token_lifetime: Duration,
    /// How long an access token is valid.
    pub access_token_lifetime: Duration,
    /// How long a login can be renewed, for clients that may.
    pub refresh: RefreshRules,
    /// How long a browser stays logged in at this server.
    pub session: SessionRules,
    /// Whether strangers get an account.
    pub sign_ups: SignUps,
    /// What text messages say; `@@password@@` becomes the code, `@@lifetime@@` something like `3 minutes`, and
    /// `@@webotp@@`, at the end, the line that binds the code to the page that asked for it.
    pub templates: Templates,
    /// What emails say, with `@@link@@` where there is one.
    pub email_templates: Templates<EmailTemplate>,
    /// How messages reach people.
    pub delivery: DeliverySettings,
    /// How often a code may be asked for, for one number.
    pub number_limit: Rate,
    /// How often codes may be asked for from one network address.
    pub address_limit: Rate,
    /// How often codes may be asked for from the addresses around one (a /24 of IPv4, a /48 of IPv6); `None` for as often
    /// as each of them may.
    pub network_limit: Option<Rate>,
    /// How often by the pages of one client; `None` for no limit.
    pub client_limit: Option<Rate>,
    /// How often for the numbers of one country; `None` for no limit.
    pub country_limit: Option<Rate>,
    /// How often by everybody together; `None` for no limit.
    pub global_limit: Option<Rate>,
    /// How long a number waits between messages that nobody answers.
    pub back_off: BackOff,
    /// Which numbers get messages.
    pub numbers: NumberRules,
    /// The proxies in front, which say in `X-Forwarded-For` from where a request comes. Behind one that is not listed all
    /// the world is one address, and shares its limits.
    pub trusted_proxies: Vec<IpNet>,
    /// When wrong codes shut a place out.
    pub lockout: Lockout,
    /// The key that codes are hashed with, when the database shall not hold it.
    pub code_key: Option<CodeKeyText>,
}

/// Who the tokens say made them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Issuer {
    /// Always this address. It ends in a slash.
    Fixed(String),
    /// The address of this machine that the request was sent to; `otherwise` when it was sent to another. For development.
    FromHost {
        /// It ends in a slash.
        otherwise: String,
    },
}

/// The text of a secret key; it does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeKeyText(String);

impl Settings {
    /// A deployment with one client, a fixed issuer and the limits of production.
    #[must_use]
    pub fn new(database: &str, client: Client, issuer: Issuer) -> Self {
        Self {
            database: DatabaseUrl::new(database),
            clients: vec![client],
            issuer,
            dev: false,
            static_files: None,
            code_lifetime: Duration::from_mins(3),
            resend_after: Duration::from_secs(30),
            id_token_lifetime: Duration::from_hours(10),
            access_token_lifetime: Duration::from_hours(24),
            refresh: RefreshRules::USUAL,
            session: SessionRules::USUAL,
            sign_ups: SignUps::Open,
            templates: Templates::one(DEFAULT_TEMPLATE),
            email_templates: Templates::usual(),
            delivery: DeliverySettings::NONE,
            number_limit: Rate::NUMBER,
            address_limit: Rate::ADDRESS,
            network_limit: Some(Rate::NETWORK),
            client_limit: Some(Rate::CLIENT),
            country_limit: Some(Rate::COUNTRY),
            global_limit: Some(Rate::EVERYBODY),
            back_off: BackOff::USUAL,
            numbers: NumberRules::USUAL,
            trusted_proxies: Vec::new(),
            lockout: Lockout::USUAL,
            code_key: None,
        }
    }

    /// The client `demo` for pages of this machine, with every grant and limits that scripts do not hit. `otherwise` is this server's
    /// address, for requests whose `Host` is not one of this machine's.
    #[must_use]
    pub fn dev(database: &str, otherwise: &str) -> Self {
        let client = Client {
            grants: Grant::ALL.to_vec(),
            connections: Connection::ALL.to_vec(),
            origins: vec![AllowedOrigin::Loopback],
            passkeys: PasskeyRules { takes_newcomers: true, ..PasskeyRules::USUAL },
            ..Client::new("demo")
        };
        Self {
            dev: true,
            templates: Templates::one(
                "@@password@@ is your passlock demo code. It is valid for @@lifetime@@.\n\n@@webotp@@",
            ),
            number_limit: Rate::DEV_NUMBER,
            address_limit: Rate::DEV_ADDRESS,
            network_limit: None,
            client_limit: None,
            country_limit: None,
            global_limit: None,
            back_off: BackOff::NONE,
            lockout: Lockout::DEV,
            ..Self::new(database, client, Issuer::FromHost { otherwise: otherwise.to_owned() })
        }
    }

    /// The client with this identifier.
    #[must_use]
    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id == id)
    }

    /// Whether a page from `origin` may call for `client`. The server's own pages always may.
    #[must_use]
    pub fn allows(&self, client: &Client, origin: &str) -> bool {
        self.is_own(origin) || client.origins.iter().any(|allowed| allowed.matches(origin))
    }

    /// Whether a page from `origin` may use cookies of this server's for `client`. The server's own pages always may.
    #[must_use]
    pub fn trusts(&self, client: &Client, origin: &str) -> bool {
        self.is_own(origin) || client.may_be_told(origin)
    }

    /// Whether people can be sent to a page of this server's own to log in.
    #[must_use]
    pub fn has_login_page(&self) -> bool {
        self.static_files.as_ref().is_some_and(|folder| folder.join(LOGIN_PAGE).is_file())
    }

    /// Whether pages from `origin` are this server's own, such as its login page.
    #[must_use]
    pub fn is_own(&self, origin: &str) -> bool {
        self.issuer.is_own(origin)
    }

    /// How long an id_token for this client is valid.
    pub(crate) fn id_token_lifetime(&self, client: &Client) -> Duration {
        client.lifetimes.id_token.unwrap_or(self.id_token_lifetime)
    }

    /// How long an access token for this client is valid.
    pub(crate) fn access_token_lifetime(&self, client: &Client) -> Duration {
        client.lifetimes.access_token.unwrap_or(self.access_token_lifetime)
    }

    /// How long a login to this client can be renewed.
    pub(crate) fn refresh_rules(&self, client: &Client) -> RefreshRules {
        RefreshRules {
            lifetime: client.lifetimes.refresh.unwrap_or(self.refresh.lifetime),
            idle: client.lifetimes.refresh_idle.unwrap_or(self.refresh.idle),
            ..self.refresh
        }
    }

    /// How long the longest-lived signed token is valid.
    pub(crate) fn longest_token(&self) -> Duration {
        let usual = self.id_token_lifetime.max(self.access_token_lifetime);
        let lifetimes =
            self.clients.iter().flat_map(|client| [self.id_token_lifetime(client), self.access_token_lifetime(client)]);
        lifetimes.fold(usual, Duration::max)
    }

    /// Whether a page from `origin` may call for any client.
    #[must_use]
    pub fn knows(&self, origin: &str) -> bool {
        self.clients.iter().any(|client| self.allows(client, origin))
    }
}

impl Issuer {
    /// Whether browsers reach this server by https alone.
    pub(crate) fn is_encrypted(&self) -> bool {
        matches!(self, Self::Fixed(issuer) if issuer.starts_with("https:"))
    }

    /// One address, with or without the slash at its end.
    ///
    /// # Errors
    /// [`AddressError`] says what to change.
    pub fn fixed(text: &str) -> Result<Self, AddressError> {
        address::origin(text).map(|origin| Self::Fixed(format!("{origin}/")))
    }

    /// What this server calls itself where no request says otherwise.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Fixed(issuer) | Self::FromHost { otherwise: issuer } => issuer,
        }
    }

    fn is_own(&self, origin: &str) -> bool {
        matches!(self, Self::Fixed(issuer) if issuer.strip_suffix('/') == Some(origin))
    }
}

impl CodeKeyText {
    /// Takes the text of a key; `None` when it is too short to be one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        (text.len() >= SHORTEST_KEY).then(|| Self(text.to_owned()))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for CodeKeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeKeyText([redacted])")
    }
}

/// In bytes: 128 bits even if the text is hexadecimal.
const SHORTEST_KEY: usize = 32;
/// The page on which people log in, in the folder of files.
pub(crate) const LOGIN_PAGE: &str = "login.html";
