//! What a host page decides about its lock.

use passlock_core::protocol::{Domain, DomainError, EMAIL, Flow, SMS};
use passlock_core::session::{Leeway, Rules};
use passlock_core::{Connection, EmailAddress, PhoneNumber, Recipient, Region};

use crate::i18n::Texts;

/// The settings of one lock. Everything but client and domain has a default that suits most pages.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is a decision of the host page, and none excludes another")]
pub struct Config {
    /// The application's public identifier at the backend.
    pub client_id: String,
    /// Where the backend is.
    pub domain: Domain,
    /// The ways to a person that the lock offers, in order; the first one is shown, the others are a press away. None is
    /// [`Connection::Sms`] alone, which is the default.
    pub connections: Vec<Connection>,
    /// What the backend calls the connection that sends text messages. Default `sms`.
    pub connection: String,
    /// The scopes to ask for, separated by spaces. Default `openid profile`.
    pub scope: String,
    /// The API that the access token is for, beside the backend's own. Default: none.
    pub audience: Option<String>,
    /// How a code becomes a session: by the token endpoint, or across origins, as Auth0 has single-page applications do it.
    /// The second brings no refresh token, and wants cookies and a frame of the backend's. Default [`Flow::Auto`].
    pub flow: Flow,
    /// Where the session is kept between visits. Default [`Keep::Local`].
    pub keep: Keep,
    /// The storage key of the raw id_token, and what the other keys begin with. Default `id_token`.
    pub storage_key: String,
    /// Whether the refresh token of a session in localStorage is kept with it, so that the session goes on after a reload
    /// without a new login. Every script of the page's origin can read it there, and a stolen one renews the session
    /// elsewhere for as long as the backend lets it. Default `false`: it lasts until the page is left.
    pub persist_refresh_token: bool,
    /// Part of the page instead of a dialog above it. Default `false`.
    pub inline: bool,
    /// Whether the person may close the lock. Default `true` for a dialog, `false` inline.
    pub closable: bool,
    /// Whether the lock closes by itself once the person is logged in. Default `false`.
    pub autoclose: bool,
    /// The heading of the first view in place of "Sign in to …".
    pub title: Option<String>,
    /// The address of an image in place of the padlock.
    pub logo: Option<String>,
    /// What the person signs in to, as in "Sign in to Swapart".
    pub app_name: Option<String>,
    /// The country that the form begins with. By default that of the device's clock, then of the browser's language;
    /// one that cannot be chosen is passed over.
    pub country: Option<Region>,
    /// The number that the form begins with. Default [`FirstPhone::Empty`].
    pub phone: FirstPhone,
    /// The address that the form for emails begins with. Default [`FirstEmail::Empty`].
    pub email: FirstEmail,
    /// Whether this browser keeps the number or address after a login and offers it, masked, for the next one. Logging out
    /// forgets it. Default `false`.
    pub remember: bool,
    /// Whether a code is sent off as soon as it is whole. Default `true`.
    pub auto_submit: bool,
    /// Digits in a code, 4 to 12, for backends that do not say how many. Default 6.
    pub code_length: Option<u8>,
    /// The countries to choose from; the order tells which one to begin with when nothing else does. Default: all.
    pub only_countries: Vec<Region>,
    /// Countries that cannot be chosen. Default: none.
    pub exclude_countries: Vec<Region>,
    /// The countries that the list begins with, in this order, as far as they can be chosen. Default: none.
    pub priority_countries: Vec<Region>,
    /// The address of `flags/flags.webp`, for systems that have no flags among their letters. Default: these show the two
    /// letters of a country's code.
    pub flags: Option<String>,
    /// What the lock says, and in which language: one of the files of `languages`, by [`Texts::read`]. Default: English.
    pub texts: Texts,
    /// Light, dark, or as the system has it. Default [`Theme::Auto`].
    pub theme: Theme,
    /// The colour of buttons, links and the focus, as CSS writes colours: `#ea5323`, `tomato`. It is made darker or lighter
    /// where it could not be read. What is no colour changes nothing; [`Notice::ColourUnknown`](crate::Notice::ColourUnknown)
    /// tells. Default: a blue.
    pub primary_color: Option<String>,
    /// Whether the first field takes the focus when the lock appears. Default: in a dialog, not inline.
    pub autofocus: Option<bool>,
    /// What the person reads above the form until they go on or close the lock. Default: nothing.
    pub flash: Option<Flash>,
    /// How much too early or too late a token may be. Default 60 seconds.
    pub leeway: Leeway,
    /// What happens where the browser has no cryptography. Default [`WithoutCrypto::Refuse`].
    pub without_crypto: WithoutCrypto,
}

/// Where a session is kept between visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// In localStorage, for every tab and visit.
    #[default]
    Local,
    /// In sessionStorage, for this tab.
    Session,
    /// Nowhere: it lasts as long as the lock does.
    Memory,
    /// Nowhere, and the host page keeps it: the lock writes nothing, finds nothing, and renews nothing. The tokens are in
    /// [`Notice::LoggedIn`](crate::Notice::LoggedIn).
    Nothing,
}

