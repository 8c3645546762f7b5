//! The login without a user interface, for pages that draw their own.

use std::rc::Rc;

use passlock_core::protocol::{Receipt, START_PATH, StartRequest, TOKEN_PATH, TokenRequest, read_start, read_token};
use passlock_core::session::{Session, TokenFault, Unproved};
use passlock_core::{Code, PhoneNumber, Problem};

use crate::api::{self, Abort, BrowserJson, Signal};
use crate::clock::Clock;
use crate::config::{Config, WithoutCrypto};
use crate::crypto::Crypto;
use crate::keyring::Keyring;

/// Talks to one backend for one application. Dropping a future of it gives its request up.
///
/// A session that it hands out is verified: what its id_token says, and that the backend signed it.
#[derive(Debug, Clone)]
pub struct Client {
    config: Config,
    clock: Clock,
    keys: Rc<Keyring>,
}

impl Client {
    /// A client with the client id, domain, connection and scope of `config`.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let clock = Clock::default();
        let keys = Rc::new(Keyring::new(config.domain.clone(), clock.clone()));
        Self { config, clock, keys }
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Asks the backend to text a code to `phone`.
    ///
    /// # Errors
    /// The [`Problem`] that kept the code from being sent.
    pub async fn start_sms(&self, phone: &PhoneNumber) -> Result<Receipt, Problem> {
        let abort = Abort::new();
        self.start(phone, abort.signal()).await
    }

    /// Trades the code that `phone` received for a session.
    ///
    /// # Errors
    /// The [`Problem`] that kept the person out.
    pub async fn login_sms(&self, phone: &PhoneNumber, code: &Code) -> Result<Session, Problem> {
        let abort = Abort::new();
        self.login(phone, code, abort.signal()).await
    }

    pub(crate) async fn start(&self, phone: &PhoneNumber, signal: Signal) -> Result<Receipt, Problem> {
        // Nobody is sent a code that will log nobody in.
        let crypto = self.crypto()?;
        let Config { client_id, connection, domain, code_length, .. } = &self.config;
        let request = StartRequest::sms(client_id, connection, phone);
        let reply = api::post(domain, START_PATH, &request, &self.clock, signal).await?;
        let usual_length = code_length.unwrap_or(Receipt::USUAL_LENGTH);
        let receipt = read_start::<BrowserJson>(&reply, usual_length, self.clock.now())?;
        if crypto.is_some() {
            self.keys.fetch_ahead();
        }
        Ok(receipt)
    }

    pub(crate) async fn login(&self, phone: &PhoneNumber, code: &Code, signal: Signal) -> Result<Session, Problem> {
        let crypto = self.crypto()?;
        let Config { client_id, connection, domain, scope, .. } = &self.config;
        let request = TokenRequest::sms(client_id, connection, phone, code, scope);
        let reply = api::post(domain, TOKEN_PATH, &request, &self.clock, signal.clone()).await?;
        let now = self.clock.now();
        let tokens = read_token::<BrowserJson>(&reply, now)?;
        let login = Unproved::read::<BrowserJson>(tokens, &self.config.rules(), now)?;
        match crypto {
            Some(crypto) => self.prove(login, &crypto, &signal).await,
            None => Ok(login.trusted()),
        }
    }

    /// The browser's cryptography; `None` where the page is content without.
    fn crypto(&self) -> Result<Option<Crypto>, Problem> {
        match (Crypto::of_page(), self.config.without_crypto) {
            (None, WithoutCrypto::Refuse) => Err(TokenFault::NoCrypto.into()),
            (crypto, _) => Ok(crypto),
        }
    }

    async fn prove(&self, login: Unproved, crypto: &Crypto, signal: &Signal) -> Result<Session, Problem> {
        let known = self.keys.known(login.kid(), signal).await?;
        for key in known.keys.iter().filter(|key| key.may_have_signed(login.kid())) {
            if crypto.verifies(key, login.message(), login.signature()).await {
                let hash = match login.to_be_hashed() {
                    Some(access_token) => crypto.hash(access_token).await,
                    None => None,
                };
                return Ok(login.proved(hash.as_deref())?);
            }
        }
        Err(TokenFault::Signature.into())
    }
}
