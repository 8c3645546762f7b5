//! The login without a user interface, for pages that draw their own.

use passlock_core::protocol::{Receipt, START_PATH, StartRequest, TOKEN_PATH, TokenRequest, read_start, read_token};
use passlock_core::session::Session;
use passlock_core::{Code, PhoneNumber, Problem};

use crate::api::{self, Abort, BrowserJson, Signal};
use crate::clock::Clock;
use crate::config::Config;

/// Talks to one backend for one application. Dropping a future of it gives its request up.
#[derive(Debug, Clone)]
pub struct Client {
    config: Config,
    clock: Clock,
}

impl Client {
    /// A client with the client id, domain, connection and scope of `config`.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self { config, clock: Clock::default() }
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
        let Config { client_id, connection, domain, code_length, .. } = &self.config;
        let request = StartRequest::sms(client_id, connection, phone);
        let reply = api::post(domain, START_PATH, &request, &self.clock, signal).await?;
        read_start::<BrowserJson>(&reply, code_length.unwrap_or(Receipt::USUAL_LENGTH), self.clock.now())
    }

    pub(crate) async fn login(&self, phone: &PhoneNumber, code: &Code, signal: Signal) -> Result<Session, Problem> {
        let Config { client_id, connection, domain, scope, .. } = &self.config;
        let request = TokenRequest::sms(client_id, connection, phone, code, scope);
        let reply = api::post(domain, TOKEN_PATH, &request, &self.clock, signal).await?;
        let now = self.clock.now();
        let tokens = read_token::<BrowserJson>(&reply, now)?;
        Session::establish::<BrowserJson>(tokens, domain, client_id, now)
    }
}