/// The number that the form begins with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FirstPhone {
    /// None: the person types it.
    #[default]
    Empty,
    /// One that the person may change: E.164, or as it is written in [`Config::country`].
    Editable(String),
    /// The only one that may log in; the person confirms it. A dialog asks for its code as soon as it opens.
    Fixed(PhoneNumber),
}

/// The address that the form for emails begins with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FirstEmail {
    /// None: the person types it.
    #[default]
    Empty,
    /// One that the person may change.
    Editable(String),
    /// The only one that may log in; the person confirms it. A dialog asks for its code as soon as it opens.
    Fixed(EmailAddress),
}

/// A message of the page's that stands above the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// What it is about.
    pub kind: FlashKind,
    /// Its words; no markup.
    pub text: String,
}

/// What a message of the page's is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlashKind {
    /// Something failed. Screen readers read it at once.
    Error,
    /// Something worked.
    Success,
    /// Neither.
    Info,
}

/// Which colours the lock wears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// What happens on a page that browsers keep their cryptography from, because it was not loaded by https: the signature
/// of an id_token cannot be verified there. Pages of this machine (`http://localhost`) are not concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WithoutCrypto {
    /// Nobody is logged in, and no code is sent.
    #[default]
    Refuse,
    /// A token is believed because it came from the backend by https. Its claims are checked as everywhere.
    TrustTls,
}

impl Config {
    /// A lock for `client_id` at `domain` (`login.example.com`, `127.0.0.1:4000`), with the defaults above.
    ///
    /// # Errors
    /// [`DomainError`] when `domain` is not one.
    pub fn new(client_id: impl Into<String>, domain: &str) -> Result<Self, DomainError> {
        Ok(Self {
            client_id: client_id.into(),
            domain: Domain::parse(domain)?,
            connections: Vec::new(),
            connection: SMS.to_owned(),
            scope: "openid profile".to_owned(),
            audience: None,
            flow: Flow::default(),
            keep: Keep::default(),
            storage_key: "id_token".to_owned(),
            persist_refresh_token: false,
            inline: false,
            closable: true,
            autoclose: false,
            title: None,
            logo: None,
            app_name: None,
            country: None,
            phone: FirstPhone::default(),
            email: FirstEmail::default(),
            remember: false,
            auto_submit: true,
            code_length: None,
            only_countries: Vec::new(),
            exclude_countries: Vec::new(),
            priority_countries: Vec::new(),
            flags: None,
            texts: Texts::default(),
            theme: Theme::default(),
            primary_color: None,
            autofocus: None,
            flash: None,
            leeway: Leeway::default(),
            without_crypto: WithoutCrypto::default(),
        })
    }

    /// The same lock as a part of the page, where there is nothing to close.
    #[must_use]
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self.closable = false;
        self
    }

    /// Whether a country can be chosen.
    #[must_use]
    pub fn allows(&self, region: Region) -> bool {
        let is_named = self.only_countries.is_empty() || self.only_countries.contains(&region);
        is_named && !self.exclude_countries.contains(&region)
    }

    /// What the backend calls the connection that reaches somebody.
    pub(crate) fn realm(&self, to: &Recipient) -> &str {
        match to {
            Recipient::Phone(_) => &self.connection,
            Recipient::Email(_) => EMAIL,
        }
    }

    /// Whether the page has said who is to log in.
    pub(crate) fn names_person(&self) -> bool {
        matches!(self.phone, FirstPhone::Fixed(_)) || matches!(self.email, FirstEmail::Fixed(_))
    }

    /// Whether the first field takes the focus when the lock appears.
    pub(crate) fn takes_focus(&self) -> bool {
        self.autofocus.unwrap_or(!self.inline)
    }

    /// Whether a lock with these settings becomes one with the others when it is drawn again.
    pub(crate) fn differs_in_looks_only(&self, other: &Self) -> bool {
        let Self { closable, title, logo, app_name, theme, primary_color, autofocus, flash, .. } = other.clone();
        Self { closable, title, logo, app_name, theme, primary_color, autofocus, flash, ..self.clone() } == *other
    }

    /// Whether a session of a lock with these settings is one of a lock with the others.
    pub(crate) fn shares_sessions_with(&self, other: &Self) -> bool {
        let place =
            |config: &Self| (config.client_id.clone(), config.domain.clone(), config.keep, config.storage_key.clone());
        place(self) == place(other)
    }

    /// Whether no country is left out.
    pub(crate) fn allows_all(&self) -> bool {
        self.only_countries.is_empty() && self.exclude_countries.is_empty()
    }

    /// The countries that can be chosen, by code.
    pub(crate) fn allowed(&self) -> impl Iterator<Item = Region> {
        Region::all().iter().copied().filter(|region| self.allows(*region))
    }

    /// What an id_token is measured by. Neither the passwordless grant nor a renewal sends a nonce.
    pub(crate) fn rules(&self) -> Rules<'_> {
        Rules { domain: &self.domain, client_id: &self.client_id, nonce: None, leeway: self.leeway }
    }

    /// Whether a refresh token is written down. Only where all tabs share it: two copies that do not know of each other
    /// would soon be two uses of the same token, which a backend takes for a theft.
    pub(crate) fn keeps_refresh_token(&self) -> bool {
        self.persist_refresh_token && self.keep == Keep::Local
    }
}

impl Theme {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}
